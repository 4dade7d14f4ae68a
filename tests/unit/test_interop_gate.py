"""`make interop` on a machine where no guest can run: it ends well, and says why in one loud line."""

import os
import platform
import shutil
from pathlib import Path

import pytest

from tests.interop import prepare


@pytest.fixture(autouse=True)
def _nothing_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*command: str, **_options: object) -> None:
        pytest.fail(f"{command} was run")

    monkeypatch.setattr(prepare, "_run", forbidden)


def test_without_root_nothing_is_tried(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    prepare.main()
    assert "*** INTEROP IS SKIPPED: needs root: " in capsys.readouterr().out


def test_on_another_processor_the_reason_is_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    assert "aarch64" in str(prepare.objection())


def test_what_is_not_installed_is_named_where_nothing_can_be_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(Path, "exists", lambda _path: True)
    monkeypatch.setattr(shutil, "which", lambda name: None if name in {"linux.uml", "apt-get"} else name)
    prepare.main()
    assert "*** INTEROP IS SKIPPED: not installed: linux.uml " in capsys.readouterr().out


def test_other_packages_make_another_root_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = prepare.root()
    monkeypatch.setattr(prepare, "GUEST_PACKAGES", ("frr",))
    after = prepare.root()
    assert before != after
    assert before.parent == after.parent == tmp_path / "nornir-dmvpn" / "interop"
