"""Our own router in the cloud of FRR's: a driver on the tap, and a record of all that it said and heard."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import TypeVar

from nornir_dmvpn.model.address import IPNetwork
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.event import Event
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting, Route
from nornir_dmvpn.nhrp.wire import NhrpPacket, PacketType, decode
from nornir_dmvpn.wire.driver import Driver, EchoAnswer, Packet
from nornir_dmvpn.wire.gre_socket import GreSocket
from nornir_dmvpn.wire.routes import RouteTable
from tests.interop.frr import HOLDTIME, HUB, KEY, ROUTERS
from tests.interop.machine import HOST, Guest, inside

TUNNEL = "Tunnel0"
NBMA = IPv4Address(HOST)
ADDRESS = IPv4Address("10.0.0.200")
PING_INTERVAL = 0.1
LAN_HOST = IPv4Address("192.168.200.1")
_CLOUD = IPv4Network("10.0.0.0/24")
_SUMMARY = IPv4Network("192.168.0.0/16")

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An NHRP packet with its time."""

    when: float
    is_sent: bool
    nbma: IPv4Address
    data: bytes

    @property
    def packet(self) -> NhrpPacket:
        return decode(self.data)


@dataclass
class Record:
    """Everything that happened to one driver, in order."""

    events: list[tuple[float, Event]] = field(default_factory=list)
    packets: list[Heard] = field(default_factory=list)

    def __call__(self, now: float, what: Event | Packet) -> None:
        if isinstance(what, Packet):
            self.packets.append(Heard(when=now, is_sent=what.is_sent, nbma=what.nbma, data=what.data))
        else:
            self.events.append((now, what))

    def of(self, kind: type[E]) -> list[E]:
        """Events of one kind."""
        return [event for _, event in self.events if isinstance(event, kind)]

    def when(self, kind: type[Event]) -> list[float]:
        return [now for now, event in self.events if isinstance(event, kind)]

    def sent(self, kind: PacketType) -> list[Heard]:
        return [one for one in self.packets if one.is_sent and one.packet.type is kind]

    def received(self, kind: PacketType) -> list[Heard]:
        return [one for one in self.packets if not one.is_sent and one.packet.type is kind]


@dataclass
class Ours:
    """A running driver and its record."""

    driver: Driver
    record: Record
    started: float

    def entries(self) -> dict[str, CacheEntry]:
        """The cache by network."""
        found = self.driver.act(lambda speaker, _now: speaker.cache(TUNNEL))
        return {str(one.network): one for one in found}

    def pings(self, source: IPv4Address, target: IPv4Address, *, count: int) -> list[EchoAnswer]:
        """The answers to that many echo requests, ten a second."""
        answers = []
        for _ in range(count):
            answers.append(self.driver.ping(source, target))
            self.driver.wait_for(lambda _speaker: False, PING_INTERVAL)
        return [one for one in answers if one is not None]

    def wait_entry(self, network: str, limit: float) -> CacheEntry:
        """Until the cache has a complete entry for exactly that network."""

        def found() -> list[CacheEntry]:
            return [one for one in self.driver.speaker.cache(TUNNEL) if str(one.network) == network and one.complete]

        assert self.driver.wait_for(lambda _speaker: bool(found()), limit), f"no {network}: {self.entries()}"
        return self.entries()[network]

    def wait(self, kind: type[Event], limit: float, *, times: int = 1) -> float:
        """Until so many events of that kind happened; when the last of them did."""
        happened = self.driver.wait_for(lambda _speaker: len(self.record.when(kind)) >= times, limit)
        assert happened, f"{kind.__name__} was not seen {times} times within {limit} s: {self.record.events}"
        return self.record.when(kind)[times - 1]

    def wait_packets(self, kind: PacketType, limit: float, *, times: int = 1, sent: bool = False) -> list[Heard]:
        """Until so many packets of that type were heard (or sent)."""
        look = self.record.sent if sent else self.record.received
        assert self.driver.wait_for(lambda _speaker: len(look(kind)) >= times, limit), f"{kind.name}: {look(kind)}"
        return look(kind)


def _settings(**changes: object) -> NhrpInterface:
    values: dict[str, object] = {
        "name": TUNNEL,
        "network_id": 1,
        "address": ADDRESS,
        "prefix_length": 24,
        "nbma": NBMA,
        "multipoint": True,
        "holdtime": HOLDTIME,
        "registration_interval": HOLDTIME / 3,
        "mtu": 1400,
    }
    return NhrpInterface(**(values | changes))  # type: ignore[arg-type]


@contextmanager
def running(
    guest: Guest, routes: list[Route], *, generation: Generation = Generation.E, orderly: bool = True, **changes: object
) -> Iterator[Ours]:
    """Our router in the guest's underlay, until the end of the block."""
    settings = _settings(**changes)
    assert isinstance(settings.nbma, IPv4Address)
    nbma = settings.nbma
    link = inside(guest.namespace, lambda: GreSocket(nbma, key=KEY))
    record = Record()
    driver = Driver(
        link=link,
        settings=settings,
        routes=RouteTable(routes),
        behaviour=BEHAVIOUR[generation],
        addresses=(LAN_HOST,),
        watch=record,
    )
    driver.start()
    try:
        yield Ours(driver, record, time.monotonic())
    finally:
        driver.close(orderly=orderly)


def via(prefix: IPNetwork, next_hop: IPv4Address | None) -> Route:
    """A route into the cloud."""
    return Route(prefix=prefix, interface=TUNNEL, next_hop=next_hop)


OUR_LAN = Route(prefix=IPv4Network("192.168.200.0/24"), interface="Loopback0", next_hop=None)
AS_SPOKE = [OUR_LAN, via(_CLOUD, None), via(_SUMMARY, HUB.tunnel)]
"""Everything through FRR's hub."""
AS_HUB = [OUR_LAN, via(_CLOUD, None), *(via(IPv4Network(one.network), one.tunnel) for one in ROUTERS)]
"""The LAN of every spoke behind that spoke."""
FRR_HUB = (NhsSetting(address=HUB.tunnel, nbma=HUB.public),)
