"""Hypothesis strategies for router configurations that hold together (what they name, they define)."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import TypeVar

from hypothesis import strategies as st

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.crypto import (
    Dpd,
    Ikev2Keyring,
    Ikev2Peer,
    Ikev2Policy,
    Ikev2Profile,
    Ikev2Proposal,
    IpsecProfile,
    IsakmpKey,
    IsakmpPolicy,
    TransformSet,
)
from nornir_dmvpn.model.interface import (
    EigrpInterface,
    Interface,
    Keepalive,
    Nhrp,
    NhrpMap,
    NhrpNhs,
    Tunnel,
    TunnelMode,
    TunnelProtection,
)
from nornir_dmvpn.model.routing import (
    EigrpAfInterface,
    EigrpClassic,
    EigrpFamily,
    EigrpNamed,
    EigrpNetwork,
    StaticRoute,
    Vrf,
    VrfFamily,
)
from nornir_dmvpn.model.secret import Secret

T = TypeVar("T")
_LOGICAL = ("Tunnel0", "Tunnel1", "Loopback0", "Loopback77", "GigabitEthernet0/0.10")
_TRI = st.sampled_from([None, True, False])


def _maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def _some(
    strategy: st.SearchStrategy[T], by: Callable[[T], object] = lambda one: one, most: int = 2
) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=most, unique_by=by).map(tuple)


_ADDRESSES = st.integers(0x0A000001, 0x0A00000F).map(IPv4Address)
_NBMA = st.integers(0xC0000201, 0xC0000205).map(IPv4Address)
_INTERFACES = st.builds(
    lambda address, length: IPv4Interface(f"{address}/{length}"), _ADDRESSES, st.sampled_from([8, 24, 30, 32])
)
_NETWORKS = st.sampled_from(
    [IPv4Network(one) for one in ("0.0.0.0/0", "10.1.0.0/16", "192.0.2.1/32", "192.0.2.0/25", "203.0.113.7/32")]
)
_SECRETS = st.sampled_from(["k1", "NHRPKEY", "6 QwErTy", "s3cr3t!"]).map(Secret)
_NUMBERS = st.integers(1, 250)
_NETWORK_LINES = st.builds(
    EigrpNetwork,
    address=st.sampled_from([IPv4Address("10.0.0.0"), IPv4Address("172.16.1.0")]),
    wildcard=st.sampled_from([None, IPv4Address("0.0.0.255"), IPv4Address("0.0.0.0")]),
)
_STUB = st.sampled_from([None, (), ("connected",), ("connected", "summary")])

_NHRP = st.builds(
    Nhrp,
    network_id=_maybe(st.integers(1, 2**32 - 1)),
    authentication=_maybe(st.sampled_from(["a", "NHRPKEY1"]).map(Secret)),
    maps=_some(st.builds(NhrpMap, tunnel=_ADDRESSES, nbma=_NBMA), lambda one: one.tunnel),
    multicast_maps=_some(_NBMA),
    multicast_dynamic=_TRI,
    servers=_some(
        st.builds(
            NhrpNhs,
            address=_maybe(_ADDRESSES),
            nbma=_maybe(st.sampled_from(["192.0.2.9", "hub.example.net"])),
            multicast=st.booleans(),
            priority=_maybe(st.integers(0, 255)),
            cluster=_maybe(st.integers(0, 10)),
        ),
        lambda one: (one.address, one.nbma),
    ),
    holdtime=_maybe(st.integers(1, 65535)),
    registration_timeout=_maybe(_NUMBERS),
    registration_unique=_TRI,
    redirect=_TRI,
    shortcut=_TRI,
)
_EIGRP_INTERFACES = st.builds(
    EigrpInterface,
    asn=st.sampled_from([1, 100]),
    split_horizon=_TRI,
    next_hop_self=_TRI,
    hello=_NUMBERS,
    hold=_maybe(_NUMBERS),
    summaries=_some(_INTERFACES.map(lambda one: IPv4Interface(one.network))),
)


def _tunnels(vrfs: Sequence[str], profiles: Sequence[str]) -> st.SearchStrategy[Tunnel]:
    protections = st.builds(TunnelProtection, profile=_one_of(profiles), shared=st.booleans())
    return st.builds(
        Tunnel,
        source=st.sampled_from([None, "Loopback0", "GigabitEthernet0/0", "192.0.2.1"]),
        destination=st.sampled_from([None, "192.0.2.9"]),
        mode=_maybe(st.sampled_from(TunnelMode)),
        key=_maybe(st.integers(0, 2**32 - 1)),
        vrf=_maybe(_one_of(vrfs)),
        protection=_maybe(protections),
    )


def _one_of(names: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(names)) if names else st.nothing()


@st.composite
def _interfaces(draw: st.DrawFn, vrfs: Sequence[str], profiles: Sequence[str]) -> Interface:
    dhcp = draw(st.booleans())
    return Interface(
        name=draw(st.sampled_from(_LOGICAL)),
        description=draw(_maybe(st.sampled_from(["x", "DMVPN cloud 1 ! to HQ", "no shutdown"]))),
        vrf=draw(_maybe(_one_of(vrfs))),
        address=None if dhcp else draw(_maybe(_INTERFACES)),
        address_dhcp=True if dhcp else None,
        secondaries=() if dhcp else draw(_some(_INTERFACES)),
        shutdown=draw(_TRI),
        redirects=draw(_TRI),
        mtu=draw(_maybe(st.integers(68, 9976))),
        adjust_mss=draw(_maybe(st.integers(500, 1460))),
        bandwidth=draw(_maybe(st.integers(1, 10_000_000))),
        delay=draw(_maybe(st.integers(1, 16_777_215))),
        keepalive=draw(_maybe(st.builds(Keepalive, period=_NUMBERS, retries=_maybe(_NUMBERS)))),
        if_state_nhrp=draw(_TRI),
        tunnel=draw(_tunnels(vrfs, profiles)),
        nhrp=draw(_NHRP),
        eigrp=tuple(sorted(draw(_some(_EIGRP_INTERFACES, lambda one: one.asn)), key=lambda one: one.asn)),
    )


_AF_INTERFACES = st.builds(
    EigrpAfInterface,
    name=st.sampled_from(["default", "Tunnel0", "GigabitEthernet0/0"]),
    passive=_TRI,
    split_horizon=_TRI,
    next_hop_self=_TRI,
    shutdown=_TRI,
    hello=_maybe(_NUMBERS),
    hold=_maybe(_NUMBERS),
    summaries=_some(_INTERFACES.map(lambda one: IPv4Interface(one.network))),
)


@st.composite
def _classic(draw: st.DrawFn) -> EigrpClassic:
    passive_default = draw(_TRI)
    names = draw(_some(st.sampled_from(["Tunnel0", "Loopback0"])))
    return EigrpClassic(
        asn=draw(st.sampled_from([1, 65535])),
        networks=draw(_some(_NETWORK_LINES)),
        router_id=draw(_maybe(_ADDRESSES)),
        passive_default=passive_default,
        passive_interfaces=() if passive_default else names,
        active_interfaces=names if passive_default else (),
        auto_summary=draw(_TRI),
        stub=draw(_STUB),
    )


_NAMED = st.builds(
    EigrpNamed,
    name=st.sampled_from(["DMVPN", "X1"]),
    families=_some(
        st.builds(
            EigrpFamily,
            asn=st.sampled_from([1, 100]),
            vrf=st.sampled_from([None, "RED"]),
            interfaces=_some(_AF_INTERFACES, lambda one: one.name),
            networks=_some(_NETWORK_LINES),
            router_id=_maybe(_ADDRESSES),
            stub=_STUB,
        ),
        lambda one: (one.asn, one.vrf),
    ),
)


_PROPOSALS = st.builds(
    Ikev2Proposal,
    name=st.sampled_from(["PROP1", "PROP2"]),
    encryption=st.sampled_from([(), ("aes-cbc-256", "aes-cbc-128")]),
    integrity=st.sampled_from([(), ("sha256",)]),
    groups=st.sampled_from([(), (14, 19)]),
)
_ISAKMP_POLICIES = st.builds(
    IsakmpPolicy,
    number=st.sampled_from([1, 10]),
    encryption=st.sampled_from([None, "aes", "aes 256", "3des"]),
    hash=st.sampled_from([None, "md5", "sha256"]),
    authentication=st.sampled_from([None, "pre-share", "rsa-sig"]),
    group=st.sampled_from([None, 2, 14]),
    lifetime=_maybe(st.integers(60, 86400)),
)
_VRFS = st.builds(
    lambda name, rd, ipv4: Vrf(name=name, rd=rd, legacy=name == "OLD", ipv4=None if name == "OLD" else ipv4),
    st.sampled_from(["RED", "BLUE", "OLD"]),
    st.sampled_from([None, "1:1"]),
    st.sampled_from([None, VrfFamily()]),
)


def _policies(proposals: Sequence[str]) -> st.SearchStrategy[Ikev2Policy]:
    return st.builds(
        Ikev2Policy,
        name=st.sampled_from(["POL1", "POL2"]),
        fvrf=st.sampled_from([None, "any", "RED"]),
        proposals=_some(_one_of(proposals)) if proposals else st.just(()),
    )


def _ipsec_profiles(transform_sets: Sequence[str], ikev2_profiles: Sequence[str]) -> st.SearchStrategy[IpsecProfile]:
    return st.builds(
        IpsecProfile,
        name=st.sampled_from(["P1", "P2"]),
        transform_sets=_some(_one_of(transform_sets)) if transform_sets else st.just(()),
        ikev2_profile=_maybe(_one_of(ikev2_profiles)),
        pfs=st.sampled_from([None, "group14"]),
        lifetime=_maybe(st.integers(120, 2592000)),
    )


_KEYRINGS = st.builds(
    Ikev2Keyring,
    name=st.sampled_from(["KR1", "KR2"]),
    peers=_some(
        st.builds(
            Ikev2Peer,
            name=st.sampled_from(["ANY", "HUB"]),
            address=_maybe(_NETWORKS),
            key=_maybe(_SECRETS),
            local_key=_maybe(_SECRETS),
            remote_key=_maybe(_SECRETS),
        ),
        lambda one: one.name,
    ),
)
_PROFILES = st.builds(
    Ikev2Profile,
    name=st.sampled_from(["IP1", "IP2"]),
    match_fvrf=st.sampled_from([None, "any", "RED"]),
    match_remote_addresses=_some(_NETWORKS),
    authentication_local=st.sampled_from([None, "pre-share", "rsa-sig"]),
    authentication_remote=_some(st.sampled_from(["pre-share", "rsa-sig"])),
    keyring=st.sampled_from([None, "KR1"]),
    lifetime=_maybe(st.integers(120, 86400)),
    dpd=_maybe(st.builds(Dpd, interval=st.just(30), retry=st.just(5), mode=st.sampled_from(["periodic", "on-demand"]))),
)
_TRANSFORMS = st.builds(
    TransformSet,
    name=st.sampled_from(["TS1", "TS2"]),
    transforms=st.sampled_from([("esp-aes", "256", "esp-sha256-hmac"), ("esp-gcm", "256"), ("esp-3des",)]),
    mode=st.sampled_from([None, "tunnel", "transport"]),
)


def _routes(vrfs: Sequence[str]) -> st.SearchStrategy[StaticRoute]:
    return st.builds(
        StaticRoute,
        prefix=_NETWORKS,
        vrf=_maybe(_one_of(vrfs)),
        interface=st.sampled_from([None, "Tunnel0", "Null0"]),
        next_hop=_ADDRESSES,
        distance=_maybe(st.integers(1, 255)),
        name=st.sampled_from([None, "DEFAULT"]),
        track=_maybe(_NUMBERS),
    )


@st.composite
def router_configs(draw: st.DrawFn) -> RouterConfig:
    """Configurations in which VRFs, profiles and transform sets that are named are there; logical interfaces only."""
    vrfs = draw(_some(_VRFS, lambda one: one.name))
    proposals = draw(_some(_PROPOSALS, lambda one: one.name))
    ikev2_profiles = draw(_some(_PROFILES, lambda one: one.name))
    transform_sets = draw(_some(_TRANSFORMS, lambda one: one.name))
    profiles = draw(
        _some(
            _ipsec_profiles([one.name for one in transform_sets], [one.name for one in ikev2_profiles]),
            lambda one: one.name,
        )
    )
    names = [one.name for one in vrfs]
    interfaces = _interfaces(names, [one.name for one in profiles])
    return RouterConfig(
        hostname=draw(st.sampled_from([None, "HUB1", "spoke-7"])),
        version=draw(st.sampled_from([None, "12.4", "15.9", "17.3"])),
        vrfs=vrfs,
        isakmp_policies=draw(_some(_ISAKMP_POLICIES, lambda one: one.number)),
        isakmp_keys=draw(_some(st.builds(IsakmpKey, key=_SECRETS, peers=_NETWORKS), lambda one: one.peers)),
        ikev2_proposals=proposals,
        ikev2_policies=draw(_some(_policies([one.name for one in proposals]), lambda one: one.name)),
        ikev2_keyrings=draw(_some(_KEYRINGS, lambda one: one.name)),
        ikev2_profiles=ikev2_profiles,
        transform_sets=transform_sets,
        ipsec_profiles=profiles,
        interfaces=draw(_some(interfaces, lambda one: one.name)),
        eigrp_classic=draw(_some(_classic(), lambda one: one.asn)),
        eigrp_named=draw(_some(_NAMED, lambda one: one.name)),
        static_routes=draw(_some(_routes(names), lambda one: (one.prefix, one.vrf, one.interface, one.next_hop))),
    )
