"""Purges, their replies and their repetition; groups (RFC 2332 §5.2.5, §5.2.6; NHRP R-20, R-60, R-61)."""

import itertools
from dataclasses import replace

from nornir_dmvpn.nhrp.event import Dropped, GroupBound
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, encode
from tests.unit.nhrp.network import (
    HUB_NBMA,
    TUNNEL,
    Net,
    Node,
    count,
    hub_settings,
    ping,
    registered,
    spoke,
    spoke_nbma,
    spoke_settings,
    two,
)

PURGE, REPLY = PacketType.PURGE_REQUEST, PacketType.PURGE_REPLY


def shortcut() -> Net:
    net = registered(3)
    ping(net)
    net.run(11)
    return net


def clear(net: Net, name: str = "s3") -> Node:
    node = net.nodes[name]
    node.speaker.clear(net.now)
    net.flush(node)
    return node


def purges(net: Net) -> list[float]:
    return [one.when for one in net.sent if one.packet.type is PURGE]


def test_a_purge_that_is_answered_is_sent_once() -> None:
    net = shortcut()
    node = clear(net)
    net.run(200)
    assert len(purges(net)) == 1
    assert count(node, Direction.RECEIVED, REPLY) == 1
    assert len(node.speaker._members[TUNNEL].purges) == 0


def test_a_purge_that_is_lost_is_repeated_with_one_request_id_until_it_is_answered() -> None:
    net = shortcut()
    net.lost = lambda sent: sent.packet.type is PURGE and len(purges(net)) < 3
    clear(net)
    net.run(200)
    times = purges(net)
    assert len(times) == 3
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert all(0.75 * nominal <= gap <= 1.05 * nominal for gap, nominal in zip(gaps, (2, 4), strict=True))
    packets = [one.packet for one in net.sent if one.packet.type is PURGE]
    assert len({one.request_id for one in packets if isinstance(one, ClientPacket)}) == 1
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32", "192.168.2.0/24"}


def test_a_peer_that_never_answers_is_given_up_and_its_path_with_it() -> None:
    net = shortcut()
    net.lost = lambda sent: sent.packet.type in (PURGE, REPLY)
    clear(net)
    assert net.wants("s3") == {HUB_NBMA, spoke_nbma(2)}
    net.run(200)
    assert len(purges(net)) == 5
    assert net.wants("s3") == {HUB_NBMA}


def test_nothing_is_repeated_after_the_interface_went_down() -> None:
    """R-60: the purges leave, then nobody listens any more."""
    net = shortcut()
    net.lost = lambda sent: sent.packet.type is PURGE
    node = net.nodes["s3"]
    node.speaker.interface_down(TUNNEL, net.now)
    net.flush(node)
    net.run(200)
    assert purges(net) == [11, 11]
    assert net.wants("s3") == set()


def test_a_reply_that_nobody_waits_for_is_reported() -> None:
    net = shortcut()
    clear(net)
    net.run(12)
    (reply,) = [one.packet for one in net.sent if one.packet.type is REPLY]
    assert isinstance(reply, ClientPacket)
    node = net.nodes["s3"]
    node.speaker.receive(TUNNEL, spoke_nbma(2), encode(replace(reply, request_id=4711)), net.now)
    net.flush(node)
    assert [one.reason for _, one in node.seen(Dropped) if isinstance(one, Dropped)] == [
        "purge reply without a request"
    ]


def test_the_end_of_a_servers_line_is_told_to_it_until_it_answers() -> None:
    """R-60: entry deletion; the interface stays up and the purge is repeated."""
    net = two()
    net.up()
    net.run(10)
    node = net.nodes["s2"]
    net.lost = lambda sent: sent.packet.type is PURGE and len(purges(net)) < 2
    node.speaker.configure([spoke_settings(2, nhs=(), maps=((hub_settings().address, HUB_NBMA),))], net.now)
    net.flush(node)
    net.run(20)
    assert len(purges(net)) == 2
    assert net.nodes["hub"].entries() == {}


def groups(net: Net) -> list[tuple[str, str | None]]:
    found = [one for _, one in net.nodes["hub"].seen(GroupBound) if isinstance(one, GroupBound)]
    return [(str(one.nbma), one.group) for one in found]


def test_the_group_of_a_client_is_bound_once_changed_and_released() -> None:
    """R-20 step 5, R-14."""
    net = two(spoke2={"group": "BRANCH-10M"})
    net.up()
    net.run(500)
    mine = str(spoke_nbma(2))
    assert groups(net) == [(mine, "BRANCH-10M")]
    assert net.nodes["hub"].entries()["10.0.0.2/32"].group == "BRANCH-10M"
    node = net.nodes["s2"]
    node.speaker.configure([spoke_settings(2, group="BRANCH-50M")], net.now)
    net.flush(node)
    net.run(1000)
    node.speaker.interface_down(TUNNEL, net.now, orderly=False)
    net.flush(node)
    net.run(2000)
    assert groups(net) == [(mine, "BRANCH-10M"), (mine, "BRANCH-50M"), (mine, None)]


def test_a_client_that_moves_takes_its_group_with_it() -> None:
    net = two(spoke2={"group": "BRANCH-10M"})
    net.up()
    net.run(10)
    net.translate[spoke_nbma(2)] = spoke_nbma(200)
    net.run(400)
    assert groups(net) == [
        (str(spoke_nbma(2)), "BRANCH-10M"),
        (str(spoke_nbma(2)), None),
        (str(spoke_nbma(200)), "BRANCH-10M"),
    ]


def test_without_a_group_nothing_is_bound() -> None:
    net = two()
    net.up()
    net.run(10)
    assert groups(net) == []
    assert str(spoke(2)) + "/32" in net.nodes["hub"].entries()
