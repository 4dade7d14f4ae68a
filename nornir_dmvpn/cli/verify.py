"""``dmvpn verify``: collect and compare, or compare what was saved."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from nornir_dmvpn.cli.exit_code import of_verdict
from nornir_dmvpn.cli.options import Forks, InventoryPath, Limit, Verbose, Via
from nornir_dmvpn.cli.terminal import colour, emit, width

Report = Annotated[Literal["table", "json", "junit"], typer.Option("-o", "--output", help="Form of the report.")]
Settle = Annotated[float, typer.Option("--settle", min=0, help="Seconds a network that is coming up is given.")]


def verify(
    *,
    source: Annotated[
        Path | None, typer.Option("--from", help="A captures folder to judge offline, instead of live routers.")
    ] = None,
    inventory: InventoryPath = None,
    limit: Limit = None,
    forks: Forks = None,
    via: Via = None,
    settle: Settle = 30.0,
    output: Report = "table",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Hold what routers show against what they must, may and must not show."""
    from nornir_dmvpn.report import find_format

    if source is not None:
        from nornir_dmvpn.cli.saved import judge_saved

        verdict = judge_saved(source, inventory, limit)
    else:
        from nornir_dmvpn.cli.live import judge_live

        verdict = judge_live(inventory, limit=limit, forks=forks, settle=settle, via=via)
    emit(find_format(output).write(verdict, colour=colour(), width=width()))
    raise typer.Exit(of_verdict(verdict))
