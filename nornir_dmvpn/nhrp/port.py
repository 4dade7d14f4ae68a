"""One NHRP interface while it lives, and what all interfaces of a speaker share."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.generation import Behaviour
from nornir_dmvpn.nhrp.bindings import Bindings
from nornir_dmvpn.nhrp.bucket import Bucket
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.event import Dropped, Event
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, authentication
from nornir_dmvpn.nhrp.settings import NhrpInterface, Routes
from nornir_dmvpn.nhrp.sockets import Sockets
from nornir_dmvpn.nhrp.status import Outgoing
from nornir_dmvpn.nhrp.timers import Timers
from nornir_dmvpn.nhrp.wire import NhrpPacket, PacketType, encode

_IPV4, _IPV6 = 0x0800, 0x86DD
_AFTER_AUTHENTICATION = frozenset({ExtensionType.VENDOR_PRIVATE, ExtensionType.NAT_ADDRESS})


class Direction(Enum):
    """Columns of ``show ip nhrp traffic`` (NHRP C-27)."""

    SENT = "sent"
    RECEIVED = "received"
    FORWARDED = "forwarded"


class Context:
    """What the parts of one speaker share: settings, timers, and what is to be told and sent."""

    def __init__(self, *, routes: Routes, behaviour: Behaviour, rng: random.Random) -> None:
        self.routes = routes
        self.behaviour = behaviour
        self.rng = rng
        self.timers = Timers()
        self.ports: dict[str, Port] = {}
        self.events: list[Event] = []
        self.outgoing: list[Outgoing] = []
        self.now = 0.0
        """The latest time that the speaker was told."""
        self._request_id = 0

    def emit(self, event: Event) -> None:
        """Report ``event``."""
        self.events.append(event)

    def next_request_id(self) -> int:
        """Registrations, resolutions and purges share one counter (NHRP W-25)."""
        self._request_id = self._request_id % 0xFFFFFFFF + 1
        return self._request_id

    def own(self, address: IPAddress | None) -> "Port | None":
        """The interface that has this tunnel address."""
        return next((port for port in self.ports.values() if port.settings.address == address), None)

    def in_cloud(self, port: "Port", destination: IPAddress) -> bool:
        """Whether the route to ``destination`` leaves through an interface of the network-id (NHRP R-02)."""
        route = self.routes.lookup(destination)
        out = None if route is None else self.ports.get(route.interface)
        return out is not None and out.settings.network_id == port.settings.network_id

    def exact_route(self, prefix: IPNetwork, destination: IPAddress) -> bool:
        """Whether the route to ``destination`` has exactly that prefix (NHRP S-40)."""
        route = self.routes.lookup(destination)
        return route is not None and route.prefix == prefix


class Port:
    """State of one interface: its bindings and paths, and how packets leave it."""

    def __init__(self, settings: NhrpInterface, context: Context) -> None:
        self.settings = settings
        self.context = context
        self.is_up = False
        self.up_since = 0.0
        self.public_nbma: IPAddress | None = None
        """Our NBMA address as the server sees it, when it is translated (NHRP W-52)."""
        self.names: dict[str, IPAddress] = {}
        """NBMA addresses of servers given by name, as they were found last (NHRP R-54)."""
        self.servers: Callable[[], list[tuple[IPAddress, IPAddress]]] = list
        """Tunnel and NBMA addresses of the servers that answer, the best first."""
        self.bucket = Bucket(self._max_send())
        self.counters: Counter[tuple[Direction, PacketType]] = Counter()
        self.sockets = Sockets(settings.name, emit=context.emit, transmit=self._transmit)
        self.bindings = Bindings(settings.name, sockets=self.sockets, timers=context.timers, emit=context.emit)

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def afn(self) -> int:
        """Address family of the transport, for packets that start here."""
        return 1 if self.settings.nbma.version == 4 else 2

    @property
    def protocol_type(self) -> int:
        """Protocol type of the overlay, for packets that start here."""
        return _IPV4 if self.settings.address.version == 4 else _IPV6

    def own_cie(self, *, holding_time: int | None = None, prefix_length: int | None = None) -> Cie:
        """This interface as responder, transit server or egress (RFC 2332 §5.3.1, §5.3.2)."""
        settings = self.settings
        return Cie(
            prefix_length=settings.address.max_prefixlen if prefix_length is None else prefix_length,
            mtu=settings.mtu,
            holding_time=settings.holdtime if holding_time is None else holding_time,
            nbma=settings.nbma,
            protocol=settings.address,
        )

    def is_open(self, nbma: IPAddress) -> bool:
        """Whether packets to ``nbma`` can leave."""
        return self.sockets.is_up(self._outer(nbma))

    def send(self, nbma: IPAddress, packet: NhrpPacket, direction: Direction = Direction.SENT) -> bool:
        """Send if the path is open and the limit leaves room; whether it was sent."""
        outer = self._outer(nbma)
        if not self.sockets.is_up(outer) or not self._may_send(nbma):
            return False
        self.sockets.send(outer, self._finish(packet))
        self.counters[direction, packet.type] += 1
        return True

    def send_when_up(self, nbma: IPAddress, packet: NhrpPacket) -> None:
        """Send as soon as the path is open (NHRP S-20 step 4)."""
        if not self._may_send(nbma):
            return
        if self.sockets.send_when_up(self._outer(nbma), self._finish(packet)):
            self.counters[Direction.SENT, packet.type] += 1
        else:
            self.dropped(nbma, "packets wait for too many paths", "S-20")

    def dropped(self, source_nbma: IPAddress | None, reason: str, rule: str) -> None:
        """Report a packet that goes no further."""
        self.context.emit(Dropped(interface=self.name, source_nbma=source_nbma, reason=reason, rule=rule))

    def adopt(self, settings: NhrpInterface) -> None:
        """Take new settings; what was sent already counts against the limit unless that is another."""
        self.settings = settings
        limit = self._max_send()
        if self.bucket.limit != limit:
            self.bucket = Bucket(limit)

    def _max_send(self) -> int:
        told = self.settings.max_send
        return self.context.behaviour.max_send if told is None else told

    def _may_send(self, nbma: IPAddress) -> bool:
        """Generated and forwarded packets together (NHRP R-70)."""
        if self.bucket.take(self.context.now):
            return True
        self.dropped(nbma, f"more than {self.bucket.limit} packets in 10 seconds", "R-70")
        return False

    def _outer(self, nbma: IPAddress) -> IPAddress:
        """Everything on a point-to-point tunnel goes to its destination (NHRP S-02)."""
        return self.settings.destination or nbma

    def _finish(self, packet: NhrpPacket) -> bytes:
        """Authentication is made anew on every hop (RFC 2332 §5.3.4; NHRP W-51)."""
        secret = self.settings.authentication
        kept = [one for one in packet.extensions or () if one.type != ExtensionType.AUTHENTICATION]
        if secret is not None:
            kept.insert(_authentication_place(kept), authentication(secret))
        if packet.extensions is None and not kept:
            return encode(packet)
        return encode(replace(packet, extensions=tuple(kept)))

    def _transmit(self, nbma: IPAddress, data: bytes) -> None:
        self.context.outgoing.append(Outgoing(interface=self.name, nbma=nbma, data=data))


def _authentication_place(extensions: list[Extension]) -> int:
    """Cisco's order is 3, 4, 5, 7, 8, 9 (NHRP W-51)."""
    places = (index for index, one in enumerate(extensions) if one.type in _AFTER_AUTHENTICATION)
    return next(places, len(extensions))
