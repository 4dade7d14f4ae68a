"""``show ip nhrp nhs`` against what must be: every server of the configuration, answering (R-50, C-30)."""

from collections.abc import Sequence
from dataclasses import replace

from nornir_dmvpn.ios.shows import nhs as show_nhs
from nornir_dmvpn.model.address import nbma_matches
from nornir_dmvpn.model.finding import Finding, Layer, Place, Severity
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.state import NhsEntry, NhsReport
from nornir_dmvpn.model.verdict import Judgement, RowVerdict, SectionStatus, SectionVerdict
from nornir_dmvpn.reference.judge import Judge
from nornir_dmvpn.verify.compare import Compared, not_looked
from nornir_dmvpn.verify.observation import Observation

COMMAND = "show ip nhrp nhs"
UNDER_WAY = 3
"""Requests sent before the server can be declared down: the one-time request and two of the series (R-10)."""


def compare_nhs(judge: Judge, router: str, observation: Observation) -> Compared:
    """Servers by interface and address: state, NBMA address, and none that is not configured."""
    observed = observation.state.nhs
    if observed is None:
        return not_looked(COMMAND, observation.problems.get("nhs"))
    required = judge.required(router).nhs or NhsReport()
    wanted = {(one.interface, one.address): one for one in required.servers}
    places = observation.places.get("nhs", ())
    rows: list[RowVerdict] = []
    findings: list[Finding] = []
    for index, (server, row) in enumerate(zip(observed.servers, show_nhs.rows(observed), strict=False)):
        expected = wanted.pop((full_name(server.interface), server.address), None)
        finding = _compare(router, server, expected, places[index : index + 1])
        judgement = Judgement.MUST if finding is None else Judgement.MUST_NOT
        right = _row(expected) if expected is not None and finding is not None else None
        rows.append(RowVerdict(row=row, judgement=judgement, rule="R-50", right=right))
        if finding is not None:
            findings.append(finding)
    for missing in wanted.values():
        rows.append(RowVerdict(row=_row(missing), judgement=Judgement.MUST, rule="R-50", present=False))
        findings.append(_finding(router, missing, "NHS", missing.state.value, "absent", ()))
    wrong = any(one.severity is Severity.ERROR for one in findings)
    status = SectionStatus.WRONG if wrong else SectionStatus.OK
    return Compared(verdict=SectionVerdict(section=COMMAND, status=status, rows=tuple(rows)), findings=tuple(findings))


def _compare(router: str, server: NhsEntry, expected: NhsEntry | None, place: Sequence[Place]) -> Finding | None:
    if expected is None:
        return _finding(router, server, "NHS", "no such server", server.state.value, place)
    if server.nbma is not None and expected.nbma is not None and not nbma_matches(expected.nbma, server.nbma):
        return _finding(router, server, "NBMA address", str(expected.nbma), str(server.nbma), place)
    if server.state is not expected.state:
        finding = _finding(router, server, "NHS state", expected.state.value, server.state.value, place)
        return replace(finding, severity=Severity.WARNING) if _not_yet(server) else finding
    return None


def _not_yet(server: NhsEntry) -> bool:
    """No answer ever, and fewer requests than make an NHS DOWN: the registration is under way (R-10 d)."""
    sent = server.requests_sent
    return server.last_reply_age is None and sent is not None and sent <= UNDER_WAY


def _finding(router: str, server: NhsEntry, what: str, expected: str, observed: str, place: Sequence[Place]) -> Finding:
    return Finding(
        router=router,
        interface=server.interface,
        peer=str(server.address),
        layer=Layer.NHRP,
        severity=Severity.ERROR,
        rule="C-30",
        what=what,
        expected=expected,
        observed=observed,
        evidence=tuple(place),
    )


def _row(server: NhsEntry) -> dict[str, object]:
    return show_nhs.rows(NhsReport(servers=(server,)))[0]
