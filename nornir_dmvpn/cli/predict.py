"""``dmvpn predict``: what the routers of a network should show."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nornir_dmvpn.cli.options import InventoryPath, Limit, Verbose
from nornir_dmvpn.cli.terminal import emit, emit_json
from nornir_dmvpn.errors import IntentError

if TYPE_CHECKING:
    from nornir_dmvpn.cli.saved import Told
    from nornir_dmvpn.model.device_state import DeviceState


def predict(
    source: Annotated[Path | None, typer.Argument(help="A captures folder; only its configs are read.")] = None,
    *,
    inventory: InventoryPath = None,
    limit: Limit = None,
    traffic: Annotated[
        list[str] | None, typer.Option("--traffic", metavar="SRC>DST", help="Traffic that flows; may be repeated.")
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="NAME:ROUTER", help="A fault from the start; may be repeated."),
    ] = None,
    at: Annotated[
        float | None, typer.Option("--at", min=0, help="Seconds from cold start; at rest without it.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of the jitter of timers.")] = 0,
    output: Annotated[Literal["text", "json"], typer.Option("-o", "--output", help="Form of the data.")] = "text",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Print the show output that the reference expects of every router."""
    from nornir_dmvpn.cli.saved import chosen, told
    from nornir_dmvpn.reference.predict import predict as expected

    network = told(source, inventory)
    names = chosen(network.configs, limit)
    states = expected(
        network.configs,
        underlay=network.underlay,
        generations=network.generations,
        traffic=[_flow(one) for one in traffic or ()],
        faults=[_fault(one) for one in fault or ()],
        at=at,
        seed=seed,
    )
    shown = {name: states[name] for name in names}
    if output == "json":
        emit_json({name: _rows(state) for name, state in shown.items()})
    else:
        emit("\n".join(_text(network, name, state) for name, state in shown.items()))


def _flow(text: str) -> tuple[str, str]:
    source, arrow, destination = (part.strip() for part in text.partition(">"))
    if not (source and arrow and destination):
        raise IntentError("", f"--traffic: {text!r} is not of the form SRC>DST, such as spoke1>spoke2")
    return source, destination


def _fault(text: str) -> tuple[str, str]:
    name, _, router = (part.strip() for part in text.partition(":"))
    if not (name and router):
        raise IntentError("", f"--fault: {text!r} is not of the form NAME:ROUTER")
    return name, router


def _rows(state: "DeviceState") -> dict[str, list[dict[str, object]]]:
    from nornir_dmvpn.ios.shows import SHOWS

    return {
        show.commands[0]: show.rows(value)
        for show in SHOWS
        if show.section is not None and (value := getattr(state, show.section)) is not None
    }


def _text(network: "Told", name: str, state: "DeviceState") -> str:
    """What a terminal would show, prompt included."""
    from nornir_dmvpn.ios.shows import SHOWS
    from nornir_dmvpn.model.effective import generation_of

    config = network.configs[name]
    generation = network.generations.get(name) or generation_of(config)
    prompt = config.hostname or name
    return "".join(
        f"{prompt}#{show.commands[0]}\n{show.render(value, generation)}"
        for show in SHOWS
        if show.section is not None and (value := getattr(state, show.section)) is not None
    )
