"""A verdict for people: a table of routers and sections, then every finding with its causes and the cure."""

from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nornir_dmvpn.model.finding import Cause, Finding, Severity
from nornir_dmvpn.model.verdict import RouterVerdict, SectionStatus, Verdict
from nornir_dmvpn.report.format import Format
from nornir_dmvpn.report.summary import sentence, status_of

_STYLES = {
    SectionStatus.OK: "green",
    SectionStatus.WRONG: "bold red",
    SectionStatus.NOT_LOOKED: "yellow",
    SectionStatus.NOT_APPLICABLE: "dim",
}
_SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def write(verdict: Verdict, *, colour: bool = False, width: int = 100) -> str:
    """Lines as a terminal of that width shows them; colour only where asked for."""
    screen = StringIO()
    console = Console(file=screen, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    if verdict.routers:
        console.print(_table(verdict))
    for router in verdict.routers:
        _explain(console, router)
    for remark in verdict.notes:
        console.print(Text(f"note: {remark}"))
    console.print(Text(sentence(verdict)))
    return "\n".join(line.rstrip() for line in screen.getvalue().splitlines())


def _table(verdict: Verdict) -> Table:
    sections = list(dict.fromkeys(one.section for router in verdict.routers for one in router.sections))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("router", *sections, "findings"):
        table.add_column(heading, no_wrap=heading == "router")
    for router in verdict.routers:
        by_section = {one.section: one.status for one in router.sections}
        absent = SectionStatus.NOT_LOOKED if router.problem else SectionStatus.NOT_APPLICABLE
        cells = [_status(by_section.get(section, absent)) for section in sections]
        table.add_row(Text(router.router, style=_STYLES[status_of(router)]), *cells, str(len(router.findings) or ""))
    return table


def _status(status: SectionStatus) -> Text:
    return Text(status.value, style=_STYLES[status])


def _explain(console: Console, router: RouterVerdict) -> None:
    if router.problem:
        console.print(Text(f"\n{router.router}: could not look: {_without(router.problem, router.router)}"))
    for section in router.sections:
        if section.problem:
            console.print(Text(f"\n{router.router} {section.section}: could not look: {section.problem}"))
    for finding in router.findings:
        first, *rest = finding_lines(finding)
        console.print()
        console.print(Text(first, style=_SEVERITY_STYLES[finding.severity]), soft_wrap=True)
        for line in rest:
            console.print(Text(line), soft_wrap=True)


def _without(problem: str, router: str) -> str:
    return problem.removeprefix(f"{router}: ")


def finding_lines(finding: Finding) -> list[str]:
    """One finding in full: the sentence, where it was seen, why it may be so, what mends it."""
    lines = [f"{finding.severity.value}: {finding.sentence()}"]
    lines += [f"    seen in {place}{f': {place.text}' if place.text else ''}" for place in finding.evidence]
    for cause in sorted(finding.causes, key=lambda one: one.rank):
        lines += _cause_lines(cause)
    return lines


def _cause_lines(cause: Cause) -> list[str]:
    lines = [f"    cause {cause.rank}: {cause.router}: {cause.text} ({cause.rule})"]
    lines += [f"        see {place}{f': {place.text}' if place.text else ''}" for place in cause.places]
    return [*lines, *([f"        cure: {cause.cure}"] if cause.cure else [])]


TABLE = Format(name="table", write=write)
