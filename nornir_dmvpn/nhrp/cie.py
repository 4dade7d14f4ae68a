"""Client Information Entries (RFC 2332 §5.2.0.1; NHRP W-22, W-23)."""

from dataclasses import dataclass
from enum import IntEnum
from struct import Struct

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.reader import ADDRESS_LENGTHS, address_at


class CieCode(IntEnum):
    """Reply codes (RFC 2332 §5.2.0.1; NHRP W-23)."""

    SUCCESS = 0
    PROHIBITED = 4
    INSUFFICIENT_RESOURCES = 5
    NO_BINDING = 12
    NOT_UNIQUE = 13
    UNIQUE_REGISTERED = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Cie:
    """One entry; an address that is ``None`` is not on the wire and means "as in the packet's header"."""

    code: int = CieCode.SUCCESS
    prefix_length: int = 0
    """Bits; on the wire 0 and 255 both mean "this host" (NHRP W-24)."""
    mtu: int = 0
    holding_time: int = 0
    """Seconds."""
    nbma: IPAddress | None = None
    protocol: IPAddress | None = None
    preference: int = 0

    def prefix_of(self, address: IPAddress) -> int:
        """The prefix length meant for ``address``: 0, 255 and everything longer than the address mean a host."""
        bits = address.max_prefixlen
        return self.prefix_length if 0 < self.prefix_length < bits else bits


_HEAD = Struct("!BBHHHBBBB")
"""Code, prefix length, unused, MTU, holding time, NBMA length, subaddress length, protocol length, preference."""
_SUBADDRESS_AT = 9


def decode_cies(data: bytes, start: int = 0, end: int | None = None) -> tuple[Cie, ...]:
    """Entries in ``data[start:end]``; raises :class:`NhrpDecodeError`."""
    cies, stop = [], len(data) if end is None else end
    while start < stop:
        fields, after = _head(data, start, stop)
        code, prefix_length, _, mtu, holding_time, nbma_length, _, protocol_length, preference = fields
        addresses = start + _HEAD.size
        cies.append(
            Cie(
                code=code,
                prefix_length=prefix_length,
                mtu=mtu,
                holding_time=holding_time,
                nbma=address_at(data, addresses, nbma_length, stop, "CIE NBMA address"),
                protocol=address_at(data, addresses + nbma_length, protocol_length, stop, "CIE protocol address"),
                preference=preference,
            )
        )
        start = after
    return tuple(cies)


def check_cies(data: bytes, start: int, end: int) -> None:
    """Raise what :func:`decode_cies` would raise, without making the values."""
    while start < end:
        fields, after = _head(data, start, end)
        nbma_length, protocol_length = fields[5], fields[7]
        if after > end or nbma_length not in ADDRESS_LENGTHS or protocol_length not in ADDRESS_LENGTHS:
            decode_cies(data, start, end)
        start = after


def _head(data: bytes, start: int, end: int) -> tuple[tuple[int, ...], int]:
    """The fields of the entry at ``start``, and where the next one starts if its addresses are there."""
    if end - start < _HEAD.size:
        raise NhrpDecodeError(start, f"a CIE needs {_HEAD.size} bytes, {end - start} are left")
    fields = _HEAD.unpack_from(data, start)
    if fields[6]:
        raise NhrpDecodeError(start + _SUBADDRESS_AT, "NBMA subaddresses are not used with IPv4 and IPv6")
    return fields, start + _HEAD.size + fields[5] + fields[7]


def encode_cies(cies: tuple[Cie, ...]) -> bytes:
    """The bytes of ``cies``, one after the other; ``struct.error`` where a field overflows."""
    return b"".join(map(_encode_cie, cies))


def _encode_cie(cie: Cie) -> bytes:
    nbma, protocol = pack(cie.nbma), pack(cie.protocol)
    lengths = (len(nbma), 0, len(protocol), cie.preference)
    return _HEAD.pack(cie.code, cie.prefix_length, 0, cie.mtu, cie.holding_time, *lengths) + nbma + protocol


def pack(address: IPAddress | None) -> bytes:
    """The octets of an address; none for ``None``."""
    return b"" if address is None else address.packed
