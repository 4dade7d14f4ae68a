"""Peers, cache entries and servers: what ``show dmvpn`` and ``show ip nhrp`` are made of.

Durations are whole seconds as printed, counted back (``age``) or forward (``expires``) from the ``taken_at`` of their
:class:`~nornir_dmvpn.model.device_state.DeviceState`.
"""

from dataclasses import dataclass
from enum import Enum

from nornir_dmvpn.model.address import IPAddress, IPNetwork, Nbma, Seconds


class Role(Enum):
    """``Type:`` of a tunnel in ``show dmvpn`` (C-45)."""

    HUB = "Hub"
    SPOKE = "Spoke"
    HUB_SPOKE = "Hub/Spoke"
    UNKNOWN = "Unknown"


class Family(Enum):
    """Protocol of the tunnel addresses."""

    IPV4 = "IPv4"
    IPV6 = "IPv6"


class TunnelState(Enum):
    """State column of ``show dmvpn``, in the order of establishment (M-10, SD115)."""

    INTF = "INTF"
    IKE = "IKE"
    IPSEC = "IPSEC"
    NHRP = "NHRP"
    UP = "UP"


@dataclass(frozen=True, slots=True, kw_only=True)
class DmvpnPeer:
    """One row of ``show dmvpn``. ``entries`` is the count of its NBMA group, repeated on continuation rows (C-44)."""

    entries: int
    nbma: Nbma
    tunnel: IPAddress
    state: TunnelState
    updown: Seconds
    attributes: frozenset[str]
    """``S D I I2 N L X T1 T2 C B`` (C-47)."""
    target: IPNetwork | None = None
    """Target network; only ``show dmvpn detail`` prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DmvpnTunnel:
    """One ``Interface:`` section of ``show dmvpn``; a tunnel without entries prints none (C-45)."""

    interface: str
    family: Family = Family.IPV4
    role: Role
    declared_peers: int
    """``NHRP Peers:`` as printed: NBMA groups with a count of one or more (C-44)."""
    peers: tuple[DmvpnPeer, ...]


class EntryType(Enum):
    """Type of an NHRP cache entry (C-01)."""

    STATIC = "static"
    DYNAMIC = "dynamic"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpEntry:
    """One entry of ``show ip nhrp`` (C-20 to C-22)."""

    target: IPNetwork
    via: IPAddress | None
    """Next hop; ``None`` where IOS prints no ``via`` (incomplete entries)."""
    interface: str
    created: Seconds
    expires: Seconds
    type: EntryType
    flags: frozenset[str]
    nbma: Nbma | None
    """``None``: no NBMA line was printed."""
    claimed_nbma: IPAddress | None = None
    no_socket: bool = False
    group: str | None = None
    preference: int | None = None
    requester: IPAddress | None = None
    request_id: int | None = None
    cache_hits: int | None = None


class NhsState(Enum):
    """State letters of an NHS: ``RE`` healthy, ``E`` expecting replies, ``R`` responding, ``W`` waiting (C-30)."""

    RE = "RE"
    E = "E"
    R = "R"
    W = "W"


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsEntry:
    """One row of ``show ip nhrp nhs [detail]`` (C-30, C-31)."""

    interface: str
    address: IPAddress
    state: NhsState
    dynamic: bool = False
    """``D``: the NHS address was learned from its reply."""
    nbma: IPAddress | None = None
    priority: int | None = None
    cluster: int | None = None
    requests_sent: int | None = None
    requests_failed: int | None = None
    replies_received: int | None = None
    last_reply_age: int | None = None
    """Age in seconds of the last reply ever received."""
    request_id: int | None = None
    """``Current Request ID``; some trains print it with ``detail``."""
    acknowledged_id: int | None = None
    """``(Ack: n)`` behind it: the last request that was answered."""
    socket_requested: bool | None = None
    """``Protection Socket Requested``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRegistration:
    """One line of ``Pending Registration Requests:`` (C-31); ``retry`` is the present back-off in seconds (R-11)."""

    interface: str
    nhs: IPAddress
    request_id: int
    retry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsReport:
    """``show ip nhrp nhs``: the servers and the registrations that wait for an answer."""

    servers: tuple[NhsEntry, ...] = ()
    pending: tuple[PendingRegistration, ...] = ()


__all__ = [
    "DmvpnPeer",
    "DmvpnTunnel",
    "EntryType",
    "Family",
    "NhrpEntry",
    "NhsEntry",
    "NhsReport",
    "NhsState",
    "PendingRegistration",
    "Role",
    "TunnelState",
]
