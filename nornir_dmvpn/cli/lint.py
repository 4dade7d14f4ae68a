"""``dmvpn lint``: design rules on configurations or on an inventory's intent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.options import InventoryPath, Limit, Verbose
from nornir_dmvpn.cli.terminal import emit, emit_json, note

if TYPE_CHECKING:
    from nornir_dmvpn.model.finding import Finding
    from nornir_dmvpn.verify.lint import Rule


Only = Annotated[list[str] | None, typer.Option("--rule", metavar="ID", help="Only this rule; may be repeated.")]
Skip = Annotated[list[str] | None, typer.Option("--skip", metavar="ID", help="Not this rule; may be repeated.")]
Explain = Annotated[str | None, typer.Option(metavar="ID", help="Say what a rule is about, and look at nothing.")]
Report = Annotated[Literal["table", "json", "sarif"], typer.Option("-o", "--output", help="Form of the report.")]


def lint(
    source: Annotated[Path | None, typer.Argument(help="A captures folder; only its configs are read.")] = None,
    *,
    inventory: InventoryPath = None,
    limit: Limit = None,
    rule: Only = None,
    skip: Skip = None,
    explain: Explain = None,
    output: Report = "table",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Hold configurations, or what an inventory compiles to, against the design rules; exit code 4 for an error."""
    from nornir_dmvpn.cli.saved import chosen, told
    from nornir_dmvpn.model.finding import Severity
    from nornir_dmvpn.verify.lint import find_rule
    from nornir_dmvpn.verify.lint import lint as run

    if explain is not None:
        emit(explanation(find_rule(explain)))
        return
    rules = _selected(rule, skip)
    network = told(source, inventory)
    names = set(chosen(network.configs, limit))
    every = run(network.configs, rules, generations=network.generations, underlay=network.underlay)
    findings = [one for one in every if one.router in names]
    _emit(findings, rules, output)
    note(f"{len(names)} routers, {len(rules)} rules: {len(findings)} findings")
    wrong = any(one.severity is Severity.ERROR for one in findings)
    raise typer.Exit(ExitCode.WRONG if wrong else ExitCode.OK)


def _emit(findings: "list[Finding]", rules: "list[Rule]", output: str) -> None:
    from nornir_dmvpn.report.sarif import sarif

    if output == "sarif":
        emit_json(sarif(findings, rules))
    elif output == "json":
        emit_json([_row(one) for one in findings])
    else:
        emit("\n".join(_text(one) for one in findings))


def explanation(rule: "Rule") -> str:
    """Everything a rule says of itself."""
    generations = ", ".join(sorted(one.value for one in rule.generations))
    return (
        f"{rule.id} ({rule.severity.value}, {rule.layer.value}): {rule.title}\n"
        f"consequence: {rule.consequence}\n"
        f"leads to: {rule.leads_to}\n"
        f"cure: {rule.cure}\n"
        f"generations: {generations}"
    )


def _selected(only: list[str] | None, skip: list[str] | None) -> "list[Rule]":
    from nornir_dmvpn.verify.lint import RULES, find_rule

    left_out = {find_rule(name).id for name in skip or ()}
    wanted = [find_rule(name) for name in only] if only else list(RULES)
    return [one for one in wanted if one.id not in left_out]


def _text(finding: "Finding") -> str:
    where = " ".join(part for part in (finding.router, finding.interface, finding.peer) if part)
    places = ", ".join(str(place) for place in finding.evidence)
    lines = [f"{finding.severity.value} {finding.rule} {where}: {finding.what}: {finding.observed}"]
    lines += [f"    at {places}"] if places else []
    for cause in finding.causes:
        lines += [f"    leads to {cause.rule}: {cause.text}", f"    cure: {cause.cure}"]
    return "\n".join(lines)


def _row(finding: "Finding") -> dict[str, Any]:
    cause = finding.causes[0]
    return {
        "id": finding.rule,
        "severity": finding.severity.value,
        "layer": finding.layer.value,
        "router": finding.router,
        "interface": finding.interface,
        "peer": finding.peer,
        "title": finding.what,
        "text": finding.observed,
        "consequence": cause.text,
        "leads_to": cause.rule,
        "cure": cause.cure,
        "places": [{"file": place.source, "line": place.line or None} for place in finding.evidence],
    }
