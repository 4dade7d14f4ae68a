"""NHRP packets of real routers decode, and encode to the very same bytes."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, GreHeader, decode_gre, encode_gre
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, decode, encode

pytestmark = pytest.mark.conformance

CAPTURES = Path(os.environ.get("DMVPN_CAPTURES", "../shared/captures"))
FILES = sorted((CAPTURES / "pcap").glob("*.*cap"))
RECORDED = sorted((CAPTURES.parent / "frr" / "recorded").rglob("*.pcap"))
BROKEN_ON_PURPOSE = {"host-client.pcap": [12, 16, 10]}
"""Where the decoder must stop in packets that were sent to probe the other side: checksum, version, size."""
_ETHERNET = 1
_GRE_IN_IP = 47


def frames(data: bytes) -> Iterator[bytes]:
    """Frames of a classic pcap file of either byte order."""
    order = "<" if data[:4] == b"\xd4\xc3\xb2\xa1" else ">"
    assert struct.unpack(order + "I", data[20:24])[0] == _ETHERNET
    offset = 24
    while offset < len(data):
        captured, original = struct.unpack(order + "II", data[offset + 8 : offset + 16])
        assert captured == original, "a cut frame cannot be compared"
        yield data[offset + 16 : offset + 16 + captured]
        offset += 16 + captured


def gre_packets(path: Path) -> Iterator[tuple[GreHeader, bytes, bytes]]:
    """Header, payload and raw bytes of each GRE packet that is carried in IPv4."""
    for frame in frames(path.read_bytes()):
        if frame[12:14] != b"\x08\x00":
            continue
        packet = frame[14:]
        start, total = (packet[0] & 15) * 4, int.from_bytes(packet[2:4], "big")
        if packet[9] == _GRE_IN_IP:
            raw = packet[start:total]
            yield (*decode_gre(raw), raw)


def nhrp_packets(path: Path) -> list[bytes]:
    return [payload for header, payload, _ in gre_packets(path) if header.protocol == NHRP_PROTOCOL]


def test_there_is_something_to_compare() -> None:
    assert any(nhrp_packets(path) for path in FILES), f"no NHRP packet below {CAPTURES}"


@pytest.mark.parametrize("path", [*FILES, *RECORDED], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_recorded_packet_is_encoded_identically(path: Path) -> None:
    refused = []
    for header, payload, raw in gre_packets(path):
        assert encode_gre(header, payload) == raw
        if header.protocol != NHRP_PROTOCOL:
            continue
        try:
            packet = decode(payload)
        except NhrpDecodeError as error:
            refused.append(error.offset)
        else:
            assert encode(packet).hex() == payload.hex()
    assert refused == BROKEN_ON_PURPOSE.get(path.name, [])


def test_a_real_registration_reads_as_the_rules_say() -> None:
    """NHRP W-24, W-25 and R-35 on a recorded exchange of two Cisco routers."""
    packets = [decode(data) for data in nhrp_packets(CAPTURES / "pcap" / "NHRP_registration.cap")]
    requests = [one for one in packets if one.type is PacketType.REGISTRATION_REQUEST]
    replies = [one for one in packets if one.type is PacketType.REGISTRATION_REPLY]
    assert len(requests) == len(replies) == 2
    for request, reply in zip(requests, replies, strict=True):
        assert isinstance(request, ClientPacket)
        assert isinstance(reply, ClientPacket)
        assert request.request_id == reply.request_id
        assert request.flags == reply.flags == 0x8002
        assert [(one.prefix_length, one.nbma, one.protocol) for one in request.cies] == [(255, None, None)]
        assert [one.code for one in reply.cies] == [0]
