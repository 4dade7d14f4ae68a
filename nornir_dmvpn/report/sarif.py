"""Lint findings as SARIF 2.1.0, which code hosts show beside the lines of a configuration."""

from collections.abc import Iterable
from typing import Any

from nornir_dmvpn import __version__
from nornir_dmvpn.model.finding import Finding, Severity
from nornir_dmvpn.verify.lint import Rule

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(findings: Iterable[Finding], rules: Iterable[Rule]) -> dict[str, Any]:
    """One run: every rule that was asked for, every finding as a result."""
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "nornir-dmvpn", "version": __version__, "rules": [_rule(one) for one in rules]}
                },
                "results": [_result(one) for one in findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.consequence} ({rule.leads_to})"},
        "help": {"text": rule.cure},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    where = " ".join(part for part in (finding.router, finding.interface, finding.peer) if part)
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{where}: {finding.what}: {finding.observed}. {finding.expected}."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": place.source},
                    **({"region": {"startLine": place.line}} if place.line else {}),
                }
            }
            for place in finding.evidence
        ],
    }
