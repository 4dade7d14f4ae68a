"""Longest-prefix match, and the route it finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class RibRoute:
    """One route of a router's overlay table. ``next_hop`` ``None``: the destination itself is on that interface."""

    prefix: IPv4Network
    interface: str
    next_hop: IPv4Address | None
    distance: int
    source: str
    """``connected``, ``static`` or the name of the protocol."""


class PrefixTable(Generic[V]):
    """Prefix to value with longest-prefix match: one dictionary per prefix length, on integers."""

    __slots__ = ("_tables",)

    def __init__(self) -> None:
        self._tables: dict[int, dict[int, V]] = {}

    def __setitem__(self, prefix: IPv4Network, value: V) -> None:
        self._tables.setdefault(prefix.prefixlen, {})[int(prefix.network_address)] = value

    def __delitem__(self, prefix: IPv4Network) -> None:
        table = self._tables[prefix.prefixlen]
        del table[int(prefix.network_address)]
        if not table:
            del self._tables[prefix.prefixlen]

    def get(self, prefix: IPv4Network) -> V | None:
        """The value of exactly that prefix."""
        return self._tables.get(prefix.prefixlen, {}).get(int(prefix.network_address))

    def items(self) -> Iterator[tuple[IPv4Network, V]]:
        """Everything in the table, longest prefixes first."""
        for length in sorted(self._tables, reverse=True):
            for number, value in self._tables[length].items():
                yield IPv4Network((number, length)), value

    def matches(self, address: IPv4Address) -> Iterator[tuple[IPv4Network, V]]:
        """Every prefix that covers ``address``, longest first."""
        number = int(address)
        for length in sorted(self._tables, reverse=True):
            base = number >> (32 - length) << (32 - length)
            table = self._tables[length]
            if base in table:
                yield IPv4Network((base, length)), table[base]
