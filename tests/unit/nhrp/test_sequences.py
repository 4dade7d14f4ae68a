"""The sequences of protocol.md sections 2 and 3 and of its Annex A: which packets, in which order, at which times."""

import itertools

import pytest

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.model.state import NhsState
from nornir_dmvpn.nhrp.cie import CieCode
from nornir_dmvpn.nhrp.event import NhsUp, RegistrationRefused
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType
from tests.unit.nhrp.network import (
    HOST2,
    HOST3,
    HUB,
    HUB_NBMA,
    LATENCY,
    TUNNEL,
    A,
    Net,
    cloud,
    hub_settings,
    lan,
    ping,
    registered,
    spoke,
    spoke_nbma,
    spoke_settings,
    two,
)

ASK, ANSWER = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY
REGISTER, CONFIRM = PacketType.REGISTRATION_REQUEST, PacketType.REGISTRATION_REPLY
INDICATION = PacketType.TRAFFIC_INDICATION


def packets(net: Net, since: float = 0.0) -> list[tuple[str, str, PacketType]]:
    """Sender, receiver and type of every packet, in order."""
    names: dict[IPAddress, str] = {node.nbma: name for name, node in net.nodes.items()}
    return [
        (one.sender, names.get(one.receiver, str(one.receiver)), one.packet.type)
        for one in net.sent
        if one.when >= since
    ]


def test_a_registration_is_one_request_and_one_reply_straight_back() -> None:
    """Section 2.3, R-10 a, R-15."""
    net = two()
    net.up()
    net.run(150)
    assert packets(net) == [("s2", "hub", REGISTER), ("hub", "s2", CONFIRM)]
    assert [one.when for one in net.sent] == pytest.approx([0.9, 0.9 + LATENCY])


def test_a_day_of_a_failing_registration_backs_off_to_64_seconds_and_says_so() -> None:
    """R-10 to R-12: nominal gaps 2, 4, 8, 16, 32, 64 after the one-time and the initial request; never given up."""
    net = two()
    net.lost = lambda _sent: True
    net.up()
    net.run(105)
    (pending,) = net.nodes["s2"].speaker.pending(TUNNEL)
    (status,) = net.nodes["s2"].speaker.nhs(TUNNEL)
    assert pending.retry == 64
    assert (status.state, status.replies_received, status.requests_failed) == (NhsState.E, 0, 0)
    assert 7 <= status.requests_sent <= 8  # six of the series, the one-time request, and jitter
    net.run(86_400)
    times = [one.when for one in net.sent if one.packet.type is REGISTER]
    gaps = [after - before for before, after in itertools.pairwise(times[1:])]
    for nominal, gap in zip([2, 4, 8, 16, 32], gaps, strict=False):
        assert 0.75 * nominal <= gap <= 1.05 * nominal
    assert all(48 <= gap <= 67.2 for gap in gaps[5:])
    ids = [one.packet.request_id for one in net.sent if isinstance(one.packet, ClientPacket)]
    assert len(set(ids[1:])) == 1  # W-25


def test_the_wrong_nbma_address_leaves_the_server_expected() -> None:
    """R-45."""
    net = two(spoke2={"nhs": (NhsSetting(address=HUB, nbma=spoke_nbma(77)),)})
    net.up()
    net.run(300)
    assert [one.state for one in net.nodes["s2"].speaker.nhs(TUNNEL)] == [NhsState.E]
    assert net.nodes["hub"].entries() == {}


def test_no_unique_on_the_hub_does_not_help_what_others_registered() -> None:
    """R-33, R-30."""
    net = two(hub={"unique": False}, spoke2={"unique": True})
    net.up()
    net.run(10)
    net.translate[spoke_nbma(2)] = spoke_nbma(200)
    net.run(250)
    refusals = [one for _, one in net.nodes["s2"].seen(RegistrationRefused)]
    assert RegistrationRefused(interface=TUNNEL, nhs=HUB, code=CieCode.UNIQUE_REGISTERED) in refusals
    assert net.nodes["hub"].entries()["10.0.0.2/32"].nbma == spoke_nbma(2)


def test_the_nat_flag_says_what_a_client_supports_and_proves_no_translation() -> None:
    """R-36, in the releases that print it."""
    net = Net()
    net.add("hub", hub_settings(), Generation.A)
    net.add("s2", spoke_settings(2), Generation.A)
    net.up()
    net.run(10)
    entry = net.nodes["hub"].entries()["10.0.0.2/32"]
    assert "nat" in entry.flags
    assert entry.claimed_nbma is None


def test_phase_2_takes_one_question_over_the_hub_and_one_answer_straight_back() -> None:
    """S-20 steps 2 to 5, W-21."""
    net = registered(2)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert packets(net, 10) == [("s2", "hub", ASK), ("hub", "s3", ASK), ("s3", "s2", ANSWER)]
    question, _, answer = [one.packet for one in net.sent if one.when >= 10]
    assert isinstance(question, ClientPacket)
    assert isinstance(answer, ClientPacket)
    assert (question.flags, answer.flags) == (0xC802, 0xF802)
    assert question.destination_protocol == spoke(3)
    assert question.request_id == answer.request_id


def test_an_old_hub_answers_itself() -> None:
    """S-20 step 3."""
    net = registered(2, generation=Generation.A)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert packets(net, 10) == [("s2", "hub", ASK), ("hub", "s2", ANSWER)]


def test_a_hub_that_is_the_next_hop_of_everything_is_all_that_phase_2_resolves() -> None:
    """S-23."""
    net = registered(2)
    for name in ("s2", "s3"):
        net.nodes[name].routes.remove("192.168.3.0/24" if name == "s2" else "192.168.2.0/24")
        net.nodes[name].routes.add("192.168.0.0/16", TUNNEL, str(HUB))
    for _ in range(3):
        assert ping(net) == ["s2", "hub", "s3"]
        net.run(net.now + 1)
    assert packets(net, 10) == []


def test_a_placeholder_points_at_a_dead_hub_for_three_minutes_at_most() -> None:
    """S-24, S-53."""
    net = registered(2)
    net.lost = lambda sent: sent.receiver == HUB_NBMA
    net.packet("s2", HOST2, HOST3)
    assert net.nodes["s2"].entries()["10.0.0.3/32"].nbma == HUB_NBMA
    net.run(190)
    assert "10.0.0.3/32" not in net.nodes["s2"].entries()


def test_phase_3_in_order_and_in_milliseconds() -> None:
    """S-30, S-34, S-35, W-37: the indication goes to the previous hop; answers come straight."""
    net = registered(3)
    net.packet("s2", HOST2, HOST3)
    net.run(11)
    assert packets(net, 10) == [
        ("hub", "s2", INDICATION),
        ("s2", "hub", ASK),
        ("hub", "s3", ASK),
        ("s3", "s2", ANSWER),
    ]
    assert max(one.when for one in net.sent) == pytest.approx(10 + 3 * LATENCY)
    assert net.nodes["s2"].entries()["192.168.3.0/24"].created_at == pytest.approx(10 + 4 * LATENCY)


def test_redirect_on_spokes_is_harmless() -> None:
    """S-39."""
    net = cloud(3, redirect=True)
    net.run(10)
    ping(net)
    net.run(11)
    ping(net)
    net.run(12)
    assert {sender for sender, _, kind in packets(net) if kind is INDICATION} == {"hub"}


def test_multicast_goes_to_the_list_and_resolves_nothing() -> None:
    """S-03, P-05."""
    net = registered(3)
    assert net.nodes["hub"].speaker.multicast(TUNNEL) == (spoke_nbma(2), spoke_nbma(3))
    assert net.nodes["s2"].speaker.multicast(TUNNEL) == (HUB_NBMA,)
    assert packets(net, 10) == []


def test_an_override_takes_every_path_of_the_route() -> None:
    """S-41: two equal paths over two hubs, one shortcut."""
    net = registered(3)
    ping(net)
    net.run(11)
    speaker = net.nodes["s2"].speaker
    assert {speaker.next_hop(TUNNEL, hop, net.now, destination=HOST3) for hop in (HUB, A("10.0.0.100"))} == {
        spoke_nbma(3)
    }


@pytest.mark.parametrize("used", [False, True])
def test_the_life_of_a_two_spoke_cloud(used: bool) -> None:
    """Annex A: registration within a second, a shortcut at 24 s, registrations at 200 s, its refresh or its end."""
    net = cloud(3)
    net.run(24)
    s2, hub = net.nodes["s2"], net.nodes["hub"]
    assert [when for when, _ in s2.seen(NhsUp)] == pytest.approx([0.91])
    assert hub.flags() == {"10.0.0.2/32": "nhop registered", "10.0.0.3/32": "nhop registered"}
    ping(net)
    net.run(29)
    # E.4: local entries come last.
    assert [(str(one.network), " ".join(sorted(one.flags - {"used"}))) for one in s2.speaker.cache(TUNNEL)] == [
        ("10.0.0.1/32", ""),
        ("10.0.0.3/32", "nhop rib router"),
        ("192.168.3.0/24", "nho rib router"),
        ("192.168.2.0/24", "local router unique"),
    ]
    net.run(200.95)
    registrations = [one.when for one in net.sent if one.packet.type is REGISTER and one.sender == "s2"]
    assert registrations == pytest.approx([0.9, 200.9])  # G-03a
    expires = hub.entries()["10.0.0.2/32"].expires_at
    assert expires == pytest.approx(800.9, abs=0.1)
    for second in range(210, 640, 10):
        net.run(second)
        if used:
            assert ping(net) == ["s2", "s3"]
    assert ("192.168.3.0/24" in s2.entries()) == used
    refreshes = [one.when for one in net.sent if one.packet.type is ASK and one.sender == "s2" and one.when > 30]
    assert all(24 + 480 <= when <= 24 + 600 for when in refreshes)
    assert bool(refreshes) == used
    assert (lan(3) in {one.network for one in s2.speaker.cache(TUNNEL)}) == used


def test_every_generation_lives_through_the_same_story_with_its_own_defaults() -> None:
    """0.2: holding time, uniqueness and temporary entries differ, the shortcut does not."""
    for generation, behaviour in BEHAVIOUR.items():
        interval = behaviour.holdtime / 3
        net = cloud(
            3,
            generation=generation,
            holdtime=behaviour.holdtime,
            registration_interval=interval,
            unique=behaviour.unique,
        )
        net.run(24)
        ping(net)
        net.run(25)
        assert net.packet("s2", HOST2, HOST3) == ["s2", "s3"], generation
        entry = net.nodes["hub"].entries()["10.0.0.2/32"]
        assert ("unique" in entry.flags) == behaviour.unique
        net.run(interval * 1.06)
        times = [one.when for one in net.sent if one.packet.type is REGISTER and one.sender == "s2"]
        assert len(times) == 2
        drift = (times[1] - times[0]) / interval
        assert drift == pytest.approx(1.0) or (behaviour.registration_jitter and 1.0 <= drift <= 1.05)
