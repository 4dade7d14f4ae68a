"""Translated addresses between a spoke and its hub (NHRP R-35, W-52)."""

from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.nhrp.event import NhcUp, NhsUp
from nornir_dmvpn.nhrp.extension import ExtensionType
from nornir_dmvpn.nhrp.forward import cies_of
from nornir_dmvpn.nhrp.wire import PacketType
from tests.interop.frr import HUB, NATTED, Cloud, until
from tests.interop.machine import translated
from tests.interop.ours import ADDRESS, AS_HUB, AS_SPOKE, FRR_HUB, LAN_HOST, NBMA, running

pytestmark = pytest.mark.interop


def test_our_hub_sees_through_the_translation_of_an_frr_spoke(cloud: Cloud) -> None:
    """It is reached at its public address, what it claims is kept, and the reply tells it both (W-52)."""
    with running(cloud.guest, AS_HUB) as ours:
        cloud.start_spoke(NATTED, ADDRESS, NBMA)
        ours.wait(NhcUp, 10)
        entry = ours.entries()[f"{NATTED.tunnel}/32"]
        assert (entry.nbma, entry.claimed_nbma) == (NATTED.public, NATTED.nbma)
        until(lambda: cloud.servers(NATTED), 5, "it knows the hub")
        local = cloud.cache(NATTED, "local")[str(NATTED.tunnel)]
        assert (local["nbma"], local["claimed_nbma"]) == (str(NATTED.public), str(NATTED.nbma)), (
            "FRR learned it from us"
        )
        assert cloud.ping(NATTED, LAN_HOST, count=3) == [64] * 3
    reply = ours.record.sent(PacketType.REGISTRATION_REPLY)[0]
    assert reply.nbma == NATTED.public
    told = [(one.nbma, one.protocol) for one in cies_of(reply.packet, ExtensionType.NAT_ADDRESS)]
    assert told[-1] == (NATTED.public, NATTED.tunnel)


def test_our_spoke_behind_a_translation_registers_with_frr(cloud: Cloud) -> None:
    """FRR keeps both addresses apart; our speaker learns its public one from the reply, and pings come back."""
    private, public = IPv4Address("10.99.19.2"), IPv4Address("198.51.100.19")
    with (
        translated(cloud.guest, private, public),
        running(cloud.guest, AS_SPOKE, nhs=FRR_HUB, nbma=private) as ours,
    ):
        cloud.start_hub()
        ours.wait(NhsUp, 15)
        row = cloud.cache(HUB)[str(ADDRESS)]
        assert (row["nbma"], row["claimed_nbma"]) == (str(public), str(private))
        answer = ours.driver.ping(LAN_HOST, HUB.lan)
        assert answer is not None
        assert (answer.nbma, answer.ttl) == (HUB.public, 64)
    reply = ours.record.received(PacketType.REGISTRATION_REPLY)[0].packet
    seen = [(one.nbma, one.protocol) for one in cies_of(reply, ExtensionType.NAT_ADDRESS)]
    assert (public, ADDRESS) in seen
