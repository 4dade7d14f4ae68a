"""The conversions that ten thousand rows pay for: the common form by table, every other by ``ipaddress``.

What comes out, and what is refused, is what ``ipaddress`` says; it is only said sooner.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network
from typing import TypeVar

from nornir_dmvpn.model.address import UNKNOWN, IPAddress, IPNetwork, Nbma

V = TypeVar("V")

_OCTETS = {str(number): number for number in range(256)}
"""An octet in any other form (``01``, ``256``) is for ``ipaddress`` to judge."""
_MASKS = {str(length): (length, 0xFFFFFFFF >> length ^ 0xFFFFFFFF) for length in range(33)}


class Remembered(dict[str, V]):
    """Conversions of words that stand in many rows of one answer, each made once. It lives as long as that answer."""

    def __init__(self, convert: Callable[[str], V]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, word: str) -> V:
        value = self[word] = self._convert(word)
        return value


def _ipv4(text: str) -> int:
    """The number of a dotted quad as IOS prints it; ``KeyError`` or ``ValueError`` for anything else."""
    one, two, three, four = text.split(".")
    return _OCTETS[one] << 24 | _OCTETS[two] << 16 | _OCTETS[three] << 8 | _OCTETS[four]


def quick_address(text: str) -> IPAddress:
    """``ip_address(text)``."""
    try:
        return IPv4Address(_ipv4(text))
    except (KeyError, ValueError):
        return ip_address(text)


def quick_network(text: str) -> IPNetwork:
    """``ip_network(text, strict=False)``."""
    address, slash, length = text.partition("/")
    try:
        prefix, mask = _MASKS[length if slash else "32"]
        return IPv4Network((_ipv4(address) & mask, prefix))
    except (KeyError, ValueError):
        return ip_network(text, strict=False)


def quick_nbma(text: str) -> Nbma:
    """As :func:`~nornir_dmvpn.model.address.parse_nbma`."""
    return UNKNOWN if text.upper() == "UNKNOWN" else quick_address(text)
