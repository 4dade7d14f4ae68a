"""Codec properties: every packet goes round, no bytes surprise the decoder."""

from ipaddress import IPv4Address, IPv6Address

from hypothesis import given
from hypothesis import strategies as st

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.checksum import internet_checksum
from nornir_dmvpn.nhrp.cie import Cie, encode_cies
from nornir_dmvpn.nhrp.extension import CIE_EXTENSIONS, Extension
from nornir_dmvpn.nhrp.gre import GreHeader, decode_gre, encode_gre
from nornir_dmvpn.nhrp.wire import (
    ClientPacket,
    ErrorIndication,
    NhrpPacket,
    PacketType,
    TrafficIndication,
    decode,
    encode,
)

BYTE, WORD = st.integers(0, 0xFF), st.integers(0, 0xFFFF)
ADDRESS = st.one_of(st.none(), st.builds(IPv4Address, st.binary(min_size=4, max_size=4)), st.ip_addresses(v=6))
CIE = st.builds(
    Cie,
    code=BYTE,
    prefix_length=BYTE,
    mtu=WORD,
    holding_time=WORD,
    nbma=ADDRESS,
    protocol=ADDRESS,
    preference=BYTE,
)
CIES = st.lists(CIE, max_size=3).map(tuple)
CIE_EXTENSION = st.builds(
    Extension,
    type=st.sampled_from(sorted(CIE_EXTENSIONS)),
    compulsory=st.booleans(),
    unused=st.booleans(),
    value=CIES.map(encode_cies),
)
OTHER_EXTENSION = st.builds(
    Extension,
    type=st.integers(1, 0x3FFF).filter(lambda number: number not in CIE_EXTENSIONS),
    compulsory=st.booleans(),
    unused=st.booleans(),
    value=st.binary(max_size=20),
)
EXTENSIONS = st.one_of(st.none(), st.lists(CIE_EXTENSION | OTHER_EXTENSION, max_size=4).map(tuple))
HEADER = {
    "afn": WORD,
    "protocol_type": WORD,
    "snap": st.binary(min_size=5, max_size=5),
    "hop_count": BYTE,
    "source_nbma": ADDRESS,
    "source_protocol": ADDRESS,
    "destination_protocol": ADDRESS,
    "extensions": EXTENSIONS,
}
CLIENT_TYPES = [kind for kind in PacketType if kind <= PacketType.PURGE_REPLY]
PACKET: st.SearchStrategy[NhrpPacket] = st.one_of(
    st.builds(
        ClientPacket,
        type=st.sampled_from(CLIENT_TYPES),
        flags=WORD,
        request_id=st.integers(0, 0xFFFFFFFF),
        cies=CIES,
        **HEADER,
    ),
    st.builds(ErrorIndication, code=WORD, offset=WORD, unused=WORD, enclosed=st.binary(max_size=60), **HEADER),
    st.builds(TrafficIndication, code=WORD, unused=st.tuples(WORD, WORD), enclosed=st.binary(max_size=60), **HEADER),
)


@given(PACKET)
def test_every_packet_goes_round(packet: NhrpPacket) -> None:
    assert decode(encode(packet)) == packet


def _only_decode_errors(data: bytes) -> None:
    offset = 0
    try:
        decode(data)
    except NhrpDecodeError as error:
        offset = error.offset
    assert 0 <= offset <= len(data)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_raise_the_decode_error_only(data: bytes) -> None:
    _only_decode_errors(data)


@given(PACKET, st.data())
def test_mutated_packets_with_a_right_checksum_raise_the_decode_error_only(
    packet: NhrpPacket, draw: st.DataObject
) -> None:
    data = bytearray(encode(packet))
    for _ in range(3):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(BYTE)
    data[10:14] = len(data).to_bytes(2, "big") + bytes(2)
    data[12:14] = internet_checksum(bytes(data)).to_bytes(2, "big")
    _only_decode_errors(bytes(data))


@given(st.binary(max_size=40))
def test_arbitrary_bytes_are_gre_or_a_decode_error(data: bytes) -> None:
    try:
        header, payload = decode_gre(data)
    except NhrpDecodeError:
        return
    if not header.checksum:
        assert encode_gre(header, payload) == data


@given(st.binary(max_size=300))
def test_the_checksum_is_that_of_adding_words_with_end_around_carry(data: bytes) -> None:
    padded = data + bytes(len(data) % 2)
    total = sum(int.from_bytes(padded[i : i + 2], "big") for i in range(0, len(padded), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    assert internet_checksum(data) == 0xFFFF - total


@given(st.builds(GreHeader, protocol=WORD, key=st.none() | st.integers(0, 2**32 - 1), checksum=st.booleans()))
def test_every_gre_header_goes_round(header: GreHeader) -> None:
    assert decode_gre(encode_gre(header, b"data")) == (header, b"data")


def test_ipv6_addresses_are_part_of_what_is_drawn() -> None:
    """Guards the strategy above: without IPv6 the round trip would show half of what it says."""
    packet = ErrorIndication(
        source_nbma=IPv6Address(1), source_protocol=None, destination_protocol=None, code=3, enclosed=b""
    )
    assert decode(encode(packet)) == packet
