"""What a router was told about itself: names, forwarding, multicast, the log of DMVPN."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Global lines that have one value."""

    domain_name: str | None = None
    domain_lookup: bool | None = None
    routing: bool | None = None
    """``ip routing``."""
    cef: bool | None = None
    cef6: bool | None = None
    unicast_routing6: bool | None = None
    logging_dmvpn: bool | None = None
    logging_dmvpn_rate: int | None = None
    """``logging dmvpn rate-limit SECONDS``; ``logging_dmvpn`` is ``True`` then."""
    pim_ssm: str | None = None
    """``default``, or ``range ACL``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainServer:
    """``ip name-server [vrf V] ADDRESS``; IOS takes several on a line and may print them so."""

    addresses: tuple[IPAddress, ...]
    vrf: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MulticastRouting:
    """``ip multicast-routing [vrf V] [distributed]``."""

    vrf: str | None = None
    distributed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RendezvousPoint:
    """``ip pim [vrf V] rp-address ADDRESS [ACL] [override]``."""

    address: IPv4Address
    vrf: str | None = None
    access_list: str | None = None
    override: bool = False
