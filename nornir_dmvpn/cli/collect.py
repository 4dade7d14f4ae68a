"""``dmvpn collect DIR``: a captures folder from live routers."""

from pathlib import Path
from typing import Annotated

import typer

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.options import Forks, InventoryPath, Limit, Verbose, Via
from nornir_dmvpn.cli.terminal import complain, note


def collect(
    folder: Annotated[Path, typer.Argument(help="Where to write; made if it is not there.")],
    *,
    inventory: InventoryPath = None,
    limit: Limit = None,
    forks: Forks = None,
    via: Via = None,
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Save running-config and show outputs of live routers. They hold keys, so only you may read the files."""
    from nornir_dmvpn.cli.live import fleet
    from nornir_dmvpn.sources.captures import write_captures
    from nornir_dmvpn.tasks.verify import look

    with fleet(inventory, limit=limit, forks=forks, via=via) as (_, nornir):
        seen = look(nornir)
    written = write_captures(
        folder,
        {name: one.running_text for name, one in seen.collected.items()},
        {name: one.outputs for name, one in seen.collected.items()},
    )
    note(f"{len(written)} files of {len(seen.collected)} routers in {folder}")
    for problem in seen.problems.values():
        complain(problem)
    raise typer.Exit(ExitCode.NOT_LOOKED if seen.problems else ExitCode.OK)
