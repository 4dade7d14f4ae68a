"""The life of one interface: up, down, and new settings while it runs (NHRP R-60, S-52, M-18)."""

from dataclasses import replace

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.client import Registration, server_nbma, store_static
from nornir_dmvpn.nhrp.port import Context, Port
from nornir_dmvpn.nhrp.purge import purge_answers, purge_registration
from nornir_dmvpn.nhrp.purges import Purges
from nornir_dmvpn.nhrp.redirect import Redirects
from nornir_dmvpn.nhrp.resolver import Resolver
from nornir_dmvpn.nhrp.responder import Responder
from nornir_dmvpn.nhrp.servers import Servers
from nornir_dmvpn.nhrp.settings import NhrpInterface


class Member:
    """One interface with all that works on it."""

    def __init__(self, settings: NhrpInterface, context: Context, resolver: Resolver, now: float) -> None:
        self.port = Port(settings, context)
        self.servers = Servers(self.port)
        self.responder = Responder(self.port)
        self.purges = Purges(self.port)
        self.redirects = Redirects(self.port)
        self._resolver = resolver
        self._install_static(now)

    def up(self, now: float) -> None:
        """Line protocol came up: static entries start their life anew, registrations begin (R-10)."""
        port = self.port
        if port.is_up:
            return
        port.is_up, port.up_since = True, now
        for entry in port.bindings.cache:
            port.bindings.store(replace(entry, created_at=now, flags=entry.flags & {"local"}))
        port.sockets.activate()
        self.servers.start(now)

    def down(self, now: float, *, orderly: bool) -> None:
        """Line protocol went down; ``orderly``: the others are told first (R-60, R-62)."""
        port = self.port
        if not port.is_up:
            return
        if orderly:
            for registration in self.servers:
                purge_registration(self.purges, registration, now)
            purge_answers(self.purges, self.responder, now)
        self.servers.stop(now)
        self.purges.stop()
        port.bindings.drop_all((one for one in port.bindings.cache if one.type is not EntryType.STATIC), "Config")
        port.bindings.replication.clear()
        self._resolver.forget(port)
        port.context.timers.cancel(("scan", port.name))
        port.sockets.deactivate()
        port.is_up = False

    def clear(self, now: float) -> None:
        """Everything learned is forgotten; static mappings and registrations stay (R-61)."""
        if self.port.is_up:
            purge_answers(self.purges, self.responder, now)
        bindings = self.port.bindings
        bindings.drop_all((one for one in bindings.cache if one.type is not EntryType.STATIC), "Clear")
        bindings.replication.clear()

    def close(self, now: float) -> None:
        """NHRP is taken off the interface (R-01)."""
        self.down(now, orderly=True)
        self.port.bindings.drop_all(self.port.bindings.cache, "Config")

    def path_opened(self, nbma: IPAddress, now: float) -> None:
        """GRE (and IPsec, if any) to ``nbma`` works; being told again changes nothing."""
        if self.port.is_up and not self.port.sockets.is_up(nbma):
            self.port.sockets.opened(nbma)
            self.servers.path_opened(nbma, now)

    def path_closed(self, nbma: IPAddress, now: float, *, orderly: bool) -> None:
        """It works no more; after an orderly end the peers behind it are gone as well (M-18 to M-20)."""
        bindings = self.port.bindings
        in_vain = self.port.sockets.closed(nbma)
        self.servers.path_closed(nbma, now)
        there = bindings.cache.with_nbma(nbma)
        if orderly:
            bindings.drop_all((one for one in there if one.type is not EntryType.STATIC), "External")
        elif in_vain:
            # A reply never left: the requester stays known, but no path to it is asked for (S-70).
            for entry in there:
                if "implicit" in entry.flags:
                    bindings.store(replace(entry, no_socket=True, flags=entry.flags - {"rib", "nho"}))

    def adopt(self, settings: NhrpInterface, now: float) -> None:
        """New settings; what changed takes effect as it does on a router."""
        old, port = self.port.settings, self.port
        if settings == old:
            return
        if _identity(settings) != _identity(old):
            was_up = port.is_up
            self.close(now)
            port.adopt(settings)
            self.servers.adopt(now)
            self._install_static(now)
            if was_up:
                self.up(now)
            return
        # A purge for a server that is no longer configured still goes out as the old settings have it.
        wanted = {(one, server_nbma(port, one, settings)) for one in settings.nhs}
        self._end([one for one in self.servers if (one.setting, one.nbma) not in wanted], now)
        port.adopt(settings)
        self._install_static(now)
        self.servers.adopt(now)
        if not settings.multicast_dynamic:
            port.bindings.replication.clear()  # at once for all clients (R-22 as amended)
        if not settings.shortcut:
            self._forget_shortcuts()

    def named(self, name: str, nbma: IPAddress, now: float) -> None:
        """A server's name was looked up; only another address than last time changes anything (R-54)."""
        port = self.port
        if port.names.get(name) == nbma:
            return
        self._end([one for one in self.servers if one.setting.fqdn == name and one.nbma is not None], now)
        port.names[name] = nbma
        self._install_static(now)
        self.servers.adopt(now)

    def _end(self, registrations: list[Registration], now: float) -> None:
        for registration in registrations:
            purge_registration(self.purges, registration, now)
            self.servers.remove(registration, now)
            if registration.setting.address is None and registration.address is not None:
                self._drop_static(self.port.bindings.host(registration.address))

    def _install_static(self, now: float) -> None:
        """Configured mappings, and those that a server's line implies (C-12, R-03)."""
        port = self.port
        wanted = dict(port.settings.maps)
        for setting in port.settings.nhs:
            nbma = server_nbma(port, setting)
            if setting.address is not None and nbma is not None:
                wanted.setdefault(setting.address, nbma)
        self._install_summaries(now)
        learned = {one.address for one in self.servers if one.setting.address is None}
        for entry in port.bindings.cache:
            if "local" in entry.flags:
                continue
            if entry.next_hop not in learned and wanted.get(entry.next_hop or port.settings.address) != entry.nbma:
                self._drop_static(entry)
        for address, nbma in wanted.items():
            old = port.bindings.host(address)
            if old is None or old.type is not EntryType.STATIC:
                store_static(port, address, nbma, now)

    def _install_summaries(self, now: float) -> None:
        """``summary-map``: static local entries (S-44)."""
        port = self.port
        for entry in port.bindings.cache:
            if "local" in entry.flags and entry.network not in port.settings.summary_maps:
                self._drop_static(entry)
        for summary in port.settings.summary_maps:
            old = port.bindings.cache.get(summary)
            if old is None or old.type is not EntryType.STATIC:
                port.bindings.store(
                    CacheEntry(
                        interface=port.name,
                        network=summary,
                        next_hop=port.settings.address,
                        nbma=port.settings.nbma,
                        type=EntryType.STATIC,
                        flags=frozenset({"local"}),
                        created_at=now,
                        expires_at=None,
                        no_socket=True,
                    )
                )

    def _drop_static(self, entry: CacheEntry | None) -> None:
        if entry is not None and entry.type is EntryType.STATIC:
            self.port.bindings.drop(entry.network, "Config")

    def _forget_shortcuts(self) -> None:
        for entry in self.port.bindings.cache:
            if "rib" in entry.flags:
                self.port.bindings.store(replace(entry, flags=entry.flags - {"rib", "nho"}))


def _identity(settings: NhrpInterface) -> tuple[object, ...]:
    """Values that everything learned depends on; a change of one starts the interface anew (R-34, R-60)."""
    return (settings.address, settings.prefix_length, settings.nbma, settings.multipoint, settings.destination)
