"""Access lists, prefix lists, AS-path lists and route maps: what may pass, and what is changed on the way."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from typing import NamedTuple

_CARE = 0xFFFFFFFF


class AclAddress(NamedTuple):
    """``any``, ``host A`` or ``A WILDCARD``: the bits of ``wildcard`` do not matter."""

    address: IPv4Address
    wildcard: IPv4Address

    def covers(self, address: IPv4Address) -> bool:
        care = ~int(self.wildcard) & _CARE
        return int(address) & care == int(self.address) & care


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardEntry:
    """``[SEQUENCE] {permit|deny} SOURCE [log]`` of a standard access list."""

    action: str
    source: AclAddress
    sequence: int | None = None
    log: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedEntry:
    """``[SEQUENCE] {permit|deny} PROTOCOL SOURCE [PORT] DESTINATION [PORT] [OPTIONS]``."""

    action: str
    protocol: str
    source: AclAddress
    destination: AclAddress
    sequence: int | None = None
    source_port: str | None = None
    """As written: ``eq 500``, ``range 1 9``."""
    destination_port: str | None = None
    options: tuple[str, ...] = ()
    """``established``, ``log``, ``echo-reply`` … as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAcl:
    """``ip access-list standard NAME``."""

    name: str
    entries: tuple[StandardEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendedAcl:
    """``ip access-list extended NAME``."""

    name: str
    entries: tuple[ExtendedEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedStandardEntry:
    """``access-list NUMBER {permit|deny} SOURCE [log]``, numbers 1 to 99 and 1300 to 1999."""

    number: int
    action: str
    source: AclAddress
    log: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedExtendedEntry:
    """``access-list NUMBER {permit|deny} PROTOCOL …``, numbers 100 to 199 and 2000 to 2699."""

    number: int
    action: str
    protocol: str
    source: AclAddress
    destination: AclAddress
    source_port: str | None = None
    destination_port: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixListEntry:
    """``ip prefix-list NAME [seq N] {permit|deny} PREFIX [ge G] [le L]`` (or ``ipv6 prefix-list``)."""

    name: str
    action: str
    prefix: IPv4Network
    sequence: int | None = None
    ge: int | None = None
    le: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixListEntry6:
    """``ipv6 prefix-list NAME [seq N] {permit|deny} PREFIX [ge G] [le L]``."""

    name: str
    action: str
    prefix: IPv6Network
    sequence: int | None = None
    ge: int | None = None
    le: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsPathEntry:
    """``ip as-path access-list NUMBER {permit|deny} REGEX``."""

    number: int
    action: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityListEntry:
    """``ip community-list {standard|expanded} NAME {permit|deny} COMMUNITIES``."""

    kind: str
    name: str
    action: str
    communities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedNextHop:
    """``set ip next-hop verify-availability ADDRESS SEQUENCE track OBJECT``."""

    address: IPv4Address
    sequence: int
    track: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteMap:
    """``route-map NAME {permit|deny} SEQUENCE``: one clause. Several names on a ``match`` line are alternatives."""

    name: str
    action: str = "permit"
    sequence: int = 10
    description: str | None = None
    match_access_lists: tuple[str, ...] = ()
    match_prefix_lists: tuple[str, ...] = ()
    match_prefix_lists6: tuple[str, ...] = ()
    match_next_hops: tuple[str, ...] = ()
    """Access lists of ``match ip next-hop``."""
    match_interfaces: tuple[str, ...] = ()
    match_as_paths: tuple[int, ...] = ()
    match_communities: tuple[str, ...] = ()
    match_tags: tuple[int, ...] = ()
    match_metric: int | None = None
    match_route_types: tuple[str, ...] = ()
    match_source_protocols: tuple[str, ...] = ()
    set_tag: int | None = None
    set_metric: tuple[int, ...] = ()
    set_metric_type: str | None = None
    set_local_preference: int | None = None
    set_weight: int | None = None
    set_origin: str | None = None
    set_community: tuple[str, ...] = ()
    set_as_path_prepend: tuple[int, ...] = ()
    set_next_hops: tuple[IPv4Address, ...] = ()
    set_next_hop_peer: bool | None = None
    """``set ip next-hop peer-address``."""
    set_next_hop_unchanged: bool | None = None
    set_verified_next_hops: tuple[VerifiedNextHop, ...] = ()
    set_vrf: str | None = None
    set_global: bool | None = None
    set_interface: str | None = None
    continue_at: int | None = None
