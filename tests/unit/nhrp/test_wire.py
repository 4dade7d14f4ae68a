"""The packets of protocol.md 1.9 (EX-1 to EX-8), from values to bytes and back."""

from ipaddress import IPv4Address, IPv6Address

import pytest

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.extension import (
    Extension,
    ExtensionType,
    authentication,
    cie_extension,
    group_name,
    group_of,
)
from nornir_dmvpn.nhrp.wire import (
    ClientPacket,
    ErrorIndication,
    NhrpPacket,
    PacketType,
    RegistrationFlag,
    ResolutionFlag,
    TrafficIndication,
    decode,
    encode,
)

A = IPv4Address
HUB_NBMA, HUB = A("203.0.113.1"), A("10.0.0.1")
SPOKE2_NBMA, SPOKE2 = A("198.51.100.2"), A("10.0.0.2")
SPOKE3_NBMA, SPOKE3 = A("198.51.100.3"), A("10.0.0.3")
TARGET = A("192.168.3.10")

RESPONDER, FORWARD, REVERSE, NAT = (
    ExtensionType.RESPONDER_ADDRESS,
    ExtensionType.FORWARD_TRANSIT,
    ExtensionType.REVERSE_TRANSIT,
    ExtensionType.NAT_ADDRESS,
)
EMPTY = (cie_extension(RESPONDER), cie_extension(FORWARD), cie_extension(REVERSE), cie_extension(NAT))


def client_cie(prefix: int = 0, hold: int = 7200, nbma: A | None = None, protocol: A | None = None) -> Cie:
    return Cie(prefix_length=prefix, mtu=17916, holding_time=hold, nbma=nbma, protocol=protocol)


HUB_CIE = client_cie(32, 7200, HUB_NBMA, HUB)
NAT_OF_HUB = cie_extension(NAT, client_cie(32, 0, HUB_NBMA, HUB))
UNIQUE_NAT = RegistrationFlag.UNIQUE | RegistrationFlag.NAT
ASK = ResolutionFlag.ROUTER | ResolutionFlag.AUTHORITATIVE | ResolutionFlag.SOURCE_STABLE | ResolutionFlag.NAT
ANSWER = ASK | ResolutionFlag.DESTINATION_STABLE | ResolutionFlag.UNIQUE


def from_spoke2(
    kind: PacketType,
    *,
    flags: int,
    request_id: int,
    destination: A,
    cies: tuple[Cie, ...],
    extensions: tuple[Extension, ...] = EMPTY,
    hop_count: int = 255,
) -> ClientPacket:
    return ClientPacket(
        type=kind,
        flags=flags,
        request_id=request_id,
        hop_count=hop_count,
        source_nbma=SPOKE2_NBMA,
        source_protocol=SPOKE2,
        destination_protocol=destination,
        cies=cies,
        extensions=extensions,
    )


EX1 = from_spoke2(
    PacketType.REGISTRATION_REQUEST,
    flags=UNIQUE_NAT,
    request_id=1,
    destination=HUB,
    cies=(client_cie(32),),
    extensions=(*EMPTY[:3], NAT_OF_HUB),
)
EX2 = from_spoke2(
    PacketType.REGISTRATION_REPLY,
    flags=UNIQUE_NAT,
    request_id=1,
    destination=HUB,
    cies=(client_cie(32),),
    extensions=(cie_extension(RESPONDER, HUB_CIE), *EMPTY[1:3], NAT_OF_HUB),
)
EX3 = from_spoke2(PacketType.RESOLUTION_REQUEST, flags=ASK, request_id=7, destination=TARGET, cies=(client_cie(),))
EX4 = from_spoke2(
    PacketType.RESOLUTION_REQUEST,
    flags=ASK,
    request_id=7,
    destination=TARGET,
    cies=(client_cie(),),
    extensions=(EMPTY[0], cie_extension(FORWARD, HUB_CIE), *EMPTY[2:]),
    hop_count=254,
)
EX5 = from_spoke2(
    PacketType.RESOLUTION_REPLY,
    flags=ANSWER,
    request_id=7,
    destination=TARGET,
    cies=(client_cie(24, 7200, SPOKE3_NBMA, SPOKE3),),
    extensions=(
        cie_extension(RESPONDER, client_cie(32, 7200, SPOKE3_NBMA, SPOKE3)),
        cie_extension(FORWARD, HUB_CIE),
        *EMPTY[2:],
    ),
)
EX6 = TrafficIndication(
    source_nbma=HUB_NBMA,
    source_protocol=HUB,
    destination_protocol=A("192.168.2.10"),
    enclosed=bytes.fromhex("4500001c00010000fe01367bc0a8020ac0a8030a0800f7ff00000000"),
)
EX7 = from_spoke2(
    PacketType.PURGE_REQUEST,
    flags=RegistrationFlag.NAT,
    request_id=9,
    destination=HUB,
    cies=(client_cie(32, 0, None, SPOKE2),),
)
EX8 = ErrorIndication(
    source_nbma=HUB_NBMA,
    source_protocol=HUB,
    destination_protocol=SPOKE2,
    code=11,
    enclosed=bytes.fromhex(
        "000108000000000000ff00384d130034010304000404800200000001c63364020a0000020a0000010020000045fc1c2000000000"
        "80000000"
    ),
    extensions=None,
)

BYTES = {
    "EX-1": """0001 0800 0000 0000 00ff 005c 38a5 0034 0103 0400 0404 8002 0000 0001 c633 6402
        0a00 0002 0a00 0001 0020 0000 45fc 1c20 0000 0000 8003 0000 8004 0000 8005 0000
        0009 0014 0020 0000 45fc 0000 0400 0400 cb00 7101 0a00 0001 8000 0000""",
    "EX-2": """0001 0800 0000 0000 00ff 0070 883c 0034 0104 0400 0404 8002 0000 0001 c633 6402
        0a00 0002 0a00 0001 0020 0000 45fc 1c20 0000 0000 8003 0014 0020 0000 45fc 1c20
        0400 0400 cb00 7101 0a00 0001 8004 0000 8005 0000 0009 0014 0020 0000 45fc 0000
        0400 0400 cb00 7101 0a00 0001 8000 0000""",
    "EX-3": """0001 0800 0000 0000 00ff 0048 cb56 0034 0101 0400 0404 c802 0000 0007 c633 6402
        0a00 0002 c0a8 030a 0000 0000 45fc 1c20 0000 0000 8003 0000 8004 0000 8005 0000
        0009 0000 8000 0000""",
    "EX-4": """0001 0800 0000 0000 00fe 005c 1af0 0034 0101 0400 0404 c802 0000 0007 c633 6402
        0a00 0002 c0a8 030a 0000 0000 45fc 1c20 0000 0000 8003 0000 8004 0014 0020 0000
        45fc 1c20 0400 0400 cb00 7101 0a00 0001 8005 0000 0009 0000 8000 0000""",
    "EX-5": """0001 0800 0000 0000 00ff 0078 0fed 003c 0102 0400 0404 f802 0000 0007 c633 6402
        0a00 0002 c0a8 030a 0018 0000 45fc 1c20 0400 0400 c633 6403 0a00 0003 8003 0014
        0020 0000 45fc 1c20 0400 0400 c633 6403 0a00 0003 8004 0014 0020 0000 45fc 1c20
        0400 0400 cb00 7101 0a00 0001 8005 0000 0009 0000 8000 0000""",
    "EX-6": """0001 0800 0000 0000 00ff 0048 64b1 0044 0108 0400 0404 0000 0000 0000 cb00 7101
        0a00 0001 c0a8 020a 4500 001c 0001 0000 fe01 367b c0a8 020a c0a8 030a 0800 f7ff
        0000 0000 8000 0000""",
    "EX-7": """0001 0800 0000 0000 00ff 004c 5af9 0038 0105 0400 0404 0002 0000 0009 c633 6402
        0a00 0002 0a00 0001 0020 0000 45fc 0000 0000 0400 0a00 0002 8003 0000 8004 0000
        8005 0000 0009 0000 8000 0000""",
    "EX-8": """0001 0800 0000 0000 00ff 0060 9d84 0000 0107 0400 0404 0000 000b 0000 cb00 7101
        0a00 0001 0a00 0002 0001 0800 0000 0000 00ff 0038 4d13 0034 0103 0400 0404 8002
        0000 0001 c633 6402 0a00 0002 0a00 0001 0020 0000 45fc 1c20 0000 0000 8000 0000""",
}
VALUES: dict[str, NhrpPacket] = {
    "EX-1": EX1,
    "EX-2": EX2,
    "EX-3": EX3,
    "EX-4": EX4,
    "EX-5": EX5,
    "EX-6": EX6,
    "EX-7": EX7,
    "EX-8": EX8,
}


@pytest.mark.parametrize("name", BYTES)
def test_the_documented_packets_are_built_byte_for_byte(name: str) -> None:
    assert encode(VALUES[name]).hex() == bytes.fromhex(BYTES[name]).hex()


@pytest.mark.parametrize("name", BYTES)
def test_the_documented_packets_decode_to_their_values(name: str) -> None:
    assert decode(bytes.fromhex(BYTES[name])) == VALUES[name]


def test_ipv6_on_both_planes_goes_round() -> None:
    packet = ClientPacket(
        afn=2,
        protocol_type=0x86DD,
        type=PacketType.RESOLUTION_REQUEST,
        flags=ASK,
        request_id=1,
        source_nbma=IPv6Address("2001:db8::2"),
        source_protocol=IPv6Address("2001:db8:a::2"),
        destination_protocol=IPv6Address("2001:db8:b::9"),
        cies=(Cie(prefix_length=64, nbma=IPv6Address("2001:db8::3"), protocol=IPv6Address("2001:db8:a::3")),),
        extensions=EMPTY,
    )
    data = encode(packet)
    assert data[18] == 16  # shtl
    assert decode(data) == packet


def test_sizes_with_authentication_are_those_of_real_captures() -> None:
    """1.9: 92 bytes without, 105 with a 5-character secret, 108 with 8."""
    for secret, size in (("12345", 105), ("12345678", 108)):
        extensions = (*EMPTY[:3], authentication(Secret(secret)), NAT_OF_HUB)
        packet = from_spoke2(
            PacketType.REGISTRATION_REQUEST,
            flags=UNIQUE_NAT,
            request_id=1,
            destination=HUB,
            cies=(client_cie(32),),
            extensions=extensions,
        )
        assert len(encode(packet)) == size


def test_unknown_extensions_are_kept_in_their_order_with_their_bits() -> None:
    strange = Extension(type=0x70, compulsory=True, unused=True, value=b"abc")
    extensions = (strange, EMPTY[1], Extension(type=0x71, compulsory=False))
    packet = from_spoke2(
        PacketType.RESOLUTION_REQUEST, flags=ASK, request_id=1, destination=HUB, cies=(), extensions=extensions
    )
    assert decode(encode(packet)).extensions == extensions


def test_a_secret_is_not_in_the_repr_of_a_packet() -> None:
    assert "SECRET1" not in repr(authentication(Secret("SECRET1")))
    assert b"SECRET1".hex() not in repr(authentication(Secret("SECRET1")))


def test_a_group_name_goes_through_the_vendor_extension() -> None:
    assert group_of(group_name("BRANCH-10M")) == "BRANCH-10M"
    assert group_of(Extension(type=8, compulsory=False, value=b"\x00\x00\x0c\x00\x01")) is None


def _rewritten(at: int, value: bytes) -> bytes:
    """EX-1 with other bytes at ``at`` and a checksum that is right again."""
    data = bytearray(bytes.fromhex(BYTES["EX-1"]))
    data[at : at + len(value)] = value
    data[12:14] = bytes(2)
    total = sum(int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    data[12:14] = (0xFFFF - total).to_bytes(2, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"", 0),
        (bytes.fromhex(BYTES["EX-1"])[:-1], 10),
        (bytes.fromhex(BYTES["EX-1"]) + b"\x00", 10),
        (bytes.fromhex(BYTES["EX-1"])[:-1] + b"\x01", 12),
        (_rewritten(16, b"\x02"), 16),
        (_rewritten(17, b"\x09"), 17),
        (_rewritten(14, b"\x01\x00"), 14),
        (_rewritten(18, b"\x05"), 28),
        (_rewritten(19, b"\x01"), 19),
        (_rewritten(66, b"\x00\xff"), 68),
    ],
    ids=[
        "empty",
        "cut",
        "trailing byte",
        "checksum",
        "version",
        "type",
        "extension offset",
        "address length",
        "subaddress",
        "extension length",
    ],
)
def test_a_broken_packet_is_refused_with_the_place(data: bytes, offset: int) -> None:
    with pytest.raises(NhrpDecodeError) as caught:
        decode(data)
    assert caught.value.offset == offset


def test_a_field_that_overflows_is_refused() -> None:
    with pytest.raises(ValueError, match="PURGE_REQUEST"):
        encode(from_spoke2(PacketType.PURGE_REQUEST, flags=0x10000, request_id=1, destination=HUB, cies=()))
