"""``dmvpn doctor``: is this machine ready, and the inventory."""

import typer

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.options import FORKS, Forks, InventoryPath, RowsOutput, Verbose
from nornir_dmvpn.cli.terminal import emit, emit_json


def doctor(
    *,
    inventory: InventoryPath = None,
    forks: Forks = None,
    output: RowsOutput = "table",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Look at everything a run depends on; each line says what to do about it."""
    from nornir_dmvpn.cli.checks import CHECKS, Patient

    patient = Patient(inventory=inventory, forks=forks or FORKS)
    lines = [line for check in CHECKS for line in check(patient)]
    if output == "json":
        emit_json([{"level": one.level, "what": one.what, "cure": one.cure or None} for one in lines])
    else:
        emit("\n".join(f"{one.level:<5}{one.what}{f' -> {one.cure}' if one.cure else ''}" for one in lines))
    bad = any(one.level == "bad" for one in lines)
    raise typer.Exit(ExitCode.NOT_LOOKED if bad else ExitCode.OK)
