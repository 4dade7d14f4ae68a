"""``--limit``: names, globs, groups, exclusions and files."""

from pathlib import Path

import pytest

from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.errors import IntentError, SourceError
from nornir_dmvpn.sources.inventory import Inventory, load_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory
from nornir_dmvpn.tasks.limit import select


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    write_inventory(tmp_path / "inventory", generate_inventory(3, 3, "ikev2", "eigrp", 22001))
    return load_inventory(tmp_path / "inventory", environment={})


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (None, "hub1 spoke1 spoke2 spoke3"),
        ("all", "hub1 spoke1 spoke2 spoke3"),
        ("spoke2", "spoke2"),
        ("SPOKE2", "spoke2"),
        ("spoke[12]", "spoke1 spoke2"),
        ("hubs", "hub1"),
        ("spokes:!spoke3", "spoke1 spoke2"),
        ("!spokes", "hub1"),
        ("spoke3,hub1", "hub1 spoke3"),
    ],
)
def test_a_pattern_means_routers_in_the_order_of_the_inventory(
    inventory: Inventory, limit: str | None, expected: str
) -> None:
    assert " ".join(select(inventory, limit)) == expected


def test_a_file_stands_for_its_lines(inventory: Inventory, tmp_path: Path) -> None:
    file = tmp_path / "failed.txt"
    file.write_text("# of yesterday\nspoke3\n\nspoke1\n")
    assert select(inventory, f"@{file}") == ("spoke1", "spoke3")
    with pytest.raises(SourceError, match="there is no such file"):
        select(inventory, f"@{tmp_path / 'none'}")


@pytest.mark.parametrize(
    ("limit", "problem"),
    [
        ("spoke9", "no router or group of the inventory is called 'spoke9'"),
        ("spokes:!spok", "no router or group of the inventory is called 'spok'"),
        ("hub1:!hubs", "leaves no router"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused(inventory: Inventory, limit: str, problem: str) -> None:
    with pytest.raises(IntentError, match=problem):
        select(inventory, limit)
