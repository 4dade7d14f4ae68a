"""Every design rule fires where it must, and nowhere in a healthy cloud."""

import re
from pathlib import Path

import pytest

from nornir_dmvpn.cli.lint import explanation
from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.finding import Severity
from nornir_dmvpn.verify.lint import RULES, find_rule, lint
from tests.unit.verify.lint import cases_fleet, cases_router, cases_routing
from tests.unit.verify.lint.healthy import Case, Configs, healthy

PROTOCOL = Path(__file__).resolve().parents[4] / "docs" / "reference" / "protocol.md"
CASES = (*cases_router.CASES, *cases_fleet.CASES, *cases_routing.CASES)
NOT_CHECKABLE = {
    "L-129": "is about a planned change, not about a configuration",
    "L-212": "whether traffic prefers a link between hubs is in their routing tables, not in their configurations",
    "L-214": "whether equal paths are wanted stands nowhere: unequal metrics are as often meant",
}


def fired(configs: Configs, rule: str) -> list[tuple[str, str]]:
    return [(one.router, one.observed) for one in lint(configs, [find_rule(rule)])]


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{one.rule}" for number, one in enumerate(CASES)])
def test_a_rule_is_content_before_the_change_and_fires_after_it(case: Case) -> None:
    assert fired(case.base, case.rule) == []
    found = fired(case.change(case.base), case.rule)
    assert {router for router, _ in found} == set(case.at.split())
    assert all(case.text in text for _, text in found), found


def test_every_rule_has_a_case() -> None:
    assert {one.id for one in RULES} == {one.rule for one in CASES}


@pytest.mark.parametrize("routing", ["eigrp", "ospf", "bgp", "rip", "none"])
@pytest.mark.parametrize("crypto", ["none", "ikev1", "ikev2"])
@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize("version", ["15.4", "17.3"])
def test_a_healthy_cloud_has_no_errors_and_no_warnings(version: str, phase: int, crypto: str, routing: str) -> None:
    configs = healthy(phase, crypto, version=version, routing=routing, spokes=3)
    findings = [one.sentence() for one in lint(configs, RULES) if one.severity is not Severity.INFO]
    assert findings == []


def section_8() -> set[str]:
    """The ids of the rules in section 8 and in its amendments."""
    text = PROTOCOL.read_text(encoding="utf-8")
    return set(re.findall(r"^\| (L-\d{3}) \|", text, re.MULTILINE)) | set(re.findall(r"\*\*(L-\d{3}) \(", text))


def test_every_rule_of_section_8_is_there_or_cannot_be() -> None:
    assert len(section_8()) >= 96
    written = {one.id for one in RULES if one.id.startswith("L-")}
    assert written | NOT_CHECKABLE.keys() == section_8()
    assert not written & NOT_CHECKABLE.keys()
    assert all(one.id.startswith(("L-", "SD")) for one in RULES)


def test_the_severity_is_that_of_section_8() -> None:
    text = PROTOCOL.read_text(encoding="utf-8")
    said = dict(re.findall(r"^\| (L-\d{3}) \| ([EWI]) \|", text, re.MULTILINE))
    said |= dict(re.findall(r"\*\*(L-\d{3}) \(([EWI])\)", text))
    words = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
    written = [one for one in RULES if one.id.startswith("L-")]
    assert {one.id: one.severity for one in written} == {one.id: words[said[one.id]] for one in written}


@pytest.mark.parametrize("rule", RULES, ids=[one.id for one in RULES])
def test_a_rule_explains_itself_and_leads_to_something_known(rule: object) -> None:
    assert rule in RULES
    one = next(each for each in RULES if each is rule)
    told = explanation(find_rule(one.id.lower()))
    assert all(part in told for part in (one.id, one.title, one.consequence, one.cure))
    assert re.search(rf"\b{re.escape(one.leads_to)}\b", PROTOCOL.read_text(encoding="utf-8"))
    assert [check is not None for check in (one.router, one.pair, one.fleet)].count(True) == 1


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(IntentError, match="no lint rule"):
        find_rule("L-999")


def test_a_finding_names_the_line_and_no_secret() -> None:
    configs = healthy(extra={"S2": ("-ip nhrp auth", "ip nhrp authentication hush")})
    (finding,) = lint(configs, [find_rule("L-103")])
    (place,) = finding.evidence
    line = (configs["S2"].tree.source, "ip nhrp authentication")
    assert (place.source, place.text) == line
    assert place.line > 0
    assert "hush" not in repr(finding)


def test_no_finding_shows_a_secret() -> None:
    every = [one for case in CASES if len(case.base) < 10 for one in lint(case.change(case.base), RULES)]
    assert len(every) > 100
    told = " ".join(f"{one!r} {one.sentence()}" for one in every)
    assert not [one for one in ("Secret123", "ninechars", "authentication cisco", "hushhush") if one in told]
