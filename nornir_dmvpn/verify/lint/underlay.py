"""What lies below the tunnel: routes to NBMA addresses, recursion, filters on the outside interface (P-60 to P-62)."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.redistribution import OspfRedistribution, Redistribution
from nornir_dmvpn.model.routing import StaticRoute
from nornir_dmvpn.reference.routing.eigrp import instances
from nornir_dmvpn.reference.underlay import is_placeholder
from nornir_dmvpn.verify.lint.filter import Packet, entries, permits
from nornir_dmvpn.verify.lint.fleet import Node, TunnelEnd
from nornir_dmvpn.verify.lint.neighbors import neighbors
from nornir_dmvpn.verify.lint.rule import Hit, Rule, each_tunnel, rule
from nornir_dmvpn.verify.lint.speakers import ANYWHERE, OnBgp, OnOspf, classful
from nornir_dmvpn.verify.lint.tunnel import leads_into

Lines = Iterator[tuple[str, str]]


def source_of(node: Node, tunnel: TunnelEnd) -> Interface | None:
    """The interface a tunnel starts from: by name, or the one that has its address."""
    if tunnel.effective.source is None:
        return None
    named = node.config.interface(full_name(tunnel.effective.source))
    return named or next((one for one in node.config.interfaces if one.ip is not None and one.ip == tunnel.nbma), None)


def _peers(tunnel: TunnelEnd) -> list[IPAddress]:
    """NBMA addresses that the tunnel must reach to register."""
    end = tunnel.effective
    maps = dict(end.maps)
    found = [maps[one.address] for one in end.servers if one.address is not None and one.address in maps]
    return list(dict.fromkeys([*found, *([end.destination] if end.destination else [])]))


# --- routes ----------------------------------------------------------------------------------------------------------


def _no_route(node: Node, tunnel: TunnelEnd) -> Lines:
    source, fvrf = source_of(node, tunnel), tunnel.effective.fvrf
    if source is None or source.vrf != fvrf or _learns_routes(node.config, source, fvrf):
        return
    for nbma in _peers(tunnel):
        if not isinstance(nbma, IPv4Address) or is_placeholder(nbma):
            continue
        static = any(one.vrf == fvrf and nbma in one.prefix for one in node.config.static_routes)
        if not static and not any(nbma in one for one in _connected(node.config, fvrf)):
            yield f"no route to {nbma} in {f'VRF {fvrf}' if fvrf else 'the global table'}", "tunnel source"


def _connected(config: RouterConfig, vrf: str | None) -> Iterator[IPv4Network]:
    for one in config.interfaces:
        if one.address is not None and one.vrf == vrf and not one.is_tunnel:
            yield one.address.network
            yield from (each.network for each in one.secondaries)


def _learns_routes(config: RouterConfig, source: Interface, fvrf: str | None) -> bool:
    """Whether the underlay may bring routes that no static line shows: DHCP, PPP, or a protocol outside the tunnels."""
    outside = [one for one in config.interfaces if not one.is_tunnel and one.vrf == fvrf]
    if any(one.address_dhcp or one.address_negotiated or one.unnumbered for one in outside):
        return True
    if any(line.text.startswith(("router isis", "mpls ldp")) for line in config.tree.lines):
        return True
    subnets = [one.address.network for one in config.tunnels if one.address is not None]
    if config.bgp is not None:
        peers = neighbors(config.bgp, fvrf)
        if any(not any(one.is_within(subnet) for subnet in subnets) for one in peers):
            return True
    ways = [one for one in outside if not one.name.startswith("Loopback")] if source.name.startswith("Loop") else []
    return any(_speaks_on(config, one) for one in [source, *ways])


def _speaks_on(config: RouterConfig, interface: Interface) -> bool:
    """Whether an interior protocol runs there."""
    address = interface.ip
    if address is None:
        return False
    if any(one.runs_on(interface) for one in instances(config)) or interface.ospf.areas:
        return True
    if any(each.covers(address) for one in config.ospf if one.vrf == interface.vrf for each in one.networks):
        return True
    rip = config.rip.networks if config.rip is not None and interface.vrf is None else ()
    return any(address in classful(one) for one in rip)


def _static_without_next_hop(node: Node) -> Iterator[Hit]:
    tunnels = {one.name: one for one in node.nhrp_tunnels if one.effective.multipoint and node.is_server(one)}
    for route in node.config.static_routes:
        tunnel = tunnels.get(full_name(route.interface)) if route.interface is not None else None
        if tunnel is not None and route.next_hop is None:
            text = f"route to {route.prefix} names {tunnel.name} and no next hop"
            yield Hit(router=node.name, interface=tunnel.name, text=text, lines=(("", _line(route)),))


def _line(route: StaticRoute) -> str:
    vrf = f"vrf {route.vrf} " if route.vrf else ""
    return f"ip route {vrf}{route.prefix.network_address} {route.prefix.netmask}"


def _default_into_tunnel(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        end = tunnel.effective
        if not end.multipoint or not end.servers or end.fvrf != end.ivrf:
            continue
        defaults = [one for one in node.config.static_routes if one.prefix == ANYWHERE and one.vrf == end.fvrf]
        inside = [one for one in defaults if leads_into(tunnel, one)]
        outside = [one for one in defaults if one not in inside]
        source = source_of(node, tunnel)
        if inside and not outside and not (source is not None and _learns_routes(node.config, source, end.fvrf)):
            text = f"the only default route leads into {tunnel.name}"
            yield Hit(router=node.name, interface=tunnel.name, text=text, lines=(("", _line(inside[0])),))


# --- recursion -------------------------------------------------------------------------------------------------------


def _source_in_overlay(node: Node, tunnel: TunnelEnd) -> Lines:
    source, speaks = source_of(node, tunnel), node.speakers[tunnel.name]
    if source is None or source.address is None or source.vrf != tunnel.effective.ivrf:
        return
    covering = {one.asn for one in instances(node.config) if one.runs_on(source)}
    for one in speaks.eigrp:
        if not one.passive and (one.asn in covering or "connected" in one.unfiltered):
            yield f"EIGRP {one.asn} of the tunnel advertises {source.address.network} of {source.name}", "tunnel source"
    if speaks.ospf is not None and not speaks.ospf.passive and _ospf_covers(speaks.ospf, source):
        text = f"OSPF {speaks.ospf.process.process} of the tunnel advertises {source.address.network} of {source.name}"
        yield text, "tunnel source"
    if speaks.rip is not None and not speaks.rip.passive and _speaks_rip(node.config, source):
        yield f"RIP of the tunnel advertises {source.address.network} of {source.name}", "tunnel source"
    if speaks.bgp is not None and _bgp_covers(speaks.bgp, source.address.network):
        yield f"BGP over the tunnel advertises {source.address.network} of {source.name}", "tunnel source"


def _speaks_rip(config: RouterConfig, source: Interface) -> bool:
    rip = config.rip.networks if config.rip is not None else ()
    return any(source.ip is not None and source.ip in classful(one) for one in rip)


def _ospf_covers(speaks: OnOspf, source: Interface) -> bool:
    process = speaks.process
    if any(one.process == process.process for one in source.ospf.areas):
        return True
    if any(source.ip is not None and one.covers(source.ip) for one in process.networks):
        return True
    return _connected_unfiltered(process.redistribute)


def _connected_unfiltered(sources: tuple[Redistribution, ...] | tuple[OspfRedistribution, ...]) -> bool:
    return any(one.protocol == "connected" and one.route_map is None for one in sources)


def _bgp_covers(speaks: OnBgp, network: IPv4Network) -> bool:
    """Told by a ``network`` line or by redistribution, and not every session over the tunnel filters."""
    if all(one.filters_out for one in speaks.neighbors):
        return False
    process = speaks.process
    families = [one for one in process.families if one.family == "ipv4"]
    networks = [*process.networks, *(each for one in families for each in one.networks)]
    redistribute = (*process.redistribute, *(each for one in families for each in one.redistribute))
    return any(one.prefix == network for one in networks) or _connected_unfiltered(redistribute)


# --- filters ---------------------------------------------------------------------------------------------------------


def _filtered(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        source = source_of(node, tunnel)
        lines = entries(node.config, source.access_in) if source is not None and source.access_in else None
        if source is None or lines is None or not isinstance(tunnel.nbma, IPv4Address):
            continue
        missing = list(dict.fromkeys(one.what for one in _needed(node, tunnel) if not permits(lines, one)))
        if missing:
            text = f"access list {source.access_in} drops {', '.join(missing)}"
            section = f"interface {source.name}"
            yield Hit(router=node.name, interface=tunnel.name, text=text, lines=((section, "ip access-group"),))


def _needed(node: Node, tunnel: TunnelEnd) -> Iterator[Packet]:
    """What must come in from each peer that the configurations show (SD15)."""
    own = tunnel.nbma
    clients = node.fleet.pairs_by_server.get((node.name, tunnel.name), ())
    peers = [*_peers(tunnel), *(one.client_tunnel.nbma for one in clients)]
    for peer in dict.fromkeys(peers):
        if not isinstance(peer, IPv4Address) or not isinstance(own, IPv4Address) or is_placeholder(peer):
            continue
        if tunnel.effective.protection is None:
            yield Packet(what="GRE", protocol="gre", source=peer, destination=own)
        else:
            yield Packet(what="UDP 500", protocol="udp", source=peer, destination=own, port=500)
            yield Packet(what="ESP", protocol="esp", source=peer, destination=own)
        yield Packet(what="ICMP unreachable", protocol="icmp", source=peer, destination=own)


_E, _W, _UNDERLAY = Severity.ERROR, Severity.WARNING, Layer.UNDERLAY

RULES: tuple[Rule, ...] = (
    rule(
        "L-026",
        _E,
        _UNDERLAY,
        "F-28",
        "no route to a hub's NBMA address",
        "nothing reaches the hub: the row stays in IKE, without protection in NHRP",
        "add a route to the hub's NBMA address in the front-door VRF of the tunnel",
        router=each_tunnel(_no_route),
    ),
    rule(
        "L-027",
        _E,
        _UNDERLAY,
        "P-61",
        "network of the tunnel source advertised into the overlay",
        "the way to the NBMA address leads through the tunnel itself: recursion, the tunnel flaps",
        "leave the network out of the overlay's routing, filter it, or use a front-door VRF",
        router=each_tunnel(_source_in_overlay),
    ),
    rule(
        "L-028",
        _W,
        _UNDERLAY,
        "S-65",
        "only default route leads into the tunnel",
        "packets to other spokes' NBMA addresses go through the hub: shortcuts recurse",
        "use a front-door VRF with a default route of its own",
        router=_default_into_tunnel,
    ),
    rule(
        "L-039",
        _W,
        _UNDERLAY,
        "F-14",
        "access list on the tunnel source drops what the tunnel needs",
        "IKE or the tunnel's packets are lost (F-11, F-14, F-16), or path MTU discovery is",
        "permit UDP 500 and 4500, ESP (GRE without protection) and ICMP unreachable from the peers",
        router=_filtered,
    ),
    rule(
        "L-126",
        _W,
        _UNDERLAY,
        "S-04",
        "static route into an mGRE tunnel without next hop",
        "each destination is resolved by itself, and a hub without an NHS has nobody to ask: the route fails",
        "name the spoke's tunnel address as next hop",
        router=_static_without_next_hop,
    ),
)
