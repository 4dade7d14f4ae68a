from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.cloud import Cloud, cloud_running


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One SSH host key for all fleets of the run: making one is slow."""
    return tmp_path_factory.mktemp("host-key")


@pytest.fixture
def cloud(tmp_path: Path, key_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with cloud_running(tmp_path / "inventory", key_folder=key_folder) as running:
        monkeypatch.setenv("NORNIR_DMVPN_INVENTORY", str(running.folder))
        yield running
