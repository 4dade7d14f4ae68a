"""Every format says the same verdict: statuses, findings with evidence and causes, and who could not be looked at."""

import json
from dataclasses import replace

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.finding import Cause, Finding, Layer, Place, Severity
from nornir_dmvpn.model.verdict import Judgement, RouterVerdict, RowVerdict, SectionStatus, SectionVerdict, Verdict
from nornir_dmvpn.report import FORMATS, find_format

ROW = RowVerdict(
    row={"tunnel": "10.0.0.1", "state": "IKE"},
    judgement=Judgement.MUST_NOT,
    rule="M-10",
    right={"tunnel": "10.0.0.1", "state": "UP"},
)
FINDING = Finding(
    router="spoke2",
    interface="Tunnel0",
    peer="10.0.0.1",
    layer=Layer.CRYPTO,
    severity=Severity.ERROR,
    rule="M-10",
    what="tunnel state",
    expected="UP",
    observed="IKE",
    evidence=(Place(source="show dmvpn", line=15, text="1 203.0.113.2 10.0.0.1 IKE"),),
    causes=(
        Cause(rank=2, rule="F-11", text="UDP 500 is blocked", router="hub1"),
        Cause(rank=1, rule="F-05", text="the keys differ", router="spoke2", cure="make them agree"),
    ),
)
WRONG = RouterVerdict(
    router="spoke2",
    sections=(
        SectionVerdict(section="show dmvpn", status=SectionStatus.WRONG, rows=(ROW,)),
        SectionVerdict(section="show ip nhrp", status=SectionStatus.NOT_LOOKED, problem="line 3: not understood"),
        SectionVerdict(section="show ip nhrp nhs", status=SectionStatus.NOT_APPLICABLE),
    ),
    findings=(FINDING,),
)
GOOD = RouterVerdict(router="hub1", sections=(SectionVerdict(section="show dmvpn", status=SectionStatus.OK),))
GONE = RouterVerdict(router="spoke3", problem="spoke3: refused, or not reachable")
VERDICT = Verdict(routers=(GOOD, WRONG, GONE), notes=("a note",))


def test_the_table_has_a_status_for_every_router_and_section() -> None:
    lines = find_format("table").write(VERDICT).splitlines()
    assert lines[0].split("  ")[0] == "router"
    assert lines[1].startswith("hub1")
    assert lines[1].count("not applicable") == 2
    assert "wrong" in lines[2]
    assert lines[3].count("not looked") == 3
    assert lines[-1] == "3 routers: 1 ok, 1 wrong, 1 not looked"


def test_a_finding_is_shown_with_evidence_and_causes_in_the_order_of_their_rank() -> None:
    text = find_format("table").write(VERDICT)
    finding = text[text.index("error: spoke2") :]
    parts = [
        "error: spoke2 Tunnel0 10.0.0.1: tunnel state - Expected: UP Actual: IKE (M-10)",
        "seen in show dmvpn:15: 1 203.0.113.2 10.0.0.1 IKE",
        "cause 1: spoke2: the keys differ (F-05)",
        "cure: make them agree",
        "cause 2: hub1: UDP 500 is blocked (F-11)",
    ]
    places = [finding.index(part) for part in parts]
    assert places == sorted(places)
    assert "spoke3: could not look: refused, or not reachable" in text
    assert "note: a note" in text


@pytest.mark.parametrize("colour", [True, False])
def test_there_is_colour_only_where_asked_for(colour: bool) -> None:
    assert ("\x1b[" in find_format("table").write(VERDICT, colour=colour)) is colour


def test_json_says_everything_under_a_versioned_schema() -> None:
    report = json.loads(find_format("json").write(VERDICT))
    assert (report["schema"], report["status"]) == ("dmvpn.verdict/1", "wrong")
    assert {name: one["status"] for name, one in report["routers"].items()} == {
        "hub1": "ok",
        "spoke2": "wrong",
        "spoke3": "not looked",
    }
    spoke2 = report["routers"]["spoke2"]
    assert spoke2["sections"]["show dmvpn"]["rows"] == [
        {
            "row": {"tunnel": "10.0.0.1", "state": "IKE"},
            "present": True,
            "judgement": "must not",
            "rule": "M-10",
            "right": {"tunnel": "10.0.0.1", "state": "UP"},
            "note": None,
        }
    ]
    assert spoke2["sections"]["show ip nhrp"] == {
        "status": "not looked",
        "problem": "line 3: not understood",
        "rows": [],
    }
    [finding] = spoke2["findings"]
    assert [cause["rank"] for cause in finding["causes"]] == [1, 2]
    assert finding["evidence"] == [{"source": "show dmvpn", "line": 15, "text": "1 203.0.113.2 10.0.0.1 IKE"}]
    assert report["routers"]["spoke3"]["problem"] == "spoke3: refused, or not reachable"


def test_junit_tells_wrong_from_not_looked_and_not_applicable() -> None:
    document = JUnitXml.fromstring(find_format("junit").write(VERDICT).encode())
    found = {(suite.name, case.name): [type(result) for result in case.result] for suite in document for case in suite}
    assert found == {
        ("hub1", "the router"): [],
        ("hub1", "show dmvpn"): [],
        ("spoke2", "the router"): [Failure],
        ("spoke2", "show dmvpn"): [Failure],
        ("spoke2", "show ip nhrp"): [Error],
        ("spoke2", "show ip nhrp nhs"): [Skipped],
        ("spoke3", "the router"): [Error],
    }
    assert (document.failures, document.errors, document.skipped) == (2, 2, 1)


def test_warnings_alone_leave_a_router_well() -> None:
    router = replace(GOOD, findings=(replace(FINDING, severity=Severity.WARNING),))
    report = json.loads(find_format("json").write(Verdict(routers=(router,))))
    assert report["status"] == "ok"
    assert len(report["routers"]["hub1"]["findings"]) == 1


def test_a_router_of_which_nothing_was_seen_is_never_ok() -> None:
    unseen = RouterVerdict(
        router="R1", sections=(SectionVerdict(section="show dmvpn", status=SectionStatus.NOT_LOOKED),)
    )
    assert json.loads(find_format("json").write(Verdict(routers=(unseen,))))["status"] == "not looked"


def test_a_verdict_on_nobody_is_written_by_every_format() -> None:
    assert [bool(one.write(Verdict())) for one in FORMATS] == [True] * len(FORMATS)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(IntentError, match="known: table, json, junit"):
        find_format("html")
