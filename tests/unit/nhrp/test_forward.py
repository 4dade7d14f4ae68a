"""Forwarding, loops and errors (NHRP S-04, S-60, S-80, W-54)."""

from dataclasses import replace
from ipaddress import IPv4Address

from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.event import Dropped, ErrorReceived
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, cie_extension
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, decode, encode
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    HUB,
    HUB_NBMA,
    TUNNEL,
    cloud,
    count,
    hub_settings,
    lan,
    registered,
    spoke,
    spoke_nbma,
)

REQUEST, REPLY = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY


def test_the_own_request_that_comes_back_is_dropped() -> None:
    """S-60."""
    net = registered(2)
    net.nodes["s2"].speaker.receive(TUNNEL, HUB_NBMA, _request(254, through=HUB), net.now)
    net.flush(net.nodes["s2"])
    drops = [one for _, one in net.nodes["s2"].seen(Dropped)]
    assert [one.rule for one in drops if isinstance(one, Dropped)] == ["S-60"]


def test_a_hop_count_of_zero_is_not_forwarded() -> None:
    """S-60: Error 15 to the sender; hop count 1 is forwarded."""
    for hops, codes in ((0, [15]), (1, list[int]())):
        net = registered(2)
        packet = _request(hops)
        net.nodes["hub"].speaker.receive(TUNNEL, spoke_nbma(2), packet, net.now)
        net.flush(net.nodes["hub"])
        net.run(11)
        errors = [one for _, one in net.nodes["s2"].seen(ErrorReceived)]
        assert [one.code for one in errors if isinstance(one, ErrorReceived)] == codes
        assert count(net.nodes["hub"], Direction.FORWARDED, REQUEST) == (not codes)


def test_the_record_of_a_router_in_a_request_stops_it_there() -> None:
    """S-60: a router that finds itself in the forward record answers Error 3."""
    net = registered(2)
    hub = net.nodes["hub"]
    hub.speaker.receive(TUNNEL, spoke_nbma(2), _request(255, through=HUB), net.now)
    net.flush(hub)
    net.run(11)
    errors = [one for _, one in net.nodes["s2"].seen(ErrorReceived)]
    assert [one.code for one in errors if isinstance(one, ErrorReceived)] == [3]


def test_an_unknown_compulsory_extension_is_answered_with_error_1() -> None:
    """W-54."""
    for compulsory, codes in ((True, [1]), (False, list[int]())):
        net = registered(2)
        packet = decode(_request(255))
        extensions = (*(packet.extensions or ()), Extension(type=0x70, compulsory=compulsory))
        data = encode(replace(packet, extensions=extensions))
        net.nodes["hub"].speaker.receive(TUNNEL, spoke_nbma(2), data, net.now)
        net.flush(net.nodes["hub"])
        net.run(11)
        errors = [one for _, one in net.nodes["s2"].seen(ErrorReceived)]
        assert [one.code for one in errors if isinstance(one, ErrorReceived)] == codes


def test_a_route_by_interface_only_resolves_the_destination_itself() -> None:
    """S-04."""
    net = cloud(2)
    net.nodes["s2"].routes.remove(str(lan(3)))
    net.nodes["s2"].routes.add(str(lan(3)), TUNNEL)
    net.run(10)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "hub", "s3"]
    net.run(11)
    assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"]
    assert net.nodes["s2"].entries()[str(lan(3))].next_hop == spoke(3)
    assert "192.168.3.10/32" not in net.nodes["s2"].entries()


def test_a_request_whose_next_hop_is_its_sender_goes_no_further() -> None:
    """S-80 step 4c: the next hop must be another one."""
    net = registered(2)
    hub = net.nodes["hub"]
    hub.speaker.receive(TUNNEL, spoke_nbma(3), _request(255), net.now)
    net.flush(hub)
    assert count(hub, Direction.FORWARDED, REQUEST) == 0
    assert [one.rule for _, one in hub.seen(Dropped) if isinstance(one, Dropped)] == ["S-60"]


def test_a_network_in_another_nhrp_domain_is_answered_for() -> None:
    """S-80 step 4c: out of an interface of another network-id, we are the egress; of the same one, we forward."""
    for network_id, answered in ((2, 1), (1, 0)):
        net = registered(2)
        hub = net.nodes["hub"]
        other = replace(
            hub_settings(), name="Tunnel1", network_id=network_id, address=IPv4Address("10.1.0.1"), nbma=spoke_nbma(99)
        )
        hub.speaker.configure([hub_settings(), other], net.now)
        hub.routes.add("10.1.0.0/24", "Tunnel1")
        assert net.nodes["s2"].speaker.next_hop(TUNNEL, IPv4Address("10.1.0.7"), net.now) == HUB_NBMA
        net.flush(net.nodes["s2"])
        net.run(11)
        assert count(hub, Direction.SENT, REPLY) == answered
        assert ("10.1.0.0/24" in hub.entries()) is bool(answered)


def test_a_translated_requester_that_comes_straight_is_known_by_its_outer_address() -> None:
    """R-35: without a record of a server on the way, the outer source is the requester's own."""
    net = registered(2)
    s3, public = net.nodes["s3"], IPv4Address("192.0.2.77")
    s3.speaker.receive(TUNNEL, public, _request(255), net.now)
    entry = s3.entries()["10.0.0.2/32"]
    assert (entry.nbma, entry.claimed_nbma) == (public, spoke_nbma(2))
    s3.speaker.receive(TUNNEL, HUB_NBMA, _request(254, through=HUB), net.now)
    entry = s3.entries()["10.0.0.2/32"]
    assert (entry.nbma, entry.claimed_nbma) == (spoke_nbma(2), None)


def test_only_the_owner_of_an_entry_purges_it() -> None:
    """R-60."""
    net = registered(2)
    hub = net.nodes["hub"]
    for source, left in ((spoke(3), {"10.0.0.2/32", "10.0.0.3/32"}), (spoke(2), {"10.0.0.3/32"})):
        purge = ClientPacket(
            type=PacketType.PURGE_REQUEST,
            flags=0x8002,
            request_id=5,
            source_nbma=spoke_nbma(3),
            source_protocol=source,
            destination_protocol=HUB,
            cies=(Cie(prefix_length=32, protocol=spoke(2)),),
        )
        hub.speaker.receive(TUNNEL, spoke_nbma(3), encode(purge), net.now)
        net.flush(hub)
        assert set(hub.entries()) == left
    assert count(hub, Direction.SENT, PacketType.PURGE_REPLY) == 0  # N was set


def _request(hops: int, through: IPv4Address | None = None) -> bytes:
    """Spoke 2 asks for spoke 3."""
    record = () if through is None else (Cie(nbma=HUB_NBMA, protocol=through),)
    packet = ClientPacket(
        type=REQUEST,
        hop_count=hops,
        flags=0xC802,
        request_id=4711,
        source_nbma=spoke_nbma(2),
        source_protocol=spoke(2),
        destination_protocol=spoke(3),
        cies=(Cie(holding_time=600),),
        extensions=(cie_extension(ExtensionType.FORWARD_TRANSIT, *record),),
    )
    return encode(packet)
