"""One router's NHRP: the public face of the package."""

import random
from collections import Counter
from collections.abc import Callable, Iterable

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import Behaviour
from nornir_dmvpn.nhrp.admission import admitted
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.dataplane import DataPlane
from nornir_dmvpn.nhrp.event import Dropped, ErrorReceived, Event
from nornir_dmvpn.nhrp.forward import forward
from nornir_dmvpn.nhrp.member import Member
from nornir_dmvpn.nhrp.port import Context, Direction
from nornir_dmvpn.nhrp.purge import purge_reply, purge_request
from nornir_dmvpn.nhrp.resolver import Resolver
from nornir_dmvpn.nhrp.server import registration_request
from nornir_dmvpn.nhrp.servers import Servers
from nornir_dmvpn.nhrp.settings import NhrpInterface, Routes
from nornir_dmvpn.nhrp.shortcuts import review
from nornir_dmvpn.nhrp.status import NhsStatus, Outgoing, PendingStatus
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorIndication, PacketType, TrafficIndication, decode

_TYPE_AT, _REQUEST_ID_AT = 17, 24
"""Where packet type and request ID stand in an enclosed packet (NHRP 1.2, 1.4)."""

_Handler = Callable[[Member, IPAddress, ClientPacket, float], None]


class Speaker:
    """NHRP of one router (RFC 2332). Driven by packets, by the network below, by data packets and by one timer.

    ``now`` is in seconds on any clock that does not go back. After each call drain :meth:`events` and
    :meth:`packets_to_send`, in this order, and ask :meth:`next_timer` again. A ``SocketWanted`` must be answered by
    :meth:`socket_up` once packets can travel (at once where tunnels are not protected); it stays wanted until
    ``SocketReleased``. New interfaces are down until :meth:`interface_up`. Names of interfaces without NHRP are
    accepted everywhere and do nothing.
    """

    def __init__(
        self, *, interfaces: Iterable[NhrpInterface], routes: Routes, behaviour: Behaviour, rng: random.Random
    ) -> None:
        self._context = Context(routes=routes, behaviour=behaviour, rng=rng)
        self._members: dict[str, Member] = {}
        self._servers: dict[str, Servers] = {}
        self._resolver = Resolver(self._context, self._servers)
        self._dataplane = DataPlane(self._context, self._servers, self._resolver)
        self._handlers: dict[PacketType, _Handler] = {
            PacketType.RESOLUTION_REQUEST: self._resolution_request,
            PacketType.RESOLUTION_REPLY: self._resolution_reply,
            PacketType.REGISTRATION_REQUEST: self._registration_request,
            PacketType.REGISTRATION_REPLY: self._registration_reply,
            PacketType.PURGE_REQUEST: self._purge_request,
            PacketType.PURGE_REPLY: self._purge_reply,
        }
        self.configure(interfaces, 0.0)

    def receive(self, interface: str, source_nbma: IPAddress, data: bytes, now: float) -> None:
        """An NHRP packet (without GRE) from ``source_nbma``; bad ones end in a ``Dropped`` event, never in an error."""
        self._context.now = now
        member = self._members.get(interface)
        if member is None or not member.port.is_up:
            self._context.emit(
                Dropped(interface=interface, source_nbma=source_nbma, reason="no NHRP on the interface", rule="R-43")
            )
            return
        try:
            packet = decode(data)
        except NhrpDecodeError as error:
            member.port.dropped(source_nbma, str(error), "S-80")
            return
        member.port.counters[Direction.RECEIVED, packet.type] += 1
        if not admitted(member.port, source_nbma, packet):
            return
        match packet:
            case ClientPacket():
                self._handlers[packet.type](member, source_nbma, packet, now)
            case TrafficIndication():
                member.redirects.received(source_nbma, packet, self._resolver, now)
            case ErrorIndication():
                self._error(member, source_nbma, packet)

    def next_timer(self) -> float | None:
        """When :meth:`handle_timer` wants to be called; ``None`` = not before something else happens."""
        return self._context.timers.next()

    def handle_timer(self, now: float) -> None:
        """Do everything that is due at ``now``."""
        self._context.now = now
        while handler := self._context.timers.pop(now):
            handler(now)

    def packets_to_send(self) -> list[Outgoing]:
        """Packets since the last call, in order; every one of them may leave now."""
        packets, self._context.outgoing = self._context.outgoing, []
        return packets

    def events(self) -> list[Event]:
        """Events since the last call, in order."""
        events, self._context.events = self._context.events, []
        return events

    def interface_up(self, name: str, now: float) -> None:
        """Line protocol of the tunnel came up."""
        self._context.now = now
        if name in self._members:
            self._members[name].up(now)

    def interface_down(self, name: str, now: float, *, orderly: bool = True) -> None:
        """Line protocol went down. ``orderly``: purges are sent first and may still leave (NHRP R-60, R-62)."""
        self._context.now = now
        if name in self._members:
            self._members[name].down(now, orderly=orderly)

    def socket_up(self, interface: str, nbma: IPAddress, now: float) -> None:
        """GRE, and IPsec where configured, works to ``nbma``. May also come without a ``SocketWanted``."""
        self._context.now = now
        if interface in self._members:
            self._members[interface].path_opened(nbma, now)

    def socket_down(self, interface: str, nbma: IPAddress, now: float, *, orderly: bool = False) -> None:
        """It works no more, or could not be opened. ``orderly``: the peer ended it (NHRP M-18)."""
        self._context.now = now
        if interface in self._members:
            self._members[interface].path_closed(nbma, now, orderly=orderly)

    def name_resolved(self, interface: str, name: str, nbma: IPAddress | None, now: float) -> None:
        """The answer to ``NameWanted``; ``None``: the name could not be resolved, what was known stays (NHRP R-54)."""
        self._context.now = now
        if interface in self._members and nbma is not None:
            self._members[interface].named(name, nbma, now)

    def configure(self, interfaces: Iterable[NhrpInterface], now: float) -> None:
        """Replace all settings: interfaces may be new, gone or changed."""
        self._context.now = now
        wanted = {one.name: one for one in interfaces}
        for name in [one for one in self._members if one not in wanted]:
            self._members.pop(name).close(now)
            del self._context.ports[name], self._servers[name]
        for name, settings in wanted.items():
            if name in self._members:
                self._members[name].adopt(settings, now)
                continue
            member = self._members[name] = Member(settings, self._context, self._resolver, now)
            self._context.ports[name], self._servers[name] = member.port, member.servers

    def routes_changed(self, now: float) -> None:
        """``Routes`` answers differently from now on: shortcuts are looked at again (NHRP S-42, P-51)."""
        self._context.now = now
        for member in self._members.values():
            review(member.port)

    def clear(self, now: float) -> None:
        """``clear ip nhrp``: dynamic entries go, those whom we answered are told (NHRP R-60, R-61)."""
        self._context.now = now
        for member in self._members.values():
            member.clear(now)

    def next_hop(
        self, interface: str, next_hop: IPAddress, now: float, *, destination: IPAddress | None = None
    ) -> IPAddress | None:
        """The NBMA address that a data packet is sent to, ``None`` = it is dropped (NHRP S-01, S-02).

        ``next_hop`` is routing's (the destination itself where a route names only the interface, S-04);
        ``destination`` is the packet's, for shortcuts. Every call counts as use of the entry that it finds.
        """
        self._context.now = now
        member = self._members.get(interface)
        if member is None or not member.port.is_up:
            return None
        return self._dataplane.next_hop(member.port, next_hop, destination, now)

    def redirect(self, interface_in: str, source_nbma: IPAddress, packet: bytes, now: float) -> None:
        """``packet`` (IP header and 8 bytes at least) made a detour over this router (NHRP S-30 step 2)."""
        self._context.now = now
        member = self._members.get(interface_in)
        if member is not None and member.port.is_up:
            member.redirects.send(source_nbma, packet, now)

    def cache(self, interface: str) -> tuple[CacheEntry, ...]:
        """Entries in the order of ``show ip nhrp`` (NHRP C-13)."""
        member = self._members.get(interface)
        if member is None:
            return ()
        local_last = self._context.behaviour.local_entries_last
        entries = member.port.bindings.cache
        return tuple(sorted(entries, key=lambda one: (local_last and "local" in one.flags, one.network)))

    def line_protocol(self, interface: str) -> bool:
        """Whether ``if-state nhrp`` lets the line be up; ``True`` where it is not configured (NHRP R-55)."""
        return interface not in self._servers or self._servers[interface].line.is_up

    def send_limit(self, interface: str, now: float) -> tuple[int, int]:
        """Packets in 10 seconds, and percent of them used at ``now`` (NHRP R-70, C-27); zeros where NHRP is off."""
        member = self._members.get(interface)
        return (0, 0) if member is None else (member.port.bucket.limit, member.port.bucket.usage(now))

    def nhs(self, interface: str) -> tuple[NhsStatus, ...]:
        """Servers in the order of the configuration."""
        return tuple(one.status() for one in self._servers.get(interface, ()))

    def pending(self, interface: str) -> tuple[PendingStatus, ...]:
        """Registrations that wait for a reply."""
        waiting = (one.pending() for one in self._servers.get(interface, ()))
        return tuple(one for one in waiting if one is not None)

    def multicast(self, interface: str) -> tuple[IPAddress, ...]:
        """NBMA addresses that multicast is replicated to (NHRP S-03, R-23)."""
        member = self._members.get(interface)
        if member is None:
            return ()
        return tuple(dict.fromkeys((*member.port.settings.multicast_static, *member.port.bindings.replication)))

    def has_multicast(self, interface: str, nbma: IPAddress) -> bool:
        """Whether ``nbma`` is in that list; without making the list."""
        member = self._members.get(interface)
        if member is None:
            return False
        return nbma in member.port.settings.multicast_static or nbma in member.port.bindings.replication

    def counters(self, interface: str) -> Counter[tuple[Direction, PacketType]]:
        """Packets of each type, as ``show ip nhrp traffic`` counts them (NHRP C-27)."""
        member = self._members.get(interface)
        return Counter() if member is None else member.port.counters.copy()

    def _resolution_request(self, member: Member, nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        member.responder.request(nbma, packet, now)

    def _resolution_reply(self, member: Member, nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        self._resolver.reply(member.port, nbma, packet, now)

    def _registration_request(self, member: Member, nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        registration_request(member.port, nbma, packet, now)

    def _registration_reply(self, member: Member, nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        source = packet.source_protocol
        if source is not None and self._context.own(source) is None:
            forward(member.port, nbma, packet, source)
        else:
            member.servers.reply(packet, nbma, now)

    def _purge_request(self, member: Member, nbma: IPAddress, packet: ClientPacket, _now: float) -> None:
        purge_request(member.port, nbma, packet)

    def _purge_reply(self, member: Member, nbma: IPAddress, packet: ClientPacket, _now: float) -> None:
        purge_reply(member.purges, nbma, packet)

    def _error(self, member: Member, nbma: IPAddress, packet: ErrorIndication) -> None:
        """Report it; the resolution that it is about ends (NHRP S-80 step 7). Registrations go on (R-12)."""
        self._context.emit(ErrorReceived(interface=member.port.name, source_nbma=nbma, code=packet.code))
        about = packet.enclosed
        if len(about) >= _REQUEST_ID_AT + 4 and about[_TYPE_AT] == PacketType.RESOLUTION_REQUEST:
            self._resolver.cancel(int.from_bytes(about[_REQUEST_ID_AT : _REQUEST_ID_AT + 4], "big"))
