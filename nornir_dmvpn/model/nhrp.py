"""What an interface was told about NHRP, for IPv4 (``ip nhrp``) and IPv6 (``ipv6 nhrp``) alike."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpMap:
    """``ip nhrp map TUNNEL [MASK] NBMA``."""

    tunnel: IPAddress
    nbma: IPAddress
    prefix_length: int | None = None
    """Of the mask, where one is written (IPv4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpNhs:
    """``ip nhrp nhs ADDRESS|dynamic [NETWORK] [nbma NBMA|FQDN] [multicast] [priority P] [cluster C]``."""

    address: IPAddress | None
    """``None``: ``dynamic``, learned from the reply."""
    network: IPv4Network | None = None
    """Destinations the server is asked about (the old form ``nhs ADDRESS NET MASK``)."""
    nbma: str | None = None
    multicast: bool = False
    priority: int | None = None
    cluster: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsCluster:
    """``ip nhrp nhs cluster C max-connections N`` (R-51)."""

    cluster: int
    max_connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpGroupMap:
    """``nhrp map group NAME service-policy output POLICY`` (Q-01)."""

    group: str
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpSummaryMap:
    """``ip nhrp summary-map PREFIX [NBMA]`` (S-44)."""

    prefix: IPNetwork
    nbma: IPAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpMaxSend:
    """``ip nhrp max-send PACKETS every SECONDS``."""

    packets: int
    interval: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nhrp:
    """The ``ip nhrp …`` lines of an interface."""

    network_id: int | None = None
    authentication: Secret | None = None
    maps: tuple[NhrpMap, ...] = ()
    multicast_maps: tuple[IPAddress, ...] = ()
    multicast_dynamic: bool | None = None
    servers: tuple[NhrpNhs, ...] = ()
    clusters: tuple[NhsCluster, ...] = ()
    fallback: int | None = None
    """``nhs fallback SECONDS``."""
    holdtime: int | None = None
    registration_timeout: int | None = None
    registration_unique: bool | None = None
    """``False``: ``ip nhrp registration no-unique``."""
    redirect: bool | None = None
    redirect_timeout: int | None = None
    """``redirect timeout SECONDS``; ``redirect`` is ``True`` then."""
    shortcut: bool | None = None
    summary_maps: tuple[NhrpSummaryMap, ...] = ()
    group: str | None = None
    """``ip nhrp group NAME``; the newer ``nhrp group`` is ``Interface.nhrp_group``."""
    group_maps: tuple[NhrpGroupMap, ...] = ()
    max_send: NhrpMaxSend | None = None
    server_only: bool | None = None
    server_only_non_caching: bool | None = None
    record: bool | None = None
    """``False``: ``no ip nhrp record``."""
    interest: str | None = None
    """Access list, or ``none``."""
    use: int | None = None
    responder: str | None = None
    cache_non_authoritative: bool | None = None
    attribute: str | None = None
    connect: int | None = None
    send_routed: bool | None = None
    trigger_svc: str | None = None
    path_preference: int | None = None
