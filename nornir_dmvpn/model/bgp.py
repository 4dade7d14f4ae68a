"""What a router was told about BGP."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.redistribution import DistributeList, Redistribution
from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpTimers:
    """``timers [bgp] KEEPALIVE HOLD``, seconds."""

    keepalive: int
    hold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpListenRange:
    """``bgp listen range PREFIX peer-group NAME``: dynamic neighbours (P-42)."""

    prefix: IPv4Network | IPv6Network
    peer_group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpNetwork:
    """``network ADDRESS [mask MASK] [route-map R]``; without a mask IOS takes the classful network."""

    address: IPv4Address
    mask: IPv4Address | None = None
    route_map: str | None = None

    @property
    def prefix(self) -> IPv4Network:
        if self.mask is not None:
            return IPv4Network(f"{self.address}/{self.mask}", strict=False)
        first = int(self.address) >> 24
        return IPv4Network((int(self.address), 8 if first < 128 else 16 if first < 192 else 24), strict=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpAggregate:
    """``aggregate-address PREFIX [as-set] [summary-only]``."""

    prefix: IPv4Network
    as_set: bool = False
    summary_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpMaximumPrefix:
    """``neighbor X maximum-prefix LIMIT [THRESHOLD] [warning-only]``."""

    limit: int
    threshold: int | None = None
    warning_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpNeighbor:
    """The ``neighbor PEER …`` lines of one peer or peer group, at the level where they stand (process or family)."""

    peer: str
    """An address in canonical form, or the name of a peer group."""
    is_group: bool | None = None
    """The bare ``neighbor NAME peer-group``."""
    remote_as: int | None = None
    local_as: int | None = None
    peer_group: str | None = None
    """The group a peer belongs to."""
    session: str | None = None
    """``inherit peer-session NAME``."""
    policy: str | None = None
    """``inherit peer-policy NAME``."""
    description: str | None = None
    shutdown: bool | None = None
    ebgp_multihop: int | None = None
    disable_connected_check: bool | None = None
    password: Secret | None = None
    update_source: str | None = None
    transport: str | None = None
    """``connection-mode passive`` …"""
    timers: BgpTimers | None = None
    advertisement_interval: int | None = None
    fall_over: str | None = None
    """``bfd``, or ``""`` for the bare line."""
    activate: bool | None = None
    weight: int | None = None
    remove_private_as: bool | None = None
    as_override: bool | None = None
    allowas_in: int | None = None
    """Occurrences; 3 is what the bare line means."""
    next_hop_self: bool | None = None
    next_hop_self_all: bool | None = None
    next_hop_unchanged: bool | None = None
    route_reflector_client: bool | None = None
    send_community: str | None = None
    """``standard``, ``extended``, ``both``; ``""`` for the bare line."""
    default_originate: bool | None = None
    default_originate_map: str | None = None
    soft_reconfiguration: bool | None = None
    """``soft-reconfiguration inbound``."""
    maximum_prefix: BgpMaximumPrefix | None = None
    distribute_list_in: str | None = None
    distribute_list_out: str | None = None
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    filter_list_in: int | None = None
    filter_list_out: int | None = None
    route_map_in: str | None = None
    route_map_out: str | None = None

    @property
    def address(self) -> IPAddress | None:
        """The peer's address; ``None`` for a peer group."""
        try:
            return ip_address(self.peer)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpPeerSession:
    """``template peer-session NAME``."""

    name: str
    remote_as: int | None = None
    description: str | None = None
    ebgp_multihop: int | None = None
    update_source: str | None = None
    timers: BgpTimers | None = None
    password: Secret | None = None
    fall_over: str | None = None
    inherit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpPeerPolicy:
    """``template peer-policy NAME``."""

    name: str
    next_hop_self: bool | None = None
    next_hop_self_all: bool | None = None
    next_hop_unchanged: bool | None = None
    route_reflector_client: bool | None = None
    send_community: str | None = None
    default_originate: bool | None = None
    soft_reconfiguration: bool | None = None
    allowas_in: int | None = None
    prefix_list_in: str | None = None
    prefix_list_out: str | None = None
    route_map_in: str | None = None
    route_map_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpFamily:
    """``address-family {ipv4|ipv6|vpnv4 …} [vrf V]``."""

    family: str
    """``ipv4``, ``ipv4 multicast``, ``ipv6``, ``vpnv4`` …; ``unicast`` is not spelled out."""
    vrf: str | None = None
    router_id: IPv4Address | None = None
    neighbors: tuple[BgpNeighbor, ...] = ()
    networks: tuple[BgpNetwork, ...] = ()
    networks6: tuple[IPv6Network, ...] = ()
    aggregates: tuple[BgpAggregate, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    distribute_lists: tuple[DistributeList, ...] = ()
    default_originate: bool | None = None
    maximum_paths: int | None = None
    maximum_paths_ibgp: int | None = None
    auto_summary: bool | None = None
    synchronization: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpProcess:
    """``router bgp ASN``. Lines of the IPv4 family may stand in the process itself or in a family."""

    asn: int
    router_id: IPv4Address | None = None
    log_neighbor_changes: bool | None = None
    default_ipv4_unicast: bool | None = None
    """``False``: ``no bgp default ipv4-unicast``."""
    default_local_preference: int | None = None
    cluster_id: str | None = None
    multipath_relax: bool | None = None
    """``bgp bestpath as-path multipath-relax``."""
    graceful_restart: bool | None = None
    listen_limit: int | None = None
    listen_ranges: tuple[BgpListenRange, ...] = ()
    timers: BgpTimers | None = None
    sessions: tuple[BgpPeerSession, ...] = ()
    policies: tuple[BgpPeerPolicy, ...] = ()
    neighbors: tuple[BgpNeighbor, ...] = ()
    networks: tuple[BgpNetwork, ...] = ()
    aggregates: tuple[BgpAggregate, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    distribute_lists: tuple[DistributeList, ...] = ()
    default_originate: bool | None = None
    maximum_paths: int | None = None
    maximum_paths_ibgp: int | None = None
    auto_summary: bool | None = None
    synchronization: bool | None = None
    families: tuple[BgpFamily, ...] = ()
