"""Phase 2: the next hop is the remote spoke (NHRP S-01, S-20 to S-25)."""

from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.event import Dropped, NhpUp, RouteInstalled
from nornir_dmvpn.nhrp.extension import ExtensionType
from nornir_dmvpn.nhrp.forward import cies_of
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    HUB,
    HUB_NBMA,
    TUNNEL,
    cloud,
    count,
    ping,
    registered,
    spoke,
    spoke_nbma,
)

REQUEST, REPLY = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY


def test_first_packets_go_through_the_hub_and_the_next_ones_straight() -> None:
    """S-01, S-20."""
    net = registered(2)
    assert ping(net) == ["s2", "hub", "s3"]
    net.run(11)
    assert ping(net) == ["s2", "s3"]


def test_a_temporary_entry_points_at_the_hub_until_the_answer_comes() -> None:
    """S-01 step 2, S-53."""
    net = registered(2)
    net.packet("s2", HOST2, HOST3)
    entry = net.nodes["s2"].entries()["10.0.0.3/32"]
    assert (entry.nbma, entry.flags) == (HUB_NBMA, frozenset({"used", "temporary"}))
    assert entry.expires_at == net.now + 180


def test_the_target_answers_and_the_hub_only_forwards() -> None:
    """S-20 steps 3 and 4; the reply is direct and names the target's own holding time (S-21)."""
    net = registered(2)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    hub, s3 = net.nodes["hub"], net.nodes["s3"]
    assert count(hub, Direction.FORWARDED, REQUEST) == 1
    assert count(hub, Direction.SENT, REPLY) == 0
    hops = [one.packet.hop_count for one in net.sent if one.packet.type is REQUEST]
    assert hops == [255, 254]
    reply = next(one for one in net.sent if one.packet.type is REPLY)
    assert (reply.sender, reply.receiver) == ("s3", spoke_nbma(2))
    assert isinstance(reply.packet, ClientPacket)
    cie = reply.packet.cies[0]
    assert (cie.nbma, cie.protocol, cie.prefix_length, cie.holding_time) == (spoke_nbma(3), spoke(3), 32, 600)
    assert [one.protocol for one in cies_of(reply.packet, ExtensionType.FORWARD_TRANSIT)] == [HUB]  # S-81
    assert s3.flags()["10.0.0.2/32"] == "implicit nhop router"


def test_who_only_answered_keeps_an_implicit_entry_and_its_own_local_one() -> None:
    """S-20 as amended, case (a); no route is touched (S-22)."""
    net = registered(2)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert net.nodes["s2"].flags() == {"10.0.0.1/32": "", "10.0.0.3/32": "nhop router"}
    assert net.nodes["s3"].flags() == {
        "10.0.0.1/32": "",
        "10.0.0.2/32": "implicit nhop router",
        "10.0.0.3/32": "local router unique",
    }
    local = net.nodes["s3"].entries()["10.0.0.3/32"]
    assert (local.no_socket, local.requester, local.nbma) == (True, spoke(2), spoke_nbma(3))
    assert not net.nodes["s2"].seen(RouteInstalled)
    assert net.nodes["s2"].seen(NhpUp)[0][1] == NhpUp(interface=TUNNEL, address=spoke(3), nbma=spoke_nbma(3))


def test_both_who_resolved_hold_the_same() -> None:
    """S-20 as amended, case (b), S-21: the requests cross each other."""
    net = registered(2)
    ping(net)
    net.run(11)
    for mine, other in ((2, 3), (3, 2)):
        flags = net.nodes[f"s{mine}"].flags()
        assert flags[f"10.0.0.{other}/32"] == "nhop router"
        assert flags[f"10.0.0.{mine}/32"] == "local router unique"


def test_before_15_0_an_unresolved_next_hop_is_incomplete_and_goes_through_the_hub() -> None:
    """S-01 step 2 for generation A, C-01."""
    net = registered(2, generation=Generation.A)
    net.lost = lambda sent: sent.packet.type is REQUEST
    assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]
    entry = net.nodes["s2"].entries()["10.0.0.3/32"]
    assert (entry.type, entry.nbma, entry.flags) == (EntryType.INCOMPLETE, None, frozenset({"negative"}))
    assert entry.expires_at == net.now + 180


def test_the_hub_of_generation_a_answers_from_its_registrations() -> None:
    """S-20 step 3."""
    net = registered(2, generation=Generation.A)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert count(net.nodes["hub"], Direction.SENT, REPLY) == 1
    assert count(net.nodes["hub"], Direction.FORWARDED, REQUEST) == 0
    entry = net.nodes["s2"].entries()["10.0.0.3/32"]
    registration = net.nodes["hub"].entries()["10.0.0.3/32"]
    assert entry.nbma == spoke_nbma(3)
    assert entry.expires_at == pytest.approx(registration.expires_at, abs=1.1)


def test_the_reply_waits_for_the_path_and_traffic_stays_on_the_hub() -> None:
    """S-20 step 4."""
    net = registered(2)
    net.opens = lambda _node, nbma: nbma == HUB_NBMA
    net.packet("s2", HOST2, HOST3)
    net.run(12)
    assert not [one for one in net.sent if one.packet.type is REPLY]
    assert spoke_nbma(2) in net.wants("s3")
    assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]
    assert net.packet("s3", HOST3, HOST2) == ["s3", "hub", "s2"]
    net.nodes["s3"].speaker.socket_up(TUNNEL, spoke_nbma(2), net.now)
    net.flush(net.nodes["s3"])
    net.run(13)
    assert net.nodes["s2"].flags()["10.0.0.3/32"] == "nhop router"


def test_a_path_that_cannot_be_opened_leaves_temporary_and_no_socket() -> None:
    """S-70 as amended: traffic works via the hub, the responder keeps an implicit (no-socket) entry."""
    net = registered(2)
    net.opens = lambda _node, nbma: nbma == HUB_NBMA
    net.packet("s2", HOST2, HOST3)
    net.run(12)
    net.nodes["s3"].speaker.socket_down(TUNNEL, spoke_nbma(2), net.now)
    net.flush(net.nodes["s3"])
    assert net.nodes["s2"].flags()["10.0.0.3/32"] == "temporary"
    entry = net.nodes["s3"].entries()["10.0.0.2/32"]
    assert (entry.flags, entry.no_socket) == (frozenset({"router", "implicit", "nhop"}), True)
    assert spoke_nbma(2) not in net.wants("s3")
    assert ping(net) == ["s2", "hub", "s3"]


def test_retries_follow_the_back_off_and_end_with_the_placeholder() -> None:
    """R-10 (resolution retries), S-53."""
    net = registered(2)
    net.lost = lambda sent: sent.packet.type is REQUEST
    net.packet("s2", HOST2, HOST3)
    net.run(10 + 179)
    asked = [one.when for one in net.sent if one.sender == "s2" and one.packet.type is REQUEST]
    assert 6 <= len(asked) <= 8
    ids = {one.packet.request_id for one in net.sent if isinstance(one.packet, ClientPacket) and one.when in asked}
    assert len(ids) == 1
    net.run(10 + 180)
    assert "10.0.0.3/32" not in net.nodes["s2"].entries()
    net.run(10 + 300)
    assert [one.when for one in net.sent if one.sender == "s2" and one.packet.type is REQUEST] == asked


def test_a_hub_without_a_client_drops_and_shows_an_incomplete_entry() -> None:
    """S-01 step 3: the UNKNOWN … IX row."""
    net = registered(2)
    hub = net.nodes["hub"]
    assert hub.speaker.next_hop(TUNNEL, spoke(7), net.now) is None
    assert hub.speaker.next_hop(TUNNEL, spoke(7), net.now) is None
    entry = hub.entries()["10.0.0.7/32"]
    assert (entry.type, entry.nbma, entry.next_hop, entry.cache_hits) == (EntryType.INCOMPLETE, None, None, 2)


def test_a_spoke_whose_server_is_down_behaves_like_such_a_hub() -> None:
    """S-01 step 3 as extended."""
    net = cloud(2)
    net.lost = lambda _sent: True
    net.run(10)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "dropped"]
    assert net.nodes["s2"].entries()["10.0.0.3/32"].type is EntryType.INCOMPLETE


def test_an_unregistered_target_is_dropped_at_the_hub() -> None:
    """S-80 step 4c: no complete entry, no forwarding."""
    net = registered(2)
    assert net.nodes["s2"].speaker.next_hop(TUNNEL, spoke(77), net.now) == HUB_NBMA
    net.flush(net.nodes["s2"])
    net.run(11)
    drops = [one for _, one in net.nodes["hub"].seen(Dropped)]
    assert [one.rule for one in drops if isinstance(one, Dropped)] == ["R-44"]
    assert net.nodes["s2"].entries()["10.0.0.77/32"].flags == {"used", "temporary"}


def test_a_translated_spoke_is_reached_at_its_public_address_from_both_sides() -> None:
    """R-37, W-52: distinct public addresses."""
    net = cloud(2)
    public = IPv4Address("192.0.2.77")
    net.translate[spoke_nbma(3)] = public
    net.run(10)
    ping(net)
    net.run(11)
    entry = net.nodes["s2"].entries()["10.0.0.3/32"]
    assert (entry.nbma, entry.claimed_nbma) == (public, spoke_nbma(3))
    assert ping(net) == ["s2", "s3"]
    net = cloud(2)
    net.translate[spoke_nbma(2)] = public
    net.run(10)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    entry = net.nodes["s3"].entries()["10.0.0.2/32"]
    assert (entry.nbma, entry.claimed_nbma) == (public, spoke_nbma(2))
