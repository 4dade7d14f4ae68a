"""Must, may, must not: the judge's word on single entries, with the rule and the right form."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest

from nornir_dmvpn.model.address import NEVER, UNKNOWN, Seconds
from nornir_dmvpn.model.state import DmvpnPeer, EntryType, NhrpEntry, TunnelState
from nornir_dmvpn.model.verdict import Judgement
from nornir_dmvpn.reference.form import PeerForm
from nornir_dmvpn.reference.judge import Judge
from tests.unit.reference.cloud import Cloud

S3_NBMA, S3 = IPv4Address("198.51.100.3"), IPv4Address("10.0.0.3")


@pytest.fixture(scope="module")
def phase3() -> Judge:
    return Judge(Cloud(phase=3, crypto="ikev2").configs())


@pytest.fixture(scope="module")
def phase1() -> Judge:
    return Judge(Cloud(phase=1, crypto="ikev2").configs())


def peer(state: TunnelState = TunnelState.UP, updown: Seconds = 5, attributes: str = "D T1") -> DmvpnPeer:
    return DmvpnPeer(
        entries=1, nbma=S3_NBMA, tunnel=S3, state=state, updown=updown, attributes=frozenset(attributes.split())
    )


def entry(target: str, flags: str, *, via: IPv4Address = S3, created: Seconds = 5) -> NhrpEntry:
    return NhrpEntry(
        target=IPv4Network(target),
        via=via,
        interface="Tunnel0",
        created=created,
        expires=500,
        type=EntryType.DYNAMIC,
        flags=frozenset(flags.split()),
        nbma=S3_NBMA,
    )


def test_what_rest_holds_must_be(phase3: Judge) -> None:
    [tunnel] = phase3.required("HUB").dmvpn or ()
    for row in tunnel.peers:
        assert phase3.judge("HUB", "Tunnel0", row).judgement is Judgement.MUST


@pytest.mark.parametrize(
    "row",
    [
        peer(),
        peer(attributes="D T2"),
        entry("10.0.0.3/32", "router nhop rib"),
        entry("192.168.3.0/24", "router used rib nho"),
        peer(TunnelState.IKE, updown=2, attributes="D"),
    ],
)
def test_what_traffic_makes_may_be(phase3: Judge, row: DmvpnPeer | NhrpEntry) -> None:
    assert phase3.judge("S2", "Tunnel0", row).judgement is Judgement.MAY


def test_a_spoke_that_answered_may_hold_its_own_network(phase3: Judge) -> None:
    own = IPv4Address("10.0.0.2")
    local = replace(
        entry("192.168.2.0/24", "router unique local", via=own), nbma=IPv4Address("198.51.100.2"), no_socket=True
    )
    assert phase3.judge("S2", "Tunnel0", local).judgement is Judgement.MAY


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (replace(peer(), nbma=IPv4Address("203.0.113.99")), "R-20"),
        (peer(attributes="D N"), "C-47"),
        (replace(peer(), tunnel=IPv4Address("10.0.0.99")), "R-20"),
        (entry("192.168.9.0/24", "router rib"), "C-12"),
        (peer(TunnelState.IKE, updown=900, attributes="D"), "S-53"),
    ],
)
def test_what_nothing_makes_must_not_be(phase3: Judge, row: DmvpnPeer | NhrpEntry, rule: str) -> None:
    ruling = phase3.judge("S2", "Tunnel0", row)
    assert (ruling.judgement, ruling.rule) == (Judgement.MUST_NOT, rule)


def test_a_wrong_nbma_address_is_answered_with_the_right_one(phase3: Judge) -> None:
    [tunnel] = phase3.required("S2").dmvpn or ()
    wrong = replace(tunnel.peers[0], nbma=IPv4Address("203.0.113.99"))
    right = phase3.judge("S2", "Tunnel0", wrong).right
    assert isinstance(right, PeerForm)
    assert right.nbma == IPv4Address("203.0.113.1")


@pytest.mark.parametrize("state", list(TunnelState))
def test_in_phase_1_no_spoke_may_show_another(phase1: Judge, state: TunnelState) -> None:
    ruling = phase1.judge("S2", "Tunnel0", peer(state, updown=NEVER, attributes="D"))
    assert (ruling.judgement, ruling.rule) == (Judgement.MUST_NOT, "S-10")


def test_an_entry_without_an_answer_is_legal_for_three_minutes_only() -> None:
    """SD25, S-53: towards an address that nobody has."""
    judge = Judge(Cloud(phase=2).configs())
    hub = IPv4Address("203.0.113.1")
    waiting = entry("10.0.0.77/32", "used temporary", via=IPv4Address("10.0.0.77"), created=100)
    fresh = replace(waiting, nbma=hub)
    assert judge.judge("S2", "Tunnel0", fresh).judgement is Judgement.MAY
    stale = judge.judge("S2", "Tunnel0", replace(fresh, created=300))
    assert (stale.judgement, stale.rule) == (Judgement.MUST_NOT, "S-53")


def test_a_hub_that_talks_to_itself_may_show_itself_unresolved() -> None:
    """S-05."""
    judge = Judge(Cloud(phase=2, crypto="none").configs())
    row = DmvpnPeer(
        entries=1,
        nbma=UNKNOWN,
        tunnel=IPv4Address("10.0.0.1"),
        state=TunnelState.NHRP,
        updown=NEVER,
        attributes=frozenset({"I", "X"}),
    )
    assert judge.judge("HUB", "Tunnel0", row).judgement is Judgement.MAY


def test_the_network_of_the_judge_comes_to_rest(phase3: Judge) -> None:
    assert phase3.rest.quiet
    assert phase3.rest.moving == ()
