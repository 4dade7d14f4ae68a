"""Client Information Entries (RFC 2332 §5.2.0.1; NHRP W-22, W-23)."""

from dataclasses import dataclass
from enum import IntEnum

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.reader import Reader


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


def decode_cies(reader: Reader) -> tuple[Cie, ...]:
    """Entries up to the end of ``reader``; raises :class:`NhrpDecodeError`."""
    cies = []
    while reader.left:
        cies.append(_decode_cie(reader))
    return tuple(cies)


def encode_cies(cies: tuple[Cie, ...]) -> bytes:
    """The bytes of ``cies``, one after the other."""
    return b"".join(_encode_cie(one) for one in cies)


def _decode_cie(reader: Reader) -> Cie:
    code, prefix_length = reader.number(1, "CIE code"), reader.number(1, "CIE prefix length")
    reader.take(2, "CIE unused field")
    mtu, holding_time = reader.number(2, "CIE MTU"), reader.number(2, "CIE holding time")
    nbma_length = reader.number(1, "CIE NBMA address type and length")
    subaddress_length = reader.number(1, "CIE NBMA subaddress type and length")
    if subaddress_length:
        raise NhrpDecodeError(reader.offset - 1, "NBMA subaddresses are not used with IPv4 and IPv6")
    protocol_length, preference = reader.number(1, "CIE protocol length"), reader.number(1, "CIE preference")
    return Cie(
        code=code,
        prefix_length=prefix_length,
        mtu=mtu,
        holding_time=holding_time,
        nbma=reader.address(nbma_length, "CIE NBMA address"),
        protocol=reader.address(protocol_length, "CIE protocol address"),
        preference=preference,
    )


def _encode_cie(cie: Cie) -> bytes:
    nbma, protocol = pack(cie.nbma), pack(cie.protocol)
    head = bytes((cie.code, cie.prefix_length, 0, 0))
    times = cie.mtu.to_bytes(2, "big") + cie.holding_time.to_bytes(2, "big")
    return head + times + bytes((len(nbma), 0, len(protocol), cie.preference)) + nbma + protocol


def pack(address: IPAddress | None) -> bytes:
    """The octets of an address; none for ``None``."""
    return b"" if address is None else address.packed
