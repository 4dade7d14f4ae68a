"""``dmvpn demo``: the whole program once through, on virtual routers."""

from typing import Annotated

import typer

from nornir_dmvpn.cli.options import Verbose


def demo(
    *,
    speed: Annotated[float, typer.Option(min=1, help="Virtual seconds per second.")] = 10.0,
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Virtual routers up, dry run, rollout, verify, break a spoke, verify again with the cause, mend it, down.

    Exit code 0 only if every verdict on the way was the right one.
    """
    from nornir_dmvpn.cli.story import tell_story

    raise typer.Exit(tell_story(speed))
