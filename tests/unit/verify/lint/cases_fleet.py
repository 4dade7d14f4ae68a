"""What makes the rules fire that look at several routers: pairs, clouds, agreement of keys and ciphers, large hubs."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address

from nornir_dmvpn.model.crypto import IsakmpKey
from nornir_dmvpn.model.interface import Bfd, Ipv6On, NhrpMap, NhrpNhs
from nornir_dmvpn.model.nat import NatSource, NatStatic
from nornir_dmvpn.model.nhrp import NhrpGroupMap
from nornir_dmvpn.model.secret import Secret
from tests.benchmark.fleets import fleet
from tests.unit.verify.lint.healthy import (
    Case,
    Change,
    Configs,
    both,
    case,
    first,
    gre,
    healthy,
    nhrp,
    on_tunnel,
    outside,
    router,
    second_tunnel,
    tunnel,
)

HUB = IPv4Address("10.0.0.1")
AT = IPv4Address("203.0.113.1")


def keys(*prefixes: str, secret: str = "Secret123") -> tuple[IsakmpKey, ...]:
    return tuple(IsakmpKey(key=Secret(secret), peers=IPv4Network(one)) for one in prefixes)


def two_hubs(phase: int = 2) -> Configs:
    """A second hub HUB2 (10.0.0.9) that is a client of HUB, S3 registers there and nowhere else."""
    configs = healthy(phase)
    hub = configs["HUB"]
    other = replace(hub, hostname="HUB2", interfaces=hub.interfaces)
    configs["HUB2"] = on_tunnel(other, address=IPv4Interface("10.0.0.9/24"))
    moved = outside("HUB2", address=IPv4Interface("203.0.113.9/24"))(configs)
    far = IPv4Address("203.0.113.9")
    servers = {"servers": (NhrpNhs(address=IPv4Address("10.0.0.9")),), "multicast_maps": (far,)}
    maps = (NhrpMap(tunnel=IPv4Address("10.0.0.9"), nbma=far),)
    back = {"servers": (NhrpNhs(address=HUB),), "maps": (NhrpMap(tunnel=HUB, nbma=AT),), "multicast_maps": (AT,)}
    mutual = nhrp("HUB", servers=servers["servers"], maps=maps, multicast_maps=(far,))
    return both(nhrp("S3", maps=maps, **servers), nhrp("HUB2", **back), mutual)(moved)


def translated() -> Configs:
    """The hub stands at a private address, everybody maps the public one."""
    private = outside("HUB", address=IPv4Interface("192.168.100.1/24"))(healthy())
    public = NhrpMap(tunnel=HUB, nbma=IPv4Address("203.0.113.1"))
    return nhrp("S2", "S3", maps=(public,))(private)


def behind_one() -> Configs:
    """Both spokes in one private network behind S4, which translates and has nothing to do with the cloud."""
    configs = healthy()
    for number in (2, 3):
        configs = outside(f"S{number}", address=IPv4Interface(f"172.31.0.{number}/24"))(configs)
    inner = replace(healthy()["S2"].interfaces[1], address=IPv4Interface("172.31.0.1/24"))
    return configs | {"NAT": replace(configs["S2"], hostname="NAT", interfaces=(inner,), eigrp_named=())}


def translating() -> Change:
    overload = NatSource(kind="list", name="1", interface="GigabitEthernet0/1", overload=True)
    return both(outside("NAT", nat="inside"), router("NAT", nat_sources=(overload,)))


def large(spokes: int) -> Configs:
    return fleet(spokes)


def limited() -> Configs:
    configs = large(501)
    ikev2 = replace(configs["HUB"].ikev2, cookie_challenge=100)
    return configs | {"HUB": replace(configs["HUB"], ikev2=ikev2)}


def regional() -> Configs:
    """HUB is a spoke of a hub above it, on Tunnel1, with one network-id."""
    configs = second_tunnel("HUB", nhrp=healthy()["S2"].tunnels[0].nhrp)(healthy())
    above = NhrpNhs(address=IPv4Address("10.1.0.254"), nbma="192.0.2.254")
    hub = configs["HUB"]
    upper = replace(hub.tunnels[1].nhrp, servers=(above,), maps=(), multicast_maps=(IPv4Address("192.0.2.254"),))
    interfaces = tuple(replace(one, nhrp=upper) if one.name == "Tunnel1" else one for one in hub.interfaces)
    return configs | {"HUB": replace(hub, interfaces=interfaces)}


def apart(configs: Configs) -> Configs:
    hub = configs["HUB"]
    upper = replace(hub.tunnels[1].nhrp, network_id=7)
    interfaces = tuple(replace(one, nhrp=upper) if one.name == "Tunnel1" else one for one in hub.interfaces)
    return configs | {"HUB": replace(hub, interfaces=interfaces)}


FE2 = Ipv6On(link_local=IPv6Address("fe80::2"))

PAIR = (
    case(
        "L-100",
        nhrp(
            "S2",
            servers=(NhrpNhs(address=IPv4Address("10.0.0.7")),),
            maps=(NhrpMap(tunnel=IPv4Address("10.0.0.7"), nbma=AT),),
        ),
        "S2",
        text="NHS 10.0.0.7",
    ),
    case("L-100", nhrp("S2", maps=(NhrpMap(tunnel=HUB, nbma=IPv4Address("203.0.113.77")),)), "S2", text="203.0.113.77"),
    case("L-101", gre("S2", key=None), "S2", text="no tunnel key, HUB has tunnel key 100"),
    case("L-101", gre("HUB", key=7), "S2 S3", text="HUB has tunnel key 7"),
    case("L-102", nhrp("S2", network_id=2), "S2", text="network-id 2"),
    case("L-103", nhrp("S2", authentication=Secret("hushhush")), "S2", text="differs"),
    case("L-103", nhrp("S2", authentication=None), "S2", text="missing here"),
    case("L-104", tunnel("S2", address=IPv4Interface("10.0.0.2/25")), "S2", text="10.0.0.0/25"),
    case("L-105", gre("S2", protection=None), "S2", healthy(crypto="ikev2"), "no tunnel protection"),
    case("L-105", gre("HUB", protection=None), "S2 S3", healthy(crypto="ikev2"), "HUB has none"),
    case("L-114", tunnel("S2", mtu=1300), "S2", healthy(routing="ospf"), "ip mtu 1300, HUB has 1400"),
    case(
        "L-120",
        both(nhrp("S2", group="Fast"), nhrp("HUB", group_maps=(NhrpGroupMap(group="fast", policy="P"),))),
        "S2",
        text="'Fast'",
    ),
    case("L-121", tunnel("S2", bfd=Bfd(interval=500, min_rx=500, multiplier=3)), "S2", text="only S2"),
    case("L-123", nhrp("S2", maps=(NhrpMap(tunnel=HUB, nbma=IPv4Address("192.168.100.1")),)), "S2", translated()),
    case(
        "L-123",
        router("S3", nat_statics=(NatStatic(local=AT, outside=IPv4Address("198.18.0.1")),)),
        "S2 S3",
        text="198.18.0.1",
    ),
)

AGREEMENT = (
    case("L-106", first("ikev2_proposals", "S2", groups=(2,)), "S2", healthy(crypto="ikev2"), "no IKEv2 policy"),
    case("L-106", first("isakmp_policies", "S2", hash="md5"), "S2", healthy(crypto="ikev1"), "no IKEv1 policy"),
    case("L-106", first("ipsec_profiles", "S2", ikev2_profile=None), "S2", healthy(crypto="ikev2"), "IKEv1 here"),
    case(
        "L-107",
        first("transform_sets", "S2", transforms=("esp-3des", "esp-md5-hmac")),
        "S2",
        healthy(crypto="ikev2"),
        "no transform set",
    ),
    case("L-108", first("transform_sets", "HUB", mode=None), "S2 S3", healthy(crypto="ikev1"), "asks for transport"),
    case("L-108", first("transform_sets", "S2", mode=None), "S2", healthy(crypto="ikev1"), "asks for transport"),
    case("L-109", first("transform_sets", "S2", mode=None), "S2", healthy(crypto="ikev2")),
    case("L-110", first("ipsec_profiles", "S2", pfs="group14"), "S2", healthy(crypto="ikev1"), "PFS group14 here"),
    case("L-111", first("isakmp_keys", "S2", key=Secret("hushhush")), "S2", healthy(crypto="ikev1"), "differs"),
    case("L-111", router("HUB", isakmp_keys=keys("198.51.100.3/32")), "S2", healthy(crypto="ikev1"), "HUB has no"),
    case(
        "L-111",
        router("S2", isakmp_keys=(*keys("203.0.113.1/32"), *keys("0.0.0.0/0", secret="hushhush"))),
        "S2",
        healthy(crypto="ikev1", spokes=3),
        "2 other spokes",
    ),
)

CLOUD = (
    case("L-043", tunnel("S2", address=IPv4Interface("10.0.0.3/24")), "S2 S3", text="10.0.0.3"),
    case("L-112", nhrp("HUB", redirect=True), "HUB", healthy(1)),
    case("L-113", gre("S2", mode=None, destination="203.0.113.1"), "S2", healthy(spokes=3), "point-to-point"),
    case("L-115", tunnel("S2", address=IPv4Interface("10.0.0.3/24")), "S2 S3", healthy(version="15.4"), "unique"),
    case("L-116", translating(), "S2 S3", behind_one(), "of NAT"),
    case("L-117", both(nhrp("HUB", servers=(), maps=()), nhrp("HUB2", servers=(), maps=())), "HUB HUB2", two_hubs()),
    case("L-118", nhrp("HUB2", redirect=None), "HUB2", two_hubs(3)),
    case("L-119", apart, "HUB", regional(), "network-id 7"),
    case("L-122", nhrp("S2", holdtime=300), "S2", text="300 s"),
    case("L-124", tunnel("S2", "S3", ipv6=FE2), "S2 S3", text="fe80::2"),
)

LOAD = (
    case("L-040", tunnel("HUB", nhrp_group_maps=(NhrpGroupMap(group="g", policy="P"),)), "HUB", large(100)),
    case("L-041", lambda _: large(501), "HUB", limited(), "501 spokes"),
)

CASES: tuple[Case, ...] = (*PAIR, *AGREEMENT, *CLOUD, *LOAD)
