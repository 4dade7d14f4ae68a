"""Where a data packet goes on an NHRP interface, and which entries traffic keeps alive (NHRP S-01, S-02, S-50)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import CacheEntry, network_of
from nornir_dmvpn.nhrp.port import Context, Port
from nornir_dmvpn.nhrp.resolver import PLACEHOLDER_LIFE, Resolver, incomplete
from nornir_dmvpn.nhrp.servers import Servers

SCAN_INTERVAL = 60.0
"""Seconds between two looks at the ``used`` flags (S-50)."""
REFRESH_WINDOW = 120.0
"""A used entry with that many seconds left or fewer is asked for again (S-50)."""


class DataPlane:
    """Next hops of data packets."""

    def __init__(self, context: Context, servers: Mapping[str, Servers], resolver: Resolver) -> None:
        self._context = context
        self._servers = servers
        self._resolver = resolver

    def next_hop(self, port: Port, next_hop: IPAddress, destination: IPAddress | None, now: float) -> IPAddress | None:
        """The NBMA address to encapsulate to, ``None`` = drop (S-01)."""
        if port.settings.destination is not None:
            return port.settings.destination
        entry = self._shortcut(port, destination) or port.bindings.complete(next_hop)
        if entry is not None and "temporary" not in entry.flags:
            self._use(port, entry, now)
            return self._open_path(port, entry)
        return self._unresolved(port, next_hop, now)

    def _open_path(self, port: Port, entry: CacheEntry) -> IPAddress | None:
        """While the path to a resolved peer does not open, traffic stays on the one through a server (S-70)."""
        if entry.nbma is None or port.sockets.is_up(entry.nbma) or "router" not in entry.flags:
            return entry.nbma
        server = self._servers[port.name].responding()
        return entry.nbma if server is None else server.nbma

    def _shortcut(self, port: Port, destination: IPAddress | None) -> CacheEntry | None:
        """The longest H or NHO route for the packet, unless routing knows a longer one (S-40, S-41)."""
        if destination is None or not port.settings.shortcut:
            return None
        entries = port.bindings.cache.matches(destination)
        entry = next((one for one in entries if one.complete and "rib" in one.flags), None)
        if entry is None:
            return None
        route = self._context.routes.lookup(destination)
        longer = route is not None and route.prefix.prefixlen > entry.network.prefixlen
        return None if longer else entry

    def _unresolved(self, port: Port, next_hop: IPAddress, now: float) -> IPAddress | None:
        """Steps 2 and 3 of S-01: ask, and go through a server meanwhile if one answers."""
        server = self._servers[port.name].responding()
        through = None if server is None else server.nbma
        old = port.bindings.host(next_hop)
        if self._resolver.was_refused(port, next_hop):
            self._count_hit(port, next_hop)
            return through
        if through is not None and self._context.behaviour.temporary_entries:
            if old is None or "temporary" not in old.flags or old.nbma != through:
                port.bindings.store(_temporary(port, next_hop, through, now, old))
        elif old is None or old.nbma is not None:
            port.bindings.store(incomplete(port, next_hop, now))
        self._count_hit(port, next_hop)
        self._resolver.ask(port, next_hop, now, network=network_of(next_hop), shortcut=False)
        return through

    def _count_hit(self, port: Port, next_hop: IPAddress) -> None:
        entry = port.bindings.host(next_hop)
        if entry is not None and entry.type is EntryType.INCOMPLETE:
            port.bindings.store(replace(entry, cache_hits=entry.cache_hits + 1))

    def _use(self, port: Port, entry: CacheEntry, now: float) -> None:
        if not port.bindings.mark_used(entry):
            return
        scans = int((now - port.up_since) // SCAN_INTERVAL) + 1
        self._context.timers.set(("scan", port.name), port.up_since + scans * SCAN_INTERVAL, partial(self._scan, port))

    def _scan(self, port: Port, now: float) -> None:
        """Clear ``used``, or refresh what is used and about to expire; runs while something is used (S-50, S-51)."""
        again = False
        for entry in port.bindings.cache:
            if "used" not in entry.flags:
                continue
            left = None if entry.expires_at is None else entry.expires_at - now
            if left is None or left > REFRESH_WINDOW or not _is_refreshed(entry):
                port.bindings.store(replace(entry, flags=entry.flags - {"used"}))
                continue
            again = True
            self._resolver.refresh(port, entry, now)
        if again:
            self._context.timers.set(("scan", port.name), now + SCAN_INTERVAL, partial(self._scan, port))


def _is_refreshed(entry: CacheEntry) -> bool:
    """Registered, local and implicit entries are renewed by their owners (S-51)."""
    return "router" in entry.flags and not entry.flags & {"registered", "local", "implicit"}


def _temporary(port: Port, next_hop: IPAddress, nbma: IPAddress, now: float, old: CacheEntry | None) -> CacheEntry:
    """The placeholder that points at a server (S-01, S-53)."""
    return CacheEntry(
        interface=port.name,
        network=network_of(next_hop),
        next_hop=next_hop,
        nbma=nbma,
        type=EntryType.DYNAMIC,
        flags=frozenset({"used", "temporary"}),
        created_at=now if old is None else old.created_at,
        expires_at=now + PLACEHOLDER_LIFE,
    )
