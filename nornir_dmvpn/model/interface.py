"""What an interface was told: its addresses, its tunnel and its NHRP. Only what is written; ``None`` = not written.

Booleans are tri-state: ``True`` = the line stands there, ``False`` = its ``no`` form does, ``None`` = neither.
"""

from dataclasses import dataclass, field
from enum import Enum
from ipaddress import IPv4Address, IPv4Interface

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.secret import Secret


class TunnelMode(Enum):
    """``tunnel mode …``; without the line IOS means ``gre ip``."""

    GRE = "gre ip"
    MGRE = "gre multipoint"
    MGRE_IPV6 = "gre multipoint ipv6"


@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelProtection:
    """``tunnel protection ipsec profile NAME [shared]``."""

    profile: str
    shared: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpMap:
    """``ip nhrp map TUNNEL NBMA``."""

    tunnel: IPAddress
    nbma: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpNhs:
    """``ip nhrp nhs ADDRESS|dynamic [nbma NBMA|FQDN] [multicast] [priority P] [cluster C]``."""

    address: IPAddress | None
    """``None``: ``dynamic``, learned from the reply."""
    nbma: str | None = None
    multicast: bool = False
    priority: int | None = None
    cluster: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nhrp:
    """The ``ip nhrp …`` lines of an interface."""

    network_id: int | None = None
    authentication: Secret | None = None
    maps: tuple[NhrpMap, ...] = ()
    multicast_maps: tuple[IPAddress, ...] = ()
    multicast_dynamic: bool | None = None
    servers: tuple[NhrpNhs, ...] = ()
    holdtime: int | None = None
    registration_timeout: int | None = None
    registration_unique: bool | None = None
    """``False``: ``ip nhrp registration no-unique``."""
    redirect: bool | None = None
    shortcut: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpInterface:
    """Classic EIGRP lines of an interface, one value per autonomous system (P-32)."""

    asn: int
    split_horizon: bool | None = None
    next_hop_self: bool | None = None
    hello: int | None = None
    hold: int | None = None
    summaries: tuple[IPv4Interface, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """``interface NAME`` and the lines below it. ``name`` is the full IOS name."""

    name: str
    description: str | None = None
    vrf: str | None = None
    """IVRF of a tunnel; the default VRF is ``None``."""
    address: IPv4Interface | None = None
    address_dhcp: bool | None = None
    secondaries: tuple[IPv4Interface, ...] = ()
    shutdown: bool | None = None
    redirects: bool | None = None
    mtu: int | None = None
    """``ip mtu`` in bytes."""
    adjust_mss: int | None = None
    """``ip tcp adjust-mss`` in bytes."""
    bandwidth: int | None = None
    """kb/s."""
    delay: int | None = None
    """Tens of microseconds."""
    keepalive: Keepalive | None = None
    if_state_nhrp: bool | None = None
    tunnel: Tunnel = field(default_factory=Tunnel)
    nhrp: Nhrp = field(default_factory=Nhrp)
    eigrp: tuple[EigrpInterface, ...] = ()

    @property
    def is_tunnel(self) -> bool:
        return self.name.startswith("Tunnel")

    @property
    def ip(self) -> IPv4Address | None:
        return self.address.ip if self.address else None
