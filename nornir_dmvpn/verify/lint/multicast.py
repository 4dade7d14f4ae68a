"""Multicast over the cloud: maps that routing protocols need, PIM on the hub (P-01, P-02, N-01)."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Node, TunnelEnd
from nornir_dmvpn.verify.lint.rule import Rule, each_tunnel, rule

Lines = Iterator[tuple[str, str]]


def _spoke_without_map(node: Node, tunnel: TunnelEnd) -> Lines:
    """A dynamic map serves clients, and a spoke has none: it needs the hub named (P-02)."""
    end, protocol = tunnel.effective, node.speakers[tunnel.name].by_multicast
    mapped = end.multicast_static or any(one.multicast for one in end.servers)
    if protocol and end.multipoint and end.servers and not mapped and not node.is_server(tunnel):
        yield f"{protocol} on the tunnel, and no 'ip nhrp map multicast' to the hub", "ip nhrp nhs"


def _hub_maps(node: Node, tunnel: TunnelEnd) -> tuple[str | None, bool, bool]:
    """The multicast protocol on a hub's tunnel, whether dynamic maps are refused there, whether static ones exist."""
    end = tunnel.effective
    hub = end.multipoint and node.is_server(tunnel) and end.network_id is not None and not end.multicast_dynamic
    protocol = node.speakers[tunnel.name].by_multicast if hub else None
    return protocol, tunnel.written.nhrp.multicast_dynamic is False, bool(end.multicast_static)


def _hub_without_map(node: Node, tunnel: TunnelEnd) -> Lines:
    protocol, refused, static = _hub_maps(node, tunnel)
    if protocol and refused == static:
        text = "'no ip nhrp map multicast dynamic'" if refused else "no 'ip nhrp map multicast dynamic'"
        yield f"{protocol} on the tunnel, and {text}", "no ip nhrp map multicast dynamic"


def _hub_refuses_map(node: Node, tunnel: TunnelEnd) -> Lines:
    protocol, refused, static = _hub_maps(node, tunnel)
    if protocol and refused and not static:
        text = f"{protocol} on the tunnel, 'no ip nhrp map multicast dynamic' and no static map"
        yield text, "no ip nhrp map multicast dynamic"


def _pim_without_nbma_mode(node: Node, tunnel: TunnelEnd) -> Lines:
    pim = tunnel.written.pim
    if pim.mode is not None and not pim.nbma_mode and tunnel.effective.multipoint and node.is_server(tunnel):
        yield f"'ip pim {pim.mode}' without 'ip pim nbma-mode'", "ip pim"


_E, _W, _ROUTING = Severity.ERROR, Severity.WARNING, Layer.ROUTING

RULES: tuple[Rule, ...] = (
    rule(
        "L-009",
        _W,
        _ROUTING,
        "F-33",
        "spoke without a multicast map",
        "the routing protocol sends its hellos to nobody: no neighbour",
        "add 'ip nhrp map multicast HUB-NBMA', or 'multicast' to the NHS line",
        router=each_tunnel(_spoke_without_map),
    ),
    rule(
        "L-010",
        _W,
        _ROUTING,
        "F-43",
        "hub without dynamic multicast maps",
        "the hub's hellos reach no spoke, or not all of them: neighbours stay one-way",
        "set 'ip nhrp map multicast dynamic' on the hub",
        router=each_tunnel(_hub_without_map),
    ),
    rule(
        "L-127",
        _E,
        _ROUTING,
        "F-43",
        "hub that refuses dynamic multicast maps",
        "no multicast leaves the hub: no routing neighbour comes up",
        "remove 'no ip nhrp map multicast dynamic'",
        router=each_tunnel(_hub_refuses_map),
    ),
    rule(
        "L-216",
        _W,
        _ROUTING,
        "N-01",
        "PIM without nbma-mode on a hub",
        "the prune of one spoke cuts the stream of all",
        "set 'ip pim nbma-mode' on the hub's tunnel",
        router=each_tunnel(_pim_without_nbma_mode),
    ),
)
