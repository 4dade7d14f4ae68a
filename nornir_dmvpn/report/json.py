"""A verdict for machines. ``schema`` changes its number when a reader of the old form would be misled."""

import json
from typing import Any

from nornir_dmvpn.model.finding import Cause, Finding, Place
from nornir_dmvpn.model.verdict import RouterVerdict, RowVerdict, SectionVerdict, Verdict
from nornir_dmvpn.report.format import Format
from nornir_dmvpn.report.summary import overall, status_of

SCHEMA = "dmvpn.verdict/1"


def write(verdict: Verdict, *, colour: bool = False, width: int = 100) -> str:  # noqa: ARG001 # for people only
    """One object; keys always there, ``null`` where there is nothing to say."""
    return json.dumps(document(verdict), indent=2, ensure_ascii=False)


def document(verdict: Verdict) -> dict[str, Any]:
    """The same as plain values."""
    return {
        "schema": SCHEMA,
        "status": overall(verdict).value,
        "routers": {router.router: _router(router) for router in verdict.routers},
        "unstable": list(verdict.unstable),
        "notes": list(verdict.notes),
    }


def _router(router: RouterVerdict) -> dict[str, Any]:
    return {
        "status": status_of(router).value,
        "problem": router.problem or None,
        "sections": {one.section: _section(one) for one in router.sections},
        "findings": [_finding(one) for one in router.findings],
    }


def _section(section: SectionVerdict) -> dict[str, Any]:
    return {
        "status": section.status.value,
        "problem": section.problem or None,
        "rows": [_row(row) for row in section.rows],
    }


def _row(row: RowVerdict) -> dict[str, Any]:
    return {
        "row": row.row,
        "present": row.present,
        "judgement": row.judgement.value,
        "rule": row.rule,
        "right": row.right,
        "note": row.note or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "layer": finding.layer.value,
        "severity": finding.severity.value,
        "rule": finding.rule,
        "interface": finding.interface,
        "peer": finding.peer,
        "what": finding.what,
        "expected": finding.expected,
        "observed": finding.observed,
        "evidence": [_place(one) for one in finding.evidence],
        "causes": [_cause(one) for one in sorted(finding.causes, key=lambda one: one.rank)],
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "rank": cause.rank,
        "rule": cause.rule,
        "router": cause.router,
        "text": cause.text,
        "cure": cause.cure or None,
        "places": [_place(one) for one in cause.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"source": place.source, "line": place.line or None, "text": place.text or None}


JSON = Format(name="json", write=write)
