"""What a router was told about VRFs, static routes and EIGRP, classic and named."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Network

from nornir_dmvpn.model.interface import EigrpSummary
from nornir_dmvpn.model.redistribution import DistributeList, Redistribution
from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticRoute:
    """``ip route [vrf V] NETWORK MASK {INTERFACE|NEXT-HOP|INTERFACE NEXT-HOP} [DISTANCE] [name N] [track T]``."""

    prefix: IPv4Network
    vrf: str | None = None
    interface: str | None = None
    next_hop: IPv4Address | None = None
    distance: int | None = None
    name: str | None = None
    track: int | None = None
    dhcp: bool = False
    """The next hop is the router DHCP gave."""
    global_: bool = False
    """``global``: the next hop is looked up in the global table."""
    tag: int | None = None
    permanent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticRoute6:
    """``ipv6 route [vrf V] PREFIX {INTERFACE|NEXT-HOP|INTERFACE NEXT-HOP} [DISTANCE] [tag T] [name N] [track T]``."""

    prefix: IPv6Network
    vrf: str | None = None
    interface: str | None = None
    next_hop: IPv6Address | None = None
    distance: int | None = None
    tag: int | None = None
    name: str | None = None
    track: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpNetwork:
    """``network ADDRESS [WILDCARD]``; without a wildcard IOS takes the classful network."""

    address: IPv4Address
    wildcard: IPv4Address | None = None

    def covers(self, address: IPv4Address) -> bool:
        if self.wildcard is not None:
            care = ~int(self.wildcard) & 0xFFFFFFFF
        else:
            first = int(self.address) >> 24
            care = 0xFF000000 if first < 128 else 0xFFFF0000 if first < 192 else 0xFFFFFF00
        return int(address) & care == int(self.address) & care


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpAfInterface:
    """``af-interface NAME`` of named EIGRP; ``default`` holds for all others (P-32)."""

    name: str
    passive: bool | None = None
    split_horizon: bool | None = None
    next_hop_self: bool | None = None
    shutdown: bool | None = None
    hello: int | None = None
    hold: int | None = None
    summaries: tuple[IPv4Interface, ...] = ()
    tuned_summaries: tuple[EigrpSummary, ...] = ()
    no_ecmp_mode: bool | None = None
    """``no next-hop-self no-ecmp-mode``; ``next_hop_self`` is ``False`` then (P-35)."""
    bandwidth_percent: int | None = None
    authentication_md5: bool | None = None
    authentication_sha: Secret | None = None
    """``authentication mode hmac-sha-256 KEY``."""
    key_chain: str | None = None
    bfd: bool | None = None
    add_paths: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpTopology:
    """``topology base`` of a named address family."""

    distribute_lists: tuple[DistributeList, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    default_metric: tuple[int, ...] = ()
    maximum_paths: int | None = None
    variance: int | None = None
    active_time: int | None = None
    """``timers active-time``, minutes."""
    auto_summary: bool | None = None
    default_in: bool | None = None
    """``default-information in``."""
    default_out: bool | None = None
    summary_metrics: tuple["EigrpSummaryMetric", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpSummaryMetric:
    """``summary-metric PREFIX distance D``."""

    prefix: IPv4Interface
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpClassic:
    """``router eigrp ASN``."""

    asn: int
    networks: tuple[EigrpNetwork, ...] = ()
    router_id: IPv4Address | None = None
    passive_default: bool | None = None
    passive_interfaces: tuple[str, ...] = ()
    active_interfaces: tuple[str, ...] = ()
    """``no passive-interface NAME``."""
    auto_summary: bool | None = None
    stub: tuple[str, ...] | None = None
    """Words after ``eigrp stub``; ``()`` = the bare line."""
    distribute_lists: tuple[DistributeList, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    default_metric: tuple[int, ...] = ()
    maximum_paths: int | None = None
    variance: int | None = None
    active_time: int | None = None
    neighbors: tuple["EigrpNeighbor", ...] = ()
    bfd: bool | None = None
    """``bfd all-interfaces``."""
    shutdown: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpNeighbor:
    """``neighbor ADDRESS INTERFACE``: unicast hellos."""

    address: IPv4Address
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpFamily:
    """``address-family ipv4 unicast [vrf V] autonomous-system ASN`` of named EIGRP."""

    asn: int
    vrf: str | None = None
    interfaces: tuple[EigrpAfInterface, ...] = ()
    networks: tuple[EigrpNetwork, ...] = ()
    router_id: IPv4Address | None = None
    stub: tuple[str, ...] | None = None
    topology: EigrpTopology | None = None
    neighbors: tuple[EigrpNeighbor, ...] = ()
    shutdown: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpAfInterface6:
    """``af-interface NAME`` of an IPv6 family of named EIGRP."""

    name: str
    passive: bool | None = None
    split_horizon: bool | None = None
    next_hop_self: bool | None = None
    shutdown: bool | None = None
    hello: int | None = None
    hold: int | None = None
    bandwidth_percent: int | None = None
    summaries: tuple[IPv6Network, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpTopology6:
    """``topology base`` of an IPv6 family."""

    distribute_lists: tuple[DistributeList, ...] = ()
    redistribute: tuple[Redistribution, ...] = ()
    maximum_paths: int | None = None
    variance: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpFamily6:
    """``address-family ipv6 unicast [vrf V] autonomous-system ASN`` of named EIGRP: every IPv6 interface takes part."""

    asn: int
    vrf: str | None = None
    interfaces: tuple[EigrpAfInterface6, ...] = ()
    router_id: IPv4Address | None = None
    stub: tuple[str, ...] | None = None
    topology: EigrpTopology6 | None = None
    shutdown: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpNamed:
    """``router eigrp NAME``."""

    name: str
    families: tuple[EigrpFamily, ...] = ()
    families6: tuple[EigrpFamily6, ...] = ()
    shutdown: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteTarget:
    """``route-target {import|export|both} TARGET``."""

    direction: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VrfFamily:
    """``address-family {ipv4|ipv6}`` of a ``vrf definition``."""

    route_targets: tuple[RouteTarget, ...] = ()
    import_map: str | None = None
    export_map: str | None = None
    maximum_routes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChainKey:
    """``key NUMBER`` of a key chain."""

    number: int
    key_string: Secret | None = None
    algorithm: str | None = None
    """``cryptographic-algorithm …``."""
    send_lifetime: str | None = None
    accept_lifetime: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChain:
    """``key chain NAME``: authentication keys of EIGRP, OSPF and RIP."""

    name: str
    keys: tuple[KeyChainKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vrf:
    """``vrf definition NAME`` or the older ``ip vrf NAME``."""

    name: str
    rd: str | None = None
    legacy: bool = False
    """Written as ``ip vrf``."""
    description: str | None = None
    route_targets: tuple[RouteTarget, ...] = ()
    ipv4: VrfFamily | None = None
    """``address-family ipv4`` stands below a ``vrf definition``: without it the VRF carries no IPv4."""
    ipv6: VrfFamily | None = None
