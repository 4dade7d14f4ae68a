"""Address translation a router was told to do."""

from dataclasses import dataclass
from ipaddress import IPv4Address


@dataclass(frozen=True, slots=True, kw_only=True)
class NatPool:
    """``ip nat pool NAME START END netmask MASK`` or ``… prefix-length N``."""

    name: str
    start: IPv4Address
    end: IPv4Address
    netmask: IPv4Address | None = None
    prefix_length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NatSource:
    """``ip nat inside source {list ACL|route-map R} {interface IF|pool P} [vrf V] [overload]``."""

    kind: str
    """``list`` or ``route-map``."""
    name: str
    interface: str | None = None
    pool: str | None = None
    vrf: str | None = None
    overload: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NatStatic:
    """``ip nat inside source static LOCAL {GLOBAL|interface IF} [vrf V] [extendable]``: one address for another."""

    local: IPv4Address
    outside: IPv4Address | None = None
    interface: str | None = None
    vrf: str | None = None
    extendable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NatStaticPort:
    """``ip nat inside source static {tcp|udp} LOCAL PORT {GLOBAL|interface IF} PORT [vrf V] [extendable]``."""

    protocol: str
    local: IPv4Address
    local_port: int
    outside: IPv4Address | None = None
    interface: str | None = None
    outside_port: int
    vrf: str | None = None
    extendable: bool = False
