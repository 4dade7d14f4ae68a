"""Routers that are client and server, several tunnels of one network-id, servers in a chain (NHRP S-25, S-61, S-81)."""

from dataclasses import replace

import pytest

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.event import Dropped
from nornir_dmvpn.nhrp.extension import ExtensionType
from nornir_dmvpn.nhrp.forward import cies_of
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorIndication, PacketType
from tests.unit.nhrp.hierarchy import CENTRAL, UPLINK, hierarchy, region_hub, spoke_of, talk, uplink, use_hub
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    TUNNEL,
    A,
    Net,
    count,
    ping,
    registered,
    settings,
    spoke,
    spoke_nbma,
)

REQUEST, REPLY = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY
INDICATION = PacketType.TRAFFIC_INDICATION


def settled(**changes: object) -> Net:
    net = hierarchy(**changes)  # type: ignore[arg-type]
    net.up()
    net.run(10)
    return net


def transit_records(net: Net) -> list[list[IPAddress | None]]:
    """The forward records of all Resolution Replies, each once: what the answering spokes saw."""
    found: list[list[IPAddress | None]] = []
    for one in net.sent:
        if one.packet.type is REPLY:
            record = [cie.protocol for cie in cies_of(one.packet, ExtensionType.FORWARD_TRANSIT)]
            if record not in found:
                found.append(record)
    return found


def test_every_level_registers_with_the_one_above() -> None:
    net = settled()
    assert set(net.nodes["c"].entries()) == {f"{uplink(r, n)[0]}/32" for r in (1, 2) for n in (1, 2)}
    for region in (1, 2):
        for letter in "ab":
            node = net.nodes[f"r{region}{letter}"]
            assert set(node.entries()) == {f"{spoke_of(region)[0]}/32"}
            assert node.flags() == {f"{spoke_of(region)[0]}/32": "nhop registered"}
            assert set(node.entries(UPLINK)) == {f"{CENTRAL}/32"}
        hubs = {f"{region_hub(region, number)[0]}/32" for number in (1, 2)}
        assert set(net.nodes[f"s{region}"].entries()) == hubs


@pytest.mark.parametrize("generation", list(Generation))
def test_a_shortcut_spans_the_levels_and_its_request_takes_them_one_by_one(generation: Generation) -> None:
    """S-61, S-81 last row: spoke, regional hub, central hub, other regional hub, far spoke."""
    net = settled(generation=generation)
    assert talk(net) == ["s1", "r1a", "c", "r2a", "s2"]
    net.run(11)
    assert talk(net) == ["s1", "s2"]
    there = [region_hub(1, 1)[0], CENTRAL, uplink(2, 1)[0]]
    back = [region_hub(2, 1)[0], CENTRAL, uplink(1, 1)[0]]
    assert transit_records(net) == [there, back] or transit_records(net) == [back, there]
    for region, other in ((1, 2), (2, 1)):
        node = net.nodes[f"s{region}"]
        entry = node.entries()[f"192.168.{100 + other}.0/24"]
        assert (entry.next_hop, entry.nbma) == spoke_of(other)
        assert entry.flags >= {"router", "rib"}


def test_every_router_of_the_detour_redirects_and_only_spokes_heed_it() -> None:
    """S-61: each hub sends its own indication to where the packet came from."""
    net = settled()
    talk(net)
    net.run(11)
    senders = [(one.sender, one.receiver) for one in net.sent if one.packet.type is INDICATION]
    assert len(senders) == len(set(senders)) == 6
    assert {name for name, _ in senders} == {"r1a", "c", "r2a"}
    for name in ("r1a", "r2a"):
        assert count(net.nodes[name], Direction.SENT, REQUEST) == 0
        reasons = [one.reason for _, one in net.nodes[name].seen(Dropped) if isinstance(one, Dropped)]
        assert reasons == ["traffic indication: shortcuts are off"]
    for name in ("s1", "s2"):
        assert count(net.nodes[name], Direction.SENT, REQUEST) == 1


def test_regional_hubs_with_shortcut_take_shortcuts_of_their_own() -> None:
    """S-61: the source of the packet is behind another tunnel of theirs."""
    net = settled(regional_shortcut=True)
    net.lost = lambda sent: sent.packet.type is INDICATION and sent.receiver == spoke_of(1)[1]
    talk(net)
    net.run(11)
    node = net.nodes["r1a"]
    (entry,) = [one for name, one in node.entries(UPLINK).items() if name == "192.168.102.0/24"]
    assert (entry.next_hop, entry.nbma) == spoke_of(2)
    assert net.packet("s1", A("192.168.101.10"), A("192.168.102.10")) == ["s1", "r1a", "s2"]


def test_authentication_is_made_anew_between_the_tunnels() -> None:
    """RFC 2332 §5.3.4: every level has a secret of its own."""
    net = settled()
    upper, lower = Secret("UPPER"), Secret("LOWER")
    for name, node in net.nodes.items():
        for tunnel, told in node.tunnels.items():
            is_upper = tunnel == UPLINK or name == "c"
            node.tunnels[tunnel] = replace(told, authentication=upper if is_upper else lower)
        node.speaker.configure(node.tunnels.values(), net.now)
        net.flush(node)
    net.run(300)
    talk(net)
    net.run(301)
    assert talk(net) == ["s1", "s2"]
    assert not [one for node in net.nodes.values() for _, one in node.seen(Dropped) if "authentication" in str(one)]


def test_when_a_regional_hub_dies_the_shortcut_lives_on_and_the_next_one_goes_over_the_other() -> None:
    net = settled()
    talk(net)
    net.run(11)
    gone = {region_hub(1, 1)[1], uplink(1, 1)[1]}
    net.lost = lambda sent: sent.receiver in gone or sent.sender == "r1a"
    assert talk(net) == ["s1", "s2"]
    net.run(700)
    use_hub(net, 1, 2)
    assert talk(net) == ["s1", "r1b", "c", "r2a", "s2"]
    net.run(701)
    assert talk(net) == ["s1", "s2"]
    assert [region_hub(1, 2)[0], CENTRAL, uplink(2, 1)[0]] in transit_records(net)


def test_a_spoke_that_ends_takes_its_answers_back_across_the_levels() -> None:
    """R-60: the purge goes straight to the other spoke, over the path that the shortcut uses."""
    net = settled()
    talk(net)
    net.run(11)
    node = net.nodes["s2"]
    node.speaker.interface_down(TUNNEL, net.now)
    net.flush(node)
    net.run(12)
    assert "192.168.102.0/24" not in net.nodes["s1"].entries()
    assert net.nodes["r2a"].entries() == {}
    assert net.nodes["r2b"].entries() == {}


def test_a_loop_between_the_levels_is_ended_by_the_record() -> None:
    """S-60, S-81: the central hub sends region 3 to region 1, which sends it up again."""
    net = settled()
    net.nodes["c"].routes.add("192.168.103.0/24", TUNNEL, str(uplink(2, 1)[0]))
    net.nodes["r2a"].routes.add("192.168.103.0/24", TUNNEL, str(spoke_of(2)[0]))
    net.nodes["s2"].routes.add("192.168.103.0/24", TUNNEL, str(region_hub(2, 2)[0]))
    net.packet("s1", A("192.168.101.10"), A("192.168.103.10"))
    net.run(11)
    asked = [one for one in net.sent if one.packet.type is REQUEST]
    errors = [one for one in net.sent if isinstance(one.packet, ErrorIndication)]
    # s1 → r1a → c → r2a → s2 → r2b → c, which finds itself in the record and says so to r2b.
    assert [one.sender for one in asked] == ["s1", "r1a", "c", "r2a", "s2", "r2b"]
    assert [(one.sender, one.packet.code) for one in errors if isinstance(one.packet, ErrorIndication)] == [("c", 3)]


def chained(*, chain: bool = True, dead: bool = False) -> Net:
    """Two hubs; spoke 2 registers with hub 1 only, spoke 3 with hub 2 only; ``chain``: the hubs know each other."""
    net = Net()
    hubs = {number: (A(f"10.0.0.10{number}"), A(f"203.0.113.{number}")) for number in (1, 2)}
    for number, other in ((1, 2), (2, 1)):
        server = NhsSetting(address=hubs[other][0], nbma=hubs[other][1])
        net.add(f"h{number}", settings(*hubs[number], nhs=(server,) if chain else ()))
    for number, hub, peer in ((2, 1, 3), (3, 2, 2)):
        server = NhsSetting(address=hubs[hub][0], nbma=hubs[hub][1])
        node = net.add(f"s{number}", settings(spoke(number), spoke_nbma(number), nhs=(server,)))
        node.routes.add(f"192.168.{number}.0/24", "Loopback0")
        node.routes.add(f"192.168.{peer}.0/24", TUNNEL, str(spoke(peer)))
    net.up(*(name for name in net.nodes if not (dead and name == "s3")))
    net.run(10)
    return net


def test_servers_in_a_chain_find_each_others_clients() -> None:
    """S-25, S-81 third row: the target is registered with the second hub only."""
    net = chained()
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]
    assert transit_records(net) == [[A("10.0.0.101"), A("10.0.0.102")]]
    assert net.packet("s3", HOST3, HOST2) == ["s3", "s2"]


def test_without_the_chain_the_wrong_hub_cannot_help() -> None:
    """S-25: otherwise spokes must register with all hubs."""
    net = chained(chain=False)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert transit_records(net) == []
    reasons = [one.reason for _, one in net.nodes["h1"].seen(Dropped) if isinstance(one, Dropped)]
    assert any("encapsulation error for Resolution Request" in one for one in reasons)


def test_a_question_nobody_can_answer_does_not_circle_in_the_chain() -> None:
    net = chained(dead=True)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    asked = [one.sender for one in net.sent if one.packet.type is REQUEST]
    assert asked == ["s2", "h1"]


def test_the_record_has_the_one_hub_on_the_way() -> None:
    """S-81 first row."""
    net = registered(3)
    ping(net)
    net.run(11)
    assert transit_records(net) == [[A("10.0.0.1")]]


def test_the_record_has_the_hub_that_routing_chose_of_two() -> None:
    """S-81 second row, S-64: both are up in both spokes."""
    net = Net()
    hubs = {number: (A(f"10.0.0.10{number}"), A(f"203.0.113.{number}")) for number in (1, 2)}
    servers = tuple(NhsSetting(address=address, nbma=nbma) for address, nbma in hubs.values())
    for number, (address, nbma) in hubs.items():
        node = net.add(f"h{number}", settings(address, nbma, redirect=True))
        for client in (2, 3):
            node.routes.add(f"192.168.{client}.0/24", TUNNEL, str(spoke(client)))
    for number in (2, 3):
        node = net.add(f"s{number}", settings(spoke(number), spoke_nbma(number), nhs=servers, shortcut=True))
        node.routes.add(f"192.168.{number}.0/24", "Loopback0")
        node.routes.add("192.168.0.0/16", TUNNEL, str(hubs[2][0]))
    net.up()
    net.run(10)
    assert all(one.up for name in ("s2", "s3") for one in net.nodes[name].speaker.nhs(TUNNEL))
    ping(net)
    net.run(11)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]
    assert transit_records(net) == [[hubs[2][0]]]


def test_request_ids_count_up_over_all_tunnels_of_a_router() -> None:
    """W-25: one counter."""
    net = settled(regional_shortcut=True)
    talk(net)
    net.run(300)
    kinds = {PacketType.REGISTRATION_REQUEST, REQUEST}
    own = {region_hub(1, 1)[1], uplink(1, 1)[1]}
    ids = [
        one.packet.request_id
        for one in net.sent
        if isinstance(one.packet, ClientPacket) and one.packet.type in kinds and one.packet.source_nbma in own
        if one.sender == "r1a"
    ]
    assert len(ids) > 2
    assert ids == sorted(set(ids))
