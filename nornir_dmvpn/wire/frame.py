"""From a captured frame to the GRE packet in it: link layers, IPv4 and IPv6 (NHRP W-01)."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, GreHeader, decode_gre
from nornir_dmvpn.nhrp.reader import Reader

_IPV4, _IPV6, _GRE = 0x0800, 0x86DD, 47
_VLAN = frozenset({0x8100, 0x88A8})
_EXTENSION_HEADERS = frozenset({0, 43, 60})
"""IPv6 headers that may stand before the payload: hop-by-hop, routing, destination options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An NHRP packet and what it travelled in."""

    source: IPAddress
    destination: IPAddress
    ttl: int
    gre: GreHeader
    data: bytes


def _ethernet(reader: Reader) -> int:
    reader.take(12, "Ethernet addresses")
    protocol = reader.number(2, "Ethernet type")
    while protocol in _VLAN:
        reader.take(2, "VLAN tag")
        protocol = reader.number(2, "Ethernet type")
    return protocol


def _cooked(reader: Reader) -> int:
    reader.take(14, "Linux cooked header")
    return reader.number(2, "protocol")


def _cooked_2(reader: Reader) -> int:
    protocol = reader.number(2, "protocol")
    reader.take(18, "Linux cooked header")
    return protocol


def _bare(reader: Reader) -> int:
    """The version in the first byte says which IP it is."""
    version = reader.number(1, "IP version") >> 4
    reader.offset -= 1
    return {4: _IPV4, 6: _IPV6}.get(version, 0)


def _loopback(reader: Reader) -> int:
    reader.take(4, "address family")
    return _bare(reader)


LINK_LAYERS: dict[int, Callable[[Reader], int]] = {
    0: _loopback,
    1: _ethernet,
    12: _bare,
    14: _bare,
    101: _bare,
    108: _loopback,
    113: _cooked,
    228: _bare,
    229: _bare,
    276: _cooked_2,
}
"""LINKTYPE number to what takes the header and gives the Ethernet type of the rest."""


def nhrp_in_frame(link_type: int, data: bytes) -> Carried | None:
    """The NHRP packet of a frame, ``None`` for every other frame; raises :class:`NhrpDecodeError`."""
    link = LINK_LAYERS.get(link_type)
    if link is None:
        raise NhrpDecodeError(0, f"link type {link_type} is not known")
    reader = Reader(data)
    protocol = link(reader)
    if protocol not in {_IPV4, _IPV6}:
        return None
    return nhrp_in_ip(data[reader.offset :])


def nhrp_in_ip(data: bytes) -> Carried | None:
    """The NHRP packet in the GRE in an IP packet, ``None`` if it holds something else."""
    if not data or data[0] >> 4 not in {4, 6}:
        return None
    reader = Reader(data)
    found = _ipv4(reader) if data[0] >> 4 == 4 else _ipv6(reader)
    if found is None:
        return None
    source, destination, ttl, length = found
    header, payload = decode_gre(reader.take(length, "GRE packet"))
    if header.protocol != NHRP_PROTOCOL:
        return None
    return Carried(source=source, destination=destination, ttl=ttl, gre=header, data=payload)


def _ipv4(reader: Reader) -> tuple[IPAddress, IPAddress, int, int] | None:
    """Source, destination, TTL and payload length; ``None``: no GRE, or not its first fragment."""
    head = reader.take(20, "IPv4 header")
    start, total = (head[0] & 15) * 4, int.from_bytes(head[2:4], "big")
    if head[9] != _GRE or int.from_bytes(head[6:8], "big") & 0x1FFF:
        return None
    if start < 20 or total < start:
        raise NhrpDecodeError(0, f"an IPv4 header of {start} bytes in a packet of {total} cannot be")
    reader.take(start - 20, "IPv4 options")
    return IPv4Address(head[12:16]), IPv4Address(head[16:20]), head[8], total - start


def _ipv6(reader: Reader) -> tuple[IPAddress, IPAddress, int, int] | None:
    head = reader.take(40, "IPv6 header")
    following, left = head[6], int.from_bytes(head[4:6], "big")
    while following in _EXTENSION_HEADERS:
        following, length = reader.number(1, "next header"), reader.number(1, "header length")
        reader.take(6 + length * 8, "IPv6 extension header")
        left -= 8 + length * 8
    if following != _GRE or left < 0:
        return None
    return IPv6Address(head[8:24]), IPv6Address(head[24:40]), head[7], left
