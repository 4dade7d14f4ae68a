"""A verdict for CI systems: a suite for each router, a case for each section, findings as failures."""

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from nornir_dmvpn.model.finding import Finding, Severity
from nornir_dmvpn.model.verdict import Judgement, RouterVerdict, SectionStatus, SectionVerdict, Verdict
from nornir_dmvpn.report.format import Format
from nornir_dmvpn.report.text import finding_lines

_ALL = "the router"
"""Name of the case that holds what belongs to no single section."""


def write(verdict: Verdict, *, colour: bool = False, width: int = 100) -> str:  # noqa: ARG001 # for people only
    """JUnit XML. Could not look is an error, wrong is a failure, not applicable is skipped."""
    document = JUnitXml("dmvpn")
    for router in verdict.routers:
        suite = TestSuite(router.router)
        for case in _cases(router):
            suite.add_testcase(case)
        document.add_testsuite(suite)
    document.update_statistics()  # type: ignore[no-untyped-call] # junitparser types only half of it
    text: bytes = document.tostring()  # type: ignore[no-untyped-call]
    return text.decode("utf-8")


def _cases(router: RouterVerdict) -> list[TestCase]:
    whole = TestCase(_ALL, classname=router.router)
    if router.problem:
        whole.result = [Error(router.problem)]
        return [whole]
    whole.result = [_failure(one) for one in router.findings if one.severity is Severity.ERROR]
    return [whole, *(_case(router.router, one) for one in router.sections)]


def _case(router: str, section: SectionVerdict) -> TestCase:
    case = TestCase(section.section, classname=router)
    match section.status:
        case SectionStatus.WRONG:
            wrong = sum(
                row.judgement is (Judgement.MUST_NOT if row.present else Judgement.MUST) for row in section.rows
            )
            case.result = [Failure(f"{wrong} rows are not as they must be")]
        case SectionStatus.NOT_LOOKED if section.problem:
            case.result = [Error(section.problem)]
        case SectionStatus.NOT_LOOKED | SectionStatus.NOT_APPLICABLE:
            case.result = [Skipped(section.status.value)]
        case SectionStatus.OK:
            pass
    return case


def _failure(finding: Finding) -> Failure:
    failure = Failure(finding.sentence(), type_=finding.rule)
    failure.text = "\n".join(finding_lines(finding))
    return failure


JUNIT = Format(name="junit", write=write)
