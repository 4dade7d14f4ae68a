"""``show ip interface brief``: every interface, its address and whether it is up."""

from dataclasses import replace
from ipaddress import IPv4Address

from nornir_dmvpn.ios.shows.engine import Row
from nornir_dmvpn.ios.shows.record import read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_state import InterfaceBrief

Interfaces = tuple[InterfaceBrief, ...]

COMMAND = "show ip interface brief"
_HEAD = "Interface                  IP-Address      OK? Method Status                Protocol"


def parse(text: str, *, strict: bool = True) -> Parsed[Interfaces]:
    """Every interface in printed order."""
    read = records(read_answer(SHOW, text, strict=strict), _interface, strict=strict)
    return Parsed(values=read.values, layout=None, unread=read.unread, places=read.places)


def _interface(row: Row) -> InterfaceBrief:
    address = row.need(COMMAND, "IP_ADDRESS")
    return InterfaceBrief(
        interface=row.need(COMMAND, "INTERFACE"),
        address=None if address == "unassigned" else IPv4Address(address),
        ok=row.need(COMMAND, "OK") == "YES",
        method=row.need(COMMAND, "METHOD"),
        status=row.need(COMMAND, "STATUS"),
        protocol=" ".join(row.need(COMMAND, "PROTO").split()),
    )


def render(value: Interfaces, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The table; IOS pads the last column to eight. ``administratively down`` fills its column to the blank."""
    lines = [_HEAD] if value else []
    for one in value:
        address = "unassigned" if one.address is None else str(one.address)
        ok = "YES" if one.ok else "NO"
        lines.append(f"{one.interface:<26} {address:<15} {ok:<3} {one.method:<6} {one.status:<21} {one.protocol:<8}")
    return "".join(line + "\n" for line in lines)


def quantise_interfaces(value: Interfaces, generation: Generation, options: RenderOptions = PLAIN) -> Interfaces:  # noqa: ARG001 # one signature for all
    """All of it is printed."""
    return tuple(replace(one) for one in value)


def rows(value: Interfaces) -> list[JsonRow]:
    """One row per interface; an unassigned address is null."""
    return [
        {
            "interface": one.interface,
            "address": None if one.address is None else str(one.address),
            "ok": one.ok,
            "method": one.method,
            "status": one.status,
            "protocol": one.protocol,
        }
        for one in value
    ]


SHOW: ShowCommand[Interfaces] = ShowCommand(
    name="show_ip_interface_brief",
    forms=("sh[[ow]] ip int[[erface]] b[[rief]]",),
    section="interfaces",
    parse=parse,
    render=render,
    quantise=quantise_interfaces,
    rows=rows,
)
