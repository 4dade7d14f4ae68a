from collections.abc import Iterator
from pathlib import Path

import pytest

from nornir_dmvpn.lab.spec import LabSpec
from nornir_dmvpn.lab.thread import RunningFleet, fleet_running
from tests.integration.lab.virtual import cloud


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One SSH host key for all fleets of the run: making one is slow."""
    return tmp_path_factory.mktemp("host-key")


@pytest.fixture
def fleet(key_folder: Path) -> Iterator[RunningFleet]:
    with fleet_running(cloud("cloud"), key_folder=key_folder) as running:
        yield running


@pytest.fixture
def spec(fleet: RunningFleet) -> LabSpec:
    return fleet.fleet.spec
