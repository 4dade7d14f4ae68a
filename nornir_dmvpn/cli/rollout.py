"""``dmvpn rollout``: change routers in waves, each gated by verification."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from nornir_dmvpn.cli.exit_code import ExitCode, of_verdict
from nornir_dmvpn.cli.options import Check, Forks, InventoryPath, Limit, RowsOutput, ShowDiff, Verbose, Via
from nornir_dmvpn.cli.terminal import colour, complain, emit, emit_json, emit_table, note, width
from nornir_dmvpn.cli.verify import Settle

if TYPE_CHECKING:
    from nornir_dmvpn.rollout import Prepared, Rollout
    from nornir_dmvpn.sources.inventory import Inventory

rollout = typer.Typer(
    name="rollout", help="Change routers in waves, each verified.", no_args_is_help=True, rich_markup_mode=None
)
Batch = Annotated[int, typer.Option("--batch", min=1, help="Spokes in one wave, after the first.")]
UndoOnFailure = Annotated[bool, typer.Option("--undo-on-failure", help="Take back the wave that fails.")]


@rollout.command()
def plan(
    *,
    inventory: InventoryPath = None,
    limit: Limit = None,
    forks: Forks = None,
    via: Via = None,
    batch: Batch = 25,
    diff: ShowDiff = False,
    output: RowsOutput = "table",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Say what would be changed on whom, and in which order. Touches nothing."""
    from nornir_dmvpn.cli.live import fleet
    from nornir_dmvpn.rollout import prepare

    with fleet(inventory, limit=limit, forks=forks, via=via, dry_run=True) as (loaded, nornir):
        prepared = prepare(nornir, loaded)
    _show_plan(loaded, prepared, batch, diff=diff, output=output)
    raise typer.Exit(ExitCode.NOT_LOOKED if prepared.problems else ExitCode.OK)


@rollout.command()
def apply(
    *,
    inventory: InventoryPath = None,
    limit: Limit = None,
    forks: Forks = None,
    via: Via = None,
    batch: Batch = 25,
    settle: Settle = 30.0,
    undo_on_failure: UndoOnFailure = False,
    check: Check = False,
    diff: ShowDiff = False,
    verbose: Verbose = 0,
) -> None:
    """Change what needs to be changed: hubs first, then one spoke, then the rest, each wave verified."""
    if check:
        plan(inventory=inventory, limit=limit, forks=forks, via=via, batch=batch, diff=diff, verbose=verbose)
    from nornir_dmvpn.cli.live import fleet
    from nornir_dmvpn.rollout import apply as apply_waves
    from nornir_dmvpn.rollout import open_journal, prepare

    with fleet(inventory, limit=limit, forks=forks, via=via) as (loaded, nornir):
        prepared = prepare(nornir, loaded)
        if diff:
            _show_diffs(prepared)
        journal = open_journal()
        result = apply_waves(
            nornir,
            loaded,
            prepared,
            journal,
            batch=batch,
            settle=settle,
            undo_on_failure=undo_on_failure,
            tell=note,
        )
    note(f"journal: {journal.path}")
    raise typer.Exit(_report(prepared, result))


def _show_plan(inventory: "Inventory", prepared: "Prepared", batch: int, *, diff: bool, output: str) -> None:
    from nornir_dmvpn.rollout import waves

    order = waves(inventory.intent, prepared.to_change, batch=batch)
    numbers = {name: number for number, routers in enumerate(order, 1) for name in routers}
    rows: list[dict[str, Any]] = [
        {"router": name, "wave": numbers.get(name), "commands": len(change.commands), "problem": None}
        for name, change in prepared.changes.items()
    ] + [
        {"router": name, "wave": None, "commands": None, "problem": problem}
        for name, problem in prepared.problems.items()
    ]
    if output == "json":
        changes = prepared.changes
        emit_json([row | {"diff": changes[row["router"]].diff if row["router"] in changes else None} for row in rows])
        return
    emit_table(rows)
    if diff:
        _show_diffs(prepared)


def _show_diffs(prepared: "Prepared") -> None:
    for name in prepared.to_change:
        emit(f"\n{name}\n{_coloured(prepared.changes[name].diff)}")


def _coloured(diff: str) -> str:
    if not colour():
        return diff
    codes = {"+": "32", "-": "31", "@": "36"}
    return "\n".join(
        f"\x1b[{codes[line[0]]}m{line}\x1b[0m" if line[:1] in codes else line for line in diff.splitlines()
    )


def _report(prepared: "Prepared", result: "Rollout") -> ExitCode:
    """The last gate's verdict in full, what failed, who waits; and the exit code."""
    from nornir_dmvpn.report import find_format

    last = next((wave.verdict for wave in reversed(result.waves) if wave.verdict is not None), None)
    if last is not None:
        emit(find_format("table").write(last, colour=colour(), width=width()))
    for problem in prepared.problems.values():
        complain(problem)
    for wave in result.waves:
        for problem in wave.problems.values():
            complain(problem)
        if wave.undone:
            note(f"taken back: {', '.join(wave.undone)}")
    if result.waiting:
        note(f"not changed: {', '.join(result.waiting)}")
    if not result.waves and not prepared.problems:
        note("nothing to change")
    failed = prepared.problems or any(wave.problems for wave in result.waves)
    code = of_verdict(last) if last is not None else ExitCode.OK
    return code if code is ExitCode.WRONG else ExitCode.NOT_LOOKED if failed else code
