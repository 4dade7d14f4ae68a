"""``dmvpn lab``: the virtual fleet."""

from typing import Annotated, Any

import typer

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.options import InventoryPath, RowsOutput, Verbose
from nornir_dmvpn.cli.terminal import emit, emit_json, emit_table, note
from nornir_dmvpn.errors import IntentError

lab = typer.Typer(name="lab", help="Virtual IOS routers on this machine.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Option("-n", "--name", help="Name of the lab.")]
Router = Annotated[str, typer.Argument(help="Name of the router in the inventory.")]


@lab.command()
def up(
    *,
    inventory: InventoryPath = None,
    name: Name = "lab",
    speed: Annotated[float, typer.Option(min=0.001, help="Virtual seconds per second.")] = 1.0,
    seed: Annotated[int, typer.Option(help="Of the jitter of timers.")] = 0,
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Start a virtual router for every router of the inventory, with its underlay and no DMVPN yet."""
    from nornir_dmvpn.cli.lab_spec import lab_spec
    from nornir_dmvpn.lab.daemon import lab_up
    from nornir_dmvpn.sources.inventory import load_inventory

    spec = lab_spec(load_inventory(inventory, resolve_secrets=False), name, speed=speed, seed=seed)
    lab_up(spec)
    for router in spec.routers:
        note(f"{router.name} listens on {router.hostname} port {router.port}")


@lab.command()
def down(*, name: Name = "lab", verbose: Verbose = 0) -> None:  # noqa: ARG001
    """Stop the lab."""
    from nornir_dmvpn.lab.daemon import lab_down

    lab_down(name)


@lab.command()
def status(*, name: Name = "lab", output: RowsOutput = "table", verbose: Verbose = 0) -> None:  # noqa: ARG001
    """Say whether the lab is up, and where its routers listen."""
    from nornir_dmvpn.lab.daemon import lab_status

    found = lab_status(name)
    if found is None:
        note(f"the lab {name} is not up")
        raise typer.Exit(ExitCode.NOT_LOOKED)
    rows: list[dict[str, Any]] = [
        {"router": one.name, "hostname": one.hostname, "port": one.port, "sessions": one.sessions}
        for one in found.routers
    ]
    if output == "json":
        emit_json({"name": found.name, "speed": found.speed, "virtual_time": found.virtual_time, "routers": rows})
    else:
        emit_table(rows)


@lab.command()
def ping(
    router: Router,
    destination: Annotated[str, typer.Argument(help="An address, as the router would ping it.")],
    *,
    count: Annotated[int, typer.Option(min=1, max=1000, help="Echo requests.")] = 5,
    name: Name = "lab",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Ping from a virtual router; exit code 4 if nothing comes back."""
    from ipaddress import IPv4Address

    from nornir_dmvpn.lab.daemon import LabHandle

    try:
        address = IPv4Address(destination)
    except ValueError:
        raise IntentError("", f"{destination!r} is not an IPv4 address") from None
    sent, received = LabHandle(name).ping(router, address, count=count)
    emit(f"Success rate is {100 * received // sent} percent ({received}/{sent})")
    raise typer.Exit(ExitCode.OK if received else ExitCode.WRONG)


@lab.command("type")
def type_lines(
    router: Router,
    lines: Annotated[list[str], typer.Argument(help="Configuration lines, each in quotes.")],
    *,
    name: Name = "lab",
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Type configuration lines on a virtual router, as an operator at its console would."""
    from nornir_dmvpn.lab.daemon import LabHandle

    answer = LabHandle(name).type(router, lines)
    emit(answer)
    raise typer.Exit(ExitCode.NOT_LOOKED if answer.strip() else ExitCode.OK)
