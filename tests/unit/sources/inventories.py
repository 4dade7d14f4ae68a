"""Inventory folders for tests."""

from pathlib import Path

from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory
from tests.architecture.source import PROJECT

SAMPLE = PROJECT / "inventory"
SECRETS = {"DMVPN_PSK": "a-long-key", "DMVPN_NHRP_AUTH": "nhrpauth"}


def sample_with(folder: Path, **changes: list[tuple[str, str]]) -> Path:
    """A copy of the sample inventory; ``hosts=[(old, new)]`` replaces text in hosts.yaml, which must be there."""
    for path in SAMPLE.glob("*.yaml"):
        text = path.read_text()
        for old, new in changes.get(path.stem, []):
            assert old in text, old
            text = text.replace(old, new)
        (folder / path.name).write_text(text)
    return folder


def fleet_folder(folder: Path, spokes: int) -> Path:
    """A generated inventory: phase 3, IKEv2, EIGRP."""
    write_inventory(folder, generate_inventory(spokes, 3, "ikev2", "eigrp", 22001))
    return folder


def line_of(path: Path, text: str) -> int:
    """Number of the first line that holds ``text``."""
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if text in line)
