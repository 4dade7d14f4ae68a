"""Error Indications to FRRouting and from it, and what FRRouting lets pass that Cisco refuses (NHRP W-30, W-31)."""

from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.event import NhcUp, NhsUp, RegistrationRefused
from nornir_dmvpn.nhrp.extension import Extension
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, GreHeader, encode_gre
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorCode, ErrorIndication, PacketType, encode
from tests.interop.frr import HUB, KEY, S1, S2, Cloud, until
from tests.interop.ours import ADDRESS, AS_HUB, AS_SPOKE, FRR_HUB, NBMA, running

pytestmark = pytest.mark.interop

UNKNOWN = Extension(type=0x70, compulsory=True, value=b"abcd")
BEHIND_S2 = S2.lan


def request(target: IPv4Address, hop_count: int, *extensions: Extension) -> bytes:
    """A Resolution Request as the FRR spoke S1 might send it."""
    return encode(
        ClientPacket(
            type=PacketType.RESOLUTION_REQUEST,
            hop_count=hop_count,
            flags=0xC802,
            request_id=4711,
            source_nbma=S1.nbma,
            source_protocol=S1.tunnel,
            destination_protocol=target,
            cies=(Cie(holding_time=60),),
            extensions=extensions,
        )
    )


def send_from_s1(cloud: Cloud, data: bytes) -> None:
    """Put a packet on the wire beside S1's own nhrpd."""
    gre = encode_gre(GreHeader(protocol=NHRP_PROTOCOL, key=KEY), data).hex()
    script = f"import socket as s; s.socket(2, 3, 47).sendto(bytes.fromhex('{gre}'), ('{NBMA}', 0))"
    cloud.guest.run(f'ip netns exec {S1.name} python3 -c "{script}"')


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (request(BEHIND_S2, 64, UNKNOWN), ErrorCode.UNRECOGNIZED_EXTENSION),
        (request(BEHIND_S2, 0), ErrorCode.HOP_COUNT_EXCEEDED),
    ],
    ids=["unknown compulsory extension", "hop count 0 to be forwarded"],
)
def test_our_hub_reports_an_error_and_frr_takes_it_in_silence(cloud: Cloud, data: bytes, code: ErrorCode) -> None:
    """W-54, S-60. FRR itself accepts the first and drops the second without a word; told of it, it answers nothing."""
    with running(cloud.guest, AS_HUB) as ours:
        for spoke in (S1, S2):
            cloud.start_spoke(spoke, ADDRESS, NBMA)
        ours.wait(NhcUp, 10, times=2)
        send_from_s1(cloud, data)
        (error,) = ours.wait_packets(PacketType.ERROR_INDICATION, 5, sent=True)
        beat = len(ours.record.received(PacketType.REGISTRATION_REQUEST))
        ours.wait_packets(PacketType.REGISTRATION_REQUEST, 10, times=beat + 3)
        assert f"{S1.tunnel}/32" in ours.entries(), "S1 goes on refreshing"
        assert cloud.servers(S1) == [str(ADDRESS)]
    assert isinstance(error.packet, ErrorIndication)
    assert (error.nbma, error.packet.code) == (S1.public, code)
    assert not ours.record.received(PacketType.ERROR_INDICATION)
    assert not [one for one in ours.record.sent(PacketType.RESOLUTION_REQUEST) if one.nbma == S2.public]


def test_frr_lets_a_second_router_take_a_unique_address(cloud: Cloud) -> None:
    """FRR's hub gives code 0 to both and the last one has the address; a Cisco hub says 14 (R-30)."""
    cloud.start_hub()
    cloud.start_spoke(S2, HUB.tunnel, HUB.public)
    until(lambda: str(S2.tunnel) in cloud.cache(HUB), 10, "S2 is registered")
    with running(cloud.guest, AS_SPOKE, nhs=FRR_HUB, address=S2.tunnel, unique=True) as ours:
        ours.wait(NhsUp, 5)
        until(lambda: cloud.cache(HUB)[str(S2.tunnel)]["nbma"] == str(NBMA), 5, "the newcomer has it")
    assert not ours.record.of(RegistrationRefused)
    sent = ours.record.sent(PacketType.REGISTRATION_REQUEST)[0].packet
    assert isinstance(sent, ClientPacket)
    assert sent.flags & 0x8000, "uniqueness was asked for"
