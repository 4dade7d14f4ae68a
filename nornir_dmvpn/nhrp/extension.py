"""NHRP extensions (RFC 2332 §5.3; NHRP W-50 to W-54), kept in order and without loss."""

from dataclasses import dataclass, field
from enum import IntEnum

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.secret import MASK, Secret
from nornir_dmvpn.nhrp.cie import Cie, decode_cies, encode_cies
from nornir_dmvpn.nhrp.reader import Reader

_COMPULSORY = 0x8000
_UNUSED_BIT = 0x4000
_TYPE = 0x3FFF
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
        ExtensionType.RESPONDER_ADDRESS,
        ExtensionType.FORWARD_TRANSIT,
        ExtensionType.REVERSE_TRANSIT,
        ExtensionType.NAT_ADDRESS,
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
        return decode_cies(Reader(self.value))

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


def decode_extensions(reader: Reader) -> tuple[Extension, ...]:
    """All extensions without the End that closes them; raises :class:`NhrpDecodeError`.

    The values of :data:`CIE_EXTENSIONS` are checked here, so that reading ``cies`` later cannot fail.
    """
    extensions = []
    while True:
        word, length = reader.number(2, "extension type"), reader.number(2, "extension length")
        if word & _TYPE == ExtensionType.END:
            break
        start = reader.offset
        extension = Extension(
            type=word & _TYPE,
            compulsory=bool(word & _COMPULSORY),
            unused=bool(word & _UNUSED_BIT),
            value=reader.take(length, "extension value"),
        )
        if extension.type in CIE_EXTENSIONS:
            _check_cies(extension, start)
        extensions.append(extension)
    if length or reader.left:
        raise NhrpDecodeError(reader.offset, "something follows the End extension")
    return tuple(extensions)


def _check_cies(extension: Extension, start: int) -> None:
    try:
        decode_cies(Reader(extension.value))
    except NhrpDecodeError as error:
        raise NhrpDecodeError(start + error.offset, error.problem) from error


def encode_extensions(extensions: tuple[Extension, ...]) -> bytes:
    """The extensions and the End that closes them."""
    parts = []
    for one in extensions:
        word = one.type | (_COMPULSORY if one.compulsory else 0) | (_UNUSED_BIT if one.unused else 0)
        parts.append(word.to_bytes(2, "big") + len(one.value).to_bytes(2, "big") + one.value)
    parts.append(b"\x80\x00\x00\x00")
    return b"".join(parts)
