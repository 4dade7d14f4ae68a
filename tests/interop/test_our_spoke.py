"""Our spoke in a cloud whose hub and other spokes are FRRouting's."""

import time
from itertools import pairwise

import pytest

from nornir_dmvpn.nhrp.event import NhsDown, NhsUp, RegistrationRefused
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, ResolutionFlag
from tests.interop.frr import HOLDTIME, HUB, S1, Cloud, until
from tests.interop.ours import ADDRESS, AS_SPOKE, FRR_HUB, LAN_HOST, NBMA, OUR_LAN, TUNNEL, running

pytestmark = pytest.mark.interop

REFRESHES = 3
PINGS = 20
OUR_NETWORK = str(OUR_LAN.prefix)


def test_our_spoke_registers_and_refreshes_every_third_of_the_holdtime(cloud: Cloud) -> None:
    """NHRP R-10, R-13, W-25: code 0, a new request id each period, and FRR keeps the entry longer than one holdtime."""
    cloud.start_hub()
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB) as ours:
        ours.wait(NhsUp, 5)
        assert cloud.cache(HUB)[str(ADDRESS)]["nbma"] == str(NBMA)
        replies = ours.wait_packets(PacketType.REGISTRATION_REPLY, HOLDTIME * 2, times=REFRESHES + 1)
        assert str(ADDRESS) in cloud.cache(HUB)
        assert not ours.record.of(NhsDown)
    requests = ours.record.sent(PacketType.REGISTRATION_REQUEST)[: len(replies)]
    ids = [one.packet.request_id for one in requests if isinstance(one.packet, ClientPacket)]
    assert ids == [one.packet.request_id for one in replies if isinstance(one.packet, ClientPacket)]
    assert len(set(ids)) == len(ids) == REFRESHES + 1
    gaps = [after.when - before.when for before, after in pairwise(requests)]
    assert all(HOLDTIME / 3 - 0.05 < gap < HOLDTIME / 3 + 0.5 for gap in gaps), gaps
    assert not ours.record.of(RegistrationRefused)


def test_our_spoke_finds_a_hub_dead_and_registers_again_after_its_restart(cloud: Cloud) -> None:
    """R-10, R-12: DOWN at the third transmission of a series, and the series goes on until it is answered."""
    cloud.start_hub()
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB) as ours:
        ours.wait(NhsUp, 5)
        cloud.kill(HUB)
        went = ours.wait(NhsDown, 15)
        last_series = [one for one in ours.record.sent(PacketType.REGISTRATION_REQUEST) if one.when <= went][-3:]
        ids = {one.packet.request_id for one in last_series if isinstance(one.packet, ClientPacket)}
        assert len(ids) == 1, "the three transmissions are one series"
        cloud.start_hub()
        ours.wait(NhsUp, 20, times=2)
        assert cloud.cache(HUB)[str(ADDRESS)]["nbma"] == str(NBMA)
    assert ours.record.of(NhsDown)[0].reason == "NHRP Registration Failure"


def test_our_spoke_resolves_an_frr_spokes_lan_and_pings_through_the_shortcut(cloud: Cloud) -> None:
    """S-30 to S-40: indication, request, the egress answers with its /24; then no packet crosses the hub."""
    cloud.start_hub()
    cloud.start_spoke(S1, HUB.tunnel, HUB.public)
    until(lambda: cloud.servers(S1), 15, "the FRR spoke registers")
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB, shortcut=True) as ours:
        ours.wait(NhsUp, 5)
        first = ours.driver.ping(LAN_HOST, S1.lan)
        assert first is not None
        assert (first.sent_to, first.nbma, first.ttl) == (HUB.public, HUB.public, 63)
        entry = ours.wait_entry(S1.network, 10)
        assert (entry.nbma, entry.next_hop) == (S1.public, S1.tunnel)
        until(lambda: cloud.shortcuts(S1) == {OUR_NETWORK: str(ADDRESS)}, 10, "the FRR spoke knows the way back")
        ways = [(one.sent_to, one.nbma, one.ttl) for one in ours.pings(LAN_HOST, S1.lan, count=PINGS)]
        assert len(ways) == PINGS, "none is lost"
        assert ways[-5:] == [(S1.public, S1.public, 64)] * 5, ways
    (indication, *_) = ours.record.received(PacketType.TRAFFIC_INDICATION)
    assert indication.nbma == HUB.public
    asked = ours.record.sent(PacketType.RESOLUTION_REQUEST)[0].packet
    assert isinstance(asked, ClientPacket)
    assert asked.destination_protocol == S1.lan
    assert asked.flags & ResolutionFlag.ROUTER
    answer = ours.record.received(PacketType.RESOLUTION_REPLY)[0].packet
    assert isinstance(answer, ClientPacket)
    assert [(one.prefix_length, one.nbma, one.protocol) for one in answer.cies] == [(24, S1.public, S1.tunnel)]


def test_frr_forgets_our_spoke_when_its_holdtime_is_over_and_not_when_it_says_good_bye(cloud: Cloud) -> None:
    """R-14, R-60, X-25: our purge is neither answered nor obeyed; the entry lives nine seconds more."""
    cloud.start_hub()
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB) as ours:
        ours.wait(NhsUp, 5)
        ours.driver.act(lambda speaker, now: speaker.interface_down(TUNNEL, now))
        assert len(ours.record.sent(PacketType.PURGE_REQUEST)) == 1
        answered = ours.driver.wait_for(lambda _speaker: bool(ours.record.received(PacketType.PURGE_REPLY)), 1)
        assert not answered
        assert str(ADDRESS) in cloud.cache(HUB)
        last = ours.record.received(PacketType.REGISTRATION_REPLY)[-1].when
    until(lambda: str(ADDRESS) not in cloud.cache(HUB), HOLDTIME + 3, "FRR's entry expires")
    assert HOLDTIME - 0.5 < time.monotonic() - last < HOLDTIME + 2
