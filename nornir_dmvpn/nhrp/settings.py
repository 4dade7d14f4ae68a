"""What a speaker is told about its interfaces and asks about its routes."""

from dataclasses import dataclass
from typing import Protocol

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsSetting:
    """``ip nhrp nhs …`` (NHRP R-03, R-51)."""

    address: IPAddress | None
    """Tunnel address of the server; ``None``: ``nhs dynamic``, learned from its reply."""
    nbma: IPAddress | None
    """``None``: found through the interface's ``maps``, or the tunnel destination."""
    priority: int = 0
    """0 is best."""
    cluster: int = 0
    fqdn: str | None = None
    """Name that stands where the NBMA address would; whoever owns the speaker looks it up (R-54)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NhrpInterface:
    """A tunnel interface that speaks NHRP; one without a network-id is not given to a speaker (NHRP R-01)."""

    name: str
    network_id: int
    address: IPAddress
    prefix_length: int
    nbma: IPAddress
    """Address of the tunnel source, as this router has it."""
    multipoint: bool
    destination: IPAddress | None = None
    """NBMA address of the other end of a point-to-point tunnel (NHRP S-02)."""
    holdtime: int
    """Holding time that is advertised, in seconds (NHRP R-13)."""
    registration_interval: float
    """Seconds between periodic registrations (NHRP R-10)."""
    authentication: Secret | None = None
    unique: bool = False
    maps: tuple[tuple[IPAddress, IPAddress], ...] = ()
    """Static mappings, protocol address to NBMA address."""
    nhs: tuple[NhsSetting, ...] = ()
    multicast_static: tuple[IPAddress, ...] = ()
    """NBMA addresses."""
    multicast_dynamic: bool = False
    redirect: bool = False
    redirect_interval: float = 8.0
    """Seconds during which one redirect suppresses the next (NHRP S-31)."""
    shortcut: bool = False
    mtu: int = 17916
    """MTU written into CIEs; receivers ignore it (RFC 2332 §5.2.0.1)."""
    group: str | None = None
    """NHRP group name sent in registrations."""
    max_connections: tuple[tuple[int, int], ...] = ()
    """``ip nhrp nhs cluster C max-connections N``: cluster and the servers kept up in it; without one, all (R-51)."""
    nhs_fallback: float = 0.0
    """Seconds a better server answers before the client moves back to it (R-52)."""
    if_state: bool = False
    """``if-state nhrp``: the line is up while a server answers (R-55)."""
    max_send: int | None = None
    """Packets in 10 seconds; ``None``: what the generation has (R-70)."""
    record: bool = True
    """``False``: no transit records, and so no loop detection (R-71)."""
    summary_maps: tuple[IPNetwork, ...] = ()
    """Answers about a destination in one of these carry it instead of the route's prefix (S-44)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The longest match for a destination; ``next_hop`` ``None`` = directly connected or by interface only."""

    prefix: IPNetwork
    interface: str
    next_hop: IPAddress | None


class Routes(Protocol):
    """The overlay routing table of the router, without the routes that NHRP itself installed."""

    def lookup(self, destination: IPAddress) -> Route | None:
        """The longest match, or ``None`` when there is no route."""
