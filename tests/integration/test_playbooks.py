"""The playbooks run as they are, on virtual routers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cloud import Cloud, cloud_running

pytestmark = pytest.mark.integration

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    with cloud_running(tmp_path / "inventory", spokes=1) as running:
        yield running


def _run(cloud: Cloud, playbook: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "XDG_STATE_HOME": str(cloud.folder.parent / "state")}
    command = [sys.executable, str(PROJECT / "playbooks" / playbook), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_rollout_verify_and_audit_in_that_order(cloud: Cloud, tmp_path: Path) -> None:
    inventory = str(cloud.folder)
    planned = _run(cloud, "rollout.py", inventory, "--check")
    assert planned.returncode == 0, planned.stderr
    assert "+interface Tunnel0" in planned.stdout
    assert "Tunnel0" not in str(cloud.router("hub1").running)
    assert _run(cloud, "verify.py", inventory).returncode == 4
    done = _run(cloud, "rollout.py", inventory)
    assert done.returncode == 0, done.stderr
    assert "wave 2 of 2: spoke1" in done.stdout
    verified = _run(cloud, "verify.py", inventory)
    assert (verified.returncode, verified.stdout.splitlines()[-1]) == (0, "2 routers: 2 ok")
    audited = _run(cloud, "audit.py", str(tmp_path / "audits"), inventory)
    assert audited.returncode == 0, audited.stderr
    folder = Path(audited.stdout.strip())
    assert {"verdict.json", "verdict.xml", "hub1__show_dmvpn.txt"} <= {path.name for path in folder.iterdir()}
    shown = "".join(one.stdout + one.stderr for one in (planned, done, verified, audited))
    assert not any(secret in shown for secret in cloud.secrets())


def test_an_audit_without_a_folder_says_how_it_is_used(cloud: Cloud) -> None:
    done = _run(cloud, "audit.py")
    assert done.returncode == 2
    assert "Usage: audit.py FOLDER" in done.stderr


def test_playbooks_are_short_enough_to_be_read_before_they_are_copied() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in (PROJECT / "playbooks").glob("*.py")}
    assert set(lengths) >= {"rollout.py", "verify.py", "audit.py"}
    assert all(length <= 60 for length in lengths.values())
