"""Answers that say no, and how long they are believed (RFC 2332 §5.2.2; NHRP W-23, C-10, S-53)."""

import pytest

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.event import Dropped
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType
from tests.unit.nhrp.network import HOST2, HOST3, HUB, TUNNEL, Net, cloud, count, registered, spoke

REQUEST, REPLY = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY


def unreachable(generation: Generation = Generation.E) -> Net:
    """The hub sends 192.168.3.0/24 to spoke 3, which does not know it any more."""
    net = cloud(3, generation=generation)
    net.nodes["s3"].routes.remove("192.168.3.0/24")
    net.nodes["s3"].routes.remove("192.168.2.0/24")
    net.run(10)
    return net


def ask(net: Net) -> None:
    net.packet("s2", HOST2, HOST3)
    net.run(net.now + 1)


def test_a_router_without_a_route_says_that_there_is_no_binding() -> None:
    """W-23: code 12, holding time 0, no address; it comes back over the hub, and nothing is learned from it."""
    net = unreachable()
    ask(net)
    reply, *_passed_on = [one.packet for one in net.sent if one.packet.type is REPLY]
    assert isinstance(reply, ClientPacket)
    (cie,) = reply.cies
    assert (cie.code, cie.holding_time, cie.nbma, cie.protocol) == (12, 0, None, None)
    assert count(net.nodes["hub"], Direction.FORWARDED, REPLY) == 1
    assert set(net.nodes["s3"].entries()) == {"10.0.0.1/32"}


@pytest.mark.parametrize("generation", list(Generation))
def test_a_negative_answer_is_believed_for_three_minutes(generation: Generation) -> None:
    """S-53: no second question meanwhile; then it is asked again."""
    net = cloud(2, generation=generation)
    s2, hub = net.nodes["s2"], net.nodes["hub"]
    net.run(10)
    hub.routes.routes = [one for one in hub.routes.routes if str(one.prefix) != "10.0.0.0/24"]
    hub.routes.add("10.0.0.2/32")
    for second in range(10, 170, 10):
        net.run(second)
        assert s2.speaker.next_hop(TUNNEL, spoke(9), net.now) is not None  # S-11: traffic goes on over the hub
        net.flush(s2)
    entry = s2.entries()["10.0.0.9/32"]
    assert (entry.type, entry.flags, entry.nbma) == (EntryType.INCOMPLETE, frozenset({"negative"}), None)
    assert entry.expires_at == pytest.approx(190, abs=0.1)
    assert count(s2, Direction.SENT, REQUEST) == 1
    net.run(191)
    assert "10.0.0.9/32" not in s2.entries()
    s2.speaker.next_hop(TUNNEL, spoke(9), net.now)
    net.flush(s2)
    assert count(s2, Direction.SENT, REQUEST) == 2


def test_a_refused_destination_of_a_redirect_is_not_asked_for_again() -> None:
    net = unreachable()
    ask(net)
    assert net.nodes["s2"].entries()["192.168.3.10/32"].type is EntryType.INCOMPLETE
    net.run(30)
    ask(net)
    assert count(net.nodes["hub"], Direction.SENT, PacketType.TRAFFIC_INDICATION) == 2
    assert count(net.nodes["s2"], Direction.SENT, REQUEST) == 1
    drops = [one.reason for _, one in net.nodes["s2"].seen(Dropped) if isinstance(one, Dropped)]
    assert drops == ["no usable answer for 192.168.3.10 (code 12)", "traffic indication: 192.168.3.10 was refused"]


def test_a_known_binding_survives_a_negative_answer_until_it_expires() -> None:
    net = registered(3)
    ask(net)
    net.packet("s3", HOST3, HOST2)
    net.run(15)
    net.nodes["s3"].routes.remove("192.168.3.0/24")
    before = net.nodes["s2"].entries()["192.168.3.0/24"]
    for second in range(20, 600, 20):
        net.run(second)
        net.packet("s2", HOST2, HOST3)
    after = net.nodes["s2"].entries()["192.168.3.0/24"]
    assert after.expires_at == before.expires_at
    net.run(620)
    assert "192.168.3.0/24" not in net.nodes["s2"].entries()


def test_the_hub_itself_is_never_refused() -> None:
    """Guards the tests above: they refuse spokes only."""
    net = unreachable()
    assert net.nodes["s2"].speaker.next_hop(TUNNEL, HUB, net.now) is not None
