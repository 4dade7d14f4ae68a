"""Registration between two speakers (NHRP section 2)."""

import itertools
from dataclasses import replace
from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.state import EntryType, NhsState
from nornir_dmvpn.nhrp.event import Dropped, NhcDown, NhcUp, NhsDown, NhsUp, RegistrationRefused, SocketReleased
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType
from tests.unit.nhrp.network import (
    HUB,
    HUB_NBMA,
    TUNNEL,
    Net,
    hub_settings,
    spoke,
    spoke_nbma,
    spoke_settings,
    two,
)


def requests(net: Net, sender: str = "s2") -> list[tuple[float, ClientPacket]]:
    return [
        (one.when, one.packet)
        for one in net.sent
        if one.sender == sender
        and isinstance(one.packet, ClientPacket)
        and one.packet.type is PacketType.REGISTRATION_REQUEST
    ]


def test_a_healthy_spoke_is_up_within_two_seconds() -> None:
    """R-10, M-16: the one-time request 0.9 s after the path opens, answered at once."""
    net = two()
    net.up()
    net.run(2)
    (when, up), *more = net.nodes["s2"].seen(NhsUp)
    assert up == NhsUp(interface=TUNNEL, nhs=HUB, nbma=HUB_NBMA)
    assert when == pytest.approx(0.91)
    assert not more
    assert len(requests(net)) == 1
    status = net.nodes["s2"].speaker.nhs(TUNNEL)[0]
    assert (status.state, status.requests_sent, status.replies_received) == (NhsState.RE, 1, 1)
    assert net.nodes["s2"].speaker.pending(TUNNEL) == ()


def test_the_hub_holds_the_binding_that_the_rules_say() -> None:
    """R-20, C-12 for generation E: not unique, nhop, expiry after the spoke's own holding time (R-13)."""
    net = two(spoke2={"holdtime": 300, "registration_interval": 100.0})
    net.up()
    net.run(2)
    hub = net.nodes["hub"]
    entry = hub.entries()["10.0.0.2/32"]
    assert (entry.nbma, entry.next_hop, entry.type) == (spoke_nbma(2), spoke(2), EntryType.DYNAMIC)
    assert entry.flags == {"registered", "nhop"}
    assert entry.expires_at == pytest.approx(entry.created_at + 300)
    assert hub.speaker.multicast(TUNNEL) == (spoke_nbma(2),)
    assert [one for _, one in hub.seen(NhcUp)] == [NhcUp(interface=TUNNEL, address=spoke(2), nbma=spoke_nbma(2))]
    static = net.nodes["s2"].entries()["10.0.0.1/32"]
    assert (static.type, static.expires_at, static.nbma) == (EntryType.STATIC, None, HUB_NBMA)


def test_unique_and_prefix_of_the_request_follow_the_setting() -> None:
    """W-24, R-31."""
    for unique, prefix in ((True, 255), (False, 32)):
        net = two(spoke2={"unique": unique})
        net.up()
        net.run(2)
        packet = requests(net)[0][1]
        assert packet.cies[0].prefix_length == prefix
        assert bool(packet.flags & 0x8000) is unique
        assert ("unique" in net.nodes["hub"].entries()["10.0.0.2/32"].flags) is unique


def test_old_releases_print_authoritative_and_nat_instead_of_nhop() -> None:
    """C-10."""
    net = Net()
    net.add("hub", hub_settings(), Generation.A)
    net.add("s2", spoke_settings(2, unique=True), Generation.A)
    net.up()
    net.run(2)
    assert net.nodes["hub"].flags()["10.0.0.2/32"] == "authoritative nat registered unique"


def test_registrations_repeat_exactly_every_interval_on_generation_e() -> None:
    """G-03a, R-15: 200.000 s; a refresh moves the expiry and leaves ``created`` alone (C-14)."""
    net = two()
    net.up()
    net.run(900)
    times = [when for when, _ in requests(net)]
    assert [round(later - earlier, 6) for earlier, later in itertools.pairwise(times)] == [200.0] * 4
    assert len({packet.request_id for _, packet in requests(net)}) == 5
    entry = net.nodes["hub"].entries()["10.0.0.2/32"]
    assert entry.created_at == pytest.approx(0.905)
    assert entry.expires_at == pytest.approx(0.905 + 800 + 600)
    assert len(net.nodes["hub"].seen(NhcUp)) == 1


def test_generation_c_drifts_by_up_to_five_percent() -> None:
    """R-10."""
    net = Net()
    net.add("hub", hub_settings(), Generation.C)
    net.add("s2", spoke_settings(2), Generation.C)
    net.up()
    net.run(1500)
    times = [when for when, _ in requests(net)]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(gaps) >= 6
    assert all(200 <= gap <= 210 for gap in gaps)
    assert len(set(gaps)) == len(gaps)


def test_an_unanswered_spoke_backs_off_and_is_declared_down_at_the_third_transmission() -> None:
    """R-10 to R-12: gaps nominal times 0.75 to 1.05, one request id for the series, never an end."""
    net = two()
    net.lost = lambda _sent: True
    net.up()
    net.run(400)
    one_time, *series = requests(net)
    assert one_time[0] == pytest.approx(0.9)
    assert series[0][0] == pytest.approx(1.9)
    assert len({packet.request_id for _, packet in series}) == 1
    assert one_time[1].request_id != series[0][1].request_id
    times = [when for when, _ in series]
    for nominal, earlier, later in zip((2, 4, 8, 16, 32, 64, 64), times, times[1:], strict=False):
        assert nominal * 0.75 <= later - earlier <= nominal * 1.05
    (when, down), *more = net.nodes["s2"].seen(NhsDown)
    assert down == NhsDown(interface=TUNNEL, nhs=HUB, reason="NHRP Registration Failure")
    assert when == times[2]
    assert not more
    status, pending = net.nodes["s2"].speaker.nhs(TUNNEL)[0], net.nodes["s2"].speaker.pending(TUNNEL)[0]
    assert (status.state, status.requests_failed, status.changed_at) == (NhsState.E, 0, when)
    assert (pending.nhs, pending.retry) == (HUB, 64)


def test_without_a_path_nothing_leaves_but_the_requests_are_counted() -> None:
    """R-04, R-10: no one-time request when the path never opens."""
    net = two()
    net.opens = lambda _node, _nbma: False
    net.up()
    net.run(105)
    assert net.sent == []
    status = net.nodes["s2"].speaker.nhs(TUNNEL)[0]
    assert status.state is NhsState.E
    assert 6 <= status.requests_sent <= 7
    assert len(net.nodes["s2"].seen(NhsDown)) == 1


def test_a_server_without_a_mapping_is_asked_in_vain() -> None:
    """R-04: no NBMA address, counters grow, the request is pending."""
    net = two(spoke2={"nhs": (NhsSetting(address=HUB, nbma=None),)})
    net.up()
    net.run(30)
    status = net.nodes["s2"].speaker.nhs(TUNNEL)[0]
    assert (status.nbma, status.state, net.sent) == (None, NhsState.E, [])
    assert status.requests_sent > 3
    assert len(net.nodes["s2"].speaker.pending(TUNNEL)) == 1
    assert net.nodes["s2"].entries() == {}


def test_a_static_map_alone_never_registers() -> None:
    """R-05."""
    net = two(spoke2={"nhs": (), "maps": ((HUB, HUB_NBMA),)})
    net.up()
    net.run(300)
    assert net.sent == []
    assert net.nodes["s2"].speaker.nhs(TUNNEL) == ()
    assert net.nodes["s2"].entries()["10.0.0.1/32"].type is EntryType.STATIC
    assert net.wants("s2") == {HUB_NBMA}


def test_recovery_comes_with_the_next_retry() -> None:
    """R-10, R-12: at most 64 times 1.05 s after the fault is repaired."""
    net = two()
    net.lost = lambda _sent: True
    net.up()
    net.run(300)
    net.lost = lambda _sent: False
    net.run(300 + 68)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].state is NhsState.RE


def test_a_server_that_stops_answering_goes_down_about_six_seconds_after_the_next_period() -> None:
    """R-53."""
    net = two()
    net.up()
    net.run(100)
    net.lost = lambda _sent: True
    net.run(205)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up
    net.run(208)
    assert [one for _, one in net.nodes["s2"].seen(NhsDown)]
    assert not net.nodes["s2"].speaker.nhs(TUNNEL)[0].up


def test_an_unrefreshed_entry_expires_at_exactly_the_holding_time() -> None:
    """R-14: cache, replication list and path go with it."""
    net = two()
    net.up()
    net.run(10)
    net.lost = lambda sent: sent.sender == "s2"
    net.run(600.904)
    hub = net.nodes["hub"]
    assert "10.0.0.2/32" in hub.entries()
    net.run(601)
    assert hub.entries() == {}
    assert hub.speaker.multicast(TUNNEL) == ()
    (when, down) = hub.seen(NhcDown)[0]
    assert when == pytest.approx(600.905)
    assert down == NhcDown(interface=TUNNEL, address=spoke(2), nbma=spoke_nbma(2), reason="Expiry")
    assert hub.seen(SocketReleased)[-1][0] == when


@pytest.mark.parametrize(
    ("hub_secret", "spoke_secret"), [("SECRET1", "SECRET2"), ("SECRET1", None), (None, "SECRET1"), ("AB", "AB ")]
)
def test_an_authentication_mismatch_is_silent_on_both_ends(hub_secret: str | None, spoke_secret: str | None) -> None:
    """R-40, R-41, M-22: the hub drops and sends nothing back."""
    net = two(
        hub={"authentication": hub_secret and Secret(hub_secret)},
        spoke2={"authentication": spoke_secret and Secret(spoke_secret)},
    )
    net.up()
    net.run(70)
    assert {one.sender for one in net.sent} == {"s2"}
    assert net.nodes["hub"].entries() == {}
    drops = [one for _, one in net.nodes["hub"].seen(Dropped)]
    assert drops
    assert all(isinstance(one, Dropped) and one.rule == "R-40" for one in drops)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].state is NhsState.E


def test_the_same_secret_on_both_ends_registers() -> None:
    secret: dict[str, object] = {"authentication": Secret("SECRET1")}
    net = two(hub=secret, spoke2=secret)
    net.up()
    net.run(2)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up


def test_a_unique_address_is_refused_to_a_second_router() -> None:
    """R-30: code 14, the first entry is untouched."""
    net = two(spoke2={"unique": True})
    twin = replace(spoke_settings(2, unique=True), nbma=spoke_nbma(9))
    net.add("twin", twin)
    net.up("hub", "s2")
    net.run(5)
    net.up("twin")
    net.run(20)
    refused = [one for _, one in net.nodes["twin"].seen(RegistrationRefused)]
    assert refused
    assert all(one == RegistrationRefused(interface=TUNNEL, nhs=HUB, code=14) for one in refused)
    assert net.nodes["twin"].speaker.nhs(TUNNEL)[0].state is NhsState.E
    assert net.nodes["hub"].entries()["10.0.0.2/32"].nbma == spoke_nbma(2)


def test_without_unique_the_last_registration_wins_and_the_entry_flaps() -> None:
    """R-32."""
    net = two()
    net.add("twin", replace(spoke_settings(2), nbma=spoke_nbma(9)))
    net.up("hub", "s2")
    net.run(5)
    net.up("twin")
    net.run(10)
    hub = net.nodes["hub"]
    assert hub.entries()["10.0.0.2/32"].nbma == spoke_nbma(9)
    assert hub.speaker.multicast(TUNNEL) == (spoke_nbma(9),)
    net.run(201.5)
    assert hub.entries()["10.0.0.2/32"].nbma == spoke_nbma(2)


def test_a_translated_spoke_is_kept_with_both_addresses_and_told_its_own() -> None:
    """R-35, W-52."""
    net = two()
    public = IPv4Address("192.0.2.77")
    net.translate[spoke_nbma(2)] = public
    net.up()
    net.run(2)
    entry = net.nodes["hub"].entries()["10.0.0.2/32"]
    assert (entry.nbma, entry.claimed_nbma) == (public, spoke_nbma(2))
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up
    assert net.nodes["s2"].speaker._context.ports[TUNNEL].public_nbma == public


def test_a_dynamic_server_is_learned_from_its_reply() -> None:
    """R-03: the request goes to the spoke's own address, the reply names the server."""
    net = two(spoke2={"nhs": (NhsSetting(address=None, nbma=HUB_NBMA),)})
    net.up()
    net.run(2)
    assert requests(net)[0][1].destination_protocol == spoke(2)
    status = net.nodes["s2"].speaker.nhs(TUNNEL)[0]
    assert (status.address, status.dynamic, status.state) == (HUB, True, NhsState.RE)
    assert "10.0.0.1/32" in net.nodes["s2"].entries()


def test_a_wrong_server_address_ends_in_an_encapsulation_error() -> None:
    """R-06, R-44."""
    wrong = IPv4Address("10.0.0.99")
    net = two(spoke2={"nhs": (NhsSetting(address=wrong, nbma=HUB_NBMA),)})
    net.up()
    net.run(5)
    drops = [one for _, one in net.nodes["hub"].seen(Dropped)]
    assert drops
    assert all(isinstance(one, Dropped) and one.rule == "R-44" for one in drops)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].state is NhsState.E


def test_an_interface_without_nhrp_ignores_everything() -> None:
    """R-43."""
    net = two()
    net.nodes["hub"].speaker.configure([], 0)
    net.up()
    net.run(30)
    assert {one.sender for one in net.sent} == {"s2"}
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].state is NhsState.E


def test_different_network_ids_work() -> None:
    """R-02."""
    net = two(hub={"network_id": 7}, spoke2={"network_id": 8})
    net.up()
    net.run(2)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up


def test_two_servers_are_registered_with_in_parallel() -> None:
    """R-50."""
    second = IPv4Address("203.0.113.2")
    servers = (NhsSetting(address=HUB, nbma=HUB_NBMA), NhsSetting(address=spoke(254), nbma=second, priority=1))
    net = two(spoke2={"nhs": servers})
    net.add("hub2", replace(hub_settings(), address=spoke(254), nbma=second))
    net.up()
    net.run(3)
    assert [one.state for one in net.nodes["s2"].speaker.nhs(TUNNEL)] == [NhsState.RE, NhsState.RE]
    assert "10.0.0.2/32" in net.nodes["hub2"].entries()


def test_a_group_reaches_the_entry_and_extensions_stand_in_ciscos_order() -> None:
    """R-20 step 5, W-51."""
    secret = Secret("SECRET1")
    net = two(hub={"authentication": secret}, spoke2={"group": "BRANCH-10M", "authentication": secret})
    net.up()
    net.run(2)
    assert [one.type for one in requests(net)[0][1].extensions or ()] == [3, 4, 5, 7, 8, 9]
    assert net.nodes["hub"].entries()["10.0.0.2/32"].group == "BRANCH-10M"


def test_the_servers_own_address_is_not_given_away() -> None:
    net = two()
    net.add("thief", replace(spoke_settings(5), address=HUB))
    net.up()
    net.run(5)
    assert net.nodes["thief"].seen(RegistrationRefused)[0][1] == RegistrationRefused(interface=TUNNEL, nhs=HUB, code=4)
