"""What README and tutorial tell people to type is typed here, in their order, in a copy of the sample inventory."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cloud import free_ports

pytestmark = [pytest.mark.integration, pytest.mark.slow]

PROJECT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"<!-- (run[^>]*|python) -->\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with the sample inventory on free ports, a ``dmvpn`` on the path, its own state."""
    shutil.copytree(PROJECT / "inventory", tmp_path / "inventory")
    hosts = tmp_path / "inventory" / "hosts.yaml"
    hosts.write_text(_moved(hosts.read_text()))
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "dmvpn"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nornir_dmvpn "$@"\n')
    command.chmod(0o755)
    yield tmp_path
    for name in ("lab", "offices"):
        _run(tmp_path, f"dmvpn lab down --name {name}")


def _moved(text: str) -> str:
    """The same with its ports where nobody listens."""
    ports = sorted(set(re.findall(r"port: (\d+)", text)))
    first = free_ports(len(ports))
    for offset, port in enumerate(ports):
        text = text.replace(f"port: {port}", f"port: {first + offset}")
    return text


def _run(place: Path, script: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DMVPN_", "NORNIR_"))}
    environment = clean | {
        "PATH": f"{place / 'bin'}:{os.environ['PATH']}",
        "XDG_STATE_HOME": str(place / "state"),
        "PYTHONPATH": str(PROJECT),
    }
    return subprocess.run(["sh", "-c", script], cwd=place, env=environment, capture_output=True, text=True, check=False)


def _blocks(document: str) -> list[tuple[str, str]]:
    return BLOCK.findall((PROJECT / document).read_text())


def test_the_readme_does_what_it_says(place: Path) -> None:
    shell = [code for kind, code in _blocks("README.md") if kind == "run"]
    [python] = [code for kind, code in _blocks("README.md") if kind == "python"]
    (place / "example.py").write_text(python)
    first, second = shell
    done = _run(place, f'set -ex\n{first}\n"{sys.executable}" example.py\n{second}')
    assert done.returncode == 0, done.stderr
    assert "+interface Tunnel0" in done.stdout
    assert "4 routers: 4 ok" in done.stdout
    assert '"schema": "dmvpn.verdict/1"' in done.stdout
    assert "spoke1 is as intended" in done.stdout
    assert "3 routers: 3 ok" in done.stdout
    assert re.search(r"spoke1#show dmvpn(.|\n)*10\.0\.0\.12 +UP", done.stdout)


def test_the_tutorial_does_what_it_says(place: Path) -> None:
    blocks = _blocks("docs/tutorial/first-cloud.md")
    assert len(blocks) == 5
    script = "set -e\n"
    for kind, code in blocks:
        script += f"set +e\n{_moved(code)}\ntest $? -eq 4 || exit 99\nset -e\n" if "4" in kind else _moved(code)
    done = _run(place, script)
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stdout.count("3 routers: 3 ok") >= 3
    assert "error: bern Tunnel0 10.9.0.1: tunnel state - Expected: UP Actual: IKE" in done.stdout
    assert "cause 1: bern: the pre-shared keys" in done.stdout
    assert "mistyped" not in done.stdout + done.stderr
