"""What the smaller commands of NHRP and ``show dmvpn detail`` show; sections of ``DeviceState`` beside its cache.

Durations are whole seconds as printed, addresses are ``ipaddress`` values, counters are plain numbers.
"""

from dataclasses import dataclass
from enum import Enum

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.state import DmvpnPeer, EntryType, Family, NhrpEntry, NhsEntry, NhsState, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefEntry:
    """One row of ``show ip nhrp brief`` (C-24).

    ``interface`` is what IOS printed, cut to a column: ``Tu15272`` for ``Tunnel152728``. The classic table knows the
    claimed address, the new one knows flags: ``u r e c a t``.
    """

    target: IPNetwork
    via: IPAddress | None
    nbma: IPAddress | None
    type: EntryType
    interface: str
    claimed_nbma: IPAddress | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """One line pair of ``Metadata Exchange Framework`` in ``show ip nhrp self``."""

    type: int
    state: str
    data: int
    """``MEF ext data``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfEntry:
    """One of the router's own entries, ``show ip nhrp self`` (C-25)."""

    entry: NhrpEntry
    metadata: tuple[Metadata, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectEntry:
    """One block of ``show ip nhrp redirect``; ``hold_time`` in seconds."""

    target: IPNetwork
    via: IPAddress
    type: EntryType
    flags: frozenset[str]
    nbma: IPAddress
    hold_time: int
    authentication: str | None = None
    """``enabled`` or ``disabled`` as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCounts:
    """Entries by type."""

    static: int
    dynamic: int
    incomplete: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.static + self.dynamic + self.incomplete


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpSummary:
    """``show ip nhrp summary`` and its IPv6 twin (C-26). ``size`` is in bytes; totals are as printed."""

    family: Family
    entries: int
    size: int
    types: TypeCounts
    remote: int
    remote_types: TypeCounts
    nhop: int
    bfd: int
    default: int
    temporary: int
    route: int
    rib: int
    rib_routes: int
    """``H``: routes installed."""
    rib_overrides: int
    """``nho``: next-hop overrides."""
    bgp: int
    remote_lfib: int
    local: int
    local_types: TypeCounts
    local_lfib: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketCounts:
    """One direction of ``show ip nhrp traffic`` (C-27); ``total`` as printed."""

    total: int
    resolution_request: int = 0
    resolution_reply: int = 0
    registration_request: int = 0
    registration_reply: int = 0
    purge_request: int = 0
    purge_reply: int = 0
    error_indication: int = 0
    traffic_indication: int = 0
    redirect_suppress: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpTraffic:
    """The packets of one interface, or of the router where ``interface`` is ``None`` (C-27).

    ``send_limit`` packets may go out in ``limit_period`` seconds, ``usage`` percent of it are used. ``queue`` are the
    three numbers of ``Packet Queue size: 0[0](1)``, which only the router's own block has.
    """

    interface: str | None
    sent: PacketCounts
    received: PacketCounts
    forwarded: PacketCounts | None = None
    send_limit: int | None = None
    limit_period: int | None = None
    usage: int | None = None
    queue: tuple[int, int, int] | None = None


class EventDirection(Enum):
    """Who told whom of an event: ``[S]`` NHRP sent it, ``[R]`` NHRP received it."""

    SENT = "S"
    RECEIVED = "R"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCount:
    """One counter of ``show nhrp stats``: ``[S]Add Route : 76[0]`` was told 76 times, 0 of them with an error."""

    group: str
    """Title above it without ``Stats:``: ``RIB Events``."""
    direction: EventDirection
    event: str
    count: int
    errors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceEvents:
    """The counters of one tunnel in printed order; no name where the command named the tunnel."""

    interface: str | None
    counts: tuple[EventCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MulticastTarget:
    """One row of ``show ip nhrp multicast`` (C-28): multicast on ``interface`` is copied to ``nbma``."""

    interface: str
    nbma: IPAddress
    flags: frozenset[str]
    """``dynamic``; ``static`` and ``nhs`` are expected, no router was seen to print them."""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RedundantNhs:
    """One server in ``show ip nhrp nhs redundancy`` (R-50 to R-52)."""

    interface: str
    cluster: int
    address: IPAddress
    priority: int
    state: NhsState
    queue: str
    """``Running``, ``Waiting``: the queue of the machine that picks servers."""
    previous_state: NhsState
    previous_queue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsCluster:
    """One cluster in ``show ip nhrp nhs redundancy``. No ``max_connections``: not set. ``status`` as printed."""

    interface: str
    cluster: int
    status: str
    max_connections: int | None
    total: int
    responding: int
    expecting: int
    waiting: int
    fallback: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsRedundancy:
    """``show ip nhrp nhs redundancy``: each server, then each cluster."""

    servers: tuple[RedundantNhs, ...] = ()
    clusters: tuple[NhsCluster, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPeer:
    """One row of ``show dmvpn detail`` with the lines below it (C-52, C-53).

    ``role`` is the ``Type:`` that B prints anew above each IPv6 peer; ``None`` where only the section has one.
    """

    peer: DmvpnPeer
    role: Role | None = None
    group: str | None = None
    policy: str | None = None
    """Name of the output service policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailTunnel:
    """One interface of ``show dmvpn detail`` (C-50 to C-53), once per family of its peers.

    ``vrf`` and ``tunnel_vrf`` are ``None`` for the global table; ``destination`` is ``None`` for multipoint.
    ``protection`` is the name of the profile, ``None`` without. What a release does not print is ``None`` as well.
    """

    interface: str
    family: Family
    role: Role
    declared_peers: int
    """``Total NBMA Peers (v4/v6):``."""
    line: str
    """``up/up``."""
    address: IPAddress | None
    source: IPAddress | None
    destination: IPAddress | None
    transport: str
    """``multi-GRE/IP``."""
    protection: str | None
    vrf: str | None = None
    tunnel_vrf: str | None = None
    state_control: bool | None = None
    event_publisher: bool | None = None
    servers: tuple[NhsEntry, ...] = ()
    peers: tuple[DetailPeer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailIkeSa:
    """One ``IKEv2 SA:`` line of a session and the line below it. ``version`` is ``IKE``, ``IKEv1`` or ``IKEv2``."""

    version: str
    local: IPAddress
    local_port: int
    remote: IPAddress
    remote_port: int
    active: bool
    capabilities: str | None = None
    """Letters such as ``DN``; ``""`` for ``(none)``."""
    connection_id: int | None = None
    lifetime: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailFlow:
    """One ``IPSEC FLOW:`` of a session. ``None``: not printed. Lifetimes in kilobytes and seconds."""

    selector: str
    """``permit 47 host A host B``, one blank between words."""
    active_sas: int
    origin: str
    inbound: int | None = None
    inbound_dropped: int | None = None
    inbound_kilobytes: int | None = None
    inbound_seconds: int | None = None
    outbound: int | None = None
    outbound_dropped: int | None = None
    outbound_kilobytes: int | None = None
    outbound_seconds: int | None = None
    spi: int | None = None
    transform: str | None = None
    socket: str | None = None
    """``Open`` or ``Closed``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailSession:
    """One crypto session below ``show dmvpn detail`` (C-54, C-55). ``fvrf`` is ``None`` for ``(none)``."""

    interface: str
    status: str
    handle: int | None = None
    session_id: int | None = None
    ike: tuple[DetailIkeSa, ...] = ()
    fvrf: str | None = None
    phase1_id: str | None = None
    flows: tuple[DetailFlow, ...] = ()
    pending: bool = False
    """It stands under ``Pending DMVPN Sessions:``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DmvpnDetail:
    """``show dmvpn detail``: tunnels and peers, then crypto sessions."""

    tunnels: tuple[DetailTunnel, ...] = ()
    sessions: tuple[DetailSession, ...] = ()


__all__ = [
    "BriefEntry",
    "DetailFlow",
    "DetailIkeSa",
    "DetailPeer",
    "DetailSession",
    "DetailTunnel",
    "DmvpnDetail",
    "EventCount",
    "EventDirection",
    "InterfaceEvents",
    "Metadata",
    "MulticastTarget",
    "NhrpSummary",
    "NhrpTraffic",
    "NhsCluster",
    "NhsRedundancy",
    "PacketCounts",
    "RedirectEntry",
    "RedundantNhs",
    "SelfEntry",
    "TypeCounts",
]
