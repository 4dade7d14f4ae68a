"""Our hub, with spokes that are FRRouting's."""

import pytest

from nornir_dmvpn.nhrp.event import NhcDown, NhcUp
from nornir_dmvpn.nhrp.extension import ExtensionType
from nornir_dmvpn.nhrp.forward import cies_of
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType
from tests.interop.frr import HOLDTIME, S1, S2, TWIN, Cloud, until
from tests.interop.ours import ADDRESS, AS_HUB, LAN_HOST, NBMA, running

pytestmark = pytest.mark.interop

PINGS = 40
"""One every 0.1 s: four seconds, within which the shortcut comes about."""
DIRECT, ACROSS_THE_HUB = 64, 63
"""TTL of an echo reply from the LAN address of an FRR spoke."""


def test_our_hub_gives_two_frr_spokes_a_shortcut(cloud: Cloud) -> None:
    """R-20, S-30, S-33, S-80: it registers and redirects them, forwards their requests; then it sees no ping any more.

    The TTL of each reply says whether it crossed the hub, and the hub's own count of passed packets says the same.
    """
    with running(cloud.guest, AS_HUB, redirect=True) as ours:
        for spoke in (S1, S2):
            cloud.start_spoke(spoke, ADDRESS, NBMA)
        ours.wait(NhcUp, 15, times=2)
        entries = ours.entries()
        assert [entries[f"{one.tunnel}/32"].nbma for one in (S1, S2)] == [S1.public, S2.public]
        until(lambda: [cloud.servers(one) for one in (S1, S2)] == [[str(ADDRESS)]] * 2, 5, "both know the hub")
        assert cloud.ping(S1, LAN_HOST) == [DIRECT], "the hub itself answers"
        ttls = cloud.ping(S1, S2.lan, count=PINGS, interval=0.1)
        assert len(ttls) == PINGS, "no packet is lost on the way into the shortcut"
        assert (ttls[0], ttls[-1]) == (ACROSS_THE_HUB, DIRECT), ttls
        assert cloud.shortcuts(S1) == {S2.network: str(S2.tunnel)}
        before = ours.driver.forwarded
        assert 0 < before < 2 * PINGS
        assert cloud.ping(S1, S2.lan, count=5) == [DIRECT] * 5
        assert ours.driver.forwarded == before, "five more pings, and the hub passed none of them on"
    assert {one.nbma for one in ours.record.sent(PacketType.TRAFFIC_INDICATION)} == {S1.public, S2.public}
    asked = [one for one in ours.record.sent(PacketType.RESOLUTION_REQUEST) if one.nbma == S2.public]
    request = asked[0].packet
    assert isinstance(request, ClientPacket)
    assert request.source_protocol == S1.tunnel
    assert [one.protocol for one in cies_of(request, ExtensionType.FORWARD_TRANSIT)] == [ADDRESS]


def test_our_hub_keeps_frr_spokes_while_they_refresh_and_drops_one_that_died(cloud: Cloud) -> None:
    """R-14, R-20: an entry lives exactly its holding time after the last registration; refreshing is no new client."""
    with running(cloud.guest, AS_HUB) as ours:
        for spoke in (S1, S2):
            cloud.start_spoke(spoke, ADDRESS, NBMA)
        ours.wait(NhcUp, 15, times=2)
        cloud.kill(S2)
        gone = ours.wait(NhcDown, HOLDTIME + 3)
        (event,) = ours.record.of(NhcDown)
        assert (event.address, event.reason) == (S2.tunnel, "Expiry")
        last = [one for one in ours.record.received(PacketType.REGISTRATION_REQUEST) if one.nbma == S2.public][-1]
        assert HOLDTIME <= gone - last.when < HOLDTIME + 0.2
        alive = [one for one in ours.record.received(PacketType.REGISTRATION_REQUEST) if one.nbma == S1.public]
        assert len(alive) > HOLDTIME // (HOLDTIME / 3), "the other one went on refreshing"
        assert f"{S1.tunnel}/32" in ours.entries()
        assert len(ours.record.of(NhcUp)) == 2


def test_our_hub_refuses_a_second_owner_of_a_unique_address(cloud: Cloud) -> None:
    """R-30, W-23: code 14 for the newcomer, the first one keeps the entry; FRR shows the newcomer no server."""
    with running(cloud.guest, AS_HUB) as ours:
        cloud.start_spoke(S2, ADDRESS, NBMA)
        ours.wait(NhcUp, 10)
        cloud.start_spoke(TWIN, ADDRESS, NBMA)

        def answered(_speaker: object) -> bool:
            return any(one.nbma == TWIN.public for one in ours.record.sent(PacketType.REGISTRATION_REPLY))

        assert ours.driver.wait_for(answered, 10)
        assert ours.entries()[f"{S2.tunnel}/32"].nbma == S2.public
        assert cloud.servers(S2) == [str(ADDRESS)]
        assert cloud.servers(TWIN) == []
    for heard in ours.record.sent(PacketType.REGISTRATION_REPLY):
        assert isinstance(heard.packet, ClientPacket)
        assert [one.code for one in heard.packet.cies] == ([14] if heard.nbma == TWIN.public else [0])
