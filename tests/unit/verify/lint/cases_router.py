"""What makes the rules on one router fire."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Interface

from nornir_dmvpn.model.acl import AclAddress, ExtendedAcl, ExtendedEntry
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.crypto import (
    Dpd,
    IsakmpKey,
    IsakmpKeyring,
)
from nornir_dmvpn.model.interface import Ipv6Address, Ipv6On, Keepalive, NhrpMap, NhrpNhs, Pim
from nornir_dmvpn.model.interface import TunnelProtection as Protection
from nornir_dmvpn.model.nhrp import NhsCluster
from nornir_dmvpn.model.routing import EigrpNetwork, StaticRoute
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.system import System
from tests.unit.verify.lint.healthy import (
    Case,
    both,
    case,
    first,
    gre,
    healthy,
    nhrp,
    outside,
    router,
    second_tunnel,
    tunnel,
)

HUB: IPAddress = IPv4Address("10.0.0.1")
AT: IPAddress = IPv4Address("203.0.113.1")
OLD = "15.4"
"""A generation in which nothing is implicit."""
DEFAULT = IPv4Network("0.0.0.0/0")
ANY = AclAddress(IPv4Address(0), IPv4Address("255.255.255.255"))


def only_ike() -> ExtendedAcl:
    entry = ExtendedEntry(action="permit", protocol="udp", source=ANY, destination=ANY, destination_port="eq isakmp")
    return ExtendedAcl(name="OUTSIDE", entries=(entry,))


def covering(config: RouterConfig) -> RouterConfig:
    """EIGRP takes the outside interface in as well."""
    (process,) = config.eigrp_named
    (family,) = process.families
    networks = (*family.networks, EigrpNetwork(address=IPv4Address("198.51.100.0")))
    return replace(config, eigrp_named=(replace(process, families=(replace(family, networks=networks),)),))


def hub_key_only() -> tuple[IsakmpKey, ...]:
    return (IsakmpKey(key=Secret("Secret123"), peers=IPv4Network("203.0.113.1/32")),)


TUNNEL = (
    case("L-002", gre("S2", source=None), "S2"),
    case("L-002", outside("S3", shutdown=True), "S3", text="shut down"),
    case("L-003", gre("S2", destination=None), "S2", healthy(1)),
    case("L-004", gre("S2", destination="203.0.113.1"), "S2"),
    case("L-005", nhrp("S2", servers=(NhrpNhs(address=IPv4Address("10.9.0.1")),)), "S2", text="10.9.0.1"),
    case("L-008", nhrp("S2", multicast_maps=(HUB,)), "S2", text="multicast"),
    case("L-008", nhrp("S3", maps=(NhrpMap(tunnel=HUB, nbma=HUB),)), "S3"),
    case("L-012", both(second_tunnel("HUB"), gre("HUB", key=101)), "HUB", text="key 101"),
    case("L-013", second_tunnel("HUB"), "HUB", healthy(crypto="ikev2"), "not shared"),
    case(
        "L-014",
        both(
            gre("HUB", protection=Protection(profile="PROF", shared=True)),
            second_tunnel("HUB"),
            gre("HUB", source="203.0.113.1"),
        ),
        "HUB",
        healthy(crypto="ikev2"),
    ),
    case("L-015", tunnel("S2", keepalive=Keepalive(period=10)), "S2"),
    case("L-019", gre("S2", protection=Protection(profile="NONE")), "S2", healthy(crypto="ikev2"), "'NONE'"),
    case("L-025", gre("S2", vrf="INET"), "S2", text="INET"),
    case("L-044", second_tunnel("HUB", address=IPv4Interface("10.0.0.129/25")), "HUB", text="overlaps"),
    case("L-045", tunnel("S2", redirects=None), "S2", healthy(version=OLD)),
    case("L-128", both(second_tunnel("HUB"), gre("HUB", protection=None)), "HUB", healthy(crypto="ikev2")),
)

NHRP = (
    case("L-001", nhrp("S2", network_id=None), "S2"),
    case("L-006", nhrp("S2", maps=()), "S2", text="10.0.0.1"),
    case("L-007", nhrp("S2", servers=()), "S2"),
    case("L-011", lambda _: healthy(extra={"S2": ("-ip nhrp auth", "ip nhrp authentication ninechars")}), "S2"),
    case("L-029", gre("HUB", mode=None, destination="198.51.100.2"), "HUB", text="point-to-point"),
    case("L-030", nhrp("S2", shortcut=False), "S2", text="'no ip nhrp shortcut'"),
    case("L-030", nhrp("S2", shortcut=None), "S2", healthy(version=OLD)),
    case("L-031", nhrp("S2", registration_timeout=300), "S2", text="300 s with a holding time of 600"),
    case("L-032", both(nhrp("S2", holdtime=7200), outside("S2", address=None, address_dhcp=True)), "S2"),
    case("L-033", outside("S2", address=None, address_dhcp=True), "S2", healthy(version=OLD)),
    case("L-034", tunnel("HUB", if_state_nhrp=True), "HUB"),
    case("L-036", nhrp("S2", multicast_dynamic=True), "S2"),
    case("L-037", nhrp("S2", servers=(NhrpNhs(address=HUB, priority=1),)), "S2"),
    case(
        "L-038",
        nhrp(
            "S2",
            servers=(NhrpNhs(address=HUB), NhrpNhs(address=IPv4Address("10.0.0.9"))),
            clusters=(NhsCluster(cluster=0, max_connections=1),),
        ),
        "S2",
    ),
    case(
        "L-046", nhrp("S2", servers=(NhrpNhs(address=HUB, nbma="hub.example.net"),), maps=()), "S2", text="hub.example"
    ),
    case("L-047", nhrp("S2", interest="none"), "S2"),
    case("L-048", nhrp("S2", record=False), "S2"),
    case(
        "L-125",
        tunnel("S2", ipv6=Ipv6On(addresses=(Ipv6Address(address=IPv6Interface("2001:db8::2/64")),))),
        "S2",
        healthy(version=OLD),
    ),
)

MULTICAST = (
    case("L-009", nhrp("S2", multicast_maps=()), "S2", text="EIGRP"),
    case("L-010", nhrp("HUB", multicast_dynamic=None), "HUB", healthy(version=OLD)),
    case("L-127", nhrp("HUB", multicast_dynamic=False), "HUB"),
    case("L-216", tunnel("HUB", pim=Pim(mode="sparse-mode")), "HUB"),
)

SIZE = (
    case("L-016", tunnel("S2", mtu=None), "S2", healthy(crypto="ikev2"), "1430 bytes fit"),
    case("L-016", tunnel("S2", mtu=1431), "S2", healthy(crypto="ikev2"), "only 1430"),
    case("L-017", tunnel("S2", adjust_mss=None), "S2"),
    case("L-017", tunnel("S2", adjust_mss=1361), "S2", text="1361"),
)

CRYPTO = (
    case("L-018", first("transform_sets", "S2", mode=None), "S2", healthy(crypto="ikev2")),
    case("L-020", first("ipsec_profiles", "S2", ikev2_profile=None), "S2", healthy(crypto="ikev2")),
    case("L-020", first("ipsec_profiles", "S2", ikev2_profile="NONE"), "S2", healthy(crypto="ikev2"), "'NONE'"),
    case("L-021", first("ipsec_profiles", "S2", transform_sets=()), "S2", healthy(crypto="ikev2")),
    case("L-022", router("S2", isakmp_keys=()), "S2", healthy(crypto="ikev1"), "203.0.113.1"),
    case("L-022", first("ikev2_keyrings", "S2", peers=()), "S2", healthy(crypto="ikev2"), "203.0.113.1"),
    case("L-023", router("S2", isakmp_keys=hub_key_only()), "S2", healthy(crypto="ikev1"), "0 of 1"),
    case("L-024", both(gre("S2", vrf="I"), outside("S2", vrf="I")), "S2", healthy(crypto="ikev2"), "VRF I"),
    case(
        "L-024",
        both(
            gre("S2", vrf="I"),
            outside("S2", vrf="I"),
            router("S2", isakmp_keyrings=(IsakmpKeyring(name="K", vrf="J"),)),
        ),
        "S2",
        healthy(crypto="ikev1"),
        "no keyring",
    ),
    case(
        "L-042",
        first("ikev2_profiles", "HUB", dpd=Dpd(interval=5, retry=2, mode="periodic")),
        "HUB",
        healthy(crypto="ikev2"),
        "5 s",
    ),
)

UNDERLAY = (
    case("L-026", router("S2", static_routes=()), "S2", text="203.0.113.1"),
    case("L-027", lambda configs: configs | {"S2": covering(configs["S2"])}, "S2", text="198.51.100.0/24"),
    case(
        "L-028",
        router("S2", static_routes=(StaticRoute(prefix=DEFAULT, next_hop=IPv4Address("10.0.0.1")),)),
        "S2",
    ),
    case(
        "L-039",
        both(router("S2", extended_acls=(only_ike(),)), outside("S2", access_in="OUTSIDE")),
        "S2",
        healthy(crypto="ikev2"),
        "drops ESP, ICMP unreachable",
    ),
    case(
        "L-126",
        router("HUB", static_routes=(StaticRoute(prefix=IPv4Network("192.168.2.0/24"), interface="Tunnel0"),)),
        "HUB",
        text="192.168.2.0/24",
    ),
)

PRACTICE = (
    case("SD02", router("S2", system=System(cef=False)), "S2"),
    case("SD10", tunnel("S2", keepalive=Keepalive(period=10)), "S2", healthy(1, "ikev2")),
    case(
        "SD12",
        both(gre("S2", source="Loopback1"), outside("S2", service_policy_out="SHAPE")),
        "S2",
        text="Loopback1",
    ),
    case(
        "SD16",
        both(
            tunnel("HUB", address=IPv4Interface("10.0.0.1/30")),
            tunnel("S2", address=IPv4Interface("10.0.0.2/30")),
            tunnel("S3", address=IPv4Interface("10.0.0.3/30")),
        ),
        "HUB",
        text="has 2 addresses",
    ),
    case("SD34", outside("HUB", address=None, address_dhcp=True), "S2 S3", text="DHCP"),
    case("SD36", first("isakmp_keys", "S2", key=Secret("cisco")), "S2", healthy(crypto="ikev1")),
    case("SD71", outside("S2", crypto_map="OLD"), "S2", healthy(crypto="ikev2"), "OLD"),
)

CASES: tuple[Case, ...] = (*PRACTICE, *TUNNEL, *NHRP, *MULTICAST, *SIZE, *CRYPTO, *UNDERLAY)
