"""NHRP packets of real routers decode, and encode to the very same bytes."""

import os
import struct
from collections.abc import Iterator
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, decode_gre, encode_gre
from nornir_dmvpn.nhrp.wire import decode, encode

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


def gre_in_ip(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """IPv4 header and payload of each packet that carries GRE."""
    for frame in frames(path.read_bytes()):
        packet = frame[14:]
        if frame[12:14] == b"\x08\x00" and packet[9] == _GRE_IN_IP:
            start, total = (packet[0] & 15) * 4, int.from_bytes(packet[2:4], "big")
            yield packet[:start], packet[start:total]


def ip_packets(path: Path) -> list[tuple[IPv4Address, IPv4Address, bytes]]:
    """Outer source, outer destination and NHRP packet, in order."""
    found = []
    for head, raw in gre_in_ip(path):
        header, payload = decode_gre(raw)
        if header.protocol == NHRP_PROTOCOL:
            found.append((IPv4Address(head[12:16]), IPv4Address(head[16:20]), payload))
    return found


def nhrp_packets(path: Path) -> list[bytes]:
    return [data for _, _, data in ip_packets(path)]


def test_there_is_something_to_compare() -> None:
    assert any(nhrp_packets(path) for path in FILES), f"no NHRP packet below {CAPTURES}"


@pytest.mark.parametrize("path", [*FILES, *RECORDED], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_recorded_packet_is_encoded_identically(path: Path) -> None:
    refused = []
    for _, raw in gre_in_ip(path):
        header, payload = decode_gre(raw)
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
