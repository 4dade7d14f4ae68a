"""``show ip protocols``: which routing protocols run, for which networks, and from whom they have learned."""

import re
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, ip_address
from typing import Any

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Row
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.record import read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.routing_state import RoutingProtocol, RoutingSource

Protocols = tuple[RoutingProtocol, ...]
Change = tuple[str, Any]
"""A field of ``RoutingProtocol`` and its value, or one more item of it."""

COMMAND = "show ip protocols"
_LISTS = frozenset({"networks", "interfaces", "passive", "neighbours", "sources"})
_SOURCE = re.compile(r"(\S+|\(this router\))\s+(\d+)\s+(\S+)")


def parse(text: str, *, strict: bool = True) -> Parsed[Protocols]:
    """Every protocol in printed order."""
    reading = read_answer(SHOW, text, strict=strict, told=Told.ALL)
    heads = [one for one in reading.assignments if "PROTOCOL" in one.values]
    protocols = [RoutingProtocol(protocol=one.values["PROTOCOL"]) for one in heads]
    read = records(reading, _change, strict=strict)
    for (name, value), where in zip(read.values, read.places, strict=True):
        above = sum(head.line < where.line for head in heads)
        if not above:
            raise ParseError(COMMAND, where.line, where.text, "the output is cut off: a line without its protocol")
        one = protocols[above - 1]
        told: dict[str, Any] = {name: (*getattr(one, name), value) if name in _LISTS else value}
        protocols[above - 1] = replace(one, **told)
    places = tuple(Place(source=COMMAND, line=head.line, text=head.text) for head in heads)
    return Parsed(values=tuple(protocols), layout=None, unread=read.unread, places=places)


def _change(row: Row) -> Change:
    """What one fact or item says. ``ValueError`` for an item below no list."""
    part, item = row.need(COMMAND, "PART"), row.need(COMMAND, "ITEM")
    match part.split("(")[0].strip():
        case "Router ID" | "Router-ID":
            return "router_id", IPv4Address(item)
        case "Redistributing":
            return "redistributing", item
        case "Distance":
            return "distance", item
        case "Maximum path":
            return "maximum_path", int(item)
        case "Routing for Networks":
            IPv4Address(re.split(r"[\s/]", item, maxsplit=1)[0])
            return "networks", " ".join(item.split())
        case "Routing on Interfaces Configured Explicitly":
            return "interfaces", full_name(item)
        case "Passive Interface":
            return "passive", full_name(item)
        case "Neighbor":
            return "neighbours", ip_address(item.split()[0])
        case _:
            return "sources", _source(item)


def _source(item: str) -> RoutingSource:
    match = _SOURCE.fullmatch(item)
    if match is None:
        raise ValueError(f"{item!r} is not a source of routing information")
    return RoutingSource(gateway=match[1], distance=int(match[2]), last_update=parse_duration(match[3]))


def render(value: Protocols, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """Every protocol with what the value knows of it; filters, timers and metric weights are not known."""
    lines: list[str] = ["*** IP Routing is NSF aware ***", ""] if value else []
    for one in value:
        lines += [*_lines(one), ""]
    return "".join(line + "\n" for line in lines)


def _lines(one: RoutingProtocol) -> Iterator[str]:
    yield f'Routing Protocol is "{one.protocol}"'
    yield "  Outgoing update filter list for all interfaces is not set"
    yield "  Incoming update filter list for all interfaces is not set"
    if one.redistributing is not None:
        yield f"  Redistributing: {one.redistributing}"
    if one.router_id is not None:
        yield f"  Router ID {one.router_id}"
    if one.neighbours:
        yield "  Neighbor(s):"
        yield "    Address          FiltIn FiltOut DistIn DistOut Weight RouteMap"
        yield from (f"    {str(address).upper():<16} " for address in one.neighbours)
    if one.maximum_path is not None:
        yield f"  Maximum path: {one.maximum_path}"
    yield from _list("Routing for Networks", one.networks)
    yield from _list("Routing on Interfaces Configured Explicitly (Area 0)", one.interfaces)
    yield from _list("Passive Interface(s)", one.passive)
    yield "  Routing Information Sources:"
    yield "    Gateway         Distance      Last Update"
    for source in one.sources:
        yield f"    {source.gateway:<16}{source.distance:>8}      {render_duration(source.last_update)}"
    if one.distance is not None:
        yield f"  Distance: {one.distance}"


def _list(head: str, items: tuple[str, ...]) -> list[str]:
    return [f"  {head}:", *(f"    {item}" for item in items)] if items else []


def quantise_protocols(value: Protocols, generation: Generation, options: RenderOptions = PLAIN) -> Protocols:  # noqa: ARG001 # one signature for all
    """What printing keeps of the ages."""
    return tuple(
        replace(
            one,
            sources=tuple(replace(source, last_update=quantise(source.last_update)) for source in one.sources),
        )
        for one in value
    )


def rows(value: Protocols) -> list[JsonRow]:
    """One row per protocol; a source is ``{"gateway", "distance", "last_update"}``."""
    return [
        {
            "protocol": one.protocol,
            "router_id": None if one.router_id is None else str(one.router_id),
            "redistributing": one.redistributing,
            "maximum_path": one.maximum_path,
            "networks": list(one.networks),
            "interfaces": list(one.interfaces),
            "passive": list(one.passive),
            "neighbours": [str(address) for address in one.neighbours],
            "sources": [
                {
                    "gateway": source.gateway,
                    "distance": source.distance,
                    "last_update": None if source.last_update is NEVER else source.last_update,
                }
                for source in one.sources
            ],
            "distance": one.distance,
        }
        for one in value
    ]


SHOW: ShowCommand[Protocols] = ShowCommand(
    name="show_ip_protocols",
    forms=("sh[[ow]] ip pro[[tocols]]", "sh[[ow]] ip pro[[tocols]] vrf {vrf}"),
    section="protocols",
    parse=parse,
    render=render,
    quantise=quantise_protocols,
    rows=rows,
)
