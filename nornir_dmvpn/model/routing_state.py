"""What a router shows of its routing: tables, neighbours, processes. Ages and times are seconds as printed."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.address import IPAddress, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePath:
    """One way of a route: a next hop, an interface, or both. ``distance`` ``None``: none was printed."""

    next_hop: IPv4Address | None = None
    next_hop_vrf: str | None = None
    interface: str | None = None
    distance: int | None = None
    metric: int | None = None
    age: Seconds | None = None
    """Since it was installed; connected and static routes print none."""
    override: str | None = None
    """``NHO``: NHRP's next hop in place of the protocol's (C-70); ``RPR``: a repair path."""
    summary: bool = False
    """``is a summary``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One prefix of ``show ip route``. ``code`` is the letter, ``kind`` what follows it (``E2``, ``IA``, ``EX``)."""

    prefix: IPv4Network
    code: str
    kind: str = ""
    default: bool = False
    """``*``: candidate default."""
    marks: str = ""
    """``%`` next hop override, ``+`` replicated, ``p`` PfR, ``&`` replicated local."""
    paths: tuple[RoutePath, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorNetwork:
    """A line such as ``10.0.0.0/8 is variably subnetted, 9 subnets, 2 masks``; it counts the whole table.

    ``masks`` ``None``: ``is subnetted``; ``network`` then has the length of the subnets below.
    """

    network: IPv4Network
    subnets: int
    masks: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingTable:
    """One table of ``show ip route``. ``gateway`` ``None``: no gateway of last resort is set."""

    vrf: str | None = None
    gateway: IPv4Address | None = None
    gateway_network: IPv4Address | None = None
    majors: tuple[MajorNetwork, ...] = ()
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDescriptor:
    """One block of ``Routing Descriptor Blocks``. ``best``: it carries the asterisk."""

    best: bool
    next_hop: IPv4Address | None = None
    interface: str | None = None
    source: IPv4Address | None = None
    """``from``: who told it."""
    age: Seconds | None = None
    metric: int | None = None
    traffic_share: int | None = None
    override: bool = False
    """The block is NHRP's next hop override."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDetail:
    """``show ip route PREFIX``."""

    prefix: IPv4Network
    vrf: str | None = None
    supernet: bool = False
    known_via: str
    """``eigrp 1``, ``connected``, ``nhrp``."""
    distance: int
    metric: int
    type: str | None = None
    """``internal``, ``intra area``, ``connected`` and what else stands behind ``type``."""
    default: bool = False
    redistributing: str | None = None
    last_update: IPv4Address | None = None
    last_update_interface: str | None = None
    last_update_age: Seconds | None = None
    descriptors: tuple[RouteDescriptor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpNeighbour:
    """One row of ``show ip eigrp neighbors [detail]``. ``srtt`` and ``rto`` in milliseconds, ``hold`` in seconds."""

    handle: int
    address: IPAddress
    interface: str
    hold: int
    uptime: Seconds
    srtt: int
    rto: int
    queue: int
    sequence: int
    version: str | None = None
    """EIGRP release and TLV version, ``25.0/2.0``; this and all below only with ``detail``."""
    retransmissions: int | None = None
    retries: int | None = None
    prefixes: int | None = None
    topology_ids: str | None = None
    advertised: str | None = None
    """``Topologies advertised to peer``."""
    stub: tuple[str, ...] | None = None
    """Words of ``Stub Peer Advertising``; ``None``: no stub."""
    suppressing: bool = False
    """``Suppressing queries``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpProcess:
    """One ``EIGRP-IPv4 … Neighbors`` section; ``name`` of a named configuration."""

    asn: int
    name: str | None = None
    vrf: str | None = None
    neighbours: tuple[EigrpNeighbour, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfNeighbour:
    """One row of ``show ip ospf neighbor``. ``role``: ``DR``, ``BDR``, ``DROTHER``, ``None`` where it says ``-``."""

    neighbour_id: IPv4Address
    priority: int
    state: str
    role: str | None
    dead_time: Seconds | None
    """``None``: ``-``, a demand circuit."""
    address: IPv4Address
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpNeighbour:
    """One row of ``show ip bgp summary``. Exactly one of ``state`` and ``prefixes`` is given."""

    address: IPAddress
    version: int = 4
    asn: str
    """As printed: ``65001``, ``65000.1``."""
    received: int
    sent: int
    table_version: int
    in_queue: int = 0
    out_queue: int = 0
    updown: Seconds
    state: str | None = None
    """``Idle``, ``Active``, ``Idle (Admin)`` while it is not established."""
    prefixes: int | None = None
    dynamic: bool = False
    """``*``: made by a listen range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BgpSummary:
    """One family of ``show ip bgp summary``. Memory and activity statistics are read past: they tell no peering."""

    router_id: IPv4Address
    asn: str
    table_version: int
    main_version: int
    family: str | None = None
    """``IPv4 Unicast``; only ``show ip bgp all summary`` prints it."""
    neighbours: tuple[BgpNeighbour, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingSource:
    """A row of ``Routing Information Sources``."""

    gateway: str
    """An address, or ``(this router)``."""
    distance: int
    last_update: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingProtocol:
    """One section of ``show ip protocols``. Lists are empty where IOS prints no such part."""

    protocol: str
    """``eigrp 1``, ``ospf 10``, ``bgp 65001``, ``application``."""
    router_id: IPv4Address | None = None
    redistributing: str | None = None
    maximum_path: int | None = None
    networks: tuple[str, ...] = ()
    """As printed: ``10.0.0.0/24``, ``10.10.10.0 0.0.0.255 area 0``."""
    interfaces: tuple[str, ...] = ()
    """``Routing on Interfaces Configured Explicitly``."""
    passive: tuple[str, ...] = ()
    neighbours: tuple[IPAddress, ...] = ()
    sources: tuple[RoutingSource, ...] = ()
    distance: str | None = None
    """Words behind ``Distance:``."""


__all__ = [
    "BgpNeighbour",
    "BgpSummary",
    "EigrpNeighbour",
    "EigrpProcess",
    "MajorNetwork",
    "OspfNeighbour",
    "Route",
    "RouteDescriptor",
    "RouteDetail",
    "RoutePath",
    "RoutingProtocol",
    "RoutingSource",
    "RoutingTable",
]
