"""What travels between the routers of the reference network."""

import struct
from dataclasses import dataclass, replace
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPacket:
    """An ICMP echo (``reply`` False) or its reply, as far as forwarding needs it."""

    source: IPv4Address
    destination: IPv4Address
    identifier: int
    reply: bool = False
    ttl: int = 64

    def header(self) -> bytes:
        """IP header and the first 8 bytes of ICMP: what a traffic indication encloses (S-30, W-35)."""
        kind = 0 if self.reply else 8
        icmp = struct.pack("!BBHHH", kind, 0, 0, self.identifier & 0xFFFF, 0)
        icmp = icmp[:2] + struct.pack("!H", _checksum(icmp)) + icmp[4:]
        addresses = self.source.packed + self.destination.packed
        head = struct.pack("!BBHHHBBH", 0x45, 0, 28, self.identifier & 0xFFFF, 0, self.ttl, 1, 0) + addresses
        return head[:10] + struct.pack("!H", _checksum(head)) + head[12:] + icmp

    def hop(self) -> "DataPacket":
        return replace(self, ttl=self.ttl - 1)

    def answer(self) -> "DataPacket":
        return DataPacket(
            source=self.destination, destination=self.source, identifier=self.identifier, reply=True, ttl=64
        )


def _checksum(data: bytes) -> int:
    """Internet checksum (RFC 1071) of an even number of bytes."""
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class GrePacket:
    """A GRE packet in the underlay. ``protected``: it travels in ESP. ``payload``: NHRP bytes, or a data packet."""

    sender: str
    source: IPAddress
    destination: IPAddress
    key: int | None
    protected: bool
    payload: bytes | DataPacket
