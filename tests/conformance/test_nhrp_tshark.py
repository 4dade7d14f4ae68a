"""An independent dissector reads the packets we build as we mean them: every type, every extension, GRE with a key."""

import shutil
import struct
import subprocess
from dataclasses import replace
from ipaddress import IPv6Address
from pathlib import Path

import pytest

from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.extension import (
    CIE_EXTENSIONS,
    Extension,
    ExtensionType,
    authentication,
    cie_extension,
    group_name,
)
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, GreHeader, encode_gre
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorIndication, NhrpPacket, PacketType, decode, encode
from tests.unit.nhrp.test_wire import EMPTY, EX1, EX5, EX7, VALUES

TSHARK = shutil.which("tshark")
pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(TSHARK is None, reason="tshark is not installed (Debian: apt-get install tshark)"),
]
KEY = 100
STRANGE = Extension(type=0x70, compulsory=False, value=b"abc")
REFUSAL = Cie(code=12, prefix_length=32, mtu=1514)
PACKETS: dict[str, NhrpPacket] = {
    **VALUES,
    "authentication, group and an unknown extension": replace(
        EX1, extensions=(*EMPTY[:3], authentication(Secret("SECRET1")), group_name("BRANCH-10M"), STRANGE)
    ),
    "negative answer": replace(EX5, cies=(REFUSAL,)),
    "reverse record": replace(
        EX5,
        hop_count=250,
        extensions=(cie_extension(ExtensionType.REVERSE_TRANSIT, REFUSAL, Cie(preference=9, holding_time=65535)),),
    ),
    "purge reply without extensions": replace(EX7, type=PacketType.PURGE_REPLY, flags=0x8002, extensions=None),
    "three clients": replace(EX1, cies=(Cie(prefix_length=1), Cie(prefix_length=24, mtu=1400), REFUSAL)),
}
FIELDS = (
    "nhrp.hdr.afn",
    "nhrp.hdr.pro.type",
    "nhrp.hdr.hopcnt",
    "nhrp.hdr.pktsz",
    "nhrp.hdr.op.type",
    "nhrp.hdr.shtl.len",
    "nhrp.src.nbma.addr",
    "nhrp.src.prot.addr",
    "nhrp.dst.prot.addr",
    "nhrp.flags",
    "nhrp.reqid",
    "nhrp.err.code",
    "nhrp.err.offset",
    "nhrp.code",
    "nhrp.prefix",
    "nhrp.mtu",
    "nhrp.htime",
    "nhrp.pref",
    "nhrp.client.nbma.addr",
    "nhrp.client.prot.addr",
    "nhrp.ext.type",
    "nhrp.ext.c",
    "nhrp.ext.len",
    "nhrp.hdr.chksum.status",
    "gre.key",
    "_ws.malformed",
)
GOOD = 1
"""What tshark says of a checksum that it has verified."""


def frame(packet: NhrpPacket) -> bytes:
    """Ethernet, IPv4 and GRE with a key around the packet; the IPv4 checksum is left out."""
    gre = encode_gre(GreHeader(protocol=NHRP_PROTOCOL, key=KEY), encode(packet))
    ends = bytes((203, 0, 113, 1)), bytes((198, 51, 100, 2))
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(gre), 0, 0, 255, 47, 0, *ends)
    return bytes(12) + b"\x08\x00" + header + gre


def pcap(frames: list[bytes]) -> bytes:
    head = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(struct.pack("<IIII", 0, 0, len(one), len(one)) + one for one in frames)


def dissected(packets: list[NhrpPacket], folder: Path, fields: tuple[str, ...] = FIELDS) -> list[dict[str, str]]:
    """tshark's view of each packet: the values of every field, in the order in which they stand in the packet."""
    file = folder / "built.pcap"
    file.write_bytes(pcap([frame(one) for one in packets]))
    chosen = [part for field in fields for part in ("-e", field)]
    command = [str(TSHARK), "-r", str(file), "-T", "fields", "-E", "separator=|", *chosen]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return [dict(zip(fields, line.split("|"), strict=True)) for line in done.stdout.splitlines()]


def expected(packet: NhrpPacket) -> dict[str, list[object]]:
    """Our view, in the same terms. Of the packet inside an Error Indication tshark shows the fields as well."""
    found: dict[str, list[object]] = {field: [] for field in FIELDS}
    found["gre.key"] = [KEY]
    _add(found, packet)
    return found


def _add(found: dict[str, list[object]], packet: NhrpPacket) -> None:
    found["nhrp.hdr.afn"].append(packet.afn)
    found["nhrp.hdr.pro.type"].append(packet.protocol_type)
    found["nhrp.hdr.hopcnt"].append(packet.hop_count)
    found["nhrp.hdr.pktsz"].append(len(encode(packet)))
    found["nhrp.hdr.op.type"].append(int(packet.type))
    found["nhrp.hdr.shtl.len"].append(4)
    found["nhrp.src.nbma.addr"].append(packet.source_nbma)
    found["nhrp.src.prot.addr"].append(packet.source_protocol)
    found["nhrp.dst.prot.addr"].append(packet.destination_protocol)
    found["nhrp.hdr.chksum.status"].append(GOOD)
    extensions = packet.extensions or ()
    cies = [cie for one in extensions if one.type in CIE_EXTENSIONS for cie in one.cies]
    if isinstance(packet, ClientPacket):
        found["nhrp.flags"].append(packet.flags)
        found["nhrp.reqid"].append(packet.request_id)
        cies = [*packet.cies, *cies]
    if isinstance(packet, ErrorIndication):
        found["nhrp.err.code"].append(packet.code)
        found["nhrp.err.offset"].append(packet.offset)
        _add(found, decode(packet.enclosed))
    for cie in cies:
        found["nhrp.code"].append(cie.code)
        found["nhrp.prefix"].append(cie.prefix_length)
        found["nhrp.mtu"].append(cie.mtu)
        found["nhrp.htime"].append(cie.holding_time)
        found["nhrp.pref"].append(cie.preference)
        found["nhrp.client.nbma.addr"] += [] if cie.nbma is None else [cie.nbma]
        found["nhrp.client.prot.addr"] += [] if cie.protocol is None else [cie.protocol]
    if packet.extensions is not None:
        found["nhrp.ext.type"] += [*(one.type for one in extensions), 0]
        found["nhrp.ext.c"] += [*(int(one.compulsory) for one in extensions), 1]
        found["nhrp.ext.len"] += [*(len(one.value) for one in extensions), 0]


def _plain(text: str) -> list[str]:
    """Numbers as decimal, addresses as they are."""
    parts = text.split(",") if text else []
    return [str(int(part, 16)) if part.startswith("0x") else part for part in parts]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    rows = dissected(list(PACKETS.values()), tmp_path_factory.mktemp("tshark"))
    return dict(zip(PACKETS, rows, strict=True))


@pytest.mark.parametrize("name", PACKETS)
def test_tshark_reads_what_we_wrote(name: str, seen: dict[str, dict[str, str]]) -> None:
    ours = {field: [str(value) for value in values] for field, values in expected(PACKETS[name]).items()}
    assert {field: _plain(text) for field, text in seen[name].items()} == ours


def test_every_type_and_every_extension_is_among_them() -> None:
    types = {packet.type for packet in PACKETS.values()}
    extensions = {one.type for packet in PACKETS.values() for one in packet.extensions or ()}
    assert types == set(PacketType)
    assert extensions >= set(ExtensionType) - {ExtensionType.END}


def test_tshark_reads_ipv6_on_both_planes(tmp_path: Path) -> None:
    packet = ClientPacket(
        afn=2,
        protocol_type=0x86DD,
        type=PacketType.RESOLUTION_REQUEST,
        flags=0xC802,
        request_id=1,
        source_nbma=IPv6Address("2001:db8::2"),
        source_protocol=IPv6Address("2001:db8:a::2"),
        destination_protocol=IPv6Address("2001:db8:b::9"),
        cies=(Cie(prefix_length=64, nbma=IPv6Address("2001:db8::3"), protocol=IPv6Address("2001:db8:a::3")),),
    )
    fields = (
        "nhrp.hdr.shtl.len",
        "nhrp.src.prot.len",
        "nhrp.src.nbma.addr_bytes",
        "nhrp.src.prot.addr_bytes",
        "nhrp.client.nbma.addr_bytes",
        "nhrp.client.prot.addr_bytes",
        "nhrp.hdr.chksum.status",
        "_ws.malformed",
    )
    (row,) = dissected([packet], tmp_path, fields)
    cie = packet.cies[0]
    addresses = (packet.source_nbma, packet.source_protocol, cie.nbma, cie.protocol)
    octets = [one.packed.hex() for one in addresses if one is not None]
    assert list(row.values()) == ["16", "16", *octets, "1", ""]
