"""Connected and static routes: what a router knows without asking anyone."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network
from typing import TypeVar

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.routing import StaticRoute
from nornir_dmvpn.reference.routing.rib import PrefixTable, RibRoute

T = TypeVar("T")

CONNECTED, STATIC = 0, 1
"""Administrative distances."""


class LocalRoutes:
    """Connected and static routes of one router in one VRF. ``is_up`` tells an interface's line protocol now."""

    def __init__(self, config: RouterConfig, vrf: str | None, is_up: Callable[[str], bool]) -> None:
        self._is_up = is_up
        self._connected: PrefixTable[list[str]] = PrefixTable()
        self._static: PrefixTable[list[StaticRoute]] = PrefixTable()
        for interface in config.interfaces:
            if interface.vrf == vrf:
                for address in (interface.address, *interface.secondaries):
                    if address is not None:
                        _append(self._connected, address.network, interface.name)
        for route in config.static_routes:
            if route.vrf == vrf:
                _append(self._static, route.prefix, route)

    def connected(self, destination: IPv4Address) -> RibRoute | None:
        """The connected route that covers ``destination`` on an interface that is up."""
        for prefix, names in self._connected.matches(destination):
            for name in names:
                if self._is_up(name):
                    return RibRoute(
                        prefix=prefix, interface=name, next_hop=None, distance=CONNECTED, source="connected"
                    )
        return None

    def routes(self) -> Iterator[RibRoute]:
        """Every connected route whose interface is up, and every static one that resolves."""
        for prefix, names in self._connected.items():
            for name in names:
                if self._is_up(name):
                    yield RibRoute(prefix=prefix, interface=name, next_hop=None, distance=CONNECTED, source="connected")
        for prefix, routes in self._static.items():
            for route in routes:
                resolved = self._resolve(prefix, route)
                if resolved is not None:
                    yield resolved

    def candidates(self, destination: IPv4Address) -> Iterator[RibRoute]:
        """Routes that cover ``destination``: the connected one and every static one that resolves."""
        connected = self.connected(destination)
        if connected is not None:
            yield connected
        for prefix, routes in self._static.matches(destination):
            for route in routes:
                resolved = self._resolve(prefix, route)
                if resolved is not None:
                    yield resolved

    def _resolve(self, prefix: IPv4Network, route: StaticRoute) -> RibRoute | None:
        """A static route needs an interface that is up: its own, or that of its next hop (one level, as IOS prints)."""
        interface = route.interface
        if interface is None and route.next_hop is not None:
            via = self.connected(route.next_hop)
            interface = via.interface if via else None
        if interface is None or not self._is_up(interface):
            return None
        distance = STATIC if route.distance is None else route.distance
        return RibRoute(prefix=prefix, interface=interface, next_hop=route.next_hop, distance=distance, source="static")


def _append(table: PrefixTable[list[T]], prefix: IPv4Network, value: T) -> None:
    known = table.get(prefix)
    if known is None:
        table[prefix] = [value]
    else:
        known.append(value)
