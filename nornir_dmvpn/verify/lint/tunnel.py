"""The tunnel interface on one router: its ends, its key, its protection, its size."""

from collections.abc import Iterator
from itertools import combinations

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.routing import StaticRoute
from nornir_dmvpn.reference.tunnel import line_protocol
from nornir_dmvpn.verify.lint.fleet import Node, TunnelEnd
from nornir_dmvpn.verify.lint.rule import CLASSIC, Hit, RouterCheck, Rule, each_tunnel


def _no_source(node: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    line = line_protocol(node.config, tunnel.effective, has_source=tunnel.nbma is not None)
    if not line.up and not tunnel.effective.shutdown and line.rule in ("L-002", "M-06", "F-29"):
        yield line.reason, "tunnel source"


def _no_destination(_: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    if not tunnel.effective.multipoint and tunnel.effective.destination is None:
        yield "point-to-point GRE and no 'tunnel destination'", "tunnel mode"


def _destination_on_mgre(_: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    if tunnel.effective.multipoint and tunnel.effective.destination is not None:
        yield "'tunnel mode gre multipoint' and a 'tunnel destination'", "tunnel destination"


def _server_outside(node: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    address = tunnel.effective.address
    for server in tunnel.effective.servers:
        outside = address is not None and server.address is not None and server.address not in address.network
        routed = any(server.address in one.prefix and leads_into(tunnel, one) for one in node.config.static_routes)
        if outside and not routed:
            yield (
                f"NHS {server.address} is not in {address.network if address else ''}",
                f"ip nhrp nhs {server.address}",
            )


def leads_into(tunnel: TunnelEnd, route: StaticRoute) -> bool:
    """Whether a static route leads into the tunnel."""
    address = tunnel.effective.address
    inside = address is not None and route.next_hop is not None and route.next_hop in address.network
    return inside or (route.interface is not None and full_name(route.interface) == tunnel.name)


def _map_into_overlay(_: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    address = tunnel.effective.address
    if address is None:
        return
    for mapped, nbma in tunnel.effective.maps:
        if nbma in address.network:
            yield f"{mapped} is mapped to {nbma}, an address of the tunnel subnet itself", f"ip nhrp map {mapped}"
    for nbma in tunnel.effective.multicast_static:
        if nbma in address.network:
            yield f"multicast is mapped to {nbma}, a tunnel address", f"ip nhrp map multicast {nbma}"


def _keepalive(_: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    if tunnel.written.keepalive is not None and tunnel.effective.multipoint:
        yield "'keepalive' on an mGRE tunnel", "keepalive"


def _redirects(_: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    if tunnel.effective.multipoint and tunnel.written.redirects is not False:
        yield "ICMP redirects are on", "ip redirects"


def _undefined_profile(node: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    protection = tunnel.effective.protection
    if protection is not None and protection.profile not in {one.name for one in node.config.ipsec_profiles}:
        yield f"IPsec profile {protection.profile!r} is not defined", "tunnel protection"


def _source_vrf(node: Node, tunnel: TunnelEnd) -> Iterator[tuple[str, str]]:
    source = _source(node, tunnel)
    if source is not None and source.vrf != tunnel.effective.fvrf:
        theirs, ours = source.vrf or "the global table", tunnel.effective.fvrf or "the global table"
        yield f"{source.name} is in {theirs}, the tunnel's outer packets are in {ours}", "tunnel vrf"


def _source(node: Node, tunnel: TunnelEnd) -> Interface | None:
    return node.config.interface(full_name(tunnel.effective.source)) if tunnel.effective.source else None


# --- two tunnels of one source ---------------------------------------------------------------------------------------


def _siblings(node: Node) -> Iterator[tuple[TunnelEnd, TunnelEnd]]:
    """Pairs of tunnels that start from the same address in the same VRF."""
    for one, other in combinations(node.tunnels, 2):
        if one.nbma is not None and one.nbma == other.nbma and one.effective.fvrf == other.effective.fvrf:
            yield one, other


def _pair_hit(node: Node, one: TunnelEnd, other: TunnelEnd, text: str, line: str) -> Hit:
    lines = ((one.section, line), (other.section, line))
    return Hit(router=node.name, interface=one.name, peer=other.name, text=text, lines=lines)


def _same_key(node: Node) -> Iterator[Hit]:
    for one, other in _siblings(node):
        both = one.effective.multipoint and other.effective.multipoint
        if both and one.effective.key == other.effective.key:
            key = "no tunnel key" if one.effective.key is None else f"tunnel key {one.effective.key}"
            yield _pair_hit(node, one, other, f"{one.name} and {other.name}: same source, {key} on both", "tunnel key")


def _not_shared(node: Node) -> Iterator[Hit]:
    for one, other in _siblings(node):
        first, second = one.effective.protection, other.effective.protection
        apart = one.effective.destination is not None and other.effective.destination is not None
        apart = apart and one.effective.destination != other.effective.destination
        if first is None or second is None or apart:  # each to a peer of its own: their SAs differ
            continue
        if first.profile != second.profile or not (first.shared and second.shared):
            text = f"{one.name} and {other.name}: same source, protection not shared by both"
            yield _pair_hit(node, one, other, text, "tunnel protection")


def _shared_forms(node: Node) -> Iterator[Hit]:
    for one, other in _siblings(node):
        protections = (one.effective.protection, other.effective.protection)
        by_name = [_source(node, each) is not None for each in (one, other)]
        if all(each is not None and each.shared for each in protections) and by_name[0] != by_name[1]:
            text = f"{one.name} and {other.name} share protection; one names its source by interface, one by address"
            yield _pair_hit(node, one, other, text, "tunnel source")


def _lost_protection(node: Node) -> Iterator[Hit]:
    """The stored form of a refused line: a sibling is protected, this one is not (K-04)."""
    for one, other in _siblings(node):
        for bare, kept in ((one, other), (other, one)):
            if (
                bare.effective.protection is None
                and kept.effective.protection is not None
                and bare in node.nhrp_tunnels
            ):
                text = f"{bare.name} has no protection, {kept.name} on the same source has"
                yield _pair_hit(node, bare, kept, text, "tunnel protection")


def _overlap(node: Node) -> Iterator[Hit]:
    for one, other in combinations(node.nhrp_tunnels, 2):
        first, second = one.effective.address, other.effective.address
        if first is None or second is None or one.effective.ivrf != other.effective.ivrf:
            continue
        if first.network.overlaps(second.network):
            text = f"{one.name} {first.network} overlaps {other.name} {second.network}"
            yield _pair_hit(node, one, other, text, "ip address")


def _rule(  # a table row
    name: str,
    severity: Severity,
    title: str,
    consequence: str,
    leads_to: str,
    cure: str,
    check: RouterCheck,
) -> Rule:
    return Rule(
        id=name,
        severity=severity,
        layer=Layer.TUNNEL,
        title=title,
        consequence=consequence,
        leads_to=leads_to,
        cure=cure,
        router=check,
    )


_E, _W = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule, ...] = (
    _rule(
        "L-002",
        _E,
        "tunnel without a usable source",
        "the line protocol stays down: every row is INTF",
        "F-29",
        "set 'tunnel source' to an interface that is up and has an address",
        each_tunnel(_no_source),
    ),
    _rule(
        "L-003",
        _E,
        "point-to-point GRE without destination",
        "the tunnel is up/down",
        "F-27",
        "set 'tunnel destination', or 'tunnel mode gre multipoint'",
        each_tunnel(_no_destination),
    ),
    _rule(
        "L-004",
        _E,
        "destination on an mGRE tunnel",
        "IOS refuses one of the two; NHRP is never consulted while a destination stands",
        "M-02",
        "remove 'tunnel destination'",
        each_tunnel(_destination_on_mgre),
    ),
    _rule(
        "L-005",
        _E,
        "NHS outside the tunnel subnet",
        "the NHS cannot be reached through the tunnel",
        "R-44",
        "name the hub's tunnel address as NHS",
        each_tunnel(_server_outside),
    ),
    _rule(
        "L-008",
        _E,
        "mapping to an overlay address",
        "an NBMA address inside the tunnel subnet has no path; multicast is lost",
        "F-34",
        "map to the NBMA address of the hub",
        each_tunnel(_map_into_overlay),
    ),
    _rule(
        "L-012",
        _E,
        "two mGRE tunnels of one source with the same key",
        "received GRE cannot be told apart",
        "W-61",
        "give each tunnel a key of its own",
        _same_key,
    ),
    _rule(
        "L-013",
        _E,
        "two protected tunnels of one source, not shared",
        "the second is refused, or their SAs conflict",
        "F-38",
        "use the same IPsec profile with 'shared' on all",
        _not_shared,
    ),
    _rule(
        "L-014",
        _E,
        "shared protection with source by interface and by address",
        "the tunnels are not recognised as sharing",
        "K-04",
        "name the same interface as 'tunnel source' on all",
        _shared_forms,
    ),
    _rule(
        "L-015",
        _W,
        "keepalive on mGRE",
        "it has no function, and on some images brings the line down",
        "M-05",
        "remove 'keepalive'",
        each_tunnel(_keepalive),
    ),
    _rule(
        "L-019",
        _E,
        "protection by an undefined profile",
        "the tunnel is not protected",
        "F-37",
        "define the IPsec profile, or name the right one",
        each_tunnel(_undefined_profile),
    ),
    _rule(
        "L-025",
        _E,
        "tunnel source outside the front-door VRF",
        "outer packets have no route",
        "F-28",
        "put the source interface and 'tunnel vrf' into the same VRF",
        each_tunnel(_source_vrf),
    ),
    _rule(
        "L-044",
        _E,
        "overlapping tunnel subnets",
        "IOS rejects overlapping subnets in one VRF",
        "L-044",
        "give each tunnel a subnet of its own",
        _overlap,
    ),
    _rule(
        "L-128",
        _E,
        "second tunnel of a source without its protection",
        "the refused line was not stored: the tunnel is up and unprotected, clear GRE is accepted",
        "F-45",
        "protect both tunnels with the same profile and 'shared'",
        _lost_protection,
    ),
    Rule(
        id="L-045",
        severity=Severity.INFO,
        layer=Layer.TUNNEL,
        title="ICMP redirects on the tunnel",
        consequence="the router sends ICMP redirects that help nobody on an mGRE tunnel",
        leads_to="IO-1",
        cure="set 'no ip redirects' on the tunnel",
        generations=CLASSIC,
        router=each_tunnel(_redirects),
    ),
)
