"""What is kept is bounded, and what is sent as well (NHRP R-70, W-23)."""

from dataclasses import replace
from unittest.mock import patch

import pytest

from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp import bindings, redirect, resolver, responder, sockets
from nornir_dmvpn.nhrp.bucket import Bucket
from nornir_dmvpn.nhrp.cie import CieCode
from nornir_dmvpn.nhrp.event import Dropped
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.timers import Timers
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, encode
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    HUB_NBMA,
    TUNNEL,
    Net,
    Node,
    count,
    hub_settings,
    ip_packet,
    registered,
    spoke,
    spoke_nbma,
    spoke_settings,
    two,
)


def rules(node: Node) -> list[str]:
    return [event.rule for _, event in node.events if isinstance(event, Dropped)]


def test_a_bucket_lets_the_limit_through_at_once_and_refills_within_ten_seconds() -> None:
    bucket = Bucket(5)
    assert [bucket.take(100.0) for _ in range(6)] == [True] * 5 + [False]
    assert bucket.usage(100.0) == 100
    assert not bucket.take(101.9)
    assert bucket.take(102.0)
    assert not bucket.take(102.0)
    assert bucket.usage(107.0) == 50
    assert [bucket.take(1000.0) for _ in range(6)] == [True] * 5 + [False]


def test_a_limit_of_nothing_sends_nothing() -> None:
    assert not Bucket(0).take(50)
    assert Bucket(0).usage(50) == 0


def test_max_send_counts_what_is_generated_and_what_is_forwarded() -> None:
    """R-70: what exceeds it is dropped and reported; registrations survive by their retries."""
    net = registered(3)
    hub = net.nodes["hub"]
    hub.speaker.configure([hub_settings(redirect=True, max_send=2)], net.now)
    for number in range(3):
        net.packet("s2", HOST2, HOST3 + number)
    assert count(hub, Direction.SENT, PacketType.TRAFFIC_INDICATION) == 2
    assert hub.speaker.send_limit(TUNNEL, net.now) == (2, 100)
    net.run(11)
    assert count(hub, Direction.FORWARDED, PacketType.RESOLUTION_REQUEST) == 0
    assert set(rules(hub)) == {"R-70"}
    net.run(40)
    assert count(hub, Direction.FORWARDED, PacketType.RESOLUTION_REQUEST) > 0
    assert "192.168.3.0/24" in net.nodes["s2"].entries()


def test_the_default_limit_is_the_generations() -> None:
    for generation in Generation:
        net = Net()
        net.add("s2", spoke_settings(2), generation)
        assert net.nodes["s2"].speaker.send_limit(TUNNEL, 0) == (BEHAVIOUR[generation].max_send, 0)
    assert (BEHAVIOUR[Generation.A].max_send, BEHAVIOUR[Generation.E].max_send) == (100, 10_000)


def test_a_full_cache_refuses_registrations_and_keeps_those_it_has() -> None:
    """RFC 2332 §5.2.0.1: code 5. Known clients are refreshed."""
    net = two()
    with patch.object(bindings, "MOST_ENTRIES", 1):
        net.add("s3", spoke_settings(3))
        net.up()
        net.run(10)
        assert set(net.nodes["hub"].entries()) == {"10.0.0.2/32"}
        replies = [one.packet for one in net.sent if one.packet.type is PacketType.REGISTRATION_REPLY]
        codes = {one.source_protocol: one.cies[0].code for one in replies if isinstance(one, ClientPacket)}
        assert codes == {spoke(2): 0, spoke(3): CieCode.INSUFFICIENT_RESOURCES}
        net.run(300)
    entry = net.nodes["hub"].entries()["10.0.0.2/32"]
    assert entry.expires_at is not None
    assert entry.expires_at > 700


def test_a_full_cache_makes_no_shortcut_and_traffic_goes_on_over_the_hub() -> None:
    net = registered(3)
    with patch.object(bindings, "MOST_ENTRIES", 1):
        net.packet("s2", HOST2, HOST3)
        net.run(20)
        assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32"}
    assert "W-23" in rules(net.nodes["s2"])


def test_requests_that_wait_are_counted() -> None:
    net = registered(3)
    net.lost = lambda sent: sent.packet.type is PacketType.RESOLUTION_REQUEST
    with patch.object(resolver, "MOST_PENDING", 2):
        for number in range(4):
            net.packet("s2", HOST2, HOST3 + number)
        net.run(12)
    asked = {one.packet.destination_protocol for one in net.sent if one.packet.type is PacketType.RESOLUTION_REQUEST}
    assert asked == {HOST3, HOST3 + 1}
    assert rules(net.nodes["s2"]).count("W-23") == 2


def test_paths_that_packets_wait_for_are_counted() -> None:
    """Requests from invented addresses: each answer would wait for a path of its own."""
    net = registered(3)
    node = net.nodes["s3"]
    net.opens = lambda _node, _nbma: False
    request = resolution()
    with patch.object(sockets, "MOST_WAITING_PATHS", 3):
        for number in range(9):
            source = spoke_nbma(100) + number
            packet = replace(request, source_protocol=spoke(100) + number, source_nbma=source, request_id=number)
            node.speaker.receive(TUNNEL, source, encode(packet), net.now)
        net.flush(node)
    assert rules(node).count("S-20") == 6


def resolution() -> ClientPacket:
    """A request as spoke 2 sends it for a host behind spoke 3."""
    return ClientPacket(
        type=PacketType.RESOLUTION_REQUEST,
        flags=0xC802,
        request_id=1,
        source_nbma=spoke_nbma(2),
        source_protocol=spoke(2),
        destination_protocol=HOST3,
    )


def test_answers_that_are_remembered_are_counted() -> None:
    net = registered(3)
    node = net.nodes["s3"]
    with patch.object(responder, "MOST_TOLD", 2):
        for number in range(5):
            packet = replace(resolution(), source_protocol=spoke(100) + number, request_id=number)
            node.speaker.receive(TUNNEL, spoke_nbma(2), encode(packet), net.now)
        net.flush(node)
    told = node.speaker._members[TUNNEL].responder.told()
    assert len(told) <= 2


def test_redirects_that_suppress_the_next_are_counted() -> None:
    net = registered(3)
    hub = net.nodes["hub"].speaker
    with patch.object(redirect, "MOST_REDIRECTS", 3):
        for number in range(9):
            hub.redirect(TUNNEL, spoke_nbma(2), ip_packet(HOST2, HOST3 + number), net.now)
        assert len(hub.packets_to_send()) == 3
        hub.redirect(TUNNEL, spoke_nbma(2), ip_packet(HOST2, HOST3 + 20), net.now + 8)
        assert len(hub.packets_to_send()) == 1


@pytest.mark.parametrize("cancelled", [True, False])
def test_timers_forget_what_nobody_waits_for(cancelled: bool) -> None:
    """Neither keys that were cancelled nor times that came earlier again and again pile up."""
    timers = Timers()
    rung: list[float] = []
    timers.set("kept", 10.0, rung.append)
    for number in range(100_000):
        key = number if cancelled else "moved"
        timers.set(key, 1e6 - number, rung.append)
        if cancelled:
            timers.cancel(key)
    assert len(timers._heap) < 1000
    assert len(timers._queued) < 1000
    assert len(timers) == (1 if cancelled else 2)
    handler = timers.pop(10.0)
    assert handler is not None
    handler(10.0)
    assert rung == [10.0]


def test_a_static_entry_is_stored_however_full_the_cache_is() -> None:
    with patch.object(bindings, "MOST_ENTRIES", 0):
        net = two()
        net.up()
        net.run(5)
        assert net.nodes["s2"].entries()["10.0.0.1/32"].nbma == HUB_NBMA
