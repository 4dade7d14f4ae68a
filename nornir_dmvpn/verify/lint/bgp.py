"""BGP over the cloud: who passes routes on, with which next hop, how fast a loss is seen (P-23)."""

from collections.abc import Iterator, Mapping

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Fleet, Node, TunnelEnd
from nornir_dmvpn.verify.lint.neighbors import Neighbor
from nornir_dmvpn.verify.lint.routing import served_hubs, summarises, tells_default
from nornir_dmvpn.verify.lint.rule import Hit, Rule, rule
from nornir_dmvpn.verify.lint.speakers import OnBgp, Speakers

DEFAULT_HOLD = 180
"""Seconds."""


def _about(hub: TunnelEnd, speaks: OnBgp, text: str, peer: str) -> Hit:
    lines = ((f"router bgp {speaks.process.asn}", f"neighbor {peer} "),)
    return Hit(router=hub.router, interface=hub.name, peer=peer, text=text, lines=lines)


def _tells_wide(node: Node, speaks: Speakers) -> bool:
    """Whether spokes hear a summary or default of the hub itself, so that they need no other spoke's routes."""
    process = speaks.bgp.process if speaks.bgp is not None else None
    aggregates = process is not None and (process.aggregates or any(one.aggregates for one in process.families))
    return bool(aggregates) or tells_default(node, speaks) is not None or summarises(speaks) is not None


def _spokes(fleet: Fleet, hub: TunnelEnd, speaks: OnBgp) -> Mapping[str, tuple[Neighbor, int | None]]:
    """The hub's neighbours among its clients: router → its session at the hub, and its AS."""
    by_address = {one.address: one for one in speaks.neighbors if one.address is not None}
    ranges = [one for one in speaks.neighbors if one.range is not None]
    found: dict[str, tuple[Neighbor, int | None]] = {}
    for pair in fleet.pairs_by_server.get((hub.router, hub.name), ()):
        address = pair.client_tunnel.effective.address
        if address is None or fleet.has_clients(pair.client_tunnel):
            continue
        in_range = (one for one in ranges if one.range is not None and address.ip in one.range)
        session = by_address.get(address.ip) or next(in_range, None)
        process = pair.client.config.bgp
        if session is not None:
            found[pair.client.name] = (session, process.asn if process is not None else session.remote_as)
    return found


def _no_reflector(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (1, 2, 3)):
        if speaks.bgp is None or _tells_wide(fleet.nodes[hub.router], speaks):
            continue
        asn = speaks.bgp.process.asn
        inside = {name: one for name, (one, _) in _spokes(fleet, hub, speaks.bgp).items() if one.remote_as == asn}
        plain = {one.peer for one in inside.values() if not one.route_reflector_client}
        if len(inside) >= 2 and plain and not _meshed(fleet, hub, inside):
            text = f"{len(inside)} iBGP spokes, and {min(plain)} is no route-reflector client"
            yield _about(hub, speaks.bgp, text, min(plain))


def _meshed(fleet: Fleet, hub: TunnelEnd, spokes: Mapping[str, Neighbor]) -> bool:
    """Whether each spoke has a session to every other spoke as well."""
    cloud = fleet.cloud_of(hub)
    ends = [one for one in cloud.ends if one.router in spokes] if cloud is not None else []
    sessions = [fleet.nodes[one.router].speakers[one.name].bgp for one in ends]
    counts = (len([one for one in each.neighbors if one.range is None]) if each is not None else 0 for each in sessions)
    return all(count >= len(spokes) for count in counts)


def _same_as(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (1, 2, 3)):
        if speaks.bgp is None or _tells_wide(fleet.nodes[hub.router], speaks):
            continue
        groups: dict[int, list[tuple[str, Neighbor]]] = {}
        for name, (session, asn) in _spokes(fleet, hub, speaks.bgp).items():
            if asn is not None and asn != speaks.bgp.process.asn and not session.as_override:
                groups.setdefault(asn, []).append((name, session))
        for asn, members in groups.items():
            refusing = [name for name, _ in members if not _allows_own_as(fleet, name, hub)]
            if len(members) >= 2 and refusing:
                text = f"{len(members)} eBGP spokes in AS {asn}; {refusing[0]} has no 'allowas-in'"
                yield _about(hub, speaks.bgp, text, members[0][1].peer)


def _allows_own_as(fleet: Fleet, spoke: str, hub: TunnelEnd) -> bool:
    """Whether the spoke takes routes with its own AS in their path from that hub."""
    address = hub.effective.address
    for speaks in fleet.nodes[spoke].speakers.values():
        for one in speaks.bgp.neighbors if speaks.bgp is not None else ():
            if address is not None and one.address == address.ip:
                return one.allowas_in
    return False


def _next_hop_self(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (2,)):
        if speaks.bgp is None:
            continue
        asn = speaks.bgp.process.asn
        for one in speaks.bgp.neighbors:
            outside = one.remote_as is not None and one.remote_as != asn and one.next_hop_self
            if one.next_hop_self_all or outside:
                word = "next-hop-self all" if one.next_hop_self_all else "next-hop-self"
                yield _about(hub, speaks.bgp, f"'{word}' towards {one.peer} in phase 2", one.peer)


def _slow(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        speaks = node.speakers[tunnel.name].bgp
        for one in speaks.neighbors if speaks is not None else ():
            hold = one.timers.hold if one.timers is not None else DEFAULT_HOLD
            if speaks is not None and hold >= DEFAULT_HOLD and one.fall_over != "bfd":
                yield _about(tunnel, speaks, f"hold time {hold} s towards {one.peer}, no BFD", one.peer)


_E, _W, _ROUTING = Severity.ERROR, Severity.WARNING, Layer.ROUTING

RULES: tuple[Rule, ...] = (
    rule(
        "L-208",
        _E,
        _ROUTING,
        "P-23",
        "iBGP hub that does not reflect",
        "spokes do not learn each other's routes",
        "make the spokes 'route-reflector-client' on the hub",
        fleet=_no_reflector,
    ),
    rule(
        "L-209",
        _E,
        _ROUTING,
        "P-23",
        "eBGP spokes of one AS",
        "each refuses the others' routes for the loop in their AS path",
        "set 'as-override' on the hub or 'allowas-in' on the spokes, or tell a default",
        fleet=_same_as,
    ),
    rule(
        "L-210",
        _W,
        _ROUTING,
        "P-23",
        "next-hop-self on a phase 2 BGP hub",
        "the next hop of every spoke's network is the hub: no direct tunnels",
        "remove 'next-hop-self' towards the spokes",
        fleet=_next_hop_self,
    ),
    rule(
        "L-217",
        _W,
        _ROUTING,
        "P-07",
        "BGP with its default hold time",
        "the loss of a hub is seen after three minutes",
        "set shorter timers, or 'fall-over bfd'",
        router=_slow,
    ),
)
