"""The cache and what hangs on it: paths, expiry, routes, replication, reports (NHRP R-14, R-23, S-40, S-52)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import Cache, CacheEntry, network_of
from nornir_dmvpn.nhrp.event import (
    Dropped,
    Event,
    GroupBound,
    NhcDown,
    NhcUp,
    NhpDown,
    NhpUp,
    RouteInstalled,
    RouteKind,
    RouteRemoved,
)
from nornir_dmvpn.nhrp.limits import MOST_ENTRIES
from nornir_dmvpn.nhrp.sockets import Sockets
from nornir_dmvpn.nhrp.timers import Timers


class Bindings:
    """Bindings of one interface. Entries change only through :meth:`store` and :meth:`drop`."""

    def __init__(self, interface: str, *, sockets: Sockets, timers: Timers, emit: Callable[[Event], None]) -> None:
        self.cache = Cache()
        self.replication: dict[IPAddress, None] = {}
        """NBMA addresses of ``map multicast dynamic``, in the order of registration."""
        self._shortcuts: dict[IPNetwork, None] = {}
        self._interface = interface
        self._sockets = sockets
        self._timers = timers
        self._emit = emit

    def host(self, address: IPAddress) -> CacheEntry | None:
        """The entry of exactly that address."""
        return self.cache.host(address)

    def complete(self, address: IPAddress) -> CacheEntry | None:
        """The longest complete entry that covers ``address``."""
        return next((one for one in self.cache.matches(address) if one.complete), None)

    def store(self, entry: CacheEntry) -> bool:
        """Add or replace the entry of that network; ``False``: the cache is full and nothing was stored."""
        if not self.has_room(entry):
            reason = f"the cache is full, no entry for {entry.network}"
            self._emit(Dropped(interface=self._interface, source_nbma=entry.nbma, reason=reason, rule="W-23"))
            return False
        old = self.cache.put(entry)
        path, old_path = _path(entry), _path(old)
        if path != old_path:
            self._claim(path, entry.network)
            self._release(old_path, entry.network)
        self._report_route(old, entry)
        self._report_peer(old, entry, "")
        self._report_group(old, entry)
        if old is not None and old.nbma != entry.nbma:
            self._forget_replication(old)
        key = ("expiry", self._interface, entry.network)
        if entry.expires_at is None:
            self._timers.cancel(key)
        else:
            self._timers.set(key, entry.expires_at, partial(self._expire, entry.network))
        return True

    def has_room(self, entry: CacheEntry) -> bool:
        """Whether ``entry`` may be stored: it is configured, replaces another, or the cache is not full."""
        if entry.type is EntryType.STATIC or len(self.cache) < MOST_ENTRIES:
            return True
        return self.cache.get(entry.network) is not None

    def drop(self, network: IPNetwork, reason: str) -> None:
        """Remove an entry and what depends on it; ``reason`` goes into the report."""
        entry = self.cache.remove(network)
        if entry is None:
            return
        self._timers.cancel(("expiry", self._interface, network))
        self._report_route(entry, None)
        self._report_peer(entry, None, reason)
        self._report_group(entry, None)
        self._forget_replication(entry)
        self._release(_path(entry), network)

    def drop_all(self, entries: Iterable[CacheEntry], reason: str) -> None:
        """:meth:`drop` for each of ``entries``."""
        for entry in tuple(entries):
            self.drop(entry.network, reason)

    def mark_used(self, entry: CacheEntry) -> bool:
        """Set the ``used`` flag; whether it was not set before."""
        if "used" in entry.flags:
            return False
        self.store(replace(entry, flags=entry.flags | {"used"}))
        return True

    def replicate(self, nbma: IPAddress) -> None:
        """A client registered: multicast goes there too (NHRP R-23)."""
        self.replication[nbma] = None

    def shortcuts(self) -> list[CacheEntry]:
        """Entries that stand for routes (NHRP S-40)."""
        return [entry for network in self._shortcuts if (entry := self.cache.get(network)) is not None]

    def _claim(self, path: IPAddress | None, network: IPNetwork) -> None:
        if path is not None:
            self._sockets.claim(path, network)

    def _release(self, path: IPAddress | None, network: IPNetwork) -> None:
        if path is not None:
            self._sockets.release(path, network)

    def _expire(self, network: IPNetwork, now: float) -> None:
        entry = self.cache.get(network)
        if entry is not None and entry.expires_at is not None and entry.expires_at <= now:
            self.drop(network, "Expiry")

    def _forget_replication(self, entry: CacheEntry) -> None:
        if "registered" not in entry.flags or entry.nbma is None:
            return
        if not any("registered" in one.flags for one in self.cache.with_nbma(entry.nbma)):
            self.replication.pop(entry.nbma, None)

    def _report_route(self, old: CacheEntry | None, new: CacheEntry | None) -> None:
        before, after = _route(old), _route(new)
        if before == after:
            return
        if before is not None:
            self._shortcuts.pop(before[0], None)
            prefix, next_hop, kind = before
            self._emit(RouteRemoved(prefix=prefix, interface=self._interface, next_hop=next_hop, kind=kind))
        if after is not None:
            prefix, next_hop, kind = after
            self._shortcuts[prefix] = None
            self._emit(RouteInstalled(prefix=prefix, interface=self._interface, next_hop=next_hop, kind=kind))

    def _report_peer(self, old: CacheEntry | None, new: CacheEntry | None, reason: str) -> None:
        was, now_is = _peer(old), _peer(new)
        if was == now_is:
            return
        if was is not None and (now_is is None or now_is[0] != was[0]):
            kind, address, nbma = was
            down = NhcDown if kind == "nhc" else NhpDown
            self._emit(down(interface=self._interface, address=address, nbma=nbma, reason=reason))
        if now_is is not None:
            kind, address, nbma = now_is
            up = NhcUp if kind == "nhc" else NhpUp
            self._emit(up(interface=self._interface, address=address, nbma=nbma))

    def _report_group(self, old: CacheEntry | None, new: CacheEntry | None) -> None:
        was, now_is = _group(old), _group(new)
        if was == now_is:
            return
        if was is not None and (now_is is None or now_is[:2] != was[:2]):
            self._emit(GroupBound(interface=self._interface, address=was[0], nbma=was[1], group=None))
        if now_is is not None:
            self._emit(GroupBound(interface=self._interface, address=now_is[0], nbma=now_is[1], group=now_is[2]))


def _group(entry: CacheEntry | None) -> tuple[IPAddress, IPAddress, str] | None:
    """Client and NBMA address to which the policy of a group is bound (NHRP R-20 step 5)."""
    if entry is None or entry.next_hop is None or entry.nbma is None or entry.group is None:
        return None
    return entry.next_hop, entry.nbma, entry.group


def _path(entry: CacheEntry | None) -> IPAddress | None:
    """The NBMA address that the entry needs a path to."""
    return None if entry is None or entry.no_socket else entry.nbma


def _route(entry: CacheEntry | None) -> tuple[IPNetwork, IPAddress, RouteKind] | None:
    """The route that the entry stands for (NHRP S-40)."""
    if entry is None or entry.next_hop is None or "rib" not in entry.flags:
        return None
    return entry.network, entry.next_hop, "nho" if "nho" in entry.flags else "rib"


def _peer(entry: CacheEntry | None) -> tuple[str, IPAddress, IPAddress] | None:
    """Kind, tunnel address and NBMA address of the client or peer that the entry describes."""
    if entry is None or entry.next_hop is None or entry.nbma is None or entry.type is not EntryType.DYNAMIC:
        return None
    if "registered" in entry.flags:
        return "nhc", entry.next_hop, entry.nbma
    if "router" in entry.flags and entry.complete and entry.network == network_of(entry.next_hop):
        return "nhp", entry.next_hop, entry.nbma
    return None
