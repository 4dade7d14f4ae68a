"""``show ip ospf neighbor``: who speaks OSPF with the router, and how far the adjacency has come (P-40 to P-42)."""

from dataclasses import replace
from ipaddress import IPv4Address

from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Row
from nornir_dmvpn.ios.shows.record import read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.routing_state import OspfNeighbour

Neighbours = tuple[OspfNeighbour, ...]

COMMAND = "show ip ospf neighbor"
STATES = ("DOWN", "ATTEMPT", "INIT", "2WAY", "EXSTART", "EXCHANGE", "LOADING", "FULL")
"""Neighbour states in the order of establishment (RFC 2328 10.1)."""


def parse(text: str, *, strict: bool = True) -> Parsed[Neighbours]:
    """Every neighbour in printed order."""
    read = records(read_answer(SHOW, text, strict=strict), _neighbour, strict=strict)
    return Parsed(values=read.values, layout=None, unread=read.unread, places=read.places)


def _neighbour(row: Row) -> OspfNeighbour:
    state, role = (part.strip() for part in row.need(COMMAND, "STATE").split("/"))
    dead = row.need(COMMAND, "DEAD_TIME")
    if state not in STATES:
        raise ValueError(f"{state!r} is not a state of an OSPF neighbour")
    return OspfNeighbour(
        neighbour_id=IPv4Address(row.need(COMMAND, "NEIGHBOR_ID")),
        priority=int(row.need(COMMAND, "PRIORITY")),
        state=state,
        role=None if role == "-" else role,
        dead_time=None if dead == "-" else parse_duration(dead),
        address=IPv4Address(row.need(COMMAND, "IP_ADDRESS")),
        interface=full_name(row.need(COMMAND, "INTERFACE")),
    )


def render(value: Neighbours, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The table below an empty line; nothing without neighbours."""
    if not value:
        return ""
    lines = ["", "Neighbor ID     Pri   State           Dead Time   Address         Interface"]
    for one in value:
        state = f"{one.state}/  -" if one.role is None else f"{one.state}/{one.role}"
        dead = "   -" if one.dead_time is None else render_duration(one.dead_time)
        lines.append(
            f"{one.neighbour_id!s:<15} {one.priority:>3}   {state:<15} {dead:<12}{one.address!s:<16}{one.interface}"
        )
    return "".join(line + "\n" for line in lines)


def quantise_neighbours(value: Neighbours, generation: Generation, options: RenderOptions = PLAIN) -> Neighbours:  # noqa: ARG001 # one signature for all
    """What printing keeps of a dead time."""
    return tuple(replace(one, dead_time=None if one.dead_time is None else quantise(one.dead_time)) for one in value)


def rows(value: Neighbours) -> list[JsonRow]:
    """One row per neighbour; no role and no dead time are null."""
    return [
        {
            "neighbour_id": str(one.neighbour_id),
            "priority": one.priority,
            "state": one.state,
            "role": one.role,
            "dead_time": None if one.dead_time is NEVER else one.dead_time,
            "address": str(one.address),
            "interface": one.interface,
        }
        for one in value
    ]


SHOW: ShowCommand[Neighbours] = ShowCommand(
    name="show_ip_ospf_neighbor",
    forms=("sh[[ow]] ip os[[pf]] nei[[ghbor]]", "sh[[ow]] ip os[[pf]] nei[[ghbor]] {interface}"),
    section="ospf",
    parse=parse,
    render=render,
    quantise=quantise_neighbours,
    rows=rows,
)
