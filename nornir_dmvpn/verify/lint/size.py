"""Packet sizes: ``ip mtu`` and MSS against what cipher, mode, key and NAT leave (protocol.md 1.10, W-70, W-71)."""

from collections.abc import Iterator
from ipaddress import IPv4Address

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.reference.crypto import transform_sets
from nornir_dmvpn.reference.overhead import ETHERNET_MTU, TCP_IP_HEADERS, inner_limit, sizes_of_transforms
from nornir_dmvpn.verify.lint.endpoint import endpoint
from nornir_dmvpn.verify.lint.fleet import Node, Pair, TunnelEnd
from nornir_dmvpn.verify.lint.rule import Hit, Rule, each_tunnel, hit, rule

Lines = Iterator[tuple[str, str]]


def limit(node: Node, tunnel: TunnelEnd) -> int | None:
    """Largest inner packet in bytes; the worst of its transform sets. ``None`` when a cipher is not known."""
    source = node.config.interface(full_name(tunnel.effective.source)) if tunnel.effective.source else None
    path_mtu = source.mtu if source is not None and source.mtu is not None else ETHERNET_MTU
    key = tunnel.effective.key is not None
    side = endpoint(node, tunnel)
    if side is None or side.profile is None:
        return inner_limit(None, transport=True, key=key, path_mtu=path_mtu)
    found = []
    for one in transform_sets(side):
        sizes = sizes_of_transforms(one.transforms)
        if sizes is None:
            return None
        transport = one.mode == "transport"
        nat_t = _behind_nat(tunnel)
        found.append(inner_limit(sizes, transport=transport, key=key, nat_t=nat_t, path_mtu=path_mtu))
    return min(found)


def _behind_nat(tunnel: TunnelEnd) -> bool:
    """A private source address with a public NHS: something translates on the way."""
    servers = [nbma for _, nbma in tunnel.effective.maps]
    private = isinstance(tunnel.nbma, IPv4Address) and tunnel.nbma.is_private and not tunnel.nbma.is_reserved
    return private and any(isinstance(one, IPv4Address) and one.is_global for one in servers)


def _mtu(node: Node, tunnel: TunnelEnd) -> Lines:
    mtu, largest = tunnel.written.mtu, limit(node, tunnel)
    if tunnel.effective.address is None or largest is None:
        return
    if mtu is None:
        yield f"no 'ip mtu'; {largest} bytes fit", "ip mtu"
    elif mtu > largest:
        yield f"ip mtu {mtu}, only {largest} bytes fit", "ip mtu"


def _mss(_: Node, tunnel: TunnelEnd) -> Lines:
    mtu, mss = tunnel.written.mtu, tunnel.written.adjust_mss
    if tunnel.effective.address is None:
        return
    if mss is None:
        yield "no 'ip tcp adjust-mss'", "ip tcp adjust-mss"
    elif mtu is not None and mss > mtu - TCP_IP_HEADERS:
        yield f"ip tcp adjust-mss {mss} with ip mtu {mtu}", "ip tcp adjust-mss"


def _unequal(pair: Pair) -> Iterator[Hit]:
    ends = (pair.client_tunnel, pair.server_tunnel)
    sides = [node.speakers[end.name].ospf for node, end in zip((pair.client, pair.server), ends, strict=True)]
    if any(one is None or one.passive for one in sides) or any(end.written.ospf.mtu_ignore for end in ends):
        return
    sizes = [end.written.mtu or inner_limit(None, transport=True, key=end.effective.key is not None) for end in ends]
    if sizes[0] != sizes[1]:
        text = f"ip mtu {sizes[0]}, {pair.server.name} has {sizes[1]}"
        yield hit(pair.client_tunnel, text, "ip mtu", peer=pair.server.name)


_W, _TUNNEL = Severity.WARNING, Layer.TUNNEL

RULES: tuple[Rule, ...] = (
    rule(
        "L-016",
        _W,
        _TUNNEL,
        "W-70",
        "ip mtu missing or too large for the tunnel",
        "fragments after encryption, packets with DF are dropped, OSPF may stay in EXSTART",
        "set 'ip mtu' to what fits, or to 1400 where that is less",
        router=each_tunnel(_mtu),
    ),
    rule(
        "L-017",
        _W,
        _TUNNEL,
        "W-71",
        "TCP MSS missing or too large",
        "full TCP segments are fragmented",
        "set 'ip tcp adjust-mss' to ip mtu - 40",
        router=each_tunnel(_mss),
    ),
    rule(
        "L-114",
        _W,
        Layer.ROUTING,
        "P-42",
        "ip mtu differs among OSPF routers",
        "the adjacency stays in EXSTART or EXCHANGE",
        "set the same 'ip mtu' on all tunnels of the cloud, or 'ip ospf mtu-ignore'",
        pair=_unequal,
    ),
)
