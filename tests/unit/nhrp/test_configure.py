"""New settings on a running speaker take effect as on a router (NHRP R-22, R-31, R-34, R-60, R-61)."""

from dataclasses import replace
from ipaddress import IPv4Address

from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.state import EntryType, NhsState
from nornir_dmvpn.nhrp.event import NhcDown, NhcUp
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting
from tests.unit.nhrp.network import (
    HUB,
    HUB_NBMA,
    TUNNEL,
    Net,
    hub_settings,
    ping,
    registered,
    spoke,
    spoke_nbma,
    spoke_settings,
    two,
)


def change(net: Net, name: str, *settings: NhrpInterface) -> None:
    net.nodes[name].speaker.configure(settings, net.now)
    net.flush(net.nodes[name])


def up_and_registered() -> Net:
    net = two()
    net.up()
    net.run(10)
    return net


def test_the_same_settings_change_nothing() -> None:
    net = up_and_registered()
    before = (net.nodes["s2"].speaker.cache(TUNNEL), net.nodes["s2"].speaker.nhs(TUNNEL), len(net.sent))
    change(net, "s2", spoke_settings(2))
    assert (net.nodes["s2"].speaker.cache(TUNNEL), net.nodes["s2"].speaker.nhs(TUNNEL), len(net.sent)) == before


def test_authentication_counts_from_the_next_packet() -> None:
    net = up_and_registered()
    change(net, "hub", hub_settings(authentication=Secret("SECRET1")))
    net.run(190)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up
    net.run(210)
    assert not net.nodes["s2"].speaker.nhs(TUNNEL)[0].up
    change(net, "s2", spoke_settings(2, authentication=Secret("SECRET1")))
    net.run(210 + 68)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up


def test_taking_nhrp_off_ends_everything_and_tells_the_server() -> None:
    """R-01, R-60."""
    net = up_and_registered()
    change(net, "s2")
    net.run(11)
    assert net.nodes["s2"].speaker.cache(TUNNEL) == ()
    assert net.nodes["s2"].speaker.next_timer() is None
    assert net.wants("s2") == set()
    assert net.nodes["hub"].entries() == {}


def test_a_new_interface_is_down_until_it_is_brought_up() -> None:
    net = up_and_registered()
    change(net, "s2")
    change(net, "s2", spoke_settings(2))
    net.run(20)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].state is NhsState.E
    net.up("s2")
    net.run(22)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up


def test_a_new_tunnel_address_is_registered_and_the_old_one_purged() -> None:
    net = up_and_registered()
    change(net, "s2", replace(spoke_settings(2), address=spoke(22)))
    net.run(12)
    assert set(net.nodes["hub"].entries()) == {"10.0.0.22/32"}


def test_a_new_source_address_moves_the_binding_at_once_unless_it_is_unique() -> None:
    """R-34; the purge of the orderly change cannot reach the hub here, as after a change of the provider's address."""
    for unique, nbma in ((False, spoke_nbma(200)), (True, spoke_nbma(2))):
        net = two(spoke2={"unique": unique})
        net.up()
        net.run(10)
        net.lost = lambda sent: sent.packet.type.name == "PURGE_REQUEST"
        net.nodes["s2"].tunnels[TUNNEL] = replace(spoke_settings(2), nbma=spoke_nbma(200))
        change(net, "s2", replace(spoke_settings(2, unique=unique), nbma=spoke_nbma(200)))
        net.run(15)
        assert net.nodes["hub"].entries()["10.0.0.2/32"].nbma == nbma
        assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up is not unique


def test_a_server_is_added_and_removed() -> None:
    second, second_nbma = IPv4Address("10.0.0.254"), IPv4Address("203.0.113.2")
    net = up_and_registered()
    net.add("hub2", replace(hub_settings(), address=second, nbma=second_nbma))
    net.up("hub2")
    both = (NhsSetting(address=HUB, nbma=HUB_NBMA), NhsSetting(address=second, nbma=second_nbma))
    change(net, "s2", spoke_settings(2, nhs=both))
    net.run(13)
    assert [one.state for one in net.nodes["s2"].speaker.nhs(TUNNEL)] == [NhsState.RE, NhsState.RE]
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32", "10.0.0.254/32"}
    change(net, "s2", spoke_settings(2, nhs=both[1:]))
    net.run(14)
    assert [one.address for one in net.nodes["s2"].speaker.nhs(TUNNEL)] == [second]
    assert set(net.nodes["s2"].entries()) == {"10.0.0.254/32"}
    assert net.nodes["hub"].entries() == {}
    assert net.wants("s2") == {second_nbma}


def test_a_mapping_is_added_changed_and_removed() -> None:
    net = up_and_registered()
    peer = spoke(9)
    for nbma in (spoke_nbma(9), spoke_nbma(19)):
        change(net, "s2", spoke_settings(2, maps=((peer, nbma),)))
        entry = net.nodes["s2"].entries()["10.0.0.9/32"]
        assert (entry.type, entry.nbma, entry.created_at) == (EntryType.STATIC, nbma, net.now)
        assert net.wants("s2") == {HUB_NBMA, nbma}
    change(net, "s2", spoke_settings(2))
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32"}


def test_multicast_goes_at_once_and_comes_back_with_the_next_registration() -> None:
    """R-22 as amended, R-23."""
    net = up_and_registered()
    hub = net.nodes["hub"]
    assert hub.speaker.has_multicast(TUNNEL, spoke_nbma(2))
    change(net, "hub", hub_settings(multicast_dynamic=False))
    assert hub.speaker.multicast(TUNNEL) == ()
    assert "10.0.0.2/32" in hub.entries()
    change(net, "hub", hub_settings())
    assert not hub.speaker.has_multicast(TUNNEL, spoke_nbma(2))
    net.run(202)
    assert hub.speaker.multicast(TUNNEL) == (spoke_nbma(2),)


def test_a_new_holding_time_is_told_with_the_next_registration() -> None:
    """R-13."""
    net = up_and_registered()
    change(net, "s2", spoke_settings(2, holdtime=300))
    first = net.nodes["hub"].entries()["10.0.0.2/32"].expires_at
    net.run(202)
    entry = net.nodes["hub"].entries()["10.0.0.2/32"]
    assert first is not None
    assert entry.expires_at is not None
    assert entry.expires_at - (first - 600) == 200 + 300


def test_clearing_a_hub_empties_it_until_the_spokes_register_again() -> None:
    """R-61."""
    net = up_and_registered()
    hub = net.nodes["hub"]
    hub.speaker.clear(net.now)
    net.flush(hub)
    assert hub.entries() == {}
    assert hub.seen(NhcDown)
    net.run(199)
    assert hub.entries() == {}
    net.run(202)
    assert "10.0.0.2/32" in hub.entries()
    assert len(hub.seen(NhcUp)) == 2


def test_clearing_a_spoke_takes_back_what_it_answered_and_keeps_static_entries() -> None:
    """R-60, R-61."""
    net = registered(3)
    ping(net)
    net.run(11)
    net.nodes["s3"].speaker.clear(net.now)
    net.flush(net.nodes["s3"])
    net.run(12)
    assert set(net.nodes["s3"].entries()) == {"10.0.0.1/32"}
    assert set(net.nodes["s2"].entries()) == {"10.0.0.1/32", "192.168.2.0/24"}


def test_a_static_mapping_is_not_overwritten_by_a_registration() -> None:
    net = two(hub={"maps": ((spoke(2), spoke_nbma(2)),)})
    net.up()
    net.run(5)
    assert net.nodes["hub"].entries()["10.0.0.2/32"].type is EntryType.STATIC
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up
