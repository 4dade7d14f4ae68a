"""Routing neighbours over the cloud: they exist where multicast passes both ways (P-01, P-02, SD81)."""

from collections.abc import Callable
from functools import partial
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.underlay import Transport
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.packet import GrePacket
from nornir_dmvpn.reference.router import Router

Side = tuple[str, str]
"""Router and tunnel interface."""

DELAY = 3.4
"""Seconds from registration to adjacency: part of a hello interval (M-16)."""


class Adjacencies:
    """Brings routing neighbours up and down as the cloud lets hellos pass, with the protocol's delays (P-07).

    ``routed`` is called with every change: routes follow from neighbours.
    """

    def __init__(self, fabric: Fabric, routed: Callable[[], None]) -> None:
        self._fabric = fabric
        self._routed = routed
        self._up: dict[frozenset[Side], float] = {}
        """Since when."""
        self._pending: set[frozenset[Side]] = set()
        self._of: dict[Side, set[frozenset[Side]]] = {}

    def review(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        """Something changed between ``tunnel`` and the router at ``nbma``."""
        other = self._facing(router, tunnel, nbma)
        if other is None:
            return
        pair = frozenset({(router.name, tunnel), other})
        if len(pair) == 2:
            self._schedule(pair)

    def review_all(self, router: Router, tunnel: str) -> None:
        """The tunnel itself changed: look at every neighbour it has."""
        for pair in tuple(self._of.get((router.name, tunnel), ())):
            self._schedule(pair)

    def drop(self, router: Router) -> None:
        """All neighbours of a router whose routing configuration changes go at once (P-07: peer termination)."""
        for tunnel in router.tunnels:
            for pair in tuple(self._of.get((router.name, tunnel), ())):
                self._bring_down(pair)

    def since(self, one: Side, other: Side) -> float | None:
        """When the two became neighbours; ``None`` if they are none."""
        return self._up.get(frozenset({one, other}))

    def _schedule(self, pair: frozenset[Side]) -> None:
        wanted = self._can(pair)
        if wanted == (pair in self._up) or pair in self._pending:
            return
        self._pending.add(pair)
        delay = DELAY if wanted else self._fabric.eigrp.hold
        self._fabric.schedule.after(delay, partial(self._decide, pair))

    def _decide(self, pair: frozenset[Side]) -> None:
        self._pending.discard(pair)
        wanted = self._can(pair)
        if wanted and pair not in self._up:
            self._bring_up(pair)
        elif not wanted and pair in self._up:
            self._bring_down(pair)

    def _bring_up(self, pair: frozenset[Side]) -> None:
        self._up[pair] = self._fabric.schedule.now
        self._routed()
        one, other = sorted(pair)
        for (name, tunnel), (far, far_tunnel) in ((one, other), (other, one)):
            self._of.setdefault((name, tunnel), set()).add(pair)
            address = self._address(far, far_tunnel)
            if address is not None:
                self._fabric.eigrp.up(name, tunnel, far, far_tunnel, address)

    def _bring_down(self, pair: frozenset[Side]) -> None:
        self._up.pop(pair, None)
        self._routed()
        one, other = sorted(pair)
        for (name, tunnel), (far, far_tunnel) in ((one, other), (other, one)):
            self._of.get((name, tunnel), set()).discard(pair)
            address = self._address(far, far_tunnel)
            if address is not None:
                self._fabric.eigrp.down(name, tunnel, address)

    def _address(self, router: str, tunnel: str) -> IPv4Address | None:
        known = self._fabric.routers[router].config.interface(tunnel)
        return known.ip if known is not None else None

    def _facing(self, router: Router, tunnel: str, nbma: IPAddress) -> Side | None:
        """The far end of GRE from ``tunnel`` to ``nbma``."""
        owner, source = self._fabric.underlay.owner(nbma), router.sources.get(tunnel)
        if owner is None or source is None or tunnel not in router.tunnels:
            return None
        name = self._fabric.routers[owner].tunnel_for(nbma, router.tunnels[tunnel].key, source)
        return (owner, name) if name is not None else None

    def _can(self, pair: frozenset[Side]) -> bool:
        one, other = sorted(pair)
        routers = self._fabric.routers
        if one[1] not in routers[one[0]].tunnels or other[1] not in routers[other[0]].tunnels:
            return False
        return self._hears(one, other) and self._hears(other, one) and self._fabric.eigrp.can_peer(*one, *other)

    def _hears(self, listener: Side, talker: Side) -> bool:
        """Whether a multicast from ``talker`` reaches ``listener``: its replication list, its SA, the GRE (P-05)."""
        near, far = self._fabric.routers[listener[0]], self._fabric.routers[talker[0]]
        target, source = near.sources[listener[1]], far.sources[talker[1]]
        if target is None or source is None or not far.lines[talker[1]].up:
            return False
        tunnel = far.tunnels[talker[1]]
        replicates = tunnel.multipoint and far.speaker.has_multicast(talker[1], target)
        listed = replicates or tunnel.destination == target
        if not listed or not self._fabric.is_open(far, talker[1], target):
            return False
        protected = far.is_protected(talker[1])
        transport = Transport.ESP if protected else Transport.GRE
        if not self._fabric.underlay.passes(far.name, near.name, transport):
            return False
        hello = GrePacket(
            sender=far.name, source=source, destination=target, key=tunnel.key, protected=protected, payload=b""
        )
        return self._fabric.admits(near, hello) == listener[1]
