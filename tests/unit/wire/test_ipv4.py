"""The IPv4 and ICMP that a host needs to be pinged."""

from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nornir_dmvpn.wire.ipv4 import ICMP, Echo, Ipv4Packet

PACKET = Ipv4Packet(
    source=IPv4Address("192.168.2.10"),
    destination=IPv4Address("192.168.3.10"),
    protocol=ICMP,
    ttl=254,
    identification=1,
    payload=bytes.fromhex("0800f7ff00000000"),
)
BYTES = bytes.fromhex("4500001c00010000fe01367bc0a8020ac0a8030a0800f7ff00000000")
"""Out of EX-6 of protocol.md 1.9."""


def test_a_documented_packet_is_read_and_written_byte_for_byte() -> None:
    assert PACKET.encode() == BYTES
    assert Ipv4Packet.decode(BYTES) == PACKET
    assert Echo.decode(PACKET) == Echo(is_request=True, identifier=0, sequence=0)


def test_an_answer_has_the_identity_and_the_data_of_its_request() -> None:
    request = Echo(is_request=True, identifier=7, sequence=9, data=b"abc")
    answer = replace(PACKET, payload=request.answer().encode())
    assert Echo.decode(answer) == Echo(is_request=False, identifier=7, sequence=9, data=b"abc")


@pytest.mark.parametrize(
    "data",
    [b"", BYTES[:19], BYTES[:-1], b"\x46" + BYTES[1:], BYTES[:8] + b"\xfd" + BYTES[9:], b"\x60" + BYTES[1:]],
    ids=["empty", "cut header", "cut payload", "options that are not there", "checksum", "IPv6"],
)
def test_what_is_no_sound_packet_is_none(data: bytes) -> None:
    assert Ipv4Packet.decode(data) is None


@pytest.mark.parametrize(
    "packet",
    [
        replace(PACKET, protocol=17),
        replace(PACKET, fragment=0x2000),
        replace(PACKET, payload=PACKET.payload[:-1] + b"\x01"),
        replace(PACKET, payload=b"\x08"),
    ],
    ids=["UDP", "a fragment", "ICMP checksum", "cut"],
)
def test_what_is_no_sound_echo_is_none(packet: Ipv4Packet) -> None:
    assert Echo.decode(packet) is None


@given(st.binary(max_size=80))
def test_any_bytes_are_a_packet_or_none(data: bytes) -> None:
    packet = Ipv4Packet.decode(data)
    if packet is not None:
        Echo.decode(packet)
