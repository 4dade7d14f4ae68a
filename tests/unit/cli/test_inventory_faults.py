"""An inventory that is wrong: every verb says where and what, in one line a fault, and touches nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory

Capture = pytest.CaptureFixture[str]
VERBS = (["verify"], ["rollout", "plan"], ["rollout", "apply"], ["lab", "up"], ["predict"], ["collect", "saved"])


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "inventory"
    write_inventory(folder, generate_inventory(2, 3, "ikev2", "eigrp", 22001))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


def _replace(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / "hosts.yaml").read_text()
        assert old in text
        (folder / "hosts.yaml").write_text(text.replace(old, new, 1))

    return change


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "unknown key": (_replace("hostname:", "hostnam:"), "hosts.yaml:3:3: unknown key 'hostnam'"),
    "wrong address": (_replace("address: 10.0.0.11", "address: 10.0.0.999"), "hosts.yaml:"),
    "duplicate tunnel address": (_replace("address: 10.0.0.11", "address: 10.0.0.12"), "10.0.0.12"),
    "not YAML": (_replace("hub1:", "hub1: ]"), "not valid YAML"),
    "missing": (lambda folder: (folder / "hosts.yaml").unlink(), "hosts.yaml does not exist"),
    "binary": (lambda folder: (folder / "hosts.yaml").write_bytes(b"\0\1"), "is not a text file"),
}


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_usage_error_with_its_place(inventory: Path, verb: list[str], fault: str, capsys: Capture) -> None:
    spoil, sentence = FAULTS[fault]
    spoil(inventory)
    before = sorted(inventory.parent.iterdir())
    assert main([*verb, "-i", str(inventory)]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"dmvpn: {inventory}")
    assert sentence in captured.err
    assert sorted(inventory.parent.iterdir()) == before


def test_no_inventory_at_all_says_what_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["verify"]) == ExitCode.USAGE
    assert "there is no such inventory (a folder with hosts.yaml, or a Nornir config.yaml)" in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_inventory_that_may_not_be_read_says_so(inventory: Path, capsys: Capture) -> None:
    (inventory / "hosts.yaml").chmod(0)
    assert main(["verify", "-i", str(inventory)]) == ExitCode.USAGE
    assert "Permission denied" in capsys.readouterr().err


def test_a_secret_that_is_not_there_is_named_by_its_variable(inventory: Path, capsys: Capture) -> None:
    (inventory / "psk.secret").unlink()
    assert main(["verify", "-i", str(inventory)]) == ExitCode.USAGE
    assert "psk.secret there is no such file" in capsys.readouterr().err
    assert main(["predict", "-i", str(inventory)]) == ExitCode.OK


def test_the_doctor_finds_it_without_stopping_at_the_first(inventory: Path, capsys: Capture) -> None:
    assert main(["doctor", "-i", str(inventory)]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert f"ok   inventory {inventory}: 3 DMVPN routers" in lines
    assert all(line.startswith(("ok ", "warn ")) for line in lines)
    (inventory / "psk.secret").unlink()
    defaults = inventory / "defaults.yaml"
    defaults.write_text(defaults.read_text().replace("password: lab\n", ""))
    assert main(["doctor", "-i", str(inventory), "-f", "1000000"]) == ExitCode.NOT_LOOKED
    bad = [line for line in capsys.readouterr().out.splitlines() if line.startswith("bad ")]
    assert sum("has no user name or password -> set NORNIR_USERNAME" in line for line in bad) == 3
    assert any("psk.secret" in line for line in bad)
    assert any("ulimit -n" in line for line in bad)
