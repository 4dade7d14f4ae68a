"""A cloud of virtual routers with its inventory, for tests that talk to it over SSH."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nornir.core import Nornir

from nornir_dmvpn.cli.lab_spec import lab_spec
from nornir_dmvpn.design.fleet import InventoryData, generate_inventory
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.thread import RunningFleet, fleet_running
from nornir_dmvpn.model.underlay import Blocked, UnderlaySpec
from nornir_dmvpn.sources.inventory import Inventory, load_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory
from nornir_dmvpn.tasks import make_nornir

SPEED = 20.0
"""Virtual seconds per second: a registration that is retried must not make a test wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """``folder`` is the inventory folder."""

    folder: Path
    inventory: Inventory
    running: RunningFleet

    def router(self, name: str) -> VirtualRouter:
        return self.running.fleet.routers[name]

    def nornir(self, **options: Any) -> Nornir:
        return make_nornir(self.inventory, **options)

    def secrets(self) -> tuple[str, ...]:
        """What must never be seen."""
        return tuple(path.read_text().strip() for path in sorted(self.folder.glob("*.secret")))


def free_ports(count: int) -> int:
    """The first of ``count`` ports in a row that were free a moment ago."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        if first + count < 65535 and all(_free(port) for port in range(first, first + count)):
            return first


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def write_cloud(folder: Path, spokes: int, *, phase: int = 3, ike: str = "ikev2", **changes: Any) -> InventoryData:
    """An inventory folder for a lab on free ports; ``changes`` replace host entries' settings by router."""
    data = generate_inventory(spokes, phase, ike, "eigrp", free_ports(spokes + 1))
    hosts = {name: host | changes.get(name, {}) for name, host in data.hosts.items()}
    write_inventory(folder, replace(data, hosts=hosts))
    return data


@contextmanager
def cloud_running(
    folder: Path,
    *,
    spokes: int = 2,
    phase: int = 3,
    ike: str = "ikev2",
    key_folder: Path | None = None,
    blocked: tuple[Blocked, ...] = (),
) -> Iterator[Cloud]:
    """Virtual routers with their underlay and no DMVPN yet, up inside the block.

    The inventory does not know of what is ``blocked``.
    """
    write_cloud(folder, spokes, phase=phase, ike=ike)
    inventory = load_inventory(folder, environment={})
    spec = replace(lab_spec(inventory, "test", speed=SPEED), underlay=UnderlaySpec(blocked=blocked))
    with fleet_running(spec, key_folder=key_folder) as running:
        yield Cloud(folder=folder, inventory=inventory, running=running)
