"""The conversions that ten thousand rows pay for: the common form by table, every other by ``ipaddress``.

What comes out, and what is refused, is what ``ipaddress`` and the dataclasses say; it is only said sooner. Whatever is
remembered lives as long as the reading of one answer.
"""

from collections.abc import Callable
from dataclasses import fields
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network
from typing import Any, TypeVar

from nornir_dmvpn.model.address import UNKNOWN, IPAddress, IPNetwork, Nbma

V = TypeVar("V")

_OCTETS = {str(number): number for number in range(256)}
"""An octet in any other form (``01``, ``256``) is for ``ipaddress`` to judge."""
_MASKS = {str(length): (length, 0xFFFFFFFF >> length ^ 0xFFFFFFFF) for length in range(33)}


class Remembered(dict[str, V]):
    """Conversions of words that stand in many rows of one answer, each made once."""

    def __init__(self, convert: Callable[[str], V]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, word: str) -> V:
        value = self[word] = self._convert(word)
        return value


class Addresses:
    """The addresses of one answer: most share their first three octets with others."""

    def __init__(self) -> None:
        self._heads = Remembered(_head)

    def address(self, text: str) -> IPAddress:
        """``ip_address(text)``."""
        head, _, last = text.rpartition(".")
        try:
            return IPv4Address(self._heads[head] | _OCTETS[last])
        except (KeyError, ValueError):
            return ip_address(text)

    def network(self, text: str) -> IPNetwork:
        """``ip_network(text, strict=False)``."""
        address, slash, length = text.partition("/")
        head, _, last = address.rpartition(".")
        try:
            prefix, mask = _MASKS[length if slash else "32"]
            return IPv4Network(((self._heads[head] | _OCTETS[last]) & mask, prefix))
        except (KeyError, ValueError):
            return ip_network(text, strict=False)

    def nbma(self, text: str) -> Nbma:
        """As :func:`~nornir_dmvpn.model.address.parse_nbma`."""
        return UNKNOWN if text.upper() == "UNKNOWN" else self.address(text)


def _head(text: str) -> int:
    """The number of the first three octets; ``KeyError`` or ``ValueError`` for anything else."""
    one, two, three = text.split(".")
    return _OCTETS[one] << 24 | _OCTETS[two] << 16 | _OCTETS[three] << 8


def open_twin(kind: type[Any]) -> type[Any]:
    """A class with the slots of that frozen dataclass and nothing else: fill one, then say ``made.__class__ = kind``.

    The ``__init__`` of a frozen dataclass sets each field through ``object.__setattr__``, three times the work. The
    language lets an object change to a class of the same slots (data model, ``__class__``). Every field must be set.
    """
    return type(f"Open{kind.__name__}", (), {"__slots__": tuple(one.name for one in fields(kind)), "__doc__": None})
