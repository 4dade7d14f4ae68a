"""Drivers on real clocks and threads, joined by an underlay in memory."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import IPv4Address, IPv4Network

import pytest

from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.event import Event, NhcDown, NhcUp, NhsUp
from nornir_dmvpn.nhrp.settings import NhrpInterface, Route
from nornir_dmvpn.nhrp.wire import PacketType, decode
from nornir_dmvpn.wire.driver import Driver, Packet
from nornir_dmvpn.wire.routes import RouteTable
from tests.unit.nhrp.network import HUB, HUB_NBMA, TUNNEL, hub_settings, spoke, spoke_nbma, spoke_settings
from tests.unit.wire.underlay import MemoryLink

LIMIT = 10.0
Links = dict[IPv4Address, MemoryLink]


class Seen:
    """What a driver's watcher was told."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.packets: list[Packet] = []

    def __call__(self, _now: float, what: Event | Packet) -> None:
        if isinstance(what, Packet):
            self.packets.append(what)
        else:
            self.events.append(what)

    def has(self, kind: type[Event], times: int = 1) -> bool:
        return sum(isinstance(one, kind) for one in self.events) >= times


def lan_host(number: int) -> IPv4Address:
    return IPv4Address(f"192.168.{number}.10")


def into_cloud(prefix: str, hop: IPv4Address | None = None) -> Route:
    return Route(prefix=IPv4Network(prefix), interface=TUNNEL, next_hop=hop)


@contextmanager
def running(links: Links, settings: NhrpInterface, number: int, *routes: Route) -> Iterator[tuple[Driver, Seen]]:
    lan = Route(prefix=IPv4Network(f"192.168.{number}.0/24"), interface="Loopback0", next_hop=None)
    seen = Seen()
    assert isinstance(settings.nbma, IPv4Address)
    driver = Driver(
        link=MemoryLink(links, settings.nbma),
        settings=settings,
        routes=RouteTable((into_cloud("10.0.0.0/24"), lan, *routes)),
        behaviour=BEHAVIOUR[Generation.E],
        addresses=(lan_host(number),),
        watch=seen,
    )
    driver.start()
    try:
        yield driver, seen
    finally:
        driver.close()


def test_a_spoke_registers_with_a_hub_and_takes_its_leave() -> None:
    links: Links = {}
    with running(links, hub_settings(), 1) as (hub, heard):
        with running(links, spoke_settings(2), 2) as (spoke2, seen):
            assert spoke2.wait_for(lambda _speaker: seen.has(NhsUp), LIMIT)
            assert hub.act(lambda speaker, _now: [str(one.network) for one in speaker.cache(TUNNEL)]) == ["10.0.0.2/32"]
            answer = spoke2.ping(spoke(2), HUB)
            assert answer is not None
            assert (answer.ttl, answer.nbma, answer.sent_to) == (64, HUB_NBMA, HUB_NBMA)
        assert hub.wait_for(lambda _speaker: heard.has(NhcDown), LIMIT), "the purge of an orderly end"
    assert heard.has(NhcUp)


def test_two_spokes_find_the_shortcut_and_the_hub_carries_no_more() -> None:
    links: Links = {}
    with ExitStack() as stack:
        lans = [into_cloud(f"192.168.{one}.0/24", spoke(one)) for one in (2, 3)]
        hub, heard = stack.enter_context(running(links, hub_settings(redirect=True), 1, *lans))
        summary = into_cloud("192.168.0.0/16", HUB)
        spokes = [
            stack.enter_context(running(links, spoke_settings(one, shortcut=True), one, summary)) for one in (2, 3)
        ]
        assert hub.wait_for(lambda _speaker: heard.has(NhcUp, 2), LIMIT)
        (spoke2, _), (spoke3, _) = spokes
        for one, seen in spokes:
            assert one.wait_for(lambda _speaker, seen=seen: seen.has(NhsUp), LIMIT)  # type: ignore[misc]
        first = spoke2.ping(lan_host(2), lan_host(3))
        assert first is not None
        assert (first.ttl, first.sent_to, first.nbma) == (63, HUB_NBMA, HUB_NBMA)
        for one, network in ((spoke2, "192.168.3.0/24"), (spoke3, "192.168.2.0/24")):
            assert one.wait_for(
                lambda speaker, network=network: network in {str(e.network) for e in speaker.cache(TUNNEL)},  # type: ignore[misc]
                LIMIT,
            )
        carried = hub.forwarded
        direct = spoke2.ping(lan_host(2), lan_host(3))
        assert direct is not None
        assert (direct.ttl, direct.sent_to, direct.nbma) == (64, spoke_nbma(3), spoke_nbma(3))
        assert hub.forwarded == carried == 2


def test_a_ping_that_nobody_answers_ends_and_a_packet_that_cannot_leave_is_counted() -> None:
    links: Links = {}
    with running(links, spoke_settings(2), 2) as (spoke2, _):
        assert spoke2.ping(spoke(2), IPv4Address("203.0.113.77"), limit=0.01) is None, "no route"
        assert spoke2.ping(spoke(2), HUB, limit=0.01) is None, "no hub at the other end"
        assert spoke2.lost == 1


def test_hostile_bytes_of_every_protocol_are_survived() -> None:
    links: Links = {}
    with running(links, hub_settings(), 1) as (hub, seen):
        attacker = MemoryLink(links, IPv4Address("192.0.2.66"))
        for protocol in (0x2001, 0x0800, 0x86DD, 0x8847):
            for payload in (b"", b"\0", bytes(64), b"\x45" + bytes(63), b"\xff" * 64):
                assert attacker.send(HUB_NBMA, protocol, payload)
        assert hub.wait_for(lambda _speaker: len(seen.packets) == 5, LIMIT), "only NHRP is told"
        with running(links, spoke_settings(2), 2) as (spoke2, told):
            assert spoke2.wait_for(lambda _speaker: told.has(NhsUp), LIMIT), "it serves as before"
        attacker.close()


def test_what_goes_wrong_on_the_thread_is_raised_where_somebody_waits() -> None:
    def broken(_now: float, what: Event | Packet) -> None:
        if getattr(what, "is_sent", False):
            raise RuntimeError("the watcher is broken")

    settings = spoke_settings(2)
    driver = Driver(
        link=MemoryLink({}, spoke_nbma(2)),
        settings=settings,
        routes=RouteTable(),
        behaviour=BEHAVIOUR[Generation.E],
        watch=broken,
    )
    driver.start()
    with pytest.raises(RuntimeError, match="the watcher is broken"):
        driver.wait_for(lambda _speaker: False, LIMIT)
    driver.close()


def test_without_a_thread_it_works_for_as_long_as_it_is_told_to() -> None:
    links: Links = {}
    seen = Seen()
    driver = Driver(
        link=MemoryLink(links, spoke_nbma(2)),
        settings=spoke_settings(2),
        routes=RouteTable(),
        behaviour=BEHAVIOUR[Generation.E],
        watch=seen,
    )
    driver.run(1.0)
    driver.close(orderly=False)
    assert [decode(one.data).type for one in seen.packets] == [PacketType.REGISTRATION_REQUEST]
    assert links == {}
