"""``dmvpn lint``: a table, JSON or SARIF, chosen rules, and an exit code that says whether something is wrong."""

import json
from pathlib import Path

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.verify.lint import RULES
from tests.unit.reference.cloud import Cloud

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Configurations of a cloud in which S2 has another tunnel key than its hub."""
    configs = tmp_path / "configs"
    configs.mkdir()
    cloud = Cloud(extra={"S2": ("-tunnel key", "tunnel key 7")}, crypto="ikev2")
    for name in ("HUB", "S2", "S3"):
        (configs / f"{name}.cfg").write_text(cloud.text(name), encoding="utf-8")
    return tmp_path


def test_the_table_names_the_line_what_follows_and_the_cure(folder: Path, capsys: Capture) -> None:
    assert main(["lint", str(folder), "--rule", "l-101"]) == ExitCode.WRONG
    said = capsys.readouterr()
    number = (folder / "configs" / "S2.cfg").read_text(encoding="utf-8").splitlines().index(" tunnel key 7") + 1
    first, place, follows, cure = said.out.splitlines()
    assert first == "error L-101 S2 Tunnel0 HUB: tunnel keys differ: tunnel key 7, HUB has tunnel key 100"
    assert place.endswith(f"S2.cfg:{number}")
    assert "F-20" in follows
    assert "the same 'tunnel key'" in cure
    assert "3 routers, 1 rules: 1 findings" in said.err


def test_what_is_skipped_is_not_reported_and_warnings_are_no_failure(folder: Path, capsys: Capture) -> None:
    assert main(["lint", str(folder), "--skip", "L-101", "-o", "json"]) == ExitCode.OK
    rows = json.loads(capsys.readouterr().out)
    assert {row["severity"] for row in rows} == {"warning", "info"}
    assert {"L-016", "L-017"} <= {row["id"] for row in rows}


def test_json_carries_what_the_table_says(folder: Path, capsys: Capture) -> None:
    main(["lint", str(folder), "--rule", "L-101", "-o", "json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["id"], row["severity"], row["router"], row["peer"]) == ("L-101", "error", "S2", "HUB")
    assert row["leads_to"] == "F-20"
    assert row["places"][0]["file"].endswith("S2.cfg")


def test_sarif_describes_the_rules_and_points_to_the_lines(folder: Path, capsys: Capture) -> None:
    assert main(["lint", str(folder), "-o", "sarif"]) == ExitCode.WRONG
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    described = {one["id"]: one for one in run["tool"]["driver"]["rules"]}
    assert described.keys() == {one.id for one in RULES}
    results = [one for one in run["results"] if one["ruleId"] == "L-101"]
    (location,) = results[0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"].endswith("S2.cfg")
    assert location["physicalLocation"]["region"]["startLine"] > 0
    assert results[0]["level"] == "error"


@pytest.mark.parametrize("rule", [one.id for one in RULES])
def test_every_rule_is_explained(rule: str, capsys: Capture) -> None:
    assert main(["lint", "--explain", rule.lower()]) == ExitCode.OK
    said = capsys.readouterr().out
    assert said.startswith(f"{rule} (")
    assert all(word in said for word in ("consequence: ", "leads to: ", "cure: ", "generations: "))


def test_an_unknown_rule_is_a_usage_error(capsys: Capture) -> None:
    assert main(["lint", "--explain", "L-999"]) not in (ExitCode.OK, ExitCode.WRONG)
    assert "no lint rule" in capsys.readouterr().err
