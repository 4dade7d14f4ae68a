"""Addresses, and the marks that stand where an address or a time would be."""

from enum import Enum
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network, ip_address
from typing import Literal

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network
IPInterface = IPv4Interface | IPv6Interface


class Mark(Enum):
    """A word where a value would stand. Each is equal to itself only; none is ``None`` (= not printed)."""

    UNKNOWN = "UNKNOWN"
    """IOS printed ``UNKNOWN`` as the NBMA address of an incomplete entry."""
    ANY = "*"
    """The reference cannot know this address (no underlay in the configs): it matches every address."""
    NEVER = "never"
    """``never`` as an up/down time, ``never expire`` as a lifetime."""

    def __repr__(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.value


UNKNOWN: Literal[Mark.UNKNOWN] = Mark.UNKNOWN
ANY: Literal[Mark.ANY] = Mark.ANY
NEVER: Literal[Mark.NEVER] = Mark.NEVER

Nbma = IPv4Address | IPv6Address | Literal[Mark.UNKNOWN, Mark.ANY]
"""An underlay address as a show command has it, or as the reference expects it."""
Seconds = int | Literal[Mark.NEVER]
"""A printed duration in seconds."""


def nbma_matches(expected: Nbma, observed: Nbma) -> bool:
    """Whether ``observed`` may stand where the reference expects ``expected`` (``ANY`` matches an address)."""
    if expected is ANY or observed is ANY:
        return expected is not UNKNOWN and observed is not UNKNOWN
    return expected == observed


def parse_nbma(text: str) -> Nbma:
    """``203.0.113.1``, ``2001:DB8::1`` or ``UNKNOWN``; ``ValueError`` otherwise."""
    return UNKNOWN if text.upper() == "UNKNOWN" else ip_address(text)
