"""What a router was told about routing: static routes and EIGRP, classic and named."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpFamily:
    """``address-family ipv4 unicast [vrf V] autonomous-system ASN`` of named EIGRP."""

    asn: int
    vrf: str | None = None
    interfaces: tuple[EigrpAfInterface, ...] = ()
    networks: tuple[EigrpNetwork, ...] = ()
    router_id: IPv4Address | None = None
    stub: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpNamed:
    """``router eigrp NAME``."""

    name: str
    families: tuple[EigrpFamily, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vrf:
    """``vrf definition NAME`` or the older ``ip vrf NAME``."""

    name: str
    rd: str | None = None
    legacy: bool = False
    """Written as ``ip vrf``."""
    ipv4: bool | None = None
    """``address-family ipv4`` stands below a ``vrf definition``."""
