"""Phase 3: redirects and shortcuts (NHRP S-30 to S-55)."""

from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.nhrp.event import RouteInstalled, RouteRemoved
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.wire import PacketType, TrafficIndication
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    HUB,
    HUB_NBMA,
    TUNNEL,
    cloud,
    count,
    hub_settings,
    ip_packet,
    lan,
    ping,
    registered,
    spoke,
    spoke_nbma,
    spoke_settings,
)

REQUEST, REPLY = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY


def test_one_ping_makes_the_shortcut_with_exactly_the_documented_packets() -> None:
    """S-30, S-34: per spoke 1 indication, 1 request sent and received, 1 reply sent and received."""
    net = registered(3)
    assert ping(net) == ["s2", "hub", "s3"]
    net.run(11)
    for name in ("s2", "s3"):
        node = net.nodes[name]
        assert count(node, Direction.RECEIVED, PacketType.TRAFFIC_INDICATION) == 1
        for direction in (Direction.SENT, Direction.RECEIVED):
            assert count(node, direction, REQUEST) == 1
            assert count(node, direction, REPLY) == 1
    hub = net.nodes["hub"]
    assert count(hub, Direction.SENT, PacketType.TRAFFIC_INDICATION) == 2
    assert count(hub, Direction.FORWARDED, REQUEST) == 2
    assert count(hub, Direction.SENT, REPLY) == count(hub, Direction.FORWARDED, REPLY) == 0
    assert ping(net) == ["s2", "s3"]
    net.run(30)
    assert count(hub, Direction.SENT, PacketType.TRAFFIC_INDICATION) == 2  # S-32


def test_with_the_prefix_in_the_table_it_is_overridden() -> None:
    """S-40 second case, S-55: both sides symmetric, as Annex A has it."""
    net = registered(3)
    ping(net)
    net.run(11)
    for mine, other in ((2, 3), (3, 2)):
        node = net.nodes[f"s{mine}"]
        assert node.flags() == {
            "10.0.0.1/32": "",
            f"10.0.0.{other}/32": "nhop rib router",
            f"192.168.{mine}.0/24": "local router unique",
            f"192.168.{other}.0/24": "nho rib router",
        }
        entry = node.entries()[f"192.168.{other}.0/24"]
        assert (entry.next_hop, entry.nbma) == (spoke(other), spoke_nbma(other))
        installed = [one for _, one in node.seen(RouteInstalled)]
        assert RouteInstalled(prefix=lan(other), interface=TUNNEL, next_hop=spoke(other), kind="nho") in installed


def test_with_a_summary_only_a_route_of_its_own_is_installed() -> None:
    """S-40 first case."""
    net = registered(3, summary=True)
    ping(net)
    net.run(11)
    node = net.nodes["s2"]
    assert node.flags()["192.168.3.0/24"] == "rib router"
    installed = [one for _, one in node.seen(RouteInstalled)]
    assert RouteInstalled(prefix=lan(3), interface=TUNNEL, next_hop=spoke(3), kind="rib") in installed


def test_a_host_route_to_the_peer_is_overridden_too() -> None:
    """S-40 third case (OSPF point-to-multipoint)."""
    net = registered(3)
    net.nodes["s2"].routes.add("10.0.0.3/32", TUNNEL, str(HUB))
    ping(net)
    net.run(11)
    assert net.nodes["s2"].flags()["10.0.0.3/32"] == "nho nhop rib router"


def test_a_longer_route_wins_over_the_shortcut() -> None:
    net = registered(3)
    ping(net)
    net.run(11)
    net.nodes["s2"].routes.add("192.168.3.0/28", TUNNEL, str(HUB))
    assert net.packet("s2", HOST2, HOST3)[:2] == ["s2", "hub"]


def test_a_spoke_without_shortcut_ignores_indications_and_still_answers() -> None:
    """S-37."""
    net = cloud(3)
    net.nodes["s2"].speaker.configure([spoke_settings(2, shortcut=False)], 0)
    net.run(10)
    ping(net)
    net.run(11)
    assert "192.168.3.0/24" not in net.nodes["s2"].entries()
    assert net.nodes["s2"].flags()["192.168.2.0/24"] == "local router unique"
    assert net.nodes["s3"].flags()["192.168.2.0/24"] == "nho rib router"
    assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]
    assert net.packet("s3", HOST3, HOST2) == ["s3", "s2"]


def test_a_hub_without_redirect_makes_no_shortcut() -> None:
    """S-38."""
    net = cloud(3)
    net.nodes["hub"].speaker.configure([hub_settings(redirect=False)], 0)
    net.run(10)
    for _ in range(5):
        assert ping(net) == ["s2", "hub", "s3"]
    assert not [one for one in net.sent if one.packet.type in (PacketType.TRAFFIC_INDICATION, REQUEST)]


def test_redirects_are_limited_by_sender_and_destination() -> None:
    """S-30 step 2 as amended, S-31: the data packet's source does not matter; 28 bytes are sent along."""
    net = registered(3)
    net.lost = lambda sent: sent.packet.type is PacketType.TRAFFIC_INDICATION
    for source in (HOST2, HOST2 + 1):
        net.packet("s2", source, HOST3)
    net.packet("s2", HOST2, HOST3 + 1)
    indications = [one.packet for one in net.sent if isinstance(one.packet, TrafficIndication)]
    assert [len(one.enclosed) for one in indications] == [28, 28]
    assert [one.enclosed[16:20] for one in indications] == [HOST3.packed, (HOST3 + 1).packed]
    net.run(17.9)
    net.packet("s2", HOST2, HOST3)
    net.run(18)
    net.packet("s2", HOST2, HOST3)
    assert len([one for one in net.sent if isinstance(one.packet, TrafficIndication)]) == 3


def test_the_network_behind_the_hub_needs_no_shortcut() -> None:
    """S-36."""
    net = registered(3)
    net.nodes["s2"].routes.add("192.168.1.0/24", TUNNEL, str(HUB))
    assert ping(net, destination=IPv4Address("192.168.1.10")) == ["s2", "hub"]
    net.run(11)
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32"}


def test_traffic_in_one_direction_leaves_a_one_sided_picture() -> None:
    """C-12 last row: implicit entry and local entry, no prefix of the requester."""
    net = registered(3)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert net.nodes["s3"].flags() == {
        "10.0.0.1/32": "",
        "10.0.0.2/32": "implicit nhop rib router",
        "192.168.3.0/24": "local router unique",
    }


def test_an_unused_shortcut_expires_with_everything_that_hung_on_it() -> None:
    """S-50, S-52."""
    net = registered(3)
    ping(net)
    net.run(11)
    created = net.nodes["s2"].entries()["192.168.3.0/24"].created_at
    net.run(10 + 615)
    for mine in (2, 3):
        assert set(net.nodes[f"s{mine}"].entries()) == {"10.0.0.1/32"}
        assert net.wants(f"s{mine}") == {HUB_NBMA}
    removed = [one for _, one in net.nodes["s2"].seen(RouteRemoved)]
    assert RouteRemoved(prefix=lan(3), interface=TUNNEL, next_hop=spoke(3), kind="nho") in removed
    times = [when for when, _ in net.nodes["s2"].seen(RouteRemoved)]
    assert max(times) == pytest.approx(created + 600, abs=0.1)


def test_a_used_shortcut_is_refreshed_without_interruption() -> None:
    """S-50: within the last 120 s, by a scan every 60 s; ``created`` stays (C-14)."""
    net = registered(3)
    ping(net)
    net.run(11)
    created = net.nodes["s2"].entries()["192.168.3.0/24"].created_at
    for second in range(11, 1500, 20):
        net.run(second)
        assert ping(net) == ["s2", "s3"] or second == 11
    entry = net.nodes["s2"].entries()["192.168.3.0/24"]
    assert entry.created_at == created
    assert entry.expires_at is not None
    assert entry.expires_at > net.now + 100
    assert entry.flags >= {"rib", "nho", "router"}
    assert count(net.nodes["hub"], Direction.SENT, PacketType.TRAFFIC_INDICATION) == 2
    refreshes = count(net.nodes["s2"], Direction.SENT, REQUEST) - 1
    assert 2 <= refreshes <= 8


def test_an_orderly_shutdown_takes_back_what_was_answered() -> None:
    """R-60."""
    net = registered(3)
    ping(net)
    net.run(11)
    net.nodes["s3"].speaker.interface_down(TUNNEL, net.now)
    net.flush(net.nodes["s3"])
    net.run(12)
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32", "192.168.2.0/24"}
    assert "10.0.0.3/32" not in net.nodes["hub"].entries()


def test_a_default_route_is_answered_with_a_host() -> None:
    """S-33, W-24: prefix length 0 means a host on the wire."""
    net = registered(3)
    internet = IPv4Address("8.8.8.8")
    net.nodes["s3"].routes.add("0.0.0.0/0", "GigabitEthernet0/0")
    net.nodes["hub"].routes.add("0.0.0.0/0", TUNNEL, str(spoke(3)))
    net.nodes["s2"].routes.add("0.0.0.0/0", TUNNEL, str(HUB))
    ping(net, destination=internet)
    net.run(11)
    assert "8.8.8.8/32" in net.nodes["s2"].entries()
    assert net.nodes["s3"].flags()["8.8.8.8/32"] == "local router unique"


def test_turning_shortcuts_off_takes_the_routes_away() -> None:
    net = registered(3)
    ping(net)
    net.run(11)
    node = net.nodes["s2"]
    node.speaker.configure([spoke_settings(2, shortcut=False)], net.now)
    net.flush(node)
    assert len(node.seen(RouteRemoved)) == len(node.seen(RouteInstalled)) > 0
    assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]


def test_an_indication_about_someone_elses_packet_is_ignored() -> None:
    """S-80 step 6: source not behind us, destination not in the cloud, or no IP packet at all."""
    net = registered(3)
    s2 = net.nodes["s2"]
    for source, destination in ((HOST3 + 1, HOST3), (HOST2, HOST2 + 1), (HOST2, spoke(2))):
        net.nodes["hub"].speaker.redirect(TUNNEL, spoke_nbma(2), ip_packet(source, destination), net.now)
    net.flush(net.nodes["hub"])
    net.run(11)
    assert count(s2, Direction.RECEIVED, PacketType.TRAFFIC_INDICATION) == 3
    assert count(s2, Direction.SENT, REQUEST) == 0
    assert set(s2.entries()) == {"10.0.0.1/32"}


def test_an_implicit_entry_is_not_refreshed_by_the_one_who_answered() -> None:
    """S-51: it lives as long as the requester asks again."""
    net = registered(3)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    for second in range(11, 590, 20):
        net.run(second)
        assert net.nodes["s3"].speaker.next_hop(TUNNEL, spoke(2), net.now) == spoke_nbma(2)
    net.run(620)
    assert count(net.nodes["s3"], Direction.SENT, REQUEST) == 0
    assert "10.0.0.2/32" not in net.nodes["s3"].entries()
