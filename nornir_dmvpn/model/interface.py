"""What an interface was told: its addresses and its tunnel. Only what is written; ``None`` = not written.

Booleans are tri-state: ``True`` = the line stands there, ``False`` = its ``no`` form does, ``None`` = neither.
"""

from dataclasses import dataclass, field
from enum import Enum
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface

from nornir_dmvpn.model.nhrp import Nhrp, NhrpGroupMap, NhrpMap, NhrpNhs
from nornir_dmvpn.model.ospf import OspfInterface
from nornir_dmvpn.model.secret import Secret

__all__ = [
    "Bfd",
    "Dot1q",
    "EigrpInterface",
    "EigrpSummary",
    "Interface",
    "Ipv6Address",
    "Ipv6On",
    "Keepalive",
    "Nhrp",
    "NhrpMap",
    "NhrpNhs",
    "Pim",
    "RipOn",
    "Tunnel",
    "TunnelMode",
    "TunnelProtection",
]


class TunnelMode(Enum):
    """``tunnel mode …``; without the line IOS means ``gre ip``."""

    GRE = "gre ip"
    MGRE = "gre multipoint"
    MGRE_IPV6 = "gre multipoint ipv6"
    GRE_IPV6 = "gre ipv6"
    IPSEC_IPV4 = "ipsec ipv4"
    IPSEC_IPV6 = "ipsec ipv6"


@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelProtection:
    """``tunnel protection ipsec profile NAME [shared] [isakmp-profile I] [ikev2-profile I]``."""

    profile: str
    shared: bool = False
    isakmp_profile: str | None = None
    ikev2_profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepalive:
    """``keepalive SECONDS [RETRIES]``."""

    period: int
    retries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tunnel:
    """The ``tunnel …`` lines of an interface."""

    source: str | None = None
    """Interface name in full, or an address, as written."""
    destination: str | None = None
    mode: TunnelMode | None = None
    key: int | None = None
    vrf: str | None = None
    """FVRF: where the outer packets are routed (V-01)."""
    protection: TunnelProtection | None = None
    psk: Secret | None = None
    """``tunnel protection psk KEY``, the shorthand of 16.x (IO-3)."""
    path_mtu_discovery: bool | None = None
    bandwidth_receive: int | None = None
    """``tunnel bandwidth receive``, kb/s."""
    bandwidth_transmit: int | None = None
    tos: int | None = None
    ttl: int | None = None
    checksum: bool | None = None
    sequence_datagrams: bool | None = None
    route_via: str | None = None
    """``route-via INTERFACE {mandatory|preferred}``: interface and word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpSummary:
    """``ip summary-address eigrp ASN PREFIX [DISTANCE] [leak-map NAME]`` with a distance or a leak map."""

    summary: IPv4Interface
    distance: int | None = None
    leak_map: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpInterface:
    """Classic EIGRP lines of an interface, one value per autonomous system (P-32)."""

    asn: int
    split_horizon: bool | None = None
    next_hop_self: bool | None = None
    hello: int | None = None
    hold: int | None = None
    summaries: tuple[IPv4Interface, ...] = ()
    tuned_summaries: tuple[EigrpSummary, ...] = ()
    """Summaries with a distance or a leak map."""
    no_ecmp_mode: bool | None = None
    """``no ip next-hop-self eigrp ASN no-ecmp-mode``; ``next_hop_self`` is ``False`` then (P-35)."""
    bandwidth_percent: int | None = None
    authentication_md5: bool | None = None
    key_chain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv6Address:
    """``ipv6 address PREFIX [eui-64] [anycast]``."""

    address: IPv6Interface
    eui_64: bool = False
    anycast: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv6On:
    """The ``ipv6 …`` lines of an interface, those of NHRP and OSPF excepted."""

    enable: bool | None = None
    addresses: tuple[Ipv6Address, ...] = ()
    link_local: IPv6Address | None = None
    autoconfig: bool | None = None
    dhcp: bool | None = None
    unnumbered: str | None = None
    mtu: int | None = None
    adjust_mss: int | None = None
    access_in: str | None = None
    """``ipv6 traffic-filter NAME in``."""
    access_out: str | None = None
    redirects: bool | None = None
    unreachables: bool | None = None
    eigrp: tuple[int, ...] = ()
    """Autonomous systems of ``ipv6 eigrp ASN``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pim:
    """The ``ip pim …`` lines of an interface."""

    mode: str | None = None
    """``sparse-mode``, ``dense-mode``, ``sparse-dense-mode``, ``passive``."""
    nbma_mode: bool | None = None
    dr_priority: int | None = None
    query_interval: int | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bfd:
    """``bfd interval T min_rx R multiplier M``, milliseconds."""

    interval: int
    min_rx: int
    multiplier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RipOn:
    """The ``ip rip …`` lines of an interface."""

    send_version: tuple[int, ...] = ()
    receive_version: tuple[int, ...] = ()
    v2_broadcast: bool | None = None
    initial_delay: int | None = None
    """Seconds."""
    summaries: tuple[IPv4Interface, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot1q:
    """``encapsulation dot1Q VLAN [native]``."""

    vlan: int
    native: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """``interface NAME`` and the lines below it. ``name`` is the full IOS name."""

    name: str
    description: str | None = None
    vrf: str | None = None
    """IVRF of a tunnel; the default VRF is ``None``."""
    vrf_legacy: bool = field(default=False, compare=False)
    """Written as ``ip vrf forwarding``: the same meaning, so it does not count when two are compared."""
    address: IPv4Interface | None = None
    address_dhcp: bool | None = None
    address_negotiated: bool | None = None
    unnumbered: str | None = None
    """Interface whose address is used."""
    secondaries: tuple[IPv4Interface, ...] = ()
    access_in: str | None = None
    """``ip access-group NAME in``; a name or a number."""
    access_out: str | None = None
    nat: str | None = None
    """``inside``, ``outside`` or ``enable``."""
    unreachables: bool | None = None
    proxy_arp: bool | None = None
    policy_map: str | None = None
    """``ip policy route-map NAME``."""
    virtual_reassembly: str | None = None
    """``in``, ``out`` or ``""`` for the bare line."""
    dot1q: Dot1q | None = None
    crypto_map: str | None = None
    qos_preclassify: bool | None = None
    service_policy_in: str | None = None
    service_policy_out: str | None = None
    load_interval: int | None = None
    """Seconds."""
    shutdown: bool | None = None
    redirects: bool | None = None
    mtu: int | None = None
    """``ip mtu`` in bytes."""
    adjust_mss: int | None = None
    """``ip tcp adjust-mss`` in bytes."""
    bandwidth: int | None = None
    """kb/s."""
    bandwidth_receive: int | None = None
    """``bandwidth receive``, kb/s."""
    delay: int | None = None
    """Tens of microseconds."""
    keepalive: Keepalive | None = None
    if_state_nhrp: bool | None = None
    bfd: Bfd | None = None
    bfd_template: str | None = None
    split_horizon: bool | None = None
    """``ip split-horizon``: that of RIP (P-50)."""
    nhrp_group: str | None = None
    """``nhrp group NAME``, for both protocols."""
    nhrp_group_maps: tuple[NhrpGroupMap, ...] = ()
    """``nhrp map group NAME service-policy output POLICY``."""
    nhrp_events: str | None = None
    """``nhrp event-publisher …``; ``""`` for the bare line."""
    tunnel: Tunnel = field(default_factory=Tunnel)
    nhrp: Nhrp = field(default_factory=Nhrp)
    nhrp6: Nhrp = field(default_factory=Nhrp)
    ipv6: Ipv6On = field(default_factory=Ipv6On)
    pim: Pim = field(default_factory=Pim)
    rip: RipOn = field(default_factory=RipOn)
    ospf: OspfInterface = field(default_factory=OspfInterface)
    ospf6: OspfInterface = field(default_factory=OspfInterface)
    eigrp: tuple[EigrpInterface, ...] = ()

    @property
    def is_tunnel(self) -> bool:
        return self.name.startswith("Tunnel")

    @property
    def ip(self) -> IPv4Address | None:
        return self.address.ip if self.address else None
