"""What routing does to shortcuts, and what answers carry (NHRP S-40 to S-44, P-51, R-71)."""

import itertools

import pytest

from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.event import RouteInstalled, RouteRemoved
from nornir_dmvpn.nhrp.extension import ExtensionType, cie_extension
from nornir_dmvpn.nhrp.shortcuts import REVIEW, Parent, Standing
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, encode
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    HUB,
    HUB_NBMA,
    TUNNEL,
    Net,
    cloud,
    hub_settings,
    lan,
    ping,
    registered,
    spoke,
    spoke_nbma,
    spoke_settings,
)

SUMMARY = lan(0).supernet(new_prefix=20)


def with_shortcut(*, summary: bool = False) -> Net:
    net = registered(3, summary=summary)
    ping(net)
    net.run(11)
    return net


def changed(net: Net, name: str = "s2") -> None:
    net.nodes[name].speaker.routes_changed(net.now)
    net.flush(net.nodes[name])


def test_every_situation_of_a_shortcut_is_in_the_table() -> None:
    parents = {Parent(*one) for one in itertools.product((True, False), repeat=2)}
    assert set(REVIEW) == set(itertools.product((Standing.ROUTE, Standing.OVERRIDE), parents))


def test_only_a_route_of_exactly_the_prefix_into_the_cloud_is_overridden() -> None:
    """S-40; and a review that is repeated changes nothing more."""
    for (_, parent), after in REVIEW.items():
        assert (after is Standing.OVERRIDE) == (parent == Parent(True, True))
        if after is not Standing.NONE:
            assert REVIEW[after, parent] is after


def test_an_override_becomes_a_route_when_only_a_summary_is_left() -> None:
    """S-42."""
    net = with_shortcut()
    node = net.nodes["s2"]
    node.routes.add("192.168.0.0/16", TUNNEL, str(HUB))
    node.routes.remove("192.168.3.0/24")
    changed(net)
    assert node.flags()["192.168.3.0/24"] == "rib router"
    kinds = [(type(one), one.kind) for _, one in node.events if isinstance(one, RouteInstalled | RouteRemoved)]
    assert kinds[-2:] == [(RouteRemoved, "nho"), (RouteInstalled, "rib")]
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]


def test_an_override_goes_with_its_parent() -> None:
    """P-51: all hubs lost, the route withdrawn: direct traffic stops although the entry is there."""
    net = with_shortcut()
    node = net.nodes["s2"]
    node.routes.remove("192.168.3.0/24")
    changed(net)
    assert node.flags()["192.168.3.0/24"] == "router"
    assert isinstance(node.events[-1][1], RouteRemoved)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "no route"]


def test_when_the_parent_comes_back_the_next_redirect_makes_the_override_again() -> None:
    net = with_shortcut()
    node = net.nodes["s2"]
    node.routes.remove("192.168.3.0/24")
    changed(net)
    node.routes.add("192.168.3.0/24", TUNNEL, str(HUB))
    changed(net)
    net.run(30)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]
    net.run(31)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]
    assert node.flags()["192.168.3.0/24"] == "nho rib router"


def test_a_route_of_its_own_stays_until_it_expires_though_the_parent_is_gone() -> None:
    """S-42, P-51: it does not depend on the parent."""
    net = with_shortcut(summary=True)
    node = net.nodes["s2"]
    node.routes.remove("192.168.0.0/16")
    changed(net)
    assert node.flags()["192.168.3.0/24"] == "rib router"
    net.run(620)
    assert "192.168.3.0/24" not in node.entries()


def test_a_route_of_its_own_becomes_an_override_and_loses_to_a_route_elsewhere() -> None:
    """S-40, S-43."""
    net = with_shortcut(summary=True)
    node = net.nodes["s2"]
    node.routes.add("192.168.3.0/24", TUNNEL, str(HUB))
    changed(net)
    assert node.flags()["192.168.3.0/24"] == "nho rib router"
    node.routes.remove("192.168.3.0/24")
    node.routes.add("192.168.3.0/24", "GigabitEthernet0/1", "172.31.0.1")
    changed(net)
    assert node.flags()["192.168.3.0/24"] == "router"


def test_without_a_change_nothing_is_reported() -> None:
    net = with_shortcut()
    node = net.nodes["s2"]
    before = len(node.events)
    changed(net)
    assert len(node.events) == before


def summarized(*, shortcut: bool = True, null_route: bool = True) -> Net:
    net = cloud(3, summary=True)
    net.nodes["s3"].speaker.configure([spoke_settings(3, shortcut=shortcut, summary_maps=(SUMMARY,))], 0)
    net.flush(net.nodes["s3"])
    if null_route:
        net.nodes["s3"].routes.add(str(SUMMARY), "Null0")
    net.run(10)
    ping(net)
    net.run(11)
    return net


def test_an_answer_carries_the_summary() -> None:
    """S-44: one shortcut for all that the egress has; the local entry is static and stays."""
    net = summarized()
    assert net.nodes["s2"].flags()["192.168.0.0/20"] == "rib router"
    local = net.nodes["s3"].entries()["192.168.0.0/20"]
    assert (local.type.value, local.flags, local.no_socket, local.expires_at) == (
        "static",
        frozenset({"local"}),
        True,
        None,
    )
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]
    net.run(2000)
    assert "192.168.0.0/20" in net.nodes["s3"].entries()


@pytest.mark.parametrize(("shortcut", "null_route"), [(False, True), (True, False)])
def test_a_summary_needs_shortcuts_and_local_routes(shortcut: bool, null_route: bool) -> None:
    net = summarized(shortcut=shortcut, null_route=null_route)
    assert "192.168.3.0/24" in net.nodes["s2"].entries()
    assert "192.168.0.0/20" not in net.nodes["s2"].entries()


def test_who_got_a_summary_is_told_when_it_ends() -> None:
    """R-60."""
    net = summarized()
    net.nodes["s3"].speaker.interface_down(TUNNEL, net.now)
    net.flush(net.nodes["s3"])
    net.run(12)
    assert "192.168.0.0/20" not in net.nodes["s2"].entries()


def test_a_summary_that_is_taken_out_of_the_configuration_is_gone() -> None:
    net = summarized()
    node = net.nodes["s3"]
    node.speaker.configure([spoke_settings(3, shortcut=True)], net.now)
    assert "192.168.0.0/20" not in node.entries()


def test_without_record_requests_have_no_transit_records() -> None:
    """R-71."""
    net = cloud(3, record=False)
    net.run(10)
    ping(net)
    net.run(11)
    transit = {ExtensionType.FORWARD_TRANSIT, ExtensionType.REVERSE_TRANSIT}
    packets = [one.packet for one in net.sent if isinstance(one.packet, ClientPacket)]
    assert {one.type for one in packets} >= {PacketType.RESOLUTION_REQUEST, PacketType.REGISTRATION_REQUEST}
    assert not [one for packet in packets for one in packet.extensions or () if one.type in transit]
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]


@pytest.mark.parametrize("record", [True, False])
def test_the_record_is_what_finds_a_loop(record: bool) -> None:
    """S-60, R-71: a request that the hub has passed on already."""
    net = cloud(3)
    hub = net.nodes["hub"]
    hub.speaker.configure([hub_settings(redirect=True, record=record)], 0)
    net.run(10)
    passed = Cie(prefix_length=32, nbma=HUB_NBMA, protocol=HUB)
    request = ClientPacket(
        type=PacketType.RESOLUTION_REQUEST,
        flags=0xC802,
        request_id=99,
        source_nbma=spoke_nbma(2),
        source_protocol=spoke(2),
        destination_protocol=HOST3,
        extensions=(cie_extension(ExtensionType.FORWARD_TRANSIT, passed),),
    )
    hub.speaker.receive(TUNNEL, spoke_nbma(2), encode(request), net.now)
    net.flush(hub)
    assert [getattr(net.sent[-1].packet, "code", "forwarded")] == [3 if record else "forwarded"]
