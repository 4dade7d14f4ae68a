"""tshark, a dissector that nobody here wrote, reads out of our packets what we put in: every type, flag and extension.

Where it is known to read otherwise (``MISREADINGS``) the test says what it reads, so that a tshark that has learned
better is noticed.
"""

import itertools
import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

import pytest

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.cie import Cie, CieCode
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, authentication, cie_extension, group_name
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, GreHeader, encode_gre
from nornir_dmvpn.nhrp.wire import (
    ClientPacket,
    ErrorCode,
    ErrorIndication,
    NhrpPacket,
    PacketType,
    PurgeFlag,
    RegistrationFlag,
    ResolutionFlag,
    TrafficIndication,
    decode,
    encode,
)
from nornir_dmvpn.wire.ipv4 import Ipv4Packet

pytestmark = pytest.mark.interop

RFC_2332_AUTHENTICATION = """The authentication extension in Cisco's form (00 00 00 01, then the secret) is dissected as
RFC 2332 has it: SPI 1, the first four characters of the secret as a source address, the rest as data."""
SIXTEEN_CHARACTERS = """With an IPv6 overlay sixteen characters are taken for that address, and a shorter secret
is called incomplete."""
MISREADINGS = (RFC_2332_AUTHENTICATION, SIXTEEN_CHARACTERS)
ADDRESS_BYTES = {"nhrp.dst.prot.addr": "nhrp.dst.prot.addr_byets"}
"""IPv6 addresses are fields of other names, one of them misspelled."""
RESOLUTION = {
    ResolutionFlag.ROUTER: "q",
    ResolutionFlag.AUTHORITATIVE: "a",
    ResolutionFlag.DESTINATION_STABLE: "d",
    ResolutionFlag.UNIQUE: "u",
    ResolutionFlag.SOURCE_STABLE: "s",
    ResolutionFlag.NAT: "nat",
}
REGISTRATION = {RegistrationFlag.UNIQUE: "u", RegistrationFlag.NAT: "nat"}
PURGE = {PurgeFlag.NO_REPLY: "n", PurgeFlag.NAT: "nat"}
FLAG_NAMES: dict[PacketType, dict[Any, str]] = {
    PacketType.RESOLUTION_REQUEST: RESOLUTION,
    PacketType.RESOLUTION_REPLY: RESOLUTION,
    PacketType.REGISTRATION_REQUEST: REGISTRATION,
    PacketType.REGISTRATION_REPLY: REGISTRATION,
    PacketType.PURGE_REQUEST: PURGE,
    PacketType.PURGE_REPLY: PURGE,
}
KEY = 100
V4: tuple[IPAddress, ...] = tuple(
    map(IPv4Address, ("198.51.100.2", "10.0.0.2", "192.168.3.10", "203.0.113.1", "10.0.0.1"))
)
V6: tuple[IPAddress, ...] = tuple(
    map(IPv6Address, ("2001:db8::2", "2001:db8:a::2", "2001:db8:b::9", "2001:db8::1", "2001:db8:a::1"))
)
SPOKE, TARGET = IPv4Address("10.0.0.2"), IPv4Address("192.168.3.10")
SECRET = "SECRET1"


def whole(kind: PacketType, flags: int, nbma: tuple[IPAddress, ...], protocol: tuple[IPAddress, ...]) -> ClientPacket:
    """A packet with a field of every sort: CIEs with and without addresses, every extension, an unknown one."""
    full = Cie(
        code=CieCode.NOT_UNIQUE,
        prefix_length=24,
        mtu=1514,
        holding_time=7200,
        nbma=nbma[3],
        protocol=protocol[4],
        preference=255,
    )
    records = (ExtensionType.RESPONDER_ADDRESS, ExtensionType.FORWARD_TRANSIT, ExtensionType.REVERSE_TRANSIT)
    return ClientPacket(
        afn=1 if nbma is V4 else 2,
        protocol_type=0x0800 if protocol is V4 else 0x86DD,
        hop_count=7,
        type=kind,
        flags=flags,
        request_id=0x01020304,
        source_nbma=nbma[0],
        source_protocol=protocol[1],
        destination_protocol=protocol[2],
        cies=(Cie(prefix_length=255, holding_time=600), full),
        extensions=(
            *(cie_extension(one, *(full,) * count) for count, one in enumerate(records)),
            authentication(Secret(SECRET)),
            group_name("BRANCH"),
            cie_extension(ExtensionType.NAT_ADDRESS, full),
            Extension(type=0x70, compulsory=True, value=b"abcd"),
        ),
    )


def open_to_all(packet: ClientPacket) -> ClientPacket:
    """Without authentication."""
    kept = [one for one in packet.extensions or () if one.type != ExtensionType.AUTHENTICATION]
    return replace(packet, extensions=tuple(kept))


def packets() -> Iterator[NhrpPacket]:
    for kind, names in FLAG_NAMES.items():
        for nbma, protocol in itertools.product((V4, V6), repeat=2):
            yield whole(kind, sum(names), nbma, protocol)
        yield open_to_all(whole(kind, sum(names), V4, V6))
        yield open_to_all(whole(kind, sum(names), V6, V6))
        for flag in names:
            yield replace(whole(kind, flag, V4, V4), cies=(), extensions=())
        yield replace(whole(kind, 0, V4, V4), extensions=None)
    enclosed = encode(replace(whole(PacketType.REGISTRATION_REQUEST, 0x8002, V4, V4), extensions=()))
    for code in ErrorCode:
        yield ErrorIndication(
            source_nbma=V4[3],
            source_protocol=V4[4],
            destination_protocol=V4[1],
            code=code,
            offset=12,
            enclosed=enclosed,
            extensions=None,
        )
    for extensions in ((), (authentication(Secret(SECRET)),)):
        data = Ipv4Packet(source=TARGET, destination=SPOKE, protocol=17, ttl=63, payload=bytes(8)).encode()
        yield TrafficIndication(
            source_nbma=V4[3], source_protocol=V4[4], destination_protocol=V4[2], enclosed=data, extensions=extensions
        )


def pcap(found: list[NhrpPacket]) -> bytes:
    """As a capture file of bare IP packets; every other one has a GRE key."""
    file = bytes.fromhex("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 65000000")
    for number, packet in enumerate(found):
        gre = GreHeader(protocol=NHRP_PROTOCOL, key=KEY if number % 2 else None)
        outer = Ipv4Packet(source=SPOKE, destination=TARGET, protocol=47, payload=encode_gre(gre, encode(packet)))
        data = outer.encode()
        file += bytes(8) + len(data).to_bytes(4, "little") * 2 + data
    return file


@pytest.fixture(scope="module")
def readings(tshark: str, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[NhrpPacket, dict[str, Any]]]:
    """Each packet with what tshark makes of it."""
    built = list(packets())
    path = tmp_path_factory.mktemp("tshark") / "built.pcap"
    path.write_bytes(pcap(built))
    command = [tshark, "-n", "-r", str(path), "-T", "json", "-J", "gre nhrp", "--no-duplicate-keys"]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    layers = [one["_source"]["layers"] for one in json.loads(output)]
    assert len(layers) == len(built)
    return list(zip(built, layers, strict=True))


def is_misread(packet: NhrpPacket) -> bool:
    """The second of the misreadings: nothing can be compared behind it."""
    return packet.protocol_type == 0x86DD and any(
        one.type == ExtensionType.AUTHENTICATION for one in packet.extensions or ()
    )


def number(fields: dict[str, Any], name: str) -> int:
    return int(fields[name], 0)


def address(fields: dict[str, Any], name: str) -> IPAddress | None:
    if name in fields:
        return ip_address(fields[name])
    raw = fields.get(ADDRESS_BYTES.get(name, f"{name}_bytes"))
    return None if raw is None else ip_address(bytes.fromhex(raw.replace(":", "")))


def raw(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))


def listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def cies(fields: dict[str, Any]) -> tuple[Cie, ...]:
    return tuple(
        Cie(
            code=number(one, "nhrp.code"),
            prefix_length=number(one, "nhrp.prefix"),
            mtu=number(one, "nhrp.mtu"),
            holding_time=number(one, "nhrp.htime"),
            nbma=address(one, "nhrp.client.nbma.addr"),
            protocol=address(one, "nhrp.client.prot.addr"),
            preference=number(one, "nhrp.pref"),
        )
        for one in listed(fields.get("Client Information Entry"))
    )


def extension(fields: dict[str, Any]) -> Extension:
    kind, length = number(fields, "nhrp.ext.type"), number(fields, "nhrp.ext.len")
    inner: dict[str, Any] = next((value for name, value in fields.items() if name.startswith("Extension Data")), {})
    compulsory = fields["nhrp.ext.c"] == "1"
    match kind:
        case ExtensionType.AUTHENTICATION:
            words = number(inner, "nhrp.auth_ext.reserved") << 16 | number(inner, "nhrp.auth_ext.spi")
            secret = IPv4Address(inner["nhrp.auth_ext.src_addr"]).packed + raw(inner["nhrp.auth_ext.data"])
            value = words.to_bytes(4, "big") + secret
        case ExtensionType.VENDOR_PRIVATE:
            value = number(inner, "nhrp.vendor_ext.id").to_bytes(3, "big") + raw(inner["nhrp.vendor_ext.data"])
        case 0x70:
            value = raw(fields["nhrp.unknown_ext.value"])
        case _:
            value = cie_extension(ExtensionType(kind), *cies(fields)).value
    assert len(value) == length
    return Extension(type=kind, compulsory=compulsory, value=value)


def extensions(layer: dict[str, Any]) -> tuple[Extension, ...] | None:
    """All of them in order, the End taken off; ``None``: there is no extension part."""
    nodes = [one for value in layer.values() for one in listed(value) if "nhrp.ext.type" in one]
    if not number(layer["NHRP Fixed Header"], "nhrp.hdr.extoff"):
        assert not nodes
        return None
    assert number(nodes[-1], "nhrp.ext.type") == ExtensionType.END
    return tuple(extension(one) for one in nodes[:-1])


def reading(layer: dict[str, Any]) -> NhrpPacket:
    """tshark's fields as a packet of ours; what an indication encloses is left out."""
    fixed, mandatory = layer["NHRP Fixed Header"], layer["NHRP Mandatory Part"]
    assert fixed["nhrp.hdr.chksum.status"] == "1", "the checksum is good"
    assert number(fixed, "nhrp.hdr.version") == 1
    kind = PacketType(number(fixed, "nhrp.hdr.op.type"))
    common: dict[str, Any] = {
        "afn": number(fixed, "nhrp.hdr.afn"),
        "protocol_type": number(fixed, "nhrp.hdr.pro.type"),
        "snap": raw(fixed["nhrp.protocol_type"]),
        "hop_count": number(fixed, "nhrp.hdr.hopcnt"),
        "source_nbma": address(mandatory, "nhrp.src.nbma.addr"),
        "source_protocol": address(mandatory, "nhrp.src.prot.addr"),
        "destination_protocol": address(mandatory, "nhrp.dst.prot.addr"),
        "extensions": extensions(layer),
    }
    if kind is PacketType.ERROR_INDICATION:
        code, offset = number(mandatory, "nhrp.err.code"), number(mandatory, "nhrp.err.offset")
        return ErrorIndication(**common, code=code, offset=offset, enclosed=b"")
    if kind is PacketType.TRAFFIC_INDICATION:
        return TrafficIndication(**common, enclosed=b"")
    flags, request_id = number(mandatory, "nhrp.flags"), number(mandatory, "nhrp.reqid")
    return ClientPacket(**common, type=kind, flags=flags, request_id=request_id, cies=cies(mandatory))


def test_tshark_reads_every_field_of_every_type_as_we_wrote_it(
    readings: list[tuple[NhrpPacket, dict[str, Any]]],
) -> None:
    assert {packet.type for packet, _ in readings} == set(PacketType)
    for built, layers in readings:
        if is_misread(built):
            continue
        expected = built if isinstance(built, ClientPacket) else replace(built, enclosed=b"")
        assert reading(layers["nhrp"]) == expected


def test_tshark_gives_each_flag_the_name_that_we_give_it(readings: list[tuple[NhrpPacket, dict[str, Any]]]) -> None:
    seen = set()
    for built, layers in readings:
        if not isinstance(built, ClientPacket):
            continue
        tree = layers["nhrp"]["NHRP Mandatory Part"]["nhrp.flags_tree"]
        for bit, name in FLAG_NAMES[built.type].items():
            assert tree[f"nhrp.flag.{name}"] == str(int(bool(built.flags & bit)))
            seen.add((built.type, name))
    assert len(seen) == sum(map(len, FLAG_NAMES.values()))


def test_tshark_finds_in_an_indication_the_packet_that_it_is_about(
    readings: list[tuple[NhrpPacket, dict[str, Any]]],
) -> None:
    compared = 0
    for built, layers in readings:
        cause = layers["nhrp"].get("Packet Causing Indication")
        if isinstance(built, ErrorIndication):
            assert reading(cause["nhrp"]) == decode(built.enclosed)
            compared += 1
        elif isinstance(built, TrafficIndication):
            assert (cause["ip"]["ip.src"], cause["ip"]["ip.dst"], cause["ip"]["ip.ttl"]) == (
                str(V4[2]),
                str(V4[1]),
                "63",
            )
            compared += 1
    assert compared == len(ErrorCode) + 2


def test_tshark_finds_the_gre_key(readings: list[tuple[NhrpPacket, dict[str, Any]]]) -> None:
    keys = [layers["gre"].get("gre.key") for _, layers in readings]
    assert keys == [f"0x{KEY:08x}" if place % 2 else None for place in range(len(keys))]


def test_tshark_misreads_what_it_is_known_to_misread(readings: list[tuple[NhrpPacket, dict[str, Any]]]) -> None:
    """So that a version that reads it right is noticed: then this list shrinks."""
    assert len(MISREADINGS) == 2
    node = readings[0][1]["nhrp"]["NHRP Authentication Extension"]
    (inner,) = (value for name, value in node.items() if name.startswith("Extension Data"))
    assert inner["nhrp.auth_ext.spi"] == "1"
    assert inner["nhrp.auth_ext.src_addr"] == str(IPv4Address(SECRET[:4].encode()))
    assert raw(inner["nhrp.auth_ext.data"]) == SECRET[4:].encode()
    wider = [layers["nhrp"] for built, layers in readings if is_misread(built)]
    assert len(wider) == 2 * len(FLAG_NAMES)
    assert all("nhrp.ext.malformed" in json.dumps(one) for one in wider)


def test_our_own_decoder_agrees_on_the_same_file(readings: list[tuple[NhrpPacket, dict[str, Any]]]) -> None:
    """Both dissectors saw the same bytes: what is compared above is not tshark against itself."""
    for built, _ in readings:
        assert decode(encode(built)) == built
