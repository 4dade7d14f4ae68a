"""``dmvpn nhrp``: packets as tree and JSON, and one sentence for what cannot be read or done."""

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.extension import authentication
from nornir_dmvpn.nhrp.gre import GreHeader, encode_gre
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, encode
from tests.unit.nhrp.test_wire import BYTES, EX6, EX8, HUB, SPOKE2, SPOKE2_NBMA
from tests.unit.wire.test_capture import GRE, IPV4, classic

EX1 = "".join(BYTES["EX-1"].split())
SPEAK = ["nhrp", "speak", "--source", "192.0.2.1", "--address", "10.0.0.2/24"]


def test_a_packet_of_hex_digits_is_printed_as_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nhrp", "decode", BYTES["EX-1"]]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "registration request"
    assert "  source protocol: 10.0.0.2" in lines
    assert "  flag names: unique nat" in lines
    assert "    holding time: 7200" in lines
    at = lines.index("    name: nat address")
    assert lines[at + 2] == "    clients 1"
    assert "      nbma: 203.0.113.1" in lines[at:]


@pytest.mark.parametrize(
    ("text", "key"),
    [(EX1, None), (GRE.hex(":"), 100), (f"0x{IPV4.hex()}", 100)],
    ids=["NHRP", "GRE", "IP"],
)
def test_the_first_bytes_say_which_header_it_is(text: str, key: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nhrp", "decode", text, "-o", "json"]) == ExitCode.OK
    (packet,) = json.loads(capsys.readouterr().out)
    assert packet["type"] == "registration request"
    assert packet["request_id"] == 1
    assert packet.get("gre_key") == key


def test_a_capture_gives_frames_with_what_was_around_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "one.pcap"
    path.write_bytes(classic("<"))
    assert main(["nhrp", "decode", str(path), "-o", "json"]) == ExitCode.OK
    (packet,) = json.loads(capsys.readouterr().out)
    around = ("frame", "time", "outer_source", "outer_destination", "outer_ttl", "gre_key")
    assert [packet[one] for one in around] == [1, 7.25, "198.51.100.2", "203.0.113.1", 255, 100]
    assert main(["nhrp", "decode", str(path)]) == ExitCode.OK
    assert capsys.readouterr().out.startswith("frame 1: 198.51.100.2 to 203.0.113.1: registration request\n")


@pytest.mark.parametrize("data", [IPV4, EX1.encode() + b"\n", classic(">")], ids=["binary", "hex", "capture"])
def test_standard_input_may_hold_any_of_them(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert main(["nhrp", "decode", "-", "-o", "json"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out)[0]["source_nbma"] == "198.51.100.2"


def test_errors_and_indications_show_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nhrp", "decode", encode(EX8).hex(), "-o", "json"]) == ExitCode.OK
    (error,) = json.loads(capsys.readouterr().out)
    assert (error["code"], error["code_name"], error["extensions"]) == (11, "authentication failure", None)
    assert main(["nhrp", "decode", encode(EX6).hex(), "-o", "json"]) == ExitCode.OK
    (indication,) = json.loads(capsys.readouterr().out)
    assert indication["enclosed"] == EX6.enclosed.hex()


def test_a_secret_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    packet = ClientPacket(
        type=PacketType.REGISTRATION_REQUEST,
        flags=0x8002,
        request_id=1,
        source_nbma=SPOKE2_NBMA,
        source_protocol=SPOKE2,
        destination_protocol=HUB,
        cies=(Cie(),),
        extensions=(authentication(Secret("SECRET1")),),
    )
    for form in ("tree", "json"):
        assert main(["nhrp", "decode", encode(packet).hex(), "-o", form]) == ExitCode.OK
        out = capsys.readouterr().out
        assert "********" in out
        assert b"SECRET1".hex() not in out


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("nowhere.pcap", "dmvpn: 'nowhere.pcap': neither a file nor an even number of hex digits"),
        ("0001", "dmvpn: the packet: byte 2: "),
        (EX1[:-2], "dmvpn: the packet: byte 10: the packet says it has 92 bytes, there are 91"),
        ("45000014000000000011000001010101" + "02020202", "dmvpn: the packet: an IP packet without NHRP in GRE"),
        ("f" * 5000, "dmvpn: the packet: byte "),
        ("z" * 5000, "dmvpn: '" + "z" * 37 + "...': neither a file nor an even number of hex digits"),
    ],
    ids=["no file", "too short", "cut", "no GRE", "long hex", "long name"],
)
def test_what_cannot_be_read_is_one_sentence(argument: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nhrp", "decode", argument]) == ExitCode.USAGE
    error = capsys.readouterr().err
    assert error.startswith(sentence)
    assert error.count("\n") == 1


def test_a_damaged_packet_in_a_capture_is_named_and_the_others_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "two.pcap"
    wrong = IPV4[:-1] + b"\x01"
    path.write_bytes(classic("<", data=wrong) + classic("<")[24:])
    assert main(["nhrp", "decode", str(path)]) == ExitCode.NOT_LOOKED
    said = capsys.readouterr()
    assert said.out.startswith("frame 2: ")
    assert said.err == f"{path}: frame 1, byte 12: the checksum is wrong\n"


def test_a_damaged_capture_file_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cut.pcap"
    path.write_bytes(classic("<")[:-3])
    assert main(["nhrp", "decode", str(path)]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith(f"dmvpn: {path}: byte 40: frame 1 needs ")


def test_a_capture_without_nhrp_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.pcap"
    path.write_bytes(classic("<", data=encode_gre(GreHeader(protocol=0x0800), b"")))
    assert main(["nhrp", "decode", str(path)]) == ExitCode.OK
    assert capsys.readouterr().err == f"{path}: no NHRP packet in it\n"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--nhs", "10.0.0.1"], "dmvpn: --nbma: the server's underlay address is needed beside --nhs\n"),
        (["--nhs", "hub", "--nbma", "192.0.2.9"], "dmvpn: --nhs: "),
        (["--route", "10.0.0.0/8"], "dmvpn: --route: '10.0.0.0/8' is not PREFIX=NEXT-HOP\n"),
        (["--lan", "nothing"], "dmvpn: --lan: "),
        (["--authentication", "SECRET1"], "dmvpn: a reference to a secret begins with "),
        (["--ping", "10.0.0.300"], "dmvpn: --ping: "),
    ],
)
def test_a_wrong_option_of_speak_is_named(
    options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SPEAK, *options]) == ExitCode.USAGE
    error = capsys.readouterr().err
    assert error.startswith(sentence)
    assert "SECRET1" not in error


def test_speak_without_the_right_to_raw_sockets_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import socket

    def refuse(*_arguments: object) -> socket.socket:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(socket, "socket", refuse)
    assert main([*SPEAK, "--seconds", "0"]) == ExitCode.NOT_LOOKED
    assert capsys.readouterr().err == "dmvpn: 192.0.2.1: a raw GRE socket needs root or CAP_NET_RAW\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="a raw socket needs root")
def test_speak_names_an_address_that_is_not_of_this_host(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SPEAK, "--seconds", "0"]) == ExitCode.NOT_LOOKED
    assert capsys.readouterr().err.startswith("dmvpn: 192.0.2.1: cannot be the tunnel source: ")
