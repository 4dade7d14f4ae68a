"""What makes the routing rules fire."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface
from typing import Any

from nornir_dmvpn.model.bgp import BgpProcess
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.ospf import OspfDefault
from nornir_dmvpn.model.rip import RipProcess
from nornir_dmvpn.model.routing import EigrpAfInterface, EigrpNetwork
from tests.benchmark.fleets import fleet
from tests.unit.verify.lint.healthy import Case, Change, Configs, both, case, first, healthy, router, tunnel


def eigrp(name: str, **values: Any) -> Change:
    """Fields of the address family."""

    def change(configs: Configs) -> Configs:
        (process,) = configs[name].eigrp_named
        family = replace(process.families[0], **values)
        return configs | {name: replace(configs[name], eigrp_named=(replace(process, families=(family,)),))}

    return change


def on_tunnel(name: str, **values: Any) -> Change:
    """Fields of ``af-interface Tunnel0``."""

    def change(configs: Configs) -> Configs:
        found = configs[name].eigrp_named[0].families[0].interfaces
        own = next((one for one in found if one.name == "Tunnel0"), EigrpAfInterface(name="Tunnel0"))
        return eigrp(name, interfaces=(replace(own, **values),))(configs)

    return change


def ospf(*names: str, **values: Any) -> Change:
    """The ``ip ospf`` lines of Tunnel0."""

    def change(configs: Configs) -> Configs:
        for name in names:
            written: Interface = configs[name].tunnels[0]
            configs = tunnel(name, ospf=replace(written.ospf, **values))(configs)
        return configs

    return change


def sessions(*names: str, **values: Any) -> Change:
    """Fields of every BGP neighbour."""

    def change(configs: Configs) -> Configs:
        made = dict(configs)
        for name in names:
            process = speaking(configs[name])
            peers = tuple(replace(one, **values) for one in process.neighbors)
            made[name] = replace(configs[name], bgp=replace(process, neighbors=peers))
        return made

    return change


def speaking(config: RouterConfig) -> BgpProcess:
    assert config.bgp is not None
    return config.bgp


def outer(asn_of_spokes: tuple[int, int], **hub: Any) -> Configs:
    """eBGP: the hub in 65000, the spokes in the given AS."""
    configs = healthy(2, routing="bgp")
    for name, asn in zip(("S2", "S3"), asn_of_spokes, strict=True):
        configs = first("bgp", name, asn=asn)(configs)
    process = speaking(configs["HUB"])
    peers = tuple(
        replace(one, remote_as=asn, route_reflector_client=None, **hub)
        for one, asn in zip(process.neighbors, asn_of_spokes, strict=True)
    )
    return configs | {"HUB": replace(configs["HUB"], bgp=replace(process, neighbors=peers))}


def stubs() -> Configs:
    made = fleet(100)
    for name in made:
        networks = (EigrpNetwork(address=IPv4Address("10.0.0.0")),)
        stub = None if name == "HUB" else ("connected", "summary")
        made = eigrp(name, stub=stub, networks=networks)(made)
    return made


SUMMARY = IPv4Interface("192.168.0.0/16")
NOWHERE = (IPv4Address("192.168.2.0"),)

ANY_PROTOCOL = (
    case("L-035", tunnel("S2", bandwidth=None), "S2", text="EIGRP"),
    case("L-035", tunnel("S2", bandwidth=None), "S2", healthy(routing="ospf"), "OSPF"),
    case("L-200", on_tunnel("HUB", split_horizon=None), "HUB", text="EIGRP 1 with split horizon"),
    case("L-200", tunnel("HUB", split_horizon=None), "HUB", healthy(2, routing="rip"), "RIP"),
    case("L-202", on_tunnel("HUB", summaries=(SUMMARY,)), "HUB", healthy(2), "EIGRP summarises"),
    case("L-211", on_tunnel("HUB", summaries=()), "HUB", on_tunnel("HUB", summaries=(SUMMARY,))(healthy())),
    case("L-215", on_tunnel("S2", passive=True), "S2", text="EIGRP 1 is passive"),
    case("L-215", eigrp("S2", networks=()), "S2", text="does not cover"),
    case("L-215", first("ospf", "HUB", passive_default=True), "HUB", healthy(routing="ospf"), "OSPF 1 is passive"),
    case("L-215", first("ospf", "S2", networks=()), "S2", healthy(routing="ospf"), "OSPF runs"),
    case("L-215", router("S2", rip=RipProcess(networks=NOWHERE)), "S2", healthy(2, routing="rip"), "RIP runs"),
    case("L-218", first("ospf", "HUB", default_information=OspfDefault()), "S2 S3", healthy(routing="ospf"), "OSPF"),
)

EIGRP = (
    case("L-201", on_tunnel("HUB", next_hop_self=None), "HUB", healthy(2), "EIGRP 1"),
    case("L-213", eigrp("S7", stub=None), "S7", stubs(), "100 spokes"),
)

OSPF = (
    case("L-203", ospf("HUB", "S2", "S3", network=None), "HUB", healthy(routing="ospf")),
    case("L-204", ospf("S2", hello=7), "S2", healthy(routing="ospf"), "7/28, HUB has 30/120"),
    case("L-204", ospf("S2", network="point-to-point"), "S2", healthy(2, routing="ospf"), "point-to-point"),
    case("L-205", ospf("S2", priority=None), "S2", healthy(2, routing="ospf"), "priority 1"),
    case("L-206", ospf("HUB", network="point-to-multipoint"), "HUB", healthy(2, routing="ospf")),
    case("L-207", ospf("HUB", network="broadcast"), "HUB", healthy(routing="ospf")),
)

BGP = (
    case("L-208", sessions("HUB", route_reflector_client=None), "HUB", healthy(routing="bgp"), "2 iBGP spokes"),
    case("L-209", lambda _: outer((65001, 65001)), "HUB", outer((65001, 65002)), "AS 65001"),
    case("L-209", lambda _: outer((65001, 65001)), "HUB", outer((65001, 65001), as_override=True), "AS 65001"),
    case("L-210", sessions("HUB", next_hop_self=True), "HUB", outer((65001, 65002)), "'next-hop-self'"),
    case("L-210", sessions("HUB", next_hop_self_all=True), "HUB", healthy(2, routing="bgp"), "all"),
    case("L-217", both(sessions("S2", timers=None)), "S2", healthy(routing="bgp"), "180 s"),
)

CASES: tuple[Case, ...] = (*ANY_PROTOCOL, *EIGRP, *OSPF, *BGP)
