"""A secret that does not show itself."""

import re
from typing import Final

MASK: Final = "********"


_ENCRYPTED: Final = re.compile(r"([4-9]) (\S+)")
_TYPE_7: Final = re.compile(r"\d\d(?:[0-9A-Fa-f]{2})+")
_PAD: Final = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"
"""What Cisco's type 7 hides a password with (published, so no protection)."""


class Secret:
    """A key or password. ``repr``, ``str`` and ``format`` are masked.

    As written in a configuration it may have the type of its encryption before it (``6 …``, ``7 …``). Equality is that
    of the secret meant: type 7 is undone, so ``7 0822455D0A16`` equals the plain word. What cannot be undone
    (:attr:`opaque`, type 6 and hashes) equals only the same text: two different ones may still mean the same.

    :meth:`reveal` is called in one place only: where configuration text is made to be pushed or archived.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    @property
    def opaque(self) -> bool:
        """Whether only the router that wrote it knows what it is: a difference to another secret proves nothing."""
        found = _ENCRYPTED.fullmatch(self._value)
        return found is not None and found[1] != "7"

    def _meant(self) -> str:
        found = _ENCRYPTED.fullmatch(self._value)
        if found is None or found[1] != "7" or not _TYPE_7.fullmatch(found[2]):
            return self._value
        seed, hidden = int(found[2][:2]), bytes.fromhex(found[2][2:])
        return bytes(byte ^ _PAD[(seed + at) % len(_PAD)] for at, byte in enumerate(hidden)).decode("latin-1")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._meant() == self._meant()

    def __hash__(self) -> int:
        return hash((Secret, self._meant()))

    def __len__(self) -> int:
        return len(self._meant())

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        return (Secret, (self._value,))
