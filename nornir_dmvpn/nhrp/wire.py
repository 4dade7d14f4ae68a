"""NHRP packets as values and as bytes (RFC 2332 §5; NHRP W-10 to W-37)."""

import struct
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.checksum import internet_checksum
from nornir_dmvpn.nhrp.cie import Cie, decode_cies, encode_cies, pack
from nornir_dmvpn.nhrp.extension import Extension, decode_extensions, encode_extensions
from nornir_dmvpn.nhrp.reader import address_at

FIXED_SIZE = 20
VERSION = 1
_FIXED = struct.Struct("!HH5sBHHHBBBB")
"""The fixed header (NHRP 1.2): address family, protocol type, SNAP, hop count, size, checksum, extension offset,
version, type, length of the source NBMA address and of its subaddress."""
_CLIENT = struct.Struct("!BBHI")
"""Lengths of the protocol addresses, flags, request id (NHRP 1.4)."""
_INDICATION = struct.Struct("!BBHHH")
"""Lengths of the protocol addresses, and three words (NHRP 1.5, 1.6)."""
_LEAST = FIXED_SIZE + _CLIENT.size
_SIZE_AT, _CHECKSUM_AT, _OFFSET_AT, _VERSION_AT, _SHTL_AT = 10, 12, 14, 16, 18


class PacketType(IntEnum):
    """NHRP W-12."""

    RESOLUTION_REQUEST = 1
    RESOLUTION_REPLY = 2
    REGISTRATION_REQUEST = 3
    REGISTRATION_REPLY = 4
    PURGE_REQUEST = 5
    PURGE_REPLY = 6
    ERROR_INDICATION = 7
    TRAFFIC_INDICATION = 8


_TYPES: dict[int, PacketType] = {int(one): one for one in PacketType}


class ResolutionFlag(IntFlag):
    """Flags of Resolution Requests and Replies (RFC 2332 §5.2.1; NHRP W-20, W-21)."""

    ROUTER = 0x8000
    AUTHORITATIVE = 0x4000
    DESTINATION_STABLE = 0x2000
    UNIQUE = 0x1000
    SOURCE_STABLE = 0x0800
    NAT = 0x0002


class RegistrationFlag(IntFlag):
    """Flags of Registration Requests and Replies (RFC 2332 §5.2.3)."""

    UNIQUE = 0x8000
    NAT = 0x0002


class PurgeFlag(IntFlag):
    """Flags of Purge Requests and Replies (RFC 2332 §5.2.5)."""

    NO_REPLY = 0x8000
    NAT = 0x0002


class ErrorCode(IntEnum):
    """NHRP W-31."""

    UNRECOGNIZED_EXTENSION = 1
    LOOP_DETECTED = 3
    PROTOCOL_ADDRESS_UNREACHABLE = 6
    PROTOCOL_ERROR = 7
    SDU_SIZE_EXCEEDED = 8
    INVALID_EXTENSION = 9
    INVALID_RESOLUTION_REPLY = 10
    AUTHENTICATION_FAILURE = 11
    HOP_COUNT_EXCEEDED = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What all eight types have: the fixed header and the three addresses (RFC 2332 §5.1, §5.2)."""

    afn: int = 1
    """1: IPv4 transport, 2: IPv6 transport."""
    protocol_type: int = 0x0800
    """0x0800: IPv4 overlay, 0x86DD: IPv6 overlay."""
    snap: bytes = bytes(5)
    hop_count: int = 255
    source_nbma: IPAddress | None
    source_protocol: IPAddress | None
    destination_protocol: IPAddress | None
    extensions: tuple[Extension, ...] | None = ()
    """Without the End extension; ``None``: no extension part at all (extension offset 0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientPacket(_Header):
    """Types 1 to 6: requests and replies about clients (RFC 2332 §5.2.0.1)."""

    type: PacketType
    flags: int
    request_id: int
    cies: tuple[Cie, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorIndication(_Header):
    """Type 7 (RFC 2332 §5.2.7; NHRP W-30)."""

    type: PacketType = field(default=PacketType.ERROR_INDICATION, init=False)
    code: int
    offset: int = 0
    """Where in the offending packet the error is, in bytes."""
    enclosed: bytes
    """As much of the offending NHRP packet as fits."""
    unused: int = 0
    """FRR leaves the flags of the offending packet here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficIndication(_Header):
    """Type 8, Cisco's redirect (NHRP W-35, W-36)."""

    type: PacketType = field(default=PacketType.TRAFFIC_INDICATION, init=False)
    code: int = 0
    """0: redirect."""
    enclosed: bytes
    """The start of the data packet that took the detour."""
    unused: tuple[int, int] = (0, 0)
    """The words before and after the code."""


NhrpPacket = ClientPacket | ErrorIndication | TrafficIndication


def decode(data: bytes) -> NhrpPacket:
    """The packet in ``data`` (without GRE); raises :class:`NhrpDecodeError`, and nothing else.

    ``data`` must be exactly one packet: its size field, version, checksum and offsets are checked (NHRP S-80 step 1).
    """
    if len(data) < _LEAST:
        raise NhrpDecodeError(len(data), f"a packet has {_LEAST} bytes at least, there are {len(data)}")
    fixed = _FIXED.unpack_from(data)
    size, extension_offset, version, number, subaddress_length = fixed[4], fixed[6], fixed[7], fixed[8], fixed[10]
    _check_fixed(data, size=size, version=version, subaddress_length=subaddress_length)
    kind = _TYPES.get(number)
    if kind is None:
        raise NhrpDecodeError(_VERSION_AT + 1, f"packet type {number} is unknown")
    body_end = extension_offset or size
    if not _LEAST <= body_end <= size:
        raise NhrpDecodeError(_OFFSET_AT, f"extension offset {extension_offset} is not inside the packet")
    extensions = decode_extensions(data, extension_offset) if extension_offset else None
    return _read_body(data, body_end, kind, fixed, extensions)


def encode(packet: NhrpPacket) -> bytes:
    """The bytes of ``packet``: size, checksum and extension offset are computed. ``ValueError``: a field overflows."""
    try:
        return _assemble(packet)
    except struct.error as error:
        raise ValueError(f"a field of {packet.type.name} does not fit") from error


def _assemble(packet: NhrpPacket) -> bytes:
    nbma, source = pack(packet.source_nbma), pack(packet.source_protocol)
    destination = pack(packet.destination_protocol)
    if isinstance(packet, ClientPacket):
        mandatory = _CLIENT.pack(len(source), len(destination), packet.flags, packet.request_id)
        tail = encode_cies(packet.cies)
    else:
        mandatory = _INDICATION.pack(len(source), len(destination), *_words(packet))
        tail = packet.enclosed
    extensions = b"" if packet.extensions is None else encode_extensions(packet.extensions)
    body = b"".join((mandatory, nbma, source, destination, tail, extensions))
    size = FIXED_SIZE + len(body)
    offset = 0 if packet.extensions is None else size - len(extensions)
    head = (packet.afn, packet.protocol_type, packet.snap, packet.hop_count, size)
    tail_of_head = (offset, VERSION, packet.type, len(nbma), 0)
    checksum = internet_checksum(_FIXED.pack(*head, 0, *tail_of_head) + body)
    return _FIXED.pack(*head, checksum, *tail_of_head) + body


def _words(packet: ErrorIndication | TrafficIndication) -> tuple[int, int, int]:
    """What stands between the lengths and the addresses (NHRP W-30, W-35)."""
    if isinstance(packet, ErrorIndication):
        return packet.unused, packet.code, packet.offset
    return packet.unused[0], packet.code, packet.unused[1]


def _check_fixed(data: bytes, *, size: int, version: int, subaddress_length: int) -> None:
    if version != VERSION:
        raise NhrpDecodeError(_VERSION_AT, f"version {version} is not {VERSION}")
    if size != len(data):
        raise NhrpDecodeError(_SIZE_AT, f"the packet says it has {size} bytes, there are {len(data)}")
    if internet_checksum(data):
        raise NhrpDecodeError(_CHECKSUM_AT, "the checksum is wrong")
    if subaddress_length:
        raise NhrpDecodeError(_SHTL_AT + 1, "NBMA subaddresses are not used with IPv4 and IPv6")


def _read_body(
    data: bytes, end: int, kind: PacketType, fixed: tuple[Any, ...], extensions: tuple[Extension, ...] | None
) -> NhrpPacket:
    """The mandatory part (NHRP 1.4 to 1.6): two lengths, six bytes that depend on the type, addresses, the rest."""
    afn, protocol_type, snap, hop_count, _, _, _, _, _, nbma_length, _ = fixed
    source_length, destination_length, first, second, third = _INDICATION.unpack_from(data, FIXED_SIZE)
    lengths = (nbma_length, source_length, destination_length)
    source_nbma, source_protocol, destination_protocol, rest = _read_addresses(data, end, *lengths)
    if kind < PacketType.ERROR_INDICATION:
        return ClientPacket(
            afn=afn,
            protocol_type=protocol_type,
            snap=snap,
            hop_count=hop_count,
            source_nbma=source_nbma,
            source_protocol=source_protocol,
            destination_protocol=destination_protocol,
            extensions=extensions,
            type=kind,
            flags=first,
            request_id=second << 16 | third,
            cies=decode_cies(data, rest, end),
        )
    header: dict[str, Any] = {
        "afn": afn,
        "protocol_type": protocol_type,
        "snap": snap,
        "hop_count": hop_count,
        "source_nbma": source_nbma,
        "source_protocol": source_protocol,
        "destination_protocol": destination_protocol,
        "extensions": extensions,
        "enclosed": data[rest:end],
    }
    if kind is PacketType.ERROR_INDICATION:
        return ErrorIndication(**header, unused=first, code=second, offset=third)
    return TrafficIndication(**header, unused=(first, third), code=second)


def _read_addresses(
    data: bytes, end: int, nbma_length: int, source_length: int, destination_length: int
) -> tuple[IPAddress | None, IPAddress | None, IPAddress | None, int]:
    """The three addresses, and where the rest of the mandatory part starts."""
    source_at = _LEAST + nbma_length
    destination_at = source_at + source_length
    return (
        address_at(data, _LEAST, nbma_length, end, "source NBMA address"),
        address_at(data, source_at, source_length, end, "source protocol address"),
        address_at(data, destination_at, destination_length, end, "destination protocol address"),
        destination_at + destination_length,
    )
