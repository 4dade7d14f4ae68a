"""Several servers: priority, cluster, max-connections, fallback, names, and the line (NHRP R-50 to R-55)."""

import pytest

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import NhsState
from nornir_dmvpn.nhrp.event import LineProtocol, NameWanted, NhsDown, NhsUp
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import PacketType
from tests.unit.nhrp.network import TUNNEL, A, Net, settings, spoke, spoke_nbma

HUBS = {number: (A("10.0.0.100") + number, A("203.0.113.100") + number) for number in range(1, 5)}


def nhs(number: int, priority: int = 0, cluster: int = 0) -> NhsSetting:
    address, nbma = HUBS[number]
    return NhsSetting(address=address, nbma=nbma, priority=priority, cluster=cluster)


def cluster(*servers: NhsSetting, dead: frozenset[int] = frozenset(), **changes: object) -> Net:
    """Spoke 2 with these servers, 10 s after it came up."""
    net = Net()
    for number, (address, nbma) in HUBS.items():
        net.add(f"h{number}", settings(address, nbma))
    net.add("s2", settings(spoke(2), spoke_nbma(2), nhs=servers, **changes))
    silence(net, *dead)
    net.up()
    net.run(10)
    return net


def silence(net: Net, *numbers: int) -> None:
    """Nothing reaches these hubs from now on."""
    gone = {HUBS[number][1] for number in numbers}
    net.lost = lambda sent: sent.receiver in gone


def letters(net: Net) -> str:
    return " ".join(one.state.value for one in net.nodes["s2"].speaker.nhs(TUNNEL))


def asked(net: Net, since: float = 0) -> set[IPAddress]:
    kind = PacketType.REGISTRATION_REQUEST
    return {one.receiver for one in net.sent if one.packet.type is kind and one.when >= since}


def test_without_max_connections_all_are_asked_whatever_their_priority() -> None:
    """R-50."""
    net = cluster(nhs(1, 5), nhs(2), nhs(3, 9, 2))
    assert letters(net) == "RE RE RE"


def test_max_connections_picks_by_priority_in_each_cluster_and_the_rest_waits() -> None:
    """R-51: a waiting server is not probed."""
    servers = (nhs(1, 3), nhs(2, 1), nhs(3, 2), nhs(4, 0, 1))
    net = cluster(*servers, max_connections=((0, 1), (1, 1)))
    assert letters(net) == "W RE W RE"
    assert asked(net) == {HUBS[2][1], HUBS[4][1]}
    net = cluster(*servers, max_connections=((0, 2),))
    assert letters(net) == "W RE RE RE"


def test_equal_priorities_are_taken_in_the_order_of_the_configuration() -> None:
    assert letters(cluster(nhs(3), nhs(1), nhs(2), max_connections=((0, 2),))) == "RE RE W"


def test_none_is_asked_where_no_connection_is_allowed() -> None:
    assert letters(cluster(nhs(1), max_connections=((0, 0),))) == "W"


def test_when_the_best_is_silent_from_the_start_the_next_is_brought_up() -> None:
    """R-52: the silent one is still probed (E), what is worse waits (W)."""
    net = cluster(nhs(1, 1), nhs(2, 2), nhs(3, 3), dead=frozenset({1}), max_connections=((0, 1),))
    assert letters(net) == "E RE W"
    net.run(20)
    assert asked(net, 10) == {HUBS[1][1]}


def test_a_server_that_fails_is_replaced_and_taken_back_at_once_without_fallback() -> None:
    net = cluster(nhs(1, 1), nhs(2, 2), max_connections=((0, 1),))
    assert letters(net) == "RE W"
    silence(net, 1)
    net.run(220)
    assert letters(net) == "E RE"
    silence(net)
    net.run(300)
    assert letters(net) == "RE W"
    back = max(when for when, event in net.nodes["s2"].seen(NhsUp))
    dropped = max(when for when, event in net.nodes["s2"].seen(NhsDown))
    assert back == dropped


def test_the_fallback_time_delays_the_way_back() -> None:
    """R-52: both answer meanwhile, and the better one has to go on answering."""
    net = cluster(nhs(1, 1), nhs(2, 2), nhs(3, 3), max_connections=((0, 1),), nhs_fallback=60.0)
    silence(net, 1)
    net.run(220)
    assert letters(net) == "E RE W"
    silence(net)
    net.run(245)
    ups = [when for when, _ in net.nodes["s2"].seen(NhsUp)]
    net.run(max(ups) + 59.9)
    assert letters(net) == "RE RE W"
    net.run(max(ups) + 60)
    assert letters(net) == "RE W W"


def test_a_better_server_that_fails_again_within_the_fallback_time_changes_nothing() -> None:
    net = cluster(nhs(1, 1), nhs(2, 2), max_connections=((0, 1),), nhs_fallback=500.0)
    silence(net, 1)
    net.run(220)
    silence(net)
    net.run(300)
    assert letters(net) == "RE RE"
    silence(net, 1)
    net.run(500 + 220)
    assert letters(net) == "E RE"


def test_within_the_fallback_time_the_returned_server_replaces_one_that_fails() -> None:
    net = cluster(nhs(1, 1), nhs(2, 2), nhs(3, 3), max_connections=((0, 1),), nhs_fallback=5000.0)
    silence(net, 1)
    net.run(220)
    silence(net)
    net.run(300)
    assert letters(net) == "RE RE W"
    silence(net, 2)
    net.run(600)
    assert letters(net) == "RE W W"


def test_all_servers_are_probed_when_none_answers() -> None:
    net = cluster(nhs(1, 1), nhs(2, 2), nhs(3, 3), dead=frozenset({1, 2, 3}), max_connections=((0, 1),))
    net.run(60)
    assert letters(net) == "E E E"
    net.lost = lambda _sent: False
    net.run(200)
    assert letters(net) == "RE W W"


def test_raising_and_lowering_max_connections_takes_effect_at_once() -> None:
    net = cluster(nhs(1, 1), nhs(2, 2), max_connections=((0, 1),))
    node = net.nodes["s2"]
    both = (nhs(1, 1), nhs(2, 2))
    node.speaker.configure([settings(spoke(2), spoke_nbma(2), nhs=both)], net.now)
    net.flush(node)
    net.run(20)
    assert letters(net) == "RE RE"
    node.speaker.configure([settings(spoke(2), spoke_nbma(2), nhs=both, max_connections=((0, 1),))], net.now)
    net.flush(node)
    assert letters(net) == "RE W"


def test_taking_the_server_in_use_away_brings_up_one_that_waits_and_leaves_nothing_behind() -> None:
    net = cluster(nhs(1, 1), nhs(2, 2), max_connections=((0, 1),))
    node = net.nodes["s2"]
    node.speaker.configure([settings(spoke(2), spoke_nbma(2), nhs=(nhs(2, 2),), max_connections=((0, 1),))], net.now)
    net.flush(node)
    net.run(20)
    assert letters(net) == "RE"
    net.run(1000)
    assert asked(net, 11) == {HUBS[2][1]}


def test_a_new_better_server_takes_over_only_when_it_answers() -> None:
    """Make before break: what answers is not given up for a hope."""
    net = cluster(nhs(2, 2), max_connections=((0, 1),))
    node = net.nodes["s2"]
    silence(net, 1)
    both = (nhs(2, 2), nhs(1, 1))
    node.speaker.configure([settings(spoke(2), spoke_nbma(2), nhs=both, max_connections=((0, 1),))], net.now)
    net.flush(node)
    net.run(40)
    assert letters(net) == "RE E"
    assert node.seen(NhsDown)[-1][1] == NhsDown(interface=TUNNEL, nhs=HUBS[1][0], reason="NHRP Registration Failure")
    silence(net)
    net.run(200)
    assert letters(net) == "W RE"


@pytest.mark.parametrize("dead", [False, True])
def test_the_line_follows_the_servers(dead: bool) -> None:
    """R-55: down while none answers, up at the first reply, down within 20 s of the loss."""
    net = cluster(nhs(1), nhs(2), dead=frozenset({1, 2}) if dead else frozenset(), if_state=True)
    node = net.nodes["s2"]
    told = [(when, event.up) for when, event in node.seen(LineProtocol) if isinstance(event, LineProtocol)]
    assert told[0] == (0.0, False)
    if dead:
        assert len(told) == 1
        assert not node.speaker.line_protocol(TUNNEL)
        return
    assert [up for _, up in told] == [False, True]
    assert told[1][0] == pytest.approx(0.91)
    silence(net, 1)
    net.run(230)
    assert node.speaker.line_protocol(TUNNEL)
    silence(net, 1, 2)
    net.run(450)
    (fell, up) = [(when, one) for when, one in node.seen(LineProtocol)][-1]
    assert up == LineProtocol(interface=TUNNEL, up=False)
    lost = max(when for when, _ in node.seen(NhsDown))
    assert lost < fell <= lost + 10
    assert fell % 10 == 0
    net.lost = lambda _sent: False
    net.run(520)
    assert node.speaker.line_protocol(TUNNEL)


def test_a_server_that_is_missed_shortly_does_not_move_the_line() -> None:
    net = cluster(nhs(1), if_state=True)
    node = net.nodes["s2"]
    node.speaker.socket_down(TUNNEL, HUBS[1][1], 10.5)
    net.flush(node)
    net.run(11)
    assert letters(net) == "E"
    node.speaker.socket_up(TUNNEL, HUBS[1][1], 11)
    net.run(30)
    assert letters(net) == "RE"
    assert [getattr(event, "up", None) for _, event in node.seen(LineProtocol)] == [False, True]


def test_turning_if_state_off_lets_the_line_go() -> None:
    net = cluster(nhs(1), dead=frozenset({1}), if_state=True)
    node = net.nodes["s2"]
    node.speaker.configure([settings(spoke(2), spoke_nbma(2), nhs=(nhs(1),))], net.now)
    net.flush(node)
    assert node.speaker.line_protocol(TUNNEL)
    assert node.seen(LineProtocol)[-1] == (10, LineProtocol(interface=TUNNEL, up=True))


def named(net: Net) -> list[float]:
    return [when for when, event in net.nodes["s2"].seen(NameWanted)]


def test_a_server_given_by_name_registers_once_the_owner_has_found_its_address() -> None:
    """R-54, R-04: until then requests are counted, and nothing leaves."""
    net = cluster(NhsSetting(address=HUBS[1][0], nbma=None, fqdn="hub.example"))
    node = net.nodes["s2"]
    assert node.seen(NameWanted)[0] == (0, NameWanted(interface=TUNNEL, name="hub.example"))
    (status,) = node.speaker.nhs(TUNNEL)
    assert (status.state, status.nbma) == (NhsState.E, None)
    assert status.requests_sent > 0
    assert asked(net) == set()
    node.speaker.name_resolved(TUNNEL, "hub.example", None, net.now)
    node.speaker.name_resolved(TUNNEL, "hub.example", HUBS[1][1], net.now)
    net.flush(node)
    net.run(20)
    (status,) = node.speaker.nhs(TUNNEL)
    assert (status.state, status.nbma) == (NhsState.RE, HUBS[1][1])
    assert node.entries()[f"{HUBS[1][0]}/32"].nbma == HUBS[1][1]


def test_the_name_is_wanted_again_when_the_server_goes_down_and_may_have_moved() -> None:
    net = cluster(NhsSetting(address=HUBS[1][0], nbma=None, fqdn="hub.example"))
    node = net.nodes["s2"]
    node.speaker.name_resolved(TUNNEL, "hub.example", HUBS[2][1], net.now)
    net.flush(node)
    silence(net, 2)
    net.run(30)
    assert max(named(net)) > 10
    node.speaker.name_resolved(TUNNEL, "hub.example", HUBS[1][1], net.now)
    net.flush(node)
    net.run(40)
    assert letters(net) == "RE"
    net.run(1000)
    assert asked(net, 31) == {HUBS[1][1]}
    assert HUBS[2][1] not in net.wants("s2")


def test_a_dynamic_server_given_by_name_is_learned_from_its_reply() -> None:
    """R-03, R-54 together."""
    net = cluster(NhsSetting(address=None, nbma=None, fqdn="hub.example"))
    node = net.nodes["s2"]
    node.speaker.name_resolved(TUNNEL, "hub.example", HUBS[1][1], net.now)
    net.flush(node)
    net.run(20)
    (status,) = node.speaker.nhs(TUNNEL)
    assert (status.address, status.state, status.dynamic) == (HUBS[1][0], NhsState.RE, True)
