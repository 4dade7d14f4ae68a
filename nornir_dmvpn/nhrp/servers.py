"""The servers of one interface: who is asked, who answers, what follows from it (NHRP R-03, R-50 to R-55)."""

from collections.abc import Iterable, Iterator

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.client import Registration, server_nbma
from nornir_dmvpn.nhrp.event import NameWanted
from nornir_dmvpn.nhrp.ifstate import IfState
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.registration import Input, State
from nornir_dmvpn.nhrp.selection import ASKING, Standing, choose
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import ClientPacket

_STANDINGS: dict[State, Standing] = {
    State.IDLE: Standing.IDLE,
    State.STARTING: Standing.ASKED,
    State.DOWN: Standing.SILENT,
    State.UP: Standing.ANSWERS,
    State.REFRESHING: Standing.ANSWERS,
}


class Servers:
    """All registrations of one interface. :mod:`selection` says with whom, :mod:`registration` how."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._registrations: dict[tuple[NhsSetting, IPAddress | None], Registration] = {}
        self._running = False
        self._selecting = False
        self.line = IfState(port)
        port.servers = self.answering
        self.adopt(0.0)

    def __iter__(self) -> Iterator[Registration]:
        return iter(tuple(self._registrations.values()))

    def adopt(self, now: float) -> None:
        """Take servers from the settings: those that are new are selected or not, those that are gone are ended."""
        wanted = {(one, server_nbma(self._port, one)): one for one in self._port.settings.nhs}
        for key, registration in [*self._registrations.items()]:
            if key not in wanted:
                self.remove(registration, now)
        known = self._registrations
        self._registrations = {key: known.get(key) or self._new(setting) for key, setting in wanted.items()}
        if self._running:
            self._ask_names(known)
        self._changed(now)

    def remove(self, registration: Registration, now: float) -> None:
        """The server is not configured any more."""
        del self._registrations[registration.setting, registration.nbma]
        self.end(registration, now)

    def start(self, now: float) -> None:
        """The interface came up."""
        self._running = True
        self._ask_names(())
        self._changed(now)

    def stop(self, now: float) -> None:
        """The interface goes down."""
        self._running = False
        for registration in self:
            self.end(registration, now)
        self.line.stop()

    def end(self, registration: Registration, now: float) -> None:
        """Stop asking one server and give its path back."""
        registration.happened(Input.STOP, now)
        if registration.nbma is not None:
            self._port.sockets.release(registration.nbma, registration)

    def path_opened(self, nbma: IPAddress, now: float) -> None:
        """The path to ``nbma`` opened."""
        self._tell(nbma, Input.PATH_OPENED, now)

    def path_closed(self, nbma: IPAddress, now: float) -> None:
        """The path to ``nbma`` closed."""
        self._tell(nbma, Input.PATH_CLOSED, now)

    def reply(self, packet: ClientPacket, source_nbma: IPAddress, now: float) -> None:
        """A Registration Reply (RFC 2332 §5.2.4)."""
        for registration in self:
            if registration.expects(packet.request_id):
                registration.answered(packet, now)
                return
        self._port.dropped(source_nbma, "registration reply without a request", "S-80")

    def responding(self) -> Registration | None:
        """The best server that answers: lowest cluster, then priority, then order (R-51)."""
        up = [one for one in self if one.is_up and one.nbma is not None]
        return min(up, key=lambda one: (one.setting.cluster, one.setting.priority), default=None)

    def answering(self) -> list[tuple[IPAddress, IPAddress]]:
        """Tunnel and NBMA addresses of all servers that answer, the best first."""
        up = [one for one in self if one.is_up]
        up.sort(key=lambda one: (one.setting.cluster, one.setting.priority))
        return [(one.address, one.nbma) for one in up if one.address is not None and one.nbma is not None]

    def _new(self, setting: NhsSetting) -> Registration:
        return Registration(self._port, setting, changed=self._changed)

    def _changed(self, now: float) -> None:
        """A server came, went or changed its state: the choice may be another, and so may the line (R-52, R-55)."""
        if not self._running or self._selecting:
            return
        self._selecting = True
        limits = dict(self._port.settings.max_connections)
        for cluster in sorted({one.setting.cluster for one in self}):
            self._select(cluster, limits.get(cluster), now)
        self._selecting = False
        self.line.review(any(one.is_up for one in self), now)

    def _select(self, cluster: int, limit: int | None, now: float) -> None:
        members = sorted((one for one in self if one.setting.cluster == cluster), key=lambda one: one.setting.priority)
        returned = self._returned(members, limit, now)
        standings = [Standing.RETURNED if one in returned else _STANDINGS[one.state] for one in members]
        for registration, choice in zip(members, choose(standings, limit), strict=True):
            if choice not in ASKING and registration.state is not State.IDLE:
                self.end(registration, now)
            elif choice in ASKING and registration.state is State.IDLE:
                self._start(registration, now)
        key = ("fallback", self._port.name, cluster)
        if returned:
            when = min(one.up_since for one in returned) + self._port.settings.nhs_fallback
            self._port.context.timers.set(key, when, self._changed)
        else:
            self._port.context.timers.cancel(key)

    def _returned(self, members: list[Registration], limit: int | None, now: float) -> list[Registration]:
        """Servers that answer beyond those that answered first, and not yet for the fallback time (R-52)."""
        if limit is None:
            return []
        up = sorted((one for one in members if one.is_up), key=lambda one: one.up_since)
        return [one for one in up[limit:] if now - one.up_since < self._port.settings.nhs_fallback]

    def _start(self, registration: Registration, now: float) -> None:
        nbma = registration.nbma
        registration.happened(Input.START, now)
        if nbma is None:
            return
        self._port.sockets.claim(nbma, registration)
        if self._port.sockets.is_up(nbma):
            registration.happened(Input.PATH_OPENED, now)

    def _tell(self, nbma: IPAddress, what: Input, now: float) -> None:
        for registration in self:
            if registration.nbma == nbma:
                registration.happened(what, now)

    def _ask_names(self, known: Iterable[tuple[NhsSetting, IPAddress | None]]) -> None:
        """Names of servers are looked up when the tunnel comes up, or the server is new (R-54)."""
        asked = {setting.fqdn for setting, _ in known}
        for name in dict.fromkeys(one.setting.fqdn for one in self):
            if name is not None and name not in asked:
                self._port.context.emit(NameWanted(interface=self._port.name, name=name))
