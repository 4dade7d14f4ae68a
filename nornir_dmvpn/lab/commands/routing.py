"""What a virtual router shows of its interfaces and its routing, printed from the reference network on demand."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from nornir_dmvpn.ios.shows import SHOWS, RenderOptions, ShowCommand
from nornir_dmvpn.lab.answer import Answer, Invalid, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.interface_name import same_interface
from nornir_dmvpn.model.routing_state import EigrpProcess, Route, RoutingTable

_REST = "rest"
_CODES: Mapping[str, frozenset[str]] = {
    "connected": frozenset("CL"),
    "static": frozenset("S"),
    "eigrp": frozenset("D"),
    "nhrp": frozenset("H"),
}
"""Letters of the routes that ``show ip route PROTOCOL`` lists; the reference runs no other protocol."""


def _show(show: ShowCommand[Any], prefix: str, session: Session, arguments: Arguments) -> Answer:
    chosen = show.match(f"{prefix} {arguments.get(_REST, '')}")
    if chosen is None:
        return Invalid(offset=len(prefix) + 1)
    router = session.router
    vrf = chosen.get("vrf")
    if vrf is not None and vrf not in router.vrfs.values():
        return Output(text=f"% IP routing table {vrf} does not exist")
    state = router.network.routing(router.name)
    text = show.render(
        _VALUES[show.section](state, chosen), router.generation, RenderOptions(detail="detail" in chosen)
    )
    return Output(text=text.removesuffix("\n"), paged=True)


def _interfaces(state: DeviceState, _: Mapping[str, str]) -> object:
    return state.interfaces or ()


def _eigrp(state: DeviceState, chosen: Mapping[str, str]) -> tuple[EigrpProcess, ...]:
    interface = chosen.get("interface")
    return tuple(
        replace(
            one,
            neighbours=tuple(
                peer for peer in one.neighbours if interface is None or same_interface(peer.interface, interface)
            ),
        )
        for one in state.eigrp or ()
        if one.vrf == chosen.get("vrf")
    )


def _routes(state: DeviceState, chosen: Mapping[str, str]) -> tuple[RoutingTable, ...]:
    """One table. NHRP's next hops stand in full only behind ``next-hop-override`` (S-40)."""
    words = chosen.get("protocol", "").split()
    codes = _CODES.get(words[0], frozenset()) if words else None
    full = "next-hop-override" in chosen
    return tuple(
        replace(
            table,
            routes=tuple(
                route if full else _without_overrides(route)
                for route in table.routes
                if codes is None or route.code in codes
            ),
        )
        for table in state.routes or ()
        if table.vrf == chosen.get("vrf")
    )


def _without_overrides(route: Route) -> Route:
    return replace(route, paths=tuple(path for path in route.paths if path.override is None))


_VALUES: Mapping[str | None, Any] = {"interfaces": _interfaces, "eigrp": _eigrp, "routes": _routes}
"""By section: what of it the arguments of a command ask for."""


def _commands(show: ShowCommand[Any]) -> tuple[ExecCommand, ...]:
    """One exec command for each beginning of keywords that the forms of ``show`` have."""
    syntaxes: dict[str, str] = {}
    for form in show.commands:
        prefix = form.partition("{")[0].rstrip()
        syntaxes[prefix if prefix == form else f"{prefix} <{_REST}...>"] = prefix
    return tuple(
        ExecCommand(syntaxes=(syntax,), run=partial(_show, show, prefix), user=True, filtered=True)
        for syntax, prefix in syntaxes.items()
    )


COMMANDS = tuple(command for show in SHOWS if show.section in _VALUES for command in _commands(show))
