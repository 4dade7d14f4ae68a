"""What a speaker reports beside packets. Each value is complete in itself; ``events()`` drains them in order."""

from dataclasses import dataclass
from typing import Literal

from nornir_dmvpn.model.address import IPAddress, IPNetwork

RouteKind = Literal["rib", "nho"]
"""``rib``: an H route of its own; ``nho``: next-hop override of a route of exactly that prefix (NHRP S-40)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketWanted:
    """Packets or entries need a path to ``nbma``: keep trying to open it until :class:`SocketReleased`."""

    interface: str
    nbma: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketReleased:
    """Nothing uses ``nbma`` any more (NHRP S-52)."""

    interface: str
    nbma: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWanted:
    """The NBMA address of a server given by name is wanted: answer with ``name_resolved`` (NHRP R-54)."""

    interface: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProtocol:
    """``if-state nhrp`` takes the line down, or lets it come up (NHRP R-55). NHRP itself goes on meanwhile."""

    interface: str
    up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsUp:
    """A server answered; ``nhs`` is its tunnel address (NHRP R-10)."""

    interface: str
    nhs: IPAddress
    nbma: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsDown:
    """A server was declared down; ``nhs`` is ``None`` when its address was never learned (NHRP R-46).

    ``reason`` is the text of the log: ``NHRP Registration Failure``, ``External`` or the refusal's.
    """

    interface: str
    nhs: IPAddress | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRefused:
    """A Registration Reply with a code other than 0 (RFC 2332 §5.2.4; NHRP R-30, W-23)."""

    interface: str
    nhs: IPAddress | None
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NhcUp:
    """A client registered, or moved to another NBMA address (NHRP R-20, R-32)."""

    interface: str
    address: IPAddress
    nbma: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NhcDown:
    """A client's registration ended; ``reason`` is ``Expiry``, ``Purge``, ``External`` or ``Config``."""

    interface: str
    address: IPAddress
    nbma: IPAddress
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupBound:
    """A client belongs to a group, whose QoS policy is for its NBMA address; ``None``: no more (NHRP R-20, R-14)."""

    interface: str
    address: IPAddress
    nbma: IPAddress
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NhpUp:
    """A peer became reachable by resolution (NHRP S-20)."""

    interface: str
    address: IPAddress
    nbma: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NhpDown:
    """A resolved peer's entry ended; reasons as for :class:`NhcDown`."""

    interface: str
    address: IPAddress
    nbma: IPAddress
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteInstalled:
    """A shortcut changed the routing table (NHRP S-40)."""

    prefix: IPNetwork
    interface: str
    next_hop: IPAddress
    kind: RouteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteRemoved:
    """The shortcut's route is gone (NHRP S-52)."""

    prefix: IPNetwork
    interface: str
    next_hop: IPAddress
    kind: RouteKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorReceived:
    """A peer sent an Error Indication (RFC 2332 §5.2.7; NHRP W-31)."""

    interface: str
    source_nbma: IPAddress
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A packet was not processed; ``rule`` is the rule id that says so."""

    interface: str
    source_nbma: IPAddress | None
    reason: str
    rule: str


Event = (
    SocketWanted
    | SocketReleased
    | NameWanted
    | LineProtocol
    | NhsUp
    | NhsDown
    | RegistrationRefused
    | NhcUp
    | NhcDown
    | GroupBound
    | NhpUp
    | NhpDown
    | RouteInstalled
    | RouteRemoved
    | ErrorReceived
    | Dropped
)
