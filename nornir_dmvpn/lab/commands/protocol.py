"""The show commands of the protocol, printed from the reference network's state of this router."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from ipaddress import ip_interface
from typing import Any

from nornir_dmvpn.ios.shows import SHOWS, RenderOptions, ShowCommand
from nornir_dmvpn.lab.answer import Answer, Invalid, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.commands.crypto_part import crypto_part
from nornir_dmvpn.lab.commands.nhrp_part import nhrp_part
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.interface_name import same_interface
from nornir_dmvpn.model.state import DmvpnTunnel, NhsReport

_REST = "rest"


def _show(prefix: str, session: Session, arguments: Arguments) -> Answer:
    text = f"{prefix} {arguments.get(_REST, '')}"
    found = next(((show, one) for show in OFFERED if (one := show.match(text)) is not None), None)
    if found is None:
        return Invalid(offset=len(prefix) + 1)
    show, chosen = found
    router = session.router
    look = router.network.full_state if show.section in LISTS else router.network.state
    state = _part(look(router.name), router.vrfs, chosen)
    value = None if show.section is None else getattr(state, show.section)
    if value is None:  # nothing can be said of it: an address that the configurations do not tell
        return Output()
    text = show.render(value, router.generation, RenderOptions(detail="detail" in chosen))
    return Output(text=text.removesuffix("\n"), paged=True)


def _part(state: DeviceState, vrfs: Mapping[str, str | None], chosen: Mapping[str, str]) -> DeviceState:
    """The rows that the arguments of a command ask for."""

    def wanted(interface: str) -> bool:
        if "interface" in chosen and not same_interface(interface, chosen["interface"]):
            return False
        return "vrf" not in chosen or vrfs.get(interface) == chosen["vrf"]

    family = next((name for name in ("ipv4", "ipv6") if name in chosen), None)
    target = ip_interface(chosen["target"]).ip if "target" in chosen else None
    tunnels = (
        _peers(tunnel, chosen)
        for tunnel in state.dmvpn or ()
        if wanted(tunnel.interface) and (family is None or tunnel.family.value.lower() == family)
    )
    nhs = state.nhs or NhsReport()
    state = nhrp_part(crypto_part(state, wanted, chosen), wanted, chosen)
    return replace(
        state,
        dmvpn=tuple(tunnel for tunnel in tunnels if tunnel.peers),
        nhrp=tuple(
            entry
            for entry in state.nhrp or ()
            if wanted(entry.interface) and (target is None or target in entry.target)
        ),
        nhs=NhsReport(
            servers=tuple(
                one for one in nhs.servers if wanted(one.interface) and (target is None or one.address == target)
            ),
            pending=tuple(one for one in nhs.pending if wanted(one.interface)),
        ),
    )


def _peers(tunnel: DmvpnTunnel, chosen: Mapping[str, str]) -> DmvpnTunnel:
    wanted = {name: ip_interface(chosen[name]).ip for name in ("nbma", "tunnel") if name in chosen}
    if not wanted:
        return tunnel
    peers = tuple(peer for peer in tunnel.peers if all(getattr(peer, name) == one for name, one in wanted.items()))
    return replace(tunnel, peers=peers)


def _commands(shows: tuple[ShowCommand[Any], ...]) -> Iterator[ExecCommand]:
    """One exec command for each beginning of keywords that forms of ``shows`` have; several may share one."""
    forms = [form for show in shows for form in show.commands]
    bare = {form: form for form in forms if "{" not in form}
    beginnings = (form[: form.index("{")].rstrip() for form in forms if "{" in form)
    for syntax, prefix in (bare | {f"{one} <{_REST}...>": one for one in beginnings}).items():
        yield ExecCommand(syntaxes=(syntax,), run=partial(_show, prefix), user=True, filtered=True)


LISTS = frozenset({"dmvpn_detail", "nhrp_brief", "nhrp_summary", "nhrp_traffic", "nhrp_multicast"})
"""Sections that the reference network makes only when asked for the full state."""
SECTIONS = LISTS | frozenset(
    {
        *("dmvpn", "nhrp", "nhs"),
        *("isakmp", "ikev2", "ikev2_sessions", "ipsec", "crypto_sessions", "crypto_sockets"),
    }
)
"""Sections of a state that the reference network fills; a command that shows another is not offered."""
OFFERED = tuple(show for show in SHOWS if show.section in SECTIONS)
"""The show commands of a virtual router, in the order in which a typed line is tried."""
COMMANDS = tuple(_commands(OFFERED))
