"""Order of a rollout, and what its journal keeps."""

import json
import stat
from pathlib import Path

import pytest

from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.model.intent import Intent
from nornir_dmvpn.rollout import open_journal, waves
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory


@pytest.fixture
def intent(tmp_path: Path) -> Intent:
    write_inventory(tmp_path / "inventory", generate_inventory(6, 3, "ikev2", "eigrp", 22001))
    return load_inventory(tmp_path / "inventory", environment={}).intent


def test_the_hub_goes_first_then_one_spoke_then_the_rest_in_batches(intent: Intent) -> None:
    assert waves(intent, intent.sites, batch=3) == (
        ("hub1",),
        ("spoke1",),
        ("spoke2", "spoke3", "spoke4"),
        ("spoke5", "spoke6"),
    )


def test_only_routers_that_need_a_change_are_in_a_wave(intent: Intent) -> None:
    assert waves(intent, {"spoke5", "spoke2"}) == (("spoke2",), ("spoke5",))
    assert waves(intent, set()) == ()


def test_a_journal_is_whole_after_every_entry_and_for_its_owner_only(tmp_path: Path) -> None:
    journal = open_journal({"XDG_STATE_HOME": str(tmp_path)})
    journal.add("planned", waves=[["hub1"]])
    journal.add("wave", number=1, passed=True)
    assert journal.path.is_relative_to(tmp_path / "nornir-dmvpn" / "rollouts")
    written = json.loads(journal.path.read_text())
    assert written["schema"] == "dmvpn.rollout/1"
    assert [entry["what"] for entry in written["entries"]] == ["planned", "wave"]
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600
    assert [path.name for path in journal.path.parent.iterdir()] == [journal.path.name]
