"""GRE headers (RFC 2784, RFC 2890; NHRP W-60, W-61)."""

from dataclasses import dataclass

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.checksum import internet_checksum
from nornir_dmvpn.nhrp.reader import Reader

NHRP_PROTOCOL = 0x2001
IPV4_PROTOCOL = 0x0800
IPV6_PROTOCOL = 0x86DD

_CHECKSUM, _KEY, _SEQUENCE = 0x8000, 0x2000, 0x1000
_KNOWN = _CHECKSUM | _KEY | _SEQUENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class GreHeader:
    """Header of one GRE packet; ``checksum`` asks for the option, its value is computed."""

    protocol: int
    key: int | None = None
    sequence: int | None = None
    checksum: bool = False


def decode_gre(data: bytes) -> tuple[GreHeader, bytes]:
    """Header and payload; raises :class:`NhrpDecodeError` on other versions, options or a wrong checksum."""
    reader = Reader(data)
    flags, protocol = reader.number(2, "GRE flags"), reader.number(2, "GRE protocol type")
    if flags & ~_KNOWN:
        raise NhrpDecodeError(0, f"GRE flags 0x{flags:04x} hold routing, reserved bits or another version")
    if flags & _CHECKSUM:
        reader.take(4, "GRE checksum")
        if internet_checksum(data):
            raise NhrpDecodeError(4, "the GRE checksum is wrong")
    key = reader.number(4, "GRE key") if flags & _KEY else None
    sequence = reader.number(4, "GRE sequence number") if flags & _SEQUENCE else None
    header = GreHeader(protocol=protocol, key=key, sequence=sequence, checksum=bool(flags & _CHECKSUM))
    return header, data[reader.offset :]


def encode_gre(header: GreHeader, payload: bytes) -> bytes:
    """The GRE packet; 4 bytes, and 4 more for each of checksum, key and sequence number."""
    flags, options = 0, b""
    if header.key is not None:
        flags, options = flags | _KEY, options + header.key.to_bytes(4, "big")
    if header.sequence is not None:
        flags, options = flags | _SEQUENCE, options + header.sequence.to_bytes(4, "big")
    if not header.checksum:
        return flags.to_bytes(2, "big") + header.protocol.to_bytes(2, "big") + options + payload
    start = (flags | _CHECKSUM).to_bytes(2, "big") + header.protocol.to_bytes(2, "big")
    rest = options + payload
    checksum = internet_checksum(start + bytes(4) + rest)
    return start + checksum.to_bytes(2, "big") + bytes(2) + rest
