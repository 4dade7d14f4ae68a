"""The options that several verbs share, named as users of Ansible and ANTA expect."""

import logging
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


def _set_verbosity(count: int) -> int:
    log = logging.getLogger("nornir_dmvpn")
    log.setLevel(_LEVELS[min(count, len(_LEVELS) - 1)])
    if count and not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        log.addHandler(handler)
    return count


InventoryPath = Annotated[
    Path | None,
    typer.Option(
        "-i",
        "--inventory",
        envvar="NORNIR_DMVPN_INVENTORY",
        show_default="./inventory",
        help="Inventory folder, or a Nornir config.yaml.",
    ),
]
Limit = Annotated[
    str | None,
    typer.Option(
        "-l", "--limit", help="Only these routers: names, globs, groups; ':' joins, '!' takes out, @FILE reads."
    ),
]
Forks = Annotated[
    int | None,
    typer.Option(
        "-f",
        "--forks",
        min=1,
        show_default="as config.yaml says, else 20",
        help="Routers worked on at the same time.",
    ),
]
Check = Annotated[bool, typer.Option("-C", "--check", help="Change nothing; say what would be done.")]
ShowDiff = Annotated[bool, typer.Option("-D", "--diff", help="Show the difference for every router.")]
Verbose = Annotated[
    int,
    typer.Option(
        "-v", "--verbose", count=True, callback=_set_verbosity, show_default=False, help="Say more; -vv most."
    ),
]
RowsOutput = Annotated[Literal["table", "json"], typer.Option("-o", "--output", help="Form of the data.")]
Via = Annotated[
    Literal["netmiko", "napalm"] | None,
    typer.Option("--via", show_default="as config.yaml says, else netmiko", help="Library that talks to the routers."),
]

FORKS = 20
"""Nornir's own default."""
