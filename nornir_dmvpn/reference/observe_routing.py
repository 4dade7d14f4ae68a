"""What a router of the reference network shows of its interfaces and its routing, made when somebody asks.

A hub's tables are as long as its cloud is wide, so they are no part of a state: verification asks for single routes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.ip_route import major_networks
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.interface_state import InterfaceBrief
from nornir_dmvpn.model.routing_state import EigrpNeighbour, EigrpProcess, Route, RoutePath, RoutingTable
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.reference.adjacency import Adjacencies
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.routing.eigrp import DISTANCE, EigrpPath
from nornir_dmvpn.reference.routing.eigrp_metric import classic_metric, wide_metric
from nornir_dmvpn.reference.routing.rib import RibRoute

_VIRTUAL = ("Loopback", "Tunnel", "Vlan", "BDI", "Port-channel", "Dialer", "Null", "Virtual")
_CODES = {"connected": "C", "static": "S", "eigrp": "D"}
_ECMP = 4
"""Ways of equal metric that IOS puts into its table."""
_NHRP_DISTANCE = 250
_OLD = frozenset({Generation.A, Generation.B, Generation.C})
"""Generations whose NHRP routes have metric 1 in place of 255 (C-70)."""


def routing_state(router: Router, fabric: Fabric, adjacencies: Adjacencies, now: float) -> DeviceState:
    """A state with the sections ``interfaces``, ``eigrp`` and ``routes`` only, one table for each VRF."""
    vrfs = dict.fromkeys((None, *sorted(one.vrf for one in router.config.interfaces if one.vrf is not None)))
    return DeviceState(
        router=router.name,
        taken_at=now,
        interfaces=interface_brief(router),
        eigrp=eigrp_neighbours(router, fabric, adjacencies, now),
        routes=tuple(routing_table(router, fabric, adjacencies, now, vrf) for vrf in vrfs),
    )


def interface_brief(router: Router) -> tuple[InterfaceBrief, ...]:
    """``show ip interface brief``: physical interfaces as configured, the others behind them by name."""
    listed = router.config.interfaces
    physical = [one for one in listed if not one.name.startswith(_VIRTUAL)]
    others = sorted((one for one in listed if one.name.startswith(_VIRTUAL)), key=lambda one: interface_order(one.name))
    return tuple(_brief(router, one) for one in (*physical, *others))


def _brief(router: Router, interface: Interface) -> InterfaceBrief:
    method = "DHCP" if interface.address_dhcp else "NVRAM" if interface.ip else "unset"
    status = "administratively down" if interface.shutdown else "up"
    protocol = "up" if router.is_up(interface.name) else "down"
    return InterfaceBrief(
        interface=interface.name, address=interface.ip, method=method, status=status, protocol=protocol
    )


def eigrp_neighbours(router: Router, fabric: Fabric, adjacencies: Adjacencies, now: float) -> tuple[EigrpProcess, ...]:
    """``show ip eigrp neighbors``: the latest neighbour first. Round trip and sequence are not modelled: the least."""
    names = {family.asn: process.name for process in router.config.eigrp_named for family in process.families}
    found: list[EigrpProcess] = []
    for instance, known in fabric.eigrp.processes(router.name):
        neighbours = [
            _neighbour(handle, interface, address, adjacencies.since((router.name, interface), far), now, fabric)
            for handle, ((interface, address), far) in enumerate(known.items())
        ]
        found.append(
            EigrpProcess(
                asn=instance.asn,
                name=names.get(instance.asn),
                vrf=instance.vrf,
                neighbours=tuple(reversed(neighbours)),
            )
        )
    return tuple(found)


def _neighbour(
    handle: int, interface: str, address: IPv4Address, since: float | None, now: float, fabric: Fabric
) -> EigrpNeighbour:
    uptime = max(0.0, now - since) if since is not None else 0.0
    return EigrpNeighbour(
        handle=handle,
        address=address,
        interface=interface,
        hold=int(fabric.eigrp.hold - uptime % fabric.eigrp.hello),
        uptime=int(uptime),
        srtt=1,
        rto=100,
        queue=0,
        sequence=1,
    )


def routing_table(
    router: Router, fabric: Fabric, adjacencies: Adjacencies, now: float, vrf: str | None = None
) -> RoutingTable:
    """``show ip route [vrf X]``: connected, local, static and EIGRP routes, and what NHRP adds to them (C-70)."""
    routes = {route.prefix: route for route in _eigrp(router, fabric, adjacencies, now, vrf)}
    for one in sorted(router.local_routes(vrf), key=lambda route: -route.distance):
        _put(routes, one)
    if router.generation is not Generation.A:
        routes |= {route.prefix: route for route in _own_addresses(router, vrf)}
    metric = 1 if router.generation in _OLD else 255
    for name, tunnel in router.tunnels.items():
        if tunnel.ivrf == vrf:
            _add_nhrp(routes, router.speaker.cache(name), metric, now)
    default = routes.get(IPv4Network("0.0.0.0/0"))
    gateway = next((path.next_hop for path in default.paths if path.next_hop), None) if default else None
    ordered = sorted(routes.values(), key=lambda one: (int(one.prefix.network_address), one.prefix.prefixlen))
    return RoutingTable(
        vrf=vrf,
        gateway=gateway,
        gateway_network=IPv4Address(0) if gateway else None,
        majors=major_networks(routes),
        routes=tuple(ordered),
    )


def _put(routes: dict[IPv4Network, Route], one: RibRoute) -> None:
    """The lower distance wins, equal ones share. Connected routes are put last, so they win over all."""
    direct = one.next_hop is None
    path = RoutePath(
        next_hop=one.next_hop,
        interface=one.interface if direct else None,
        distance=None if direct else one.distance,
        metric=None if direct else 0,
    )
    known = routes.get(one.prefix)
    code = _CODES[one.source]
    if known is not None and known.code == code and known.paths[0].distance == path.distance:
        routes[one.prefix] = replace(known, paths=(*known.paths, path)[:_ECMP])
    elif known is None or code in {"C", known.code} or (known.paths[0].distance or 0) > one.distance:
        routes[one.prefix] = Route(
            prefix=one.prefix, code=code, default=code == "S" and one.prefix.prefixlen == 0, paths=(path,)
        )


def _own_addresses(router: Router, vrf: str | None) -> Iterator[Route]:
    for interface in router.config.interfaces:
        if interface.vrf != vrf or not router.is_up(interface.name):
            continue
        for address in (interface.address, *interface.secondaries):
            if address is not None and address.network.prefixlen < address.max_prefixlen:
                yield Route(prefix=IPv4Network(address.ip), code="L", paths=(RoutePath(interface=interface.name),))


def _eigrp(router: Router, fabric: Fabric, adjacencies: Adjacencies, now: float, vrf: str | None) -> Iterator[Route]:
    named = {family.asn for process in router.config.eigrp_named for family in process.families}
    for instance, known in fabric.eigrp.processes(router.name):
        if instance.vrf != vrf:
            continue
        best: dict[IPv4Network, tuple[int, list[EigrpPath]]] = {}
        for path in fabric.eigrp.paths(router.name, instance.asn):
            crossed = tuple(_crossed(fabric, path))
            metric = wide_metric(crossed) if instance.asn in named else classic_metric(crossed)
            least, paths = best.get(path.prefix, (metric, []))
            if metric < least or not paths:
                best[path.prefix] = (metric, [path])
            elif metric == least:
                paths.append(path)
        since = {key[0]: adjacencies.since((router.name, key[0]), far) for key, far in reversed(known.items())}
        for prefix, (metric, paths) in best.items():
            ages = (max(0, int(now - (since.get(path.interface) or now))) for path in paths[:_ECMP])
            ways = tuple(
                RoutePath(next_hop=path.next_hop, interface=path.interface, distance=DISTANCE, metric=metric, age=age)
                for path, age in zip(paths, ages, strict=False)
            )
            yield Route(prefix=prefix, code="D", default=prefix.prefixlen == 0, paths=ways)


def _crossed(fabric: Fabric, path: EigrpPath) -> Iterator[Interface]:
    for name, interface in path.outgoing:
        known = fabric.routers[name].config.interface(interface)
        if known is not None:
            yield known


def _add_nhrp(routes: dict[IPv4Network, Route], cache: Iterable[CacheEntry], metric: int, now: float) -> None:
    """``rib``: a route of NHRP's own (``H``). ``nho``: its next hop beside that of the route of this prefix (``%``)."""
    for entry in cache:
        if not isinstance(entry.network, IPv4Network) or not isinstance(entry.next_hop, IPv4Address):
            continue
        age = max(0, int(now - entry.created_at))
        if "nho" in entry.flags and entry.network in routes:
            route = routes[entry.network]
            distance = route.paths[0].distance or 0
            way = RoutePath(
                next_hop=entry.next_hop,
                interface=entry.interface,
                distance=distance,
                metric=metric,
                age=age,
                override="NHO",
            )
            routes[entry.network] = replace(route, marks="%", paths=(*route.paths, way))
        elif "rib" in entry.flags:
            host = entry.network == IPv4Network(entry.next_hop)
            way = RoutePath(
                next_hop=None if host else entry.next_hop,
                interface=entry.interface,
                distance=None if host else _NHRP_DISTANCE,
                metric=None if host else metric,
                age=age,
            )
            routes[entry.network] = Route(prefix=entry.network, code="H", paths=(way,))
