"""The command tree: which verbs there are."""

from collections.abc import Callable
from typing import Any

import typer

from nornir_dmvpn.cli import collect, demo, doctor, lab, lint, nhrp, parse, parsers, predict, rollout, verify, version

VERBS: tuple[Callable[..., Any], ...] = (
    demo.demo,
    parse.parse,
    predict.predict,
    collect.collect,
    verify.verify,
    lint.lint,
    doctor.doctor,
    version.version,
)
GROUPS: tuple[typer.Typer, ...] = (lab.lab, nhrp.nhrp, parsers.parsers, rollout.rollout)

app = typer.Typer(
    name="dmvpn",
    help="Roll out, verify and audit Cisco DMVPN, held against a reference implementation of the protocol.",
    epilog="Exit codes: 0 as it should be, 1 internal error, 2 usage, 3 could not look, 4 the network is wrong.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
for verb in VERBS:
    app.command()(verb)
for group in GROUPS:
    app.add_typer(group)
