"""NHRP extensions (RFC 2332 §5.3; NHRP W-50 to W-54), kept in order and without loss."""

from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.secret import MASK, Secret
from nornir_dmvpn.nhrp.cie import Cie, check_cies, decode_cies, encode_cies

_HEAD = Struct("!HH")
"""Type with its two bits, and length of the value."""
_COMPULSORY = 0x8000
_UNUSED_BIT = 0x4000
_TYPE = 0x3FFF
_END = 0
_END_BYTES = b"\x80\x00\x00\x00"
_CLEARTEXT = b"\x00\x00\x00\x01"
"""What Cisco puts before the secret where RFC 2332 has the SPI (NHRP W-50)."""
CISCO_OUI = b"\x00\x00\x0c"


class ExtensionType(IntEnum):
    """Numbers of RFC 2332 §5.3 and of Cisco (NHRP W-50)."""

    END = 0
    RESPONDER_ADDRESS = 3
    FORWARD_TRANSIT = 4
    REVERSE_TRANSIT = 5
    AUTHENTICATION = 7
    VENDOR_PRIVATE = 8
    NAT_ADDRESS = 9


CIE_EXTENSIONS: frozenset[int] = frozenset(
    {
        int(ExtensionType.RESPONDER_ADDRESS),
        int(ExtensionType.FORWARD_TRANSIT),
        int(ExtensionType.REVERSE_TRANSIT),
        int(ExtensionType.NAT_ADDRESS),
    }
)
"""Extensions whose value is a list of CIEs."""
KNOWN_EXTENSIONS: frozenset[int] = frozenset(ExtensionType)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Extension:
    """One extension; ``type`` may be unknown, ``value`` is kept as it came."""

    type: int
    compulsory: bool
    value: bytes = field(default=b"")
    unused: bool = False
    """Bit 0x4000, to be kept when forwarding."""

    @property
    def cies(self) -> tuple[Cie, ...]:
        """The CIEs of a :data:`CIE_EXTENSIONS` value; raises :class:`NhrpDecodeError` on others."""
        return decode_cies(self.value)

    def __repr__(self) -> str:
        shown = MASK if self.type == ExtensionType.AUTHENTICATION else self.value.hex()
        return f"Extension(type={self.type}, compulsory={self.compulsory}, value={shown})"


def cie_extension(kind: ExtensionType, *cies: Cie) -> Extension:
    """Extension 3, 4, 5 (compulsory) or 9 (not) with these CIEs."""
    return Extension(type=kind, compulsory=kind is not ExtensionType.NAT_ADDRESS, value=encode_cies(cies))


def authentication(secret: Secret) -> Extension:
    """Cisco's clear-text authentication (NHRP W-50)."""
    return Extension(
        type=ExtensionType.AUTHENTICATION, compulsory=True, value=_CLEARTEXT + secret.reveal().encode("latin-1")
    )


def group_name(group: str) -> Extension:
    """The NHRP group in a vendor private extension.

    The place of the extension is known (NHRP W-50, W-51), the layout behind the OUI is not: the bare name is ours.
    """
    return Extension(type=ExtensionType.VENDOR_PRIVATE, compulsory=False, value=CISCO_OUI + group.encode("ascii"))


def group_of(extension: Extension) -> str | None:
    """The group that :func:`group_name` put there; ``None`` for every other vendor value."""
    if extension.type != ExtensionType.VENDOR_PRIVATE or not extension.value.startswith(CISCO_OUI):
        return None
    name = extension.value[len(CISCO_OUI) :]
    return name.decode("ascii") if name and name.isascii() and name.decode("ascii").isprintable() else None


def decode_extensions(data: bytes, start: int) -> tuple[Extension, ...]:
    """All extensions from ``start`` on without the End that closes them; raises :class:`NhrpDecodeError`.

    The values of :data:`CIE_EXTENSIONS` are checked here, so that reading ``cies`` later cannot fail.
    """
    extensions, end = [], len(data)
    while True:
        if end - start < _HEAD.size:
            raise NhrpDecodeError(start, f"an extension needs {_HEAD.size} bytes, {end - start} are left")
        word, length = _HEAD.unpack_from(data, start)
        start += _HEAD.size
        kind = word & _TYPE
        if kind == _END:
            break
        after = start + length
        if after > end:
            raise NhrpDecodeError(start, f"extension value needs {length} bytes, {end - start} are left")
        if length and kind in CIE_EXTENSIONS:
            check_cies(data, start, after)
        extension = Extension(
            type=kind,
            compulsory=word >= _COMPULSORY,
            value=data[start:after],
            unused=word & _UNUSED_BIT != 0,
        )
        extensions.append(extension)
        start = after
    if length or start != end:
        raise NhrpDecodeError(start, "something follows the End extension")
    return tuple(extensions)


def encode_extensions(extensions: tuple[Extension, ...]) -> bytes:
    """The extensions and the End that closes them; ``struct.error`` where a field overflows."""
    parts = []
    for one in extensions:
        word = one.type | (_COMPULSORY if one.compulsory else 0) | (_UNUSED_BIT if one.unused else 0)
        parts.append(_HEAD.pack(word, len(one.value)))
        parts.append(one.value)
    parts.append(_END_BYTES)
    return b"".join(parts)
