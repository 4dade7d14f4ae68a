"""The NHRP cache of one interface (RFC 2332 §6; NHRP C-01, C-10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.state import EntryType


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheEntry:
    """One binding: ``network`` is reached through ``next_hop``, which is at ``nbma``. Times are absolute seconds."""

    interface: str
    network: IPNetwork
    next_hop: IPAddress | None
    """``None`` for incomplete entries."""
    nbma: IPAddress | None
    """``None`` for incomplete entries."""
    type: EntryType
    flags: frozenset[str]
    """Spelled as IOS prints them (NHRP C-10, C-11)."""
    created_at: float
    expires_at: float | None
    """``None`` = never."""
    claimed_nbma: IPAddress | None = None
    """What the packet said where the outer source address differed (NHRP R-35)."""
    no_socket: bool = False
    requester: IPAddress | None = None
    """Who got a local entry in a reply (NHRP C-22)."""
    request_id: int | None = None
    group: str | None = None
    target: IPAddress | None = None
    """What was asked for to get the entry, and is asked for again to refresh it (NHRP S-50)."""
    preference: int = 255
    cache_hits: int = 0
    """Packets that found the entry incomplete."""

    @property
    def complete(self) -> bool:
        """Whether packets can be sent with it: it has an NBMA address, and a path to it is wanted."""
        return self.nbma is not None and not self.no_socket


def network_of(address: IPAddress, prefix_length: int | None = None) -> IPNetwork:
    """The network of that length around ``address``; a host without a length."""
    bits = address.max_prefixlen
    length = bits if prefix_length is None else prefix_length
    number = int(address) >> (bits - length) << (bits - length)
    if isinstance(address, IPv4Address):
        return IPv4Network((number, length))
    return IPv6Network((number, length))


class Cache:
    """Entries by network, by NBMA address, and by longest match. Every operation is O(1) in the number of entries."""

    def __init__(self) -> None:
        self._entries: dict[IPNetwork, CacheEntry] = {}
        self._by_nbma: dict[IPAddress, dict[IPNetwork, None]] = {}
        self._lengths: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[CacheEntry]:
        """All entries; the cache may be changed while they are walked."""
        return iter(tuple(self._entries.values()))

    def get(self, network: IPNetwork) -> CacheEntry | None:
        return self._entries.get(network)

    def host(self, address: IPAddress) -> CacheEntry | None:
        """The entry for exactly that address."""
        return self._entries.get(network_of(address))

    def matches(self, address: IPAddress) -> Iterator[CacheEntry]:
        """Entries that cover ``address``, the longest prefix first."""
        version = address.version
        for length in sorted((one for family, one in self._lengths if family == version), reverse=True):
            entry = self._entries.get(network_of(address, length))
            if entry is not None:
                yield entry

    def with_nbma(self, nbma: IPAddress) -> tuple[CacheEntry, ...]:
        """Entries at that NBMA address."""
        return tuple(self._entries[network] for network in self._by_nbma.get(nbma, ()))

    def put(self, entry: CacheEntry) -> CacheEntry | None:
        """Store; returns the entry of the same network that it replaces."""
        old = self.remove(entry.network)
        network = entry.network
        self._entries[network] = entry
        if entry.nbma is not None:
            self._by_nbma.setdefault(entry.nbma, {})[network] = None
        length = (network.version, network.prefixlen)
        self._lengths[length] = self._lengths.get(length, 0) + 1
        return old

    def remove(self, network: IPNetwork) -> CacheEntry | None:
        """Take out and return the entry of exactly that network."""
        old = self._entries.pop(network, None)
        if old is None:
            return None
        if old.nbma is not None:
            siblings = self._by_nbma[old.nbma]
            del siblings[network]
            if not siblings:
                del self._by_nbma[old.nbma]
        length = (network.version, network.prefixlen)
        self._lengths[length] -= 1
        if not self._lengths[length]:
            del self._lengths[length]
        return old
