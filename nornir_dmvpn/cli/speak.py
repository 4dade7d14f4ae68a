"""``dmvpn nhrp speak``: a DMVPN router in this process, for people who debug one."""

from typing import Annotated, Literal

import typer

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.options import Verbose

Source = Annotated[str, typer.Option(metavar="ADDRESS", help="Tunnel source: an IPv4 address of this host.")]
Address = Annotated[str, typer.Option(metavar="ADDRESS/LENGTH", help="Tunnel address.")]
Nhs = Annotated[str | None, typer.Option(metavar="ADDRESS|dynamic", help="Server; without it: be a hub.")]
Nbma = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Underlay address of the server.")]
Key = Annotated[int | None, typer.Option(min=0, max=0xFFFFFFFF, help="GRE key of the tunnel.")]
Holdtime = Annotated[int, typer.Option(min=3, max=65535, help="Holding time that is advertised, in seconds.")]
Authentication = Annotated[
    str | None, typer.Option(metavar="env:NAME|file:PATH", help="Where the secret stands; it is never said.")
]
Route = Annotated[
    list[str] | None, typer.Option(metavar="PREFIX=NEXT-HOP", help="Overlay route into the cloud; repeat it for more.")
]
Lan = Annotated[str | None, typer.Option(metavar="ADDRESS/LENGTH", help="LAN behind this router; answers pings.")]
Resolve = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Ask for it once a server answers.")]
Ping = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Ping it every second once a server answers.")]
Seconds = Annotated[float | None, typer.Option(min=0, help="End after so long; without it: at Control-C.")]
Form = Annotated[Literal["text", "json"], typer.Option("-o", "--output", help="Form of each line.")]


def speak(
    *,
    source: Source,
    address: Address,
    nhs: Nhs = None,
    nbma: Nbma = None,
    key: Key = None,
    holdtime: Holdtime = 600,
    authentication: Authentication = None,
    route: Route = None,
    lan: Lan = None,
    resolve: Resolve = None,
    ping: Ping = None,
    seconds: Seconds = None,
    output: Form = "text",
    verbose: Verbose = 0,
) -> None:
    """Be a spoke (--nhs) or a hub of an unprotected cloud and print what happens, with -v each packet. Needs root."""
    from nornir_dmvpn.cli.speaking import Wish, be_router

    wish = Wish(
        source=source,
        address=address,
        nhs=nhs,
        nbma=nbma,
        key=key,
        holdtime=holdtime,
        authentication=authentication,
        routes=tuple(route or ()),
        lan=lan,
        resolve=resolve,
        ping=ping,
    )
    registered = be_router(wish, seconds, as_json=output == "json", with_packets=verbose > 0)
    if not registered:
        raise typer.Exit(ExitCode.NOT_LOOKED)
