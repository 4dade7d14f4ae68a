"""The way in: exit codes, one sentence for every failure, and nothing loaded that is not needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from nornir_dmvpn.cli import main, parse
from nornir_dmvpn.cli.exit_code import ExitCode, of_verdict
from nornir_dmvpn.model.finding import Finding, Layer, Severity
from nornir_dmvpn.model.verdict import RouterVerdict, Verdict

COMMAND = [sys.executable, "-m", "nornir_dmvpn"]


def test_a_verb_that_does_not_exist_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["invent"]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "No such command 'invent'" in captured.err


def test_the_version_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == ExitCode.OK
    assert capsys.readouterr().out == "0.1.0\n"


def test_an_internal_error_is_one_sentence_without_the_message_it_carries(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_: Path | None) -> tuple[str, str]:
        raise KeyError("a key that may be a secret")

    monkeypatch.setattr(parse, "_read", fail)
    assert main(["parse", "show dmvpn", str(tmp_path)]) == ExitCode.INTERNAL
    error = capsys.readouterr().err
    assert error.startswith("dmvpn: internal error: KeyError in ")
    assert error.count("\n") == 1
    assert "secret" not in error


def test_the_traceback_is_there_for_those_who_ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path | None) -> tuple[str, str]:
        raise KeyError

    monkeypatch.setattr(parse, "_read", fail)
    assert main(["parse", "-vv", "show dmvpn"]) == ExitCode.INTERNAL
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "nhrp.txt"
    entry = "10.0.{0}.{1}/32 via 10.0.{0}.{1}\n   Tunnel0 created 00:00:01, never expire \n   Type: static, Flags: \n"
    file.write_text(
        "".join(entry.format(high, low) + "   NBMA address: 192.0.2.1 \n" for high in range(40) for low in range(99))
    )
    with subprocess.Popen(
        [*COMMAND, "parse", "show ip nhrp", str(file), "-o", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == ExitCode.CLOSED


def test_the_command_line_loads_no_device_library() -> None:
    code = (
        "import sys; from nornir_dmvpn.cli import main; main(['--help']); "
        "print({'netmiko', 'napalm', 'nornir', 'paramiko', 'asyncssh', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize(
    ("wrong", "problem", "code"),
    [
        (False, "", ExitCode.OK),
        (False, "refused", ExitCode.NOT_LOOKED),
        (True, "", ExitCode.WRONG),
        (True, "refused", ExitCode.WRONG),
    ],
)
def test_a_wrong_network_beats_one_that_could_not_be_looked_at(wrong: bool, problem: str, code: ExitCode) -> None:
    finding = Finding(
        router="R1",
        layer=Layer.NHRP,
        severity=Severity.ERROR if wrong else Severity.WARNING,
        rule="M-10",
        what="x",
        expected="y",
        observed="z",
    )
    verdict = Verdict(
        routers=(RouterVerdict(router="R1", findings=(finding,)), RouterVerdict(router="R2", problem=problem))
    )
    assert of_verdict(verdict) == code
