"""What the guides for Netmiko, Ansible and pyATS tell people to type is typed here, in their order."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from nornir_dmvpn.ios.shows import find_command

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]
RUN = re.compile(r"<!-- (run|python) -->\n```\w+\n(.*?)```", re.DOTALL)
YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


def type_all(document: str, place: Path) -> str:
    """Every block of a guide in one shell; what it prints."""
    (place / "bin").mkdir()
    command = place / "bin" / "dmvpn"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nornir_dmvpn "$@"\n')
    command.chmod(0o755)
    script = ["set -e"]
    for number, (kind, code) in enumerate(RUN.findall((PROJECT / document).read_text(encoding="utf-8"))):
        if kind == "python":
            (place / f"block{number}.py").write_text(code, encoding="utf-8")
            script.append(f'"{sys.executable}" block{number}.py')
        else:
            script.append(code)
    assert len(script) > 2
    environment = os.environ | {"PATH": f"{place / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        ["/bin/sh", "-c", "\n".join(script)],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_guide_for_netmiko_does_what_it_says(tmp_path: Path) -> None:
    assert type_all("docs/how-to/netmiko.md", tmp_path).splitlines()[-1] == "10.0.0.2/32 dynamic 198.51.100.2"
    assert (tmp_path / "templates" / "index").is_file()


def test_the_guide_for_ansible_and_pyats_does_what_it_says(tmp_path: Path) -> None:
    assert type_all("docs/how-to/ansible-and-pyats.md", tmp_path).splitlines()[-1] == "['10.0.0.4/32']"
    rows = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert [row["type"] for row in rows] == ["dynamic", "incomplete"]


def test_the_playbook_runs_a_command_that_there_is() -> None:
    text = (PROJECT / "docs/how-to/ansible-and-pyats.md").read_text(encoding="utf-8")
    [[play]] = [yaml.safe_load(block) for block in YAML.findall(text)]
    read = next(task for task in play["tasks"] if task["name"] == "Read")["ansible.builtin.command"]
    assert read["argv"][:2] == ["dmvpn", "parse"]
    assert find_command(read["argv"][2]) is not None


def test_the_bundle_of_the_guide_has_classes_that_there_are() -> None:
    """In a child process: our own suite runs without the plugin, and so without its mark."""
    script = "import nornir_dmvpn.nuts_tests as module; print(module.__name__, *vars(module))"
    child = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    module, *names = child.stdout.split()
    text = (PROJECT / "docs/how-to/netmiko.md").read_text(encoding="utf-8")
    [tests] = [yaml.safe_load(block) for block in YAML.findall(text)]
    for one in tests:
        assert one["test_module"] == module
        assert one["test_class"] in names
