"""From capture files to NHRP packets: file formats, link layers, and bytes that are none of it."""

import struct
from contextlib import suppress
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.gre import GreHeader, encode_gre
from nornir_dmvpn.nhrp.wire import decode, encode
from nornir_dmvpn.wire.frame import LINK_LAYERS, nhrp_in_frame, nhrp_in_ip
from nornir_dmvpn.wire.ipv4 import Ipv4Packet
from nornir_dmvpn.wire.pcap import Frame, frames, is_capture
from tests.unit.nhrp.test_wire import EX1

SOURCE, DESTINATION = IPv4Address("198.51.100.2"), IPv4Address("203.0.113.1")
NHRP = encode(EX1)
GRE = encode_gre(GreHeader(protocol=0x2001, key=100), NHRP)
IPV4 = Ipv4Packet(source=SOURCE, destination=DESTINATION, protocol=47, ttl=255, payload=GRE).encode()
V6_SOURCE, V6_DESTINATION = IPv6Address("2001:db8::2"), IPv6Address("2001:db8::1")
IPV6 = b"\x60\0\0\0" + len(GRE).to_bytes(2, "big") + b"\x2f\x40" + V6_SOURCE.packed + V6_DESTINATION.packed + GRE
OPTIONS = b"\x2f\0" + bytes(6)
IPV6_WITH_OPTIONS = (
    b"\x60\0\0\0"
    + (len(GRE) + 8).to_bytes(2, "big")
    + b"\x3c\x40"
    + V6_SOURCE.packed
    + V6_DESTINATION.packed
    + OPTIONS
    + GRE
)

BEFORE: dict[int, bytes] = {
    0: b"\x02\0\0\0",
    1: bytes(12) + b"\x08\x00",
    12: b"",
    14: b"",
    101: b"",
    108: b"\0\0\0\x02",
    113: bytes(14) + b"\x08\x00",
    228: b"",
    229: b"",
    276: b"\x08\x00" + bytes(18),
}
"""Link type to the header before an IPv4 packet."""


def classic(order: str, *, nano: bool = False, data: bytes = IPV4, cut: int = 0) -> bytes:
    magic = 0xA1B23C4D if nano else 0xA1B2C3D4
    header = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, 101)
    fraction = 250_000_000 if nano else 250_000
    return header + struct.pack(order + "IIII", 7, fraction, len(data), len(data) + cut) + data


def block(order: str, kind: int, body: bytes) -> bytes:
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def pcapng(order: str, *, options: bytes = b"", data: bytes = IPV4, stamp: int = 7_250_000) -> bytes:
    padded = data + bytes(-len(data) % 4)
    section = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1))
    interface = block(order, 1, struct.pack(order + "HHI", 101, 0, 0) + options)
    head = struct.pack(order + "IIIII", 0, stamp >> 32, stamp & 0xFFFFFFFF, len(data), len(data))
    unknown = block(order, 0x0BAD, b"skip")
    return section + interface + unknown + block(order, 6, head + padded)


@pytest.mark.parametrize("order", ["<", ">"])
def test_every_form_of_capture_file_gives_frame_time_and_link_type(order: str) -> None:
    nanoseconds = struct.pack(order + "HH", 9, 1) + b"\x09\0\0\0" + bytes(4)
    for file in (
        classic(order),
        classic(order, nano=True),
        pcapng(order),
        pcapng(order, options=nanoseconds, stamp=7_250_000_000),
    ):
        assert is_capture(file)
        (frame,) = frames(file)
        assert frame.time == pytest.approx(7.25)
        assert replace(frame, time=None) == Frame(number=1, link_type=101, time=None, data=IPV4, is_cut=False)


def test_a_simple_packet_block_has_no_time() -> None:
    simple = block("<", 3, struct.pack("<I", len(IPV4)) + IPV4)
    file = pcapng("<")
    (_, frame) = frames(file + simple)
    assert (frame.number, frame.time, frame.data) == (2, None, IPV4)


def test_a_cut_frame_says_so() -> None:
    (frame,) = frames(classic("<", cut=10))
    assert frame.is_cut


@pytest.mark.parametrize(
    ("file", "offset"),
    [
        (classic("<")[:20], 20),
        (classic("<")[:30], 24),
        (classic("<")[:-1], 40),
        (pcapng("<")[:-1], len(pcapng("<")) - 4),
        (block("<", 0x0A0D0D0A, bytes(16)), 8),
        (pcapng("<")[:28] + block("<", 6, bytes(20)), 36),
        (pcapng("<")[:28] + struct.pack("<II", 1, 3), 32),
    ],
    ids=["header", "record header", "frame", "block end", "byte order", "no interface", "block size"],
)
def test_a_damaged_file_is_refused_with_the_place(file: bytes, offset: int) -> None:
    with pytest.raises(NhrpDecodeError) as caught:
        list(frames(file))
    assert caught.value.offset == offset


@pytest.mark.parametrize("link_type", LINK_LAYERS)
def test_each_link_layer_leads_to_the_packet(link_type: int) -> None:
    carried = nhrp_in_frame(link_type, BEFORE[link_type] + IPV4)
    assert carried is not None
    assert (carried.source, carried.destination, carried.ttl, carried.gre.key) == (SOURCE, DESTINATION, 255, 100)
    assert decode(carried.data) == EX1


def test_padding_behind_the_packet_and_vlan_tags_before_it_are_no_trouble() -> None:
    tagged = bytes(12) + b"\x88\xa8\0\x05\x81\x00\0\x07\x08\x00" + IPV4 + bytes(6)
    carried = nhrp_in_frame(1, tagged)
    assert carried is not None
    assert carried.data == NHRP


@pytest.mark.parametrize("data", [IPV6, IPV6_WITH_OPTIONS])
def test_ipv6_transport_leads_to_the_packet(data: bytes) -> None:
    carried = nhrp_in_ip(data)
    assert carried is not None
    assert (carried.source, carried.destination, carried.ttl) == (V6_SOURCE, V6_DESTINATION, 64)
    assert carried.data == NHRP


@pytest.mark.parametrize(
    "data",
    [
        b"",
        Ipv4Packet(source=SOURCE, destination=DESTINATION, protocol=17, payload=b"x").encode(),
        Ipv4Packet(source=SOURCE, destination=DESTINATION, protocol=47, fragment=1, payload=GRE).encode(),
        Ipv4Packet(
            source=SOURCE, destination=DESTINATION, protocol=47, payload=encode_gre(GreHeader(protocol=0x0800), b"")
        ).encode(),
    ],
    ids=["nothing", "UDP", "a later fragment", "data in GRE"],
)
def test_what_carries_no_nhrp_is_none(data: bytes) -> None:
    assert nhrp_in_ip(data) is None


def test_a_link_type_that_is_not_known_is_named() -> None:
    with pytest.raises(NhrpDecodeError, match="link type 9999"):
        nhrp_in_frame(9999, IPV4)


@given(st.sampled_from([classic("<")[:24], pcapng("<")[:56], b""]), st.binary(max_size=120))
def test_any_bytes_are_frames_or_an_error_with_a_place(start: bytes, rest: bytes) -> None:
    data, offset = start + rest, 0
    try:
        assert all(one.data in data for one in frames(data))
    except NhrpDecodeError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)


@given(st.sampled_from(list(LINK_LAYERS)), st.binary(max_size=120))
def test_any_frame_is_nhrp_or_not_or_an_error(link_type: int, data: bytes) -> None:
    carried = None
    with suppress(NhrpDecodeError):
        carried = nhrp_in_frame(link_type, data)
    assert carried is None or carried.data in data
