"""Runs one speaker on the network of this host, with a small overlay host and router behind it.

The speaker is told the time, draws from a random source, and says what to send and when to be woken; all of that is
supplied here. Nothing is installed in the kernel: data packets of the overlay are answered, sent and passed on by this
process, along the routes it was given and the next hops that the speaker names. Protected tunnels are not driven.
"""

import random
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from typing import Protocol, TypeVar

from nornir_dmvpn.errors import WireError
from nornir_dmvpn.model.generation import Behaviour
from nornir_dmvpn.nhrp.event import Event, SocketWanted
from nornir_dmvpn.nhrp.gre import IPV4_PROTOCOL, NHRP_PROTOCOL
from nornir_dmvpn.nhrp.settings import NhrpInterface
from nornir_dmvpn.nhrp.speaker import Speaker
from nornir_dmvpn.wire.ipv4 import ICMP, Echo, Ipv4Packet
from nornir_dmvpn.wire.routes import RouteTable

T = TypeVar("T")

_BATCH = 64
"""Packets taken from the socket before timers get their turn."""
_PING_DATA = bytes(range(56))


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """An NHRP packet on the wire."""

    is_sent: bool
    nbma: IPv4Address
    """Where it goes to or came from."""
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EchoAnswer:
    """An echo reply. ``ttl`` says how many routers it crossed, ``nbma`` which one handed it over."""

    sequence: int
    ttl: int
    nbma: IPv4Address
    sent_to: IPv4Address
    seconds: float
    """From sending to hearing."""


Watch = Callable[[float, Event | Packet], None]
"""Told of each event and NHRP packet, with the time; called with the driver locked, so it must be quick."""


def _nobody(_now: float, _what: Event | Packet) -> None:
    """Watches nothing."""


class Link(Protocol):
    """The underlay as the driver sees it; :class:`~nornir_dmvpn.wire.gre_socket.GreSocket` is the real one."""

    def fileno(self) -> int:
        """For ``select``: readable when something arrived."""

    def send(self, nbma: IPv4Address, protocol: int, payload: bytes) -> bool:
        """Send one GRE packet; whether it left."""

    def receive(self) -> tuple[IPv4Address, int, bytes] | None:
        """Outer source, GRE protocol and payload of the next packet, without waiting."""

    def close(self) -> None:
        """Nothing more is sent or received."""


class Driver:
    """One speaker with one tunnel interface. Every public method may be called from any thread."""

    def __init__(
        self,
        *,
        link: Link,
        settings: NhrpInterface,
        routes: RouteTable,
        behaviour: Behaviour,
        addresses: Iterable[IPv4Address] = (),
        watch: Watch = _nobody,
    ) -> None:
        """``addresses`` answer pings beside the tunnel address. The link is the driver's from now on."""
        self.routes = routes
        self.lost = self.forwarded = 0
        """Packets that could not leave; data packets of others that were passed on."""
        self._link = link
        self._name = settings.name
        self._own = frozenset({settings.address, *addresses})
        self._watch = watch
        self._changed = threading.Condition()
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self._stopped = False
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._pings: dict[tuple[int, int], tuple[float, IPv4Address]] = {}
        self._answers: dict[tuple[int, int], EchoAnswer] = {}
        self._next_ping = 0
        self.speaker = Speaker(interfaces=[settings], routes=routes, behaviour=behaviour, rng=random.SystemRandom())
        self.act(lambda speaker, now: speaker.interface_up(settings.name, now))

    def start(self) -> None:
        """Run on a thread of its own until :meth:`close`."""
        self._thread = threading.Thread(target=self._run_and_tell, name="wire", daemon=True)
        self._thread.start()

    def run(self, seconds: float | None = None) -> None:
        """Work here and now, for so many seconds or until somebody calls :meth:`close`."""
        end = None if seconds is None else time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._link, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._stopped and (end is None or time.monotonic() < end):
                selector.select(self._patience(end))
                self._turn()

    def act(self, function: Callable[[Speaker, float], T]) -> T:
        """What ``function`` gives, called with the speaker and the time while nothing else happens."""
        with self._changed:
            self._check()
            now = time.monotonic()
            result = function(self.speaker, now)
            self._flush(now)
            self._changed.notify_all()
        self._poke()
        return result

    def wait_for(self, condition: Callable[[Speaker], bool], limit: float) -> bool:
        """Whether it became true within ``limit`` seconds; looked at whenever something happened."""
        with self._changed:
            met = self._changed.wait_for(lambda: self._failure is not None or condition(self.speaker), limit)
            self._check()
            return met

    def ping(self, source: IPv4Address, target: IPv4Address, *, limit: float = 1.0) -> EchoAnswer | None:
        """One echo request, which takes the way that a data packet takes; ``None``: no reply within ``limit`` s."""
        with self._changed:
            key = (id(self) & 0xFFFF, self._next_ping)
            self._next_ping = (self._next_ping + 1) & 0xFFFF
            echo = Echo(is_request=True, identifier=key[0], sequence=key[1], data=_PING_DATA)
            packet = Ipv4Packet(source=source, destination=target, protocol=ICMP, payload=echo.encode())
            now = time.monotonic()
            nbma = self._send_data(packet, now)
            self._flush(now)
            if nbma is None:
                return None
            self._pings[key] = (now, nbma)
            self._poke()
            self._changed.wait_for(lambda: key in self._answers, limit)
            self._pings.pop(key, None)
            return self._answers.pop(key, None)

    def close(self, *, orderly: bool = True) -> None:
        """Stop. ``orderly``: the others are told by purges (NHRP R-60); otherwise as if the router had crashed."""
        if self._stopped:
            return
        if orderly and self._failure is None:
            self.act(lambda speaker, now: speaker.interface_down(self._name, now))
        self._stopped = True
        self._poke()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        for one in (self._link, self._wake, self._woken):
            one.close()

    def _run_and_tell(self) -> None:
        """What goes wrong on the thread, in a watcher say, is raised where somebody waits for the driver."""
        try:
            self.run()
        except BaseException as failure:  # noqa: BLE001 # kept, and raised by _check
            with self._changed:
                self._failure = failure
                self._changed.notify_all()

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _poke(self) -> None:
        """The loop looks at its timers again."""
        try:
            self._wake.send(b"\0")
        except OSError:  # it is full of unread wake-ups, which do as well, or closed
            return

    def _patience(self, end: float | None) -> float | None:
        with self._changed:
            times = [one for one in (self.speaker.next_timer(), end) if one is not None]
        return max(min(times) - time.monotonic(), 0.0) if times else None

    def _turn(self) -> None:
        """Everything that arrived, then everything that is due."""
        with self._changed:
            with suppress(BlockingIOError):
                self._woken.recv(4096)
            for _ in range(_BATCH):
                arrived = self._link.receive()
                if arrived is None:
                    break
                self._arrived(*arrived, time.monotonic())
            now = time.monotonic()
            due = self.speaker.next_timer()
            if due is not None and due <= now:
                self.speaker.handle_timer(now)
            self._flush(now)
            self._changed.notify_all()

    def _flush(self, now: float) -> None:
        """Paths open at once: there is no protection. Then what the speaker has to say leaves."""
        while events := self.speaker.events():
            for event in events:
                self._watch(now, event)
                if isinstance(event, SocketWanted):
                    self.speaker.socket_up(self._name, event.nbma, now)
        for out in self.speaker.packets_to_send():
            if not isinstance(out.nbma, IPv4Address):
                raise WireError(f"{out.nbma}: only IPv4 underlays are driven")
            self._watch(now, Packet(is_sent=True, nbma=out.nbma, data=out.data))
            self.lost += not self._link.send(out.nbma, NHRP_PROTOCOL, out.data)

    def _arrived(self, nbma: IPv4Address, protocol: int, payload: bytes, now: float) -> None:
        if protocol == NHRP_PROTOCOL:
            self._watch(now, Packet(is_sent=False, nbma=nbma, data=payload))
            self.speaker.receive(self._name, nbma, payload, now)
            self._flush(now)
            return
        packet = Ipv4Packet.decode(payload) if protocol == IPV4_PROTOCOL else None
        if packet is None:
            return
        if packet.destination in self._own:
            self._delivered(nbma, packet, now)
        elif packet.ttl > 1:
            self._pass_on(nbma, packet, payload, now)

    def _delivered(self, nbma: IPv4Address, packet: Ipv4Packet, now: float) -> None:
        """For us: requests are answered, replies are handed to whoever waits for them."""
        echo = Echo.decode(packet)
        if echo is None:
            return
        if echo.is_request:
            answer = echo.answer().encode()
            self._send_data(
                Ipv4Packet(source=packet.destination, destination=packet.source, protocol=ICMP, payload=answer), now
            )
            return
        key = (echo.identifier, echo.sequence)
        if key in self._pings:
            sent_at, sent_to = self._pings[key]
            self._answers[key] = EchoAnswer(
                sequence=echo.sequence, ttl=packet.ttl, nbma=nbma, sent_to=sent_to, seconds=now - sent_at
            )

    def _pass_on(self, nbma: IPv4Address, packet: Ipv4Packet, data: bytes, now: float) -> None:
        """For someone else in the cloud: the previous hop is told of the detour if it is one (NHRP S-30)."""
        route = self.routes.lookup(packet.destination)
        if route is None or route.interface != self._name:
            return
        self.speaker.redirect(self._name, nbma, data, now)
        if self._send_data(replace(packet, ttl=packet.ttl - 1), now) is not None:
            self.forwarded += 1

    def _send_data(self, packet: Ipv4Packet, now: float) -> IPv4Address | None:
        """Along the route; the NBMA address that it went to, ``None``: nowhere."""
        route = self.routes.lookup(packet.destination)
        if route is None or route.interface != self._name:
            return None
        hop = route.next_hop or packet.destination
        nbma = self.speaker.next_hop(self._name, hop, now, destination=packet.destination)
        if not isinstance(nbma, IPv4Address):
            return None
        self.lost += not self._link.send(nbma, IPV4_PROTOCOL, packet.encode())
        return nbma
