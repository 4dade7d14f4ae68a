"""Routing over the cloud, whatever the protocol: metrics, who speaks, summaries, defaults (protocol.md 6.1 to 6.3)."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.routing import StaticRoute
from nornir_dmvpn.verify.lint.fleet import Fleet, Node, Pair, TunnelEnd
from nornir_dmvpn.verify.lint.rule import Hit, Rule, each_tunnel, hit, rule
from nornir_dmvpn.verify.lint.speakers import ANYWHERE, OnBgp, Speakers

Lines = Iterator[tuple[str, str]]


def served_hubs(fleet: Fleet, phases: tuple[int, ...]) -> Iterator[tuple[TunnelEnd, Speakers]]:
    """Hubs of at least two clients in clouds of these phases, and what speaks there."""
    for cloud in fleet.clouds:
        for hub in cloud.hubs if cloud.phase in phases else ():
            if len(fleet.pairs_by_server.get((hub.router, hub.name), ())) >= 2:
                yield hub, fleet.nodes[hub.router].speakers[hub.name]


def _no_metric(node: Node, tunnel: TunnelEnd) -> Lines:
    written, speaks = tunnel.written, node.speakers[tunnel.name]
    if written.bandwidth is not None:
        return
    if speaks.eigrp:
        yield "EIGRP on the tunnel, and no 'bandwidth'", "bandwidth"
    elif speaks.ospf is not None and written.ospf.cost is None:
        yield "OSPF on the tunnel, and neither 'bandwidth' nor 'ip ospf cost'", "bandwidth"


# --- who speaks ------------------------------------------------------------------------------------------------------


def _silent(node: Node) -> Iterator[Hit]:
    """A protocol that covers the tunnel and is passive there."""
    for tunnel in node.nhrp_tunnels:
        speaks = node.speakers[tunnel.name]
        passive = [f"EIGRP {one.asn}" for one in speaks.eigrp if one.passive]
        passive += [f"OSPF {speaks.ospf.process.process}"] if speaks.ospf is not None and speaks.ospf.passive else []
        passive += ["RIP"] if speaks.rip is not None and speaks.rip.passive and not speaks.rip.unicast else []
        for name in passive:
            yield hit(tunnel, f"{name} is passive on the tunnel", "ip address")


def _uncovered(pair: Pair) -> Iterator[Hit]:
    """One side speaks a protocol on the tunnel; the other has it, and not there."""
    sides = [(pair.client, pair.client_tunnel), (pair.server, pair.server_tunnel)]
    for (node, tunnel), (other, far) in (sides, sides[::-1]):
        here, there = node.speakers[tunnel.name], other.speakers[far.name]
        own = {one.asn for one in node.config.eigrp_classic}
        own |= {family.asn for one in node.config.eigrp_named for family in one.families}
        spoken = {one.asn for one in here.eigrp}
        for asn in sorted({one.asn for one in there.eigrp} & own - spoken):
            yield hit(tunnel, f"EIGRP {asn} runs and does not cover the tunnel", "ip address", peer=other.name)
        if (
            there.ospf is not None
            and here.ospf is None
            and any(one.vrf == tunnel.written.vrf for one in node.config.ospf)
        ):
            yield hit(tunnel, "OSPF runs and does not cover the tunnel", "ip address", peer=other.name)
        if there.rip is not None and here.rip is None and node.config.rip is not None:
            yield hit(tunnel, "RIP runs and does not cover the tunnel", "ip address", peer=other.name)


def _no_neighbour(fleet: Fleet) -> Iterator[Hit]:
    for node in fleet.nodes.values():
        yield from _silent(node)
    named: set[tuple[str, str | None, str]] = set()
    for pair in fleet.pairs:
        for one in _uncovered(pair):
            if (one.router, one.interface, one.text) not in named:
                named.add((one.router, one.interface, one.text))
                yield one


# --- what a hub tells ------------------------------------------------------------------------------------------------


def tells_default(node: Node, speaks: Speakers) -> str | None:
    """The protocol by which a hub tells its spokes a default route, if it does."""
    for one in speaks.eigrp:
        static = "static" in one.redistributes and any(each.prefix == ANYWHERE for each in node.config.static_routes)
        if ANYWHERE in one.summaries or static:
            return "EIGRP"
    if speaks.ospf is not None and speaks.ospf.process.default_information is not None:
        return "OSPF"
    if speaks.rip is not None and (speaks.rip.default or ANYWHERE in speaks.rip.summaries):
        return "RIP"
    if speaks.bgp is not None and any(one.default_originate for one in speaks.bgp.neighbors):
        return "BGP"
    return None


def summarises(speaks: Speakers) -> str | None:
    """The protocol that tells spokes a summary (a default route included) in place of the prefixes below it."""
    if any(one.summaries for one in speaks.eigrp):
        return "EIGRP"
    if speaks.rip is not None and speaks.rip.summaries:
        return "RIP"
    return "BGP" if speaks.bgp is not None and _summary_only(speaks.bgp) else None


def _summary_only(speaks: OnBgp) -> bool:
    process = speaks.process
    aggregates = [*process.aggregates, *(each for one in process.families for each in one.aggregates)]
    return any(one.summary_only for one in aggregates)


def _split_horizon(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (1, 2, 3)):
        node = fleet.nodes[hub.router]
        if summarises(speaks) or tells_default(node, speaks) or _spokes_have_default(fleet, hub):
            continue
        for one in speaks.eigrp:
            learned = one.unfiltered - {"connected", "static"}  # may bring a default that no line shows
            if one.split_horizon and not one.passive and not learned:
                yield hit(hub, f"EIGRP {one.asn} with split horizon, no summary or default", "ip address")
        if speaks.rip is not None and speaks.rip.split_horizon and not speaks.rip.passive:
            yield hit(hub, "RIP with split horizon, no summary or default", "ip address")


def _spokes_have_default(fleet: Fleet, hub: TunnelEnd) -> bool:
    """Whether every client has a static route into the cloud that is wider than any LAN: a default."""
    address = hub.effective.address

    def inside(route: StaticRoute) -> bool:
        hop = route.next_hop
        return route.prefix == ANYWHERE and hop is not None and address is not None and hop in address.network

    pairs = fleet.pairs_by_server.get((hub.router, hub.name), ())
    return all(any(inside(route) for route in pair.client.config.static_routes) for pair in pairs)


def _summary_in_phase_2(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (2,)):
        protocol = summarises(speaks)
        if protocol is not None:
            yield hit(hub, f"{protocol} summarises towards the spokes", "ip summary-address")


def _no_summary_in_phase_3(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (3,)):
        node = fleet.nodes[hub.router]
        speaking = speaks.eigrp or speaks.rip is not None or speaks.bgp is not None
        if speaking and not summarises(speaks) and not tells_default(node, speaks):
            yield hit(hub, "every prefix is told to every spoke", "ip address")


def _two_defaults(pair: Pair) -> Iterator[Hit]:
    """A default from the hub, and one to the provider, in one table."""
    tunnel = pair.client_tunnel.effective
    if tunnel.fvrf != tunnel.ivrf:
        return
    protocol = tells_default(pair.server, pair.server.speakers[pair.server_tunnel.name])
    here = pair.client.speakers[pair.client_tunnel.name]
    heard = {"EIGRP": here.eigrp, "OSPF": here.ospf, "RIP": here.rip, "BGP": here.bgp}
    own = [one for one in pair.client.config.static_routes if one.prefix == ANYWHERE and one.vrf == tunnel.fvrf]
    if protocol is not None and heard[protocol] and own:
        line = "ip route " + (f"vrf {tunnel.fvrf} " if tunnel.fvrf else "") + "0.0.0.0 0.0.0.0"
        text = f"{pair.server.name} tells a default by {protocol}, and there is a static one to the provider"
        yield Hit(router=pair.client.name, interface=pair.client_tunnel.name, text=text, lines=(("", line),))


_E, _W, _I, _ROUTING = Severity.ERROR, Severity.WARNING, Severity.INFO, Layer.ROUTING

RULES: tuple[Rule, ...] = (
    rule(
        "L-035",
        _I,
        _ROUTING,
        "P-06",
        "tunnel with default bandwidth",
        "metrics count with 100 kb/s and 50 ms; EIGRP limits itself to half of that",
        "set 'bandwidth' and 'delay' on the tunnel, or 'ip ospf cost'",
        router=each_tunnel(_no_metric),
    ),
    rule(
        "L-200",
        _E,
        _ROUTING,
        "P-20",
        "split horizon on a hub that tells no summary",
        "spokes do not learn each other's networks",
        "switch split horizon off on the hub's tunnel, or tell a summary or default",
        fleet=_split_horizon,
    ),
    rule(
        "L-202",
        _W,
        _ROUTING,
        "P-10",
        "summary in phase 2",
        "the next hop of what is summarised is the hub: no direct tunnels",
        "tell specific prefixes, or go to phase 3",
        fleet=_summary_in_phase_2,
    ),
    rule(
        "L-211",
        _I,
        _ROUTING,
        "P-10",
        "phase 3 without a summary",
        "works, with large tables on the spokes",
        "tell a summary or a default from the hub",
        fleet=_no_summary_in_phase_3,
    ),
    rule(
        "L-215",
        _E,
        _ROUTING,
        "P-02",
        "routing protocol silent on the tunnel",
        "no neighbour comes up over the cloud",
        "take 'passive-interface' off the tunnel, or cover it with 'network'",
        fleet=_no_neighbour,
    ),
    rule(
        "L-218",
        _W,
        _ROUTING,
        "V-04",
        "default of the overlay and of the underlay in one table",
        "the better distance wins: the way to the NBMA addresses or the overlay's default is lost",
        "put the underlay into a front-door VRF",
        pair=_two_defaults,
    ),
)
