"""The verbs that talk to routers, on virtual ones: what they print, what they return, what they leave behind."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.lab.fleet import Fleet
from nornir_dmvpn.model.underlay import Blocked
from tests.integration.cloud import Cloud, cloud_running, free_ports

pytestmark = pytest.mark.integration

Capture = pytest.CaptureFixture[str]


def _json(capsys: Capture) -> Any:
    return json.loads(capsys.readouterr().out)


def _break(cloud: Cloud, router: str) -> None:
    lines = ["crypto ikev2 keyring DMVPN", "peer ANY", "pre-shared-key mistyped", "interface Tunnel0"]

    async def type_them(fleet: Fleet) -> None:
        await fleet.type(router, [*lines, "shutdown", "no shutdown"])

    cloud.running.call(type_them)


def _hide(cloud: Cloud, router: str) -> None:
    """The inventory says a port where nobody listens."""
    hosts = cloud.folder / "hosts.yaml"
    port = cloud.inventory.hosts[router].port
    hosts.write_text(hosts.read_text().replace(f"port: {port}", f"port: {free_ports(1)}"))


def test_plan_apply_verify_and_nothing_left_to_do(cloud: Cloud, capsys: Capture, tmp_path: Path) -> None:
    assert main(["rollout", "plan", "-o", "json"]) == ExitCode.OK
    planned = _json(capsys)
    assert [(one["router"], one["wave"]) for one in planned] == [("hub1", 1), ("spoke1", 2), ("spoke2", 3)]
    assert all("+interface Tunnel0" in one["diff"] for one in planned)
    assert main(["rollout", "apply", "--check"]) == ExitCode.OK
    assert "Tunnel0" not in str(cloud.router("hub1").running)
    assert main(["rollout", "apply", "--diff"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert "wave 3 of 3: spoke2" in captured.err
    [journal] = (tmp_path / "state").rglob("rollouts/*.json")
    everything = captured.out + captured.err + journal.read_text() + str(planned)
    assert "pre-shared-key ********" in journal.read_text()
    assert not any(secret in everything for secret in cloud.secrets())
    assert main(["rollout", "apply"]) == ExitCode.OK
    assert "nothing to change" in capsys.readouterr().err
    assert main(["verify", "-o", "json"]) == ExitCode.OK
    assert {one["status"] for one in _json(capsys)["routers"].values()} == {"ok"}


def test_a_broken_spoke_is_found_with_its_cause_and_mended(cloud: Cloud, capsys: Capture) -> None:
    assert main(["rollout", "apply"]) == ExitCode.OK
    _break(cloud, "spoke2")
    capsys.readouterr()
    assert main(["verify", "--settle", "2", "-o", "json"]) == ExitCode.WRONG
    report = _json(capsys)
    statuses = {name: one["status"] for name, one in report["routers"].items()}
    assert statuses == {"hub1": "wrong", "spoke1": "ok", "spoke2": "wrong"}
    [state] = [one for one in report["routers"]["spoke2"]["findings"] if one["what"] == "tunnel state"]
    assert (state["expected"], state["observed"]) == ("UP", "IKE")
    assert (state["causes"][0]["router"], state["causes"][0]["rule"]) == ("spoke2", "F-05")
    assert "mistyped" not in str(report)
    assert main(["rollout", "apply"]) == ExitCode.OK
    assert main(["verify"]) == ExitCode.OK


def test_a_router_that_cannot_be_reached_stops_nobody_and_is_not_called_wrong(cloud: Cloud, capsys: Capture) -> None:
    assert main(["rollout", "apply"]) == ExitCode.OK
    _hide(cloud, "spoke1")
    capsys.readouterr()
    assert main(["verify", "-o", "json"]) == ExitCode.NOT_LOOKED
    routers = _json(capsys)["routers"]
    assert {name: one["status"] for name, one in routers.items()} == {
        "hub1": "ok",
        "spoke1": "not looked",
        "spoke2": "ok",
    }
    assert "refused, or not reachable" in routers["spoke1"]["problem"]
    assert main(["rollout", "plan"]) == ExitCode.NOT_LOOKED


def test_wrong_beats_not_looked(cloud: Cloud, capsys: Capture) -> None:
    assert main(["rollout", "apply"]) == ExitCode.OK
    _hide(cloud, "spoke1")
    _break(cloud, "spoke2")
    capsys.readouterr()
    assert main(["verify", "--settle", "0"]) == ExitCode.WRONG
    assert "spoke1: could not look" in capsys.readouterr().out


def test_a_wave_that_fails_stops_the_rollout_and_is_taken_back(
    tmp_path: Path, key_folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A firewall that nobody knows of keeps the first spoke from the hub."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    firewall = (Blocked(source="spoke1", destination="hub1"),)
    with cloud_running(tmp_path / "inventory", key_folder=key_folder, blocked=firewall) as cloud:
        options = ["-i", str(cloud.folder), "--settle", "2", "--undo-on-failure"]
        assert main(["rollout", "apply", *options]) == ExitCode.WRONG
        captured = capsys.readouterr()
        assert "wave 2 is not as it should be: stopped" in captured.err
        assert "taken back: spoke1" in captured.err
        assert "not changed: spoke2" in captured.err
        assert "error: spoke1 Tunnel0 10.0.0.1: tunnel state - Expected: UP Actual: IKE" in captured.out
        assert "Tunnel0" in str(cloud.router("hub1").running)
        assert "Tunnel0" not in str(cloud.router("spoke1").running)
        assert "Tunnel0" not in str(cloud.router("spoke2").running)


def test_what_is_collected_is_private_and_judged_the_same_offline(
    cloud: Cloud, capsys: Capture, tmp_path: Path
) -> None:
    assert main(["rollout", "apply"]) == ExitCode.OK
    folder = tmp_path / "saved"
    assert main(["collect", str(folder)]) == ExitCode.OK
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 3 * 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    capsys.readouterr()
    assert main(["verify", "--from", str(folder), "-o", "json"]) == ExitCode.OK
    assert main(["verify", "--from", str(folder), "-i", str(cloud.folder)]) == ExitCode.OK


def test_collecting_from_nobody_leaves_no_half_folder(cloud: Cloud, capsys: Capture, tmp_path: Path) -> None:
    for router in ("hub1", "spoke1", "spoke2"):
        _hide(cloud, router)
    assert main(["collect", str(tmp_path / "saved")]) == ExitCode.NOT_LOOKED
    assert not (tmp_path / "saved").exists()
    assert capsys.readouterr().err.count("refused, or not reachable") == 3


def test_no_verb_prints_progress_or_tracebacks_where_nobody_watches(cloud: Cloud, capsys: Capture) -> None:
    _hide(cloud, "hub1")
    assert main(["verify", "--settle", "0"]) == ExitCode.WRONG
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "Traceback" not in captured.out
    assert "\x1b" not in captured.out
