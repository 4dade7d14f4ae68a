"""``dmvpn demo``: the story ends well, and however it ends, nothing is left."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nornir_dmvpn.cli import story
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.main import main
from nornir_dmvpn.model.verdict import Verdict

pytestmark = [pytest.mark.integration, pytest.mark.slow]

COMMAND = [sys.executable, "-m", "nornir_dmvpn", "demo", "--speed", "20"]


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder with a name so short that a Unix socket fits below it."""
    folder = Path(tempfile.mkdtemp(prefix="d", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


def _ports(first_line: str) -> range:
    found = re.search(r"ports (\d+) to (\d+)", first_line)
    assert found is not None
    return range(int(found[1]), int(found[2]) + 1)


def _answering(ports: range) -> list[int]:
    found = []
    for port in ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                found.append(port)
    return found


def test_the_story_ends_well_and_nothing_is_left(temporary: Path) -> None:
    environment = os.environ | {"TMPDIR": str(temporary)}
    done = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.OK, done.stderr
    ports = _ports(done.stdout.splitlines()[0])
    assert len(ports) == 4
    assert _answering(ports) == []
    assert list(temporary.iterdir()) == []
    assert "error: spoke2 Tunnel0 10.0.0.1: tunnel state - Expected: UP Actual: IKE" in done.stdout
    assert "cause 1: spoke2: the pre-shared keys" in done.stdout
    assert done.stdout.count("4 routers: 4 ok") == 3
    assert re.search(r"pre-shared-key (?!\*{8})", done.stdout + done.stderr) is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_story_takes_its_lab_down(number: signal.Signals, temporary: Path) -> None:
    environment = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(
        COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        ports = _ports(process.stdout.readline())
        while not process.stdout.readline().startswith("wave 1"):
            pass
        assert _answering(ports) == list(ports)
        process.send_signal(number)
        process.communicate()
        assert process.returncode == ExitCode.INTERRUPTED
    assert _answering(ports) == []
    assert list(temporary.iterdir()) == []


def test_a_verdict_that_is_not_the_expected_one_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verification that finds nothing must not be enough to end well."""
    monkeypatch.setattr(story, "_wait_for", lambda *_: Verdict())
    assert main(["demo", "--speed", "20"]) == ExitCode.WRONG
    assert "verification did not find spoke2 in state IKE" in capsys.readouterr().err
