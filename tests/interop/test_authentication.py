"""The clear-text authentication of Cisco, which FRRouting has from 10.3 on (NHRP W-51, W-53, R-40, R-41)."""

import pytest

from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.event import Dropped, ErrorReceived, NhcUp, NhsDown, NhsUp
from nornir_dmvpn.nhrp.wire import ErrorCode, ErrorIndication, PacketType
from tests.interop.frr import HUB, S1, S2, Cloud, until
from tests.interop.ours import ADDRESS, AS_HUB, AS_SPOKE, FRR_HUB, NBMA, running

pytestmark = pytest.mark.interop

RIGHT, WRONG = "SECRET1", "SECRET2"
HUB_LINE = f"ip nhrp authentication {RIGHT}"
STORM = 20
"""Far fewer packets than the thousands a second of two FRRs that answer each other's errors."""


def test_our_spoke_with_the_right_secret_registers_with_frr(cloud: Cloud) -> None:
    cloud.start_hub(HUB_LINE)
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB, authentication=Secret(RIGHT)) as ours:
        ours.wait(NhsUp, 5)
        assert cloud.cache(HUB)[str(ADDRESS)]["nbma"] == str(NBMA)
    assert not ours.record.of(Dropped)


@pytest.mark.parametrize("secret", [Secret(WRONG), None], ids=["wrong", "missing"])
def test_frr_answers_an_unauthentic_registration_with_an_error_and_we_never_answer_that(
    cloud: Cloud, secret: Secret | None
) -> None:
    """W-30, W-31: code 11 for each request. A Cisco hub stays silent (R-40), and nobody may answer an error."""
    cloud.start_hub(HUB_LINE)
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB, authentication=secret) as ours:
        ours.wait(NhsDown, 15)
        assert cloud.cache(HUB) == {}
    errors = [one.packet for one in ours.record.received(PacketType.ERROR_INDICATION)]
    requests = ours.record.sent(PacketType.REGISTRATION_REQUEST)
    assert len(errors) == len(requests) > 2
    for error in errors:
        assert isinstance(error, ErrorIndication)
        assert (error.code, error.hop_count, error.offset) == (ErrorCode.AUTHENTICATION_FAILURE, 0, 0)
    assert not ours.record.sent(PacketType.ERROR_INDICATION)
    assert len(ours.record.packets) < STORM
    assert not ours.record.of(NhsUp)
    if secret is None:
        assert {one.code for one in ours.record.of(ErrorReceived)} == {ErrorCode.AUTHENTICATION_FAILURE}


def test_our_hub_serves_the_frr_spoke_with_the_right_secret_only(cloud: Cloud) -> None:
    """R-40: silence for the other one; FRR's spoke shows no server, and no packet of ours is an error."""
    with running(cloud.guest, AS_HUB, authentication=Secret(RIGHT)) as ours:
        cloud.start_spoke(S1, ADDRESS, NBMA, HUB_LINE)
        cloud.start_spoke(S2, ADDRESS, NBMA, f"ip nhrp authentication {WRONG}")
        ours.wait(NhcUp, 10)
        until(lambda: cloud.servers(S1), 5, "the right one knows the hub")
        assert ours.driver.wait_for(lambda _speaker: len(ours.record.of(Dropped)) >= 2, 10)
        assert cloud.servers(S2) == []
        assert list(ours.entries()) == [f"{S1.tunnel}/32"]
    dropped = ours.record.of(Dropped)
    assert {(one.source_nbma, one.rule) for one in dropped} == {(S2.public, "R-40")}
    assert not ours.record.sent(PacketType.ERROR_INDICATION)
    assert not [one for one in ours.record.packets if one.is_sent and one.nbma == S2.public]


def test_the_secret_is_nowhere_in_what_we_say(cloud: Cloud) -> None:
    """Events and the decoded packets of an authenticated exchange do not show it."""
    cloud.start_hub(HUB_LINE)
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB, authentication=Secret(RIGHT)) as ours:
        ours.wait(NhsUp, 5)
    said = repr(ours.record.events) + repr([one.packet for one in ours.record.packets])
    assert RIGHT not in said
    assert any(RIGHT.encode() in one.data for one in ours.record.packets), "on the wire it is in clear text"
