"""NHRP packets as values and as bytes (RFC 2332 §5; NHRP W-10 to W-37)."""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.checksum import internet_checksum
from nornir_dmvpn.nhrp.cie import Cie, decode_cies, encode_cies, pack
from nornir_dmvpn.nhrp.extension import Extension, decode_extensions, encode_extensions
from nornir_dmvpn.nhrp.reader import Reader

FIXED_SIZE = 20
VERSION = 1
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
    reader = Reader(data)
    afn, protocol_type = reader.number(2, "address family"), reader.number(2, "protocol type")
    snap, hop_count = reader.take(5, "SNAP"), reader.number(1, "hop count")
    size = reader.number(2, "packet size")
    reader.take(2, "checksum")
    extension_offset = reader.number(2, "extension offset")
    version, number = reader.number(1, "version"), reader.number(1, "packet type")
    nbma_length, subaddress_length = reader.number(1, "source NBMA length"), reader.number(1, "subaddress length")
    _check_fixed(data, size=size, version=version, subaddress_length=subaddress_length)
    try:
        kind = PacketType(number)
    except ValueError:
        raise NhrpDecodeError(_VERSION_AT + 1, f"packet type {number} is unknown") from None
    body_end = extension_offset or size
    if not FIXED_SIZE < body_end <= size:
        raise NhrpDecodeError(_OFFSET_AT, f"extension offset {extension_offset} is not inside the packet")
    extensions = decode_extensions(Reader(data, extension_offset)) if extension_offset else None
    fixed = {"afn": afn, "protocol_type": protocol_type, "snap": snap, "hop_count": hop_count}
    return _read_body(Reader(data, FIXED_SIZE, body_end), nbma_length, kind, fixed | {"extensions": extensions})


def encode(packet: NhrpPacket) -> bytes:
    """The bytes of ``packet``: size, checksum and extension offset are computed. ``ValueError``: a field overflows."""
    try:
        return _assemble(packet)
    except OverflowError as error:
        raise ValueError(f"a field of {packet.type.name} does not fit") from error


def _assemble(packet: NhrpPacket) -> bytes:
    nbma = pack(packet.source_nbma)
    source, destination = pack(packet.source_protocol), pack(packet.destination_protocol)
    head, tail = _mandatory(packet)
    body = bytes((len(source), len(destination))) + head + nbma + source + destination + tail
    extensions = b"" if packet.extensions is None else encode_extensions(packet.extensions)
    offset = 0 if packet.extensions is None else FIXED_SIZE + len(body)
    size = FIXED_SIZE + len(body) + len(extensions)
    fixed = packet.afn.to_bytes(2, "big") + packet.protocol_type.to_bytes(2, "big") + packet.snap
    fixed += bytes((packet.hop_count,)) + size.to_bytes(2, "big") + bytes(2) + offset.to_bytes(2, "big")
    whole = bytearray(fixed + bytes((VERSION, packet.type, len(nbma), 0)) + body + extensions)
    whole[_CHECKSUM_AT : _CHECKSUM_AT + 2] = internet_checksum(bytes(whole)).to_bytes(2, "big")
    return bytes(whole)


def _mandatory(packet: NhrpPacket) -> tuple[bytes, bytes]:
    """What stands between the lengths and the addresses, and what follows the addresses."""
    match packet:
        case ClientPacket():
            head = packet.flags.to_bytes(2, "big") + packet.request_id.to_bytes(4, "big")
            return head, encode_cies(packet.cies)
        case ErrorIndication():
            words = (packet.unused, packet.code, packet.offset)
            return b"".join(word.to_bytes(2, "big") for word in words), packet.enclosed
        case TrafficIndication():
            words = (packet.unused[0], packet.code, packet.unused[1])
            return b"".join(word.to_bytes(2, "big") for word in words), packet.enclosed


def _check_fixed(data: bytes, *, size: int, version: int, subaddress_length: int) -> None:
    if version != VERSION:
        raise NhrpDecodeError(_VERSION_AT, f"version {version} is not {VERSION}")
    if size != len(data):
        raise NhrpDecodeError(_SIZE_AT, f"the packet says it has {size} bytes, there are {len(data)}")
    if internet_checksum(data):
        raise NhrpDecodeError(_CHECKSUM_AT, "the checksum is wrong")
    if subaddress_length:
        raise NhrpDecodeError(_SHTL_AT + 1, "NBMA subaddresses are not used with IPv4 and IPv6")


def _read_body(reader: Reader, nbma_length: int, kind: PacketType, fixed: dict[str, Any]) -> NhrpPacket:
    """The mandatory part (NHRP 1.4 to 1.6): two lengths, six bytes that depend on the type, addresses, the rest."""
    source_length, destination_length = reader.number(1, "source length"), reader.number(1, "destination length")
    first, second, third = (reader.number(2, "flags, codes and request ID") for _ in range(3))
    header = fixed | {
        "source_nbma": reader.address(nbma_length, "source NBMA address"),
        "source_protocol": reader.address(source_length, "source protocol address"),
        "destination_protocol": reader.address(destination_length, "destination protocol address"),
    }
    if kind is PacketType.ERROR_INDICATION:
        rest = reader.take(reader.left, "offending packet")
        return ErrorIndication(**header, unused=first, code=second, offset=third, enclosed=rest)
    if kind is PacketType.TRAFFIC_INDICATION:
        rest = reader.take(reader.left, "data packet")
        return TrafficIndication(**header, unused=(first, third), code=second, enclosed=rest)
    request_id = second << 16 | third
    return ClientPacket(**header, type=kind, flags=first, request_id=request_id, cies=decode_cies(reader))
