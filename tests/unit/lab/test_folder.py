import os
from pathlib import Path

import pytest

from nornir_dmvpn.errors import LabError
from nornir_dmvpn.lab.folder import LabFolder, lab_folder


def test_the_folder_lies_under_the_xdg_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert lab_folder("demo").path == tmp_path / "nornir-dmvpn" / "demo"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert lab_folder("demo").path == tmp_path / "home" / ".local" / "state" / "nornir-dmvpn" / "demo"


def test_a_lab_is_up_as_long_as_its_lock_is_held(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path)
    assert not folder.is_up()
    handle = folder.take()
    assert handle is not None
    assert folder.is_up()
    assert folder.process() == str(os.getpid())
    assert folder.take() is None
    os.close(handle)
    assert not folder.is_up()


def test_left_overs_are_removed_but_never_those_of_a_lab_that_is_up(tmp_path: Path) -> None:
    folder = LabFolder(tmp_path)
    handle = folder.take()
    assert handle is not None
    folder.socket.touch()
    folder.tidy()
    assert folder.socket.exists()
    os.close(handle)
    folder.tidy()
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_no_socket_can_have_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="set XDG_STATE_HOME"):
        LabFolder(tmp_path / ("x" * 120)).make()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    with pytest.raises(LabError, match="cannot be made"):
        LabFolder(tmp_path / "f" / "x" / "y").make()
