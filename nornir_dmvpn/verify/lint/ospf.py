"""OSPF over the cloud: network types, timers, who may be designated router (P-21, P-40 to P-43)."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Fleet, Node, Pair, TunnelEnd
from nornir_dmvpn.verify.lint.routing import served_hubs
from nornir_dmvpn.verify.lint.rule import Hit, Rule, each_tunnel, hit, rule

_ELECTS = ("broadcast", "non-broadcast")


def _point_to_point_hub(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (1, 2, 3)):
        ospf = speaks.ospf
        if ospf is not None and not ospf.passive and ospf.network == "point-to-point" and hub.effective.multipoint:
            yield hit(hub, "OSPF network type point-to-point, several spokes", "ip ospf network")


def _kind(network: str) -> str:
    """What must be equal: a designated router or none, links to one or to many (P-40)."""
    return "designated router" if network in _ELECTS else "none"


def _unlike(pair: Pair) -> Iterator[Hit]:
    mine = pair.client.speakers[pair.client_tunnel.name].ospf
    theirs = pair.server.speakers[pair.server_tunnel.name].ospf
    if mine is None or theirs is None or mine.passive or theirs.passive:
        return
    name = pair.server.name
    if (mine.hello, mine.dead) != (theirs.hello, theirs.dead):
        text = f"hello and dead {mine.hello}/{mine.dead}, {name} has {theirs.hello}/{theirs.dead}"
        yield hit(pair.client_tunnel, text, "ip ospf network", peer=name)
    elif _kind(mine.network) != _kind(theirs.network):
        text = f"network type {mine.network}, {name} has {theirs.network}"
        yield hit(pair.client_tunnel, text, "ip ospf network", peer=name)


def _may_be_elected(node: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    ospf = node.speakers[tunnel.name].ospf
    spoke = tunnel.effective.servers or not tunnel.effective.multipoint
    if ospf is None or ospf.passive or not spoke or node.is_server(tunnel):
        return
    if ospf.network in _ELECTS and ospf.priority != 0:
        yield f"OSPF network type {ospf.network} with priority {ospf.priority}", "ip ospf priority"


def _multipoint_in_phase_2(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (2,)):
        if speaks.ospf is not None and speaks.ospf.network.startswith("point-to-multipoint"):
            yield hit(hub, f"OSPF network type {speaks.ospf.network} in phase 2", "ip ospf network")


def _broadcast_in_phase_3(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (3,)):
        if speaks.ospf is not None and speaks.ospf.network in _ELECTS:
            yield hit(hub, f"OSPF network type {speaks.ospf.network} in phase 3", "ip ospf network")


_E, _W, _ROUTING = Severity.ERROR, Severity.WARNING, Layer.ROUTING

RULES: tuple[Rule, ...] = (
    rule(
        "L-203",
        _E,
        _ROUTING,
        "P-21",
        "OSPF point-to-point on a hub of several spokes",
        "only one neighbour stays at a time: flapping",
        "set 'ip ospf network point-to-multipoint' (phases 1 and 3) or 'broadcast' (phase 2)",
        fleet=_point_to_point_hub,
    ),
    rule(
        "L-204",
        _E,
        _ROUTING,
        "P-40",
        "OSPF timers or network types do not fit",
        "no adjacency, or one without routes",
        "set the same OSPF network type and timers on all tunnels of the cloud",
        pair=_unlike,
    ),
    rule(
        "L-205",
        _E,
        _ROUTING,
        "P-21",
        "spoke that may become designated router",
        "a spoke that is elected hides the others from each other",
        "set 'ip ospf priority 0' on every spoke",
        router=each_tunnel(_may_be_elected),
    ),
    rule(
        "L-206",
        _W,
        _ROUTING,
        "P-21",
        "OSPF point-to-multipoint in phase 2",
        "the next hop is the hub: no direct tunnels",
        "set 'ip ospf network broadcast' with priority 0 on spokes, or go to phase 3",
        fleet=_multipoint_in_phase_2,
    ),
    rule(
        "L-207",
        _W,
        _ROUTING,
        "P-43",
        "OSPF with a designated router in phase 3",
        "works, but one network of all routers scales badly and cannot be summarised",
        "set 'ip ospf network point-to-multipoint' on all tunnels",
        fleet=_broadcast_in_phase_3,
    ),
)
