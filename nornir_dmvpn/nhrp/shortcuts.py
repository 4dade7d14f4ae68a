"""Shortcuts as routes, and what a change of routing makes of them (NHRP S-40 to S-43, P-51)."""

from dataclasses import dataclass, replace
from enum import Enum

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.port import Port

ROUTE_FLAGS = frozenset({"rib", "nho"})


class Standing(Enum):
    """What a cache entry is to the routing table."""

    ROUTE = "an H route of its own (rib)"
    OVERRIDE = "the override of a route of exactly its prefix (rib nho)"
    NONE = "no route any more; the entry itself lives on (P-51) until it expires or is asked for again"


@dataclass(frozen=True, slots=True)
class Parent:
    """The route without NHRP's own that covers the entry's destination."""

    exact: bool
    """It has exactly the entry's prefix."""
    in_cloud: bool
    """It leaves through an interface of the network-id."""


REVIEW: dict[tuple[Standing, Parent], Standing] = {
    (Standing.ROUTE, Parent(True, True)): Standing.OVERRIDE,
    (Standing.ROUTE, Parent(False, True)): Standing.ROUTE,
    # An H route depends on no parent (S-42, P-51), but any route of equal length wins over distance 250 (S-43).
    (Standing.ROUTE, Parent(False, False)): Standing.ROUTE,
    (Standing.ROUTE, Parent(True, False)): Standing.NONE,
    (Standing.OVERRIDE, Parent(True, True)): Standing.OVERRIDE,
    # The overridden route is gone, a wider one still leads into the cloud: what is left is an H route (S-42).
    (Standing.OVERRIDE, Parent(False, True)): Standing.ROUTE,
    # The override goes with its parent (P-51).
    (Standing.OVERRIDE, Parent(False, False)): Standing.NONE,
    (Standing.OVERRIDE, Parent(True, False)): Standing.NONE,
}
_FLAGS: dict[Standing, frozenset[str]] = {
    Standing.ROUTE: frozenset({"rib"}),
    Standing.OVERRIDE: ROUTE_FLAGS,
    Standing.NONE: frozenset(),
}


def route_flags(port: Port, network: IPNetwork, destination: IPAddress) -> frozenset[str]:
    """Flags of a new shortcut to ``network``; ``destination`` is what was asked for (S-40)."""
    exact = port.context.exact_route(network, destination)
    return _FLAGS[Standing.OVERRIDE if exact else Standing.ROUTE]


def review(port: Port) -> None:
    """Routing changed: look at every shortcut of the interface again."""
    for entry in port.bindings.shortcuts():
        before = Standing.OVERRIDE if "nho" in entry.flags else Standing.ROUTE
        after = REVIEW[before, _parent(port, entry)]
        if after is not before:
            port.bindings.store(replace(entry, flags=entry.flags - ROUTE_FLAGS | _FLAGS[after]))


def _parent(port: Port, entry: CacheEntry) -> Parent:
    destination = entry.target or entry.network.network_address
    context = port.context
    return Parent(context.exact_route(entry.network, destination), context.in_cloud(port, destination))
