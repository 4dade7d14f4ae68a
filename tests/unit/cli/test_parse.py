"""``dmvpn parse``: rows from a file or standard input, and one sentence for what cannot be read."""

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode

SHOW_DMVPN = """\
Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete
==========================================================================

Interface: Tunnel0, IPv4 NHRP Details
Type:Hub, NHRP Peers:2,

 # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb
 ----- --------------- --------------- ----- -------- -----
     1 198.51.100.2          10.0.0.11    UP 00:05:29     D
     1 198.51.100.6          10.0.0.12   IKE    never    IX
"""
SHOW_IP_NHRP = """\
10.0.0.11/32 via 10.0.0.11
   Tunnel0 created 00:05:29, expire 00:07:50
   Type: dynamic, Flags: registered nhop
   NBMA address: 198.51.100.2
"""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    path = tmp_path / "output.txt"
    path.write_text(SHOW_DMVPN)
    return path


def test_rows_have_the_documented_names_and_plain_values(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "show dmvpn", str(output), "-o", "json"]) == ExitCode.OK
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {
        "interface": "Tunnel0",
        "family": "IPv4",
        "role": "Hub",
        "peers": 2,
        "entries": 1,
        "nbma": "198.51.100.2",
        "tunnel": "10.0.0.11",
        "state": "UP",
        "updown": 329,
        "attributes": ["D"],
        "target": None,
    }
    assert (rows[1]["updown"], rows[1]["attributes"]) == (None, ["I", "X"])


def test_an_abbreviated_command_and_standard_input_will_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(SHOW_IP_NHRP.replace("\n", "\r\n").encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert main(["parse", "sh ip nhr", "-o", "json"]) == ExitCode.OK
    assert [row["expires"] for row in json.loads(capsys.readouterr().out)] == [470]


def test_the_table_has_a_line_for_every_row(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "show dmvpn", str(output)]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "198.51.100.6" in lines[2]


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (SHOW_IP_NHRP.encode(), ExitCode.NOT_LOOKED, "show dmvpn, line 1: this is not the output of that command"),
        (SHOW_DMVPN[:-30].encode(), ExitCode.NOT_LOOKED, "line 10: not understood"),
        (bytes(range(256)), ExitCode.USAGE, "is not a text file"),
        (b"caf\xe9", ExitCode.USAGE, "is not UTF-8 text (byte 3)"),
        (b"          ^\n% Invalid input detected\n", ExitCode.NOT_LOOKED, "the router rejected the command"),
    ],
    ids=["another command's", "cut", "binary", "latin", "rejected"],
)
def test_what_cannot_be_read_is_one_sentence_with_its_place(
    output: Path, content: bytes, code: ExitCode, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output.write_bytes(content)
    assert main(["parse", "show dmvpn", str(output)]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"dmvpn: {output}: ")
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_an_empty_answer_is_no_row_and_said_so(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output.write_text("")
    assert main(["parse", "show ip nhrp", str(output), "-o", "json"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert json.loads(captured.out) == []
    assert captured.err == f"{output}: is empty\n"


def test_lenient_keeps_the_rows_and_names_the_line_it_left_out(
    output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output.write_text(SHOW_DMVPN.replace("     1 198.51.100.6 ", "     ? 198.51.100.6 "))
    assert main(["parse", "show dmvpn", str(output), "--lenient", "-o", "json"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert [row["tunnel"] for row in json.loads(captured.out)] == ["10.0.0.11"]
    assert "line 10 not understood" in captured.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["show clock"], "'show clock' is not a show command that can be read"),
        (["show dmvpn", "no/such/file"], "no/such/file: there is no such file"),
    ],
)
def test_what_was_typed_wrong_is_a_usage_error(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parse", *arguments]) == ExitCode.USAGE
    assert sentence in capsys.readouterr().err
