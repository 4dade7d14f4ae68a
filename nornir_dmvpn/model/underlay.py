"""What is known of the network below the tunnels, beyond what the configurations show."""

from dataclasses import dataclass
from enum import Enum

from nornir_dmvpn.model.address import IPAddress


class Transport(Enum):
    """What an underlay may let through or not (W-01, F-11 to F-16)."""

    ALL = "all"
    IKE = "ike"
    """UDP 500."""
    NAT_T = "nat-t"
    """UDP 4500."""
    ESP = "esp"
    GRE = "gre"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderlayAddress:
    """An address that a router has on an interface although its configuration does not show it (DHCP, provider)."""

    router: str
    interface: str
    address: IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Packets from ``source`` to ``destination`` (router names, ``*`` = every one) that do not arrive."""

    source: str
    destination: str
    transport: Transport = Transport.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderlaySpec:
    """The contents of ``underlay.yaml``."""

    addresses: tuple[UnderlayAddress, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    latency: float = 0.005
    """One-way delay between any two routers, in seconds."""
