"""As much of IPv4 and ICMP as a host needs that is pinged and pings (RFC 791, RFC 792)."""

from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from typing import Self

from nornir_dmvpn.nhrp.checksum import internet_checksum

ICMP = 1
ECHO_REPLY, ECHO_REQUEST = 0, 8
DEFAULT_TTL = 64
_HEADER, _ICMP_HEADER = 20, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipv4Packet:
    """One packet without options; ``ttl`` counts hops down."""

    source: IPv4Address
    destination: IPv4Address
    protocol: int
    ttl: int = DEFAULT_TTL
    identification: int = 0
    tos: int = 0
    fragment: int = 0
    """Flags and fragment offset, as they stand in the header."""
    payload: bytes

    @classmethod
    def decode(cls, data: bytes) -> Self | None:
        """The packet at the start of ``data``; ``None`` if it is none, damaged or cut. Options are not kept."""
        if len(data) < _HEADER or data[0] >> 4 != 4:
            return None
        header, total = (data[0] & 15) * 4, int.from_bytes(data[2:4], "big")
        if header < _HEADER or not header <= total <= len(data) or internet_checksum(data[:header]):
            return None
        return cls(
            source=IPv4Address(data[12:16]),
            destination=IPv4Address(data[16:20]),
            protocol=data[9],
            ttl=data[8],
            identification=int.from_bytes(data[4:6], "big"),
            tos=data[1],
            fragment=int.from_bytes(data[6:8], "big"),
            payload=data[header:total],
        )

    def encode(self) -> bytes:
        """The packet with length and checksum."""
        words = (_HEADER + len(self.payload), self.identification, self.fragment)
        head = bytes((0x45, self.tos)) + b"".join(one.to_bytes(2, "big") for one in words)
        head += bytes((self.ttl, self.protocol))
        addresses = self.source.packed + self.destination.packed
        checksum = internet_checksum(head + bytes(2) + addresses)
        return head + checksum.to_bytes(2, "big") + addresses + self.payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """An ICMP echo request or reply."""

    is_request: bool
    identifier: int
    sequence: int
    data: bytes = b""

    @classmethod
    def decode(cls, packet: Ipv4Packet) -> Self | None:
        """What ``packet`` carries; ``None`` if that is no whole and sound echo."""
        body = packet.payload
        whole = packet.protocol == ICMP and not packet.fragment & 0x3FFF and len(body) >= _ICMP_HEADER
        if not whole or internet_checksum(body) or body[0] not in {ECHO_REQUEST, ECHO_REPLY} or body[1]:
            return None
        return cls(
            is_request=body[0] == ECHO_REQUEST,
            identifier=int.from_bytes(body[4:6], "big"),
            sequence=int.from_bytes(body[6:8], "big"),
            data=body[8:],
        )

    def encode(self) -> bytes:
        """ICMP header and data, with the checksum."""
        rest = self.identifier.to_bytes(2, "big") + self.sequence.to_bytes(2, "big") + self.data
        kind = bytes((ECHO_REQUEST if self.is_request else ECHO_REPLY, 0))
        return kind + internet_checksum(kind + bytes(2) + rest).to_bytes(2, "big") + rest

    def answer(self) -> Self:
        """The reply to a request."""
        return replace(self, is_request=False)
