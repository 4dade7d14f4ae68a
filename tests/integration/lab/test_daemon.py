import os
import select
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nornir_dmvpn.errors import LabError
from nornir_dmvpn.lab.daemon import LabHandle, lab_down, lab_status, lab_up
from nornir_dmvpn.lab.spec import LabSpec
from tests.integration.lab.virtual import ADDRESS, ENABLE, PASSWORD, cloud, login

pytestmark = pytest.mark.integration


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of this test's own, with a short path: a control socket lies in it."""
    with tempfile.TemporaryDirectory(prefix="lab") as folder:
        monkeypatch.setenv("XDG_STATE_HOME", folder)
        yield Path(folder) / "nornir-dmvpn"


@pytest.fixture
def lab(state: Path) -> Iterator[LabHandle]:
    assert not state.exists()
    handle = lab_up(cloud("cloud"))
    yield handle
    if lab_status("cloud") is not None:
        handle.down()


def _ports_are_free(spec: LabSpec) -> bool:
    for router in spec.routers:
        with socket.socket() as probe:
            if probe.connect_ex((ADDRESS, router.port)) == 0:
                return False
    return True


def test_up_returns_when_every_router_answers_and_down_leaves_nothing(state: Path) -> None:
    spec = cloud("cloud")
    handle = lab_up(spec)
    status = handle.status()
    assert [(one.name, one.port, one.sessions) for one in status.routers] == [
        (one.name, one.port, 0) for one in spec.routers
    ]
    assert status.speed == 60.0
    with login(spec, "SPOKE2") as device:
        assert device.find_prompt() == "SPOKE2>"
        assert [one.sessions for one in handle.status().routers] == [0, 0, 1]
    handle.down()
    assert lab_status("cloud") is None
    assert _ports_are_free(spec)
    assert {one.name for one in (state / "cloud").iterdir()} <= {"log"}


def test_the_state_folder_is_for_its_owner_only_and_holds_no_secret(lab: LabHandle, state: Path) -> None:
    assert lab.name == "cloud"
    assert state.stat().st_mode & 0o777 == 0o700
    for file in state.rglob("*"):
        assert file.stat().st_mode & 0o077 == 0
        if file.is_file():
            content = file.read_bytes()
            assert PASSWORD.encode() not in content
            assert ENABLE.encode() not in content


def test_a_lab_that_is_up_is_not_started_twice(lab: LabHandle) -> None:
    process = lab.status().process
    with pytest.raises(LabError, match=rf"already up \(process {process}\)"):
        lab_up(cloud("cloud"))


def test_a_taken_port_is_said_by_the_child_and_leaves_nothing(state: Path) -> None:
    spec = cloud("cloud")
    with socket.socket() as taken:
        taken.bind((ADDRESS, spec.routers[1].port))
        taken.listen()
        with pytest.raises(LabError, match=f"router SPOKE1 cannot listen on {ADDRESS} port {spec.routers[1].port}"):
            lab_up(spec)
    assert lab_status("cloud") is None
    assert _ports_are_free(spec)
    assert not (state / "cloud" / "control").exists()


def test_a_killed_lab_is_recognised_and_can_be_started_again(state: Path) -> None:
    spec = cloud("cloud")
    process = os.pidfd_open(lab_up(spec).status().process)
    signal.pidfd_send_signal(process, signal.SIGKILL)
    assert select.select([process], [], [], 10)[0], "the killed process has not ended"
    os.close(process)
    assert (state / "cloud" / "lock").exists()
    assert lab_status("cloud") is None
    assert not (state / "cloud" / "lock").exists()
    lab_up(spec).down()


def test_configuration_is_typed_and_pings_are_sent_over_the_control_socket(lab: LabHandle) -> None:
    lab.ping("SPOKE1", "10.0.0.1", count=20)  # the first ones go out before the spoke is registered
    assert lab.ping("SPOKE1", "10.0.0.1") == (5, 5)
    assert lab.type("SPOKE1", ["interface Tunnel0", " shutdown"]) == ""
    assert lab.ping("SPOKE1", "10.0.0.1", count=2) == (2, 0)
    assert "% Invalid input" in lab.type("SPOKE1", ["bogus"])


def test_wrong_requests_are_answered_in_a_sentence(lab: LabHandle) -> None:
    with pytest.raises(LabError, match="the lab cloud has no router SPOKE9"):
        lab.ping("SPOKE9", "10.0.0.1")
    with pytest.raises(LabError, match="nowhere"):
        lab.ping("SPOKE1", "nowhere")


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden"])
def test_a_name_that_is_no_file_name_is_refused(state: Path, name: str) -> None:
    with pytest.raises(LabError, match="is not a name for a lab"):
        lab_status(name)
    assert not state.exists()


def test_a_lab_that_is_not_up_cannot_be_spoken_to(state: Path) -> None:
    for ask in (lambda: lab_down("cloud"), lambda: LabHandle("cloud").status()):
        with pytest.raises(LabError, match="the lab cloud is not up"):
            ask()
    assert not state.exists()
