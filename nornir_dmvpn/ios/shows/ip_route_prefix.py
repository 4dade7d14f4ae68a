"""``show ip route [vrf X] PREFIX``: where one destination leads, and who said so."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Reading, Row
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.record import duration, number, read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER, Seconds
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.routing_state import RouteDescriptor, RouteDetail

Details = tuple[RouteDetail, ...]

COMMAND = "show ip route"
_HEAD = ("KNOWN_VIA", "DISTANCE", "METRIC")


def parse(text: str, *, strict: bool = True) -> Parsed[Details]:
    """The entry, ``()`` where IOS says that the network or subnet is not in its table."""
    reading = read_answer(SHOW, text, strict=strict, nothing="% ?(?:Network|Subnet) not in table", told=Told.ALL)
    read = records(reading, _descriptor, strict=strict)
    heads = list(_heads(reading))
    values: list[RouteDetail] = []
    for place, (line, head) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else None
        inside = (
            descriptor
            for descriptor, where in zip(read.values, read.places, strict=True)
            if line < where.line and (end is None or where.line < end)
        )
        values.append(replace(head, descriptors=tuple(inside)))
        if not values[-1].descriptors:
            raise ParseError(COMMAND, line, "Routing entry", "the output is cut off: no descriptor block follows")
    return Parsed(values=tuple(values), layout=None, unread=read.unread, places=read.places)


def _heads(reading: Reading) -> Iterator[tuple[int, RouteDetail]]:
    """Line and value of every ``Routing entry``, without its blocks."""
    entries: list[tuple[int, dict[str, str]]] = []
    vrf: str | None = None
    for one in reading.assignments:
        if "NETWORK" in one.values:
            entries.append((one.line, {"VRF": vrf} if vrf else {}))
        if "VRF" in one.values:
            vrf = one.values["VRF"]
        elif entries:
            entries[-1][1].update(one.values)
    for line, values in entries:
        for name in _HEAD:
            if name not in values:
                raise ParseError(COMMAND, line, "Routing entry", f"the output is cut off: no {name.lower()} is said")
        yield line, _head(values)


def _head(values: dict[str, str]) -> RouteDetail:
    update, interface, age = (values.get(name) for name in ("LAST_UPDATE", "LAST_UPDATE_INTERFACE", "LAST_UPDATE_AGE"))
    return RouteDetail(
        prefix=IPv4Network(f"{values['NETWORK']}/{values['PREFIX_LENGTH']}"),
        vrf=values.get("VRF"),
        supernet="SUPERNET" in values,
        known_via=values["KNOWN_VIA"],
        distance=int(values["DISTANCE"]),
        metric=int(values["METRIC"]),
        type=values.get("TYPE"),
        default="DEFAULT" in values,
        redistributing=values.get("REDISTRIBUTING"),
        last_update=None if update is None else IPv4Address(update),
        last_update_interface=None if interface is None else full_name(interface),
        last_update_age=None if age is None else parse_duration(age),
    )


def _descriptor(row: Row) -> RouteDescriptor:
    next_hop, interface, source = row.get("NEXTHOP_IP"), row.get("NEXTHOP_IF"), row.get("SOURCE")
    if next_hop is None and row.get("CONNECTED") is None:
        raise ParseError(COMMAND, row.line, row.text, "the output is cut off: a metric without its path")
    return RouteDescriptor(
        best=row.get("BEST") is not None,
        next_hop=None if next_hop is None else IPv4Address(next_hop),
        interface=None if interface is None else full_name(interface),
        source=None if source is None else IPv4Address(source),
        age=duration(row, "AGE"),
        metric=number(row, "PATH_METRIC"),
        traffic_share=number(row, "TRAFFIC_SHARE"),
        override=row.get("OVERRIDE") is not None,
    )


def render(value: Details, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The entry and its blocks; for no entry what IOS says then."""
    if not value:
        return "% Network not in table\n"
    return "".join(line + "\n" for one in value for line in _lines(one))


def _lines(one: RouteDetail) -> Iterator[str]:
    if one.vrf is not None:
        yield ""
        yield f"Routing Table: {one.vrf}"
    yield f"Routing entry for {one.prefix}{', supernet' if one.supernet else ''}"
    kind = "" if one.type is None else f" ({one.type})" if _in_brackets(one) else f", type {one.type}"
    default = ", candidate default path" if one.default and not _in_brackets(one) else ""
    yield f'  Known via "{one.known_via}", distance {one.distance}, metric {one.metric}{default}{kind}'
    if one.redistributing is not None:
        yield f"  Redistributing via {one.redistributing}"
    if one.last_update is not None:
        on = "" if one.last_update_interface is None else f" on {one.last_update_interface},"
        yield f"  Last update from {one.last_update}{on} {_age(one.last_update_age or 0)} ago"
    yield "  Routing Descriptor Blocks:"
    for block in one.descriptors:
        yield f"  {'*' if block.best else ' '} {_block(block)}"
        yield f"      Route metric is {block.metric or 0}, traffic share count is {block.traffic_share or 0}"


def _in_brackets(one: RouteDetail) -> bool:
    return one.known_via == "connected"


def _block(block: RouteDescriptor) -> str:
    where = "directly connected" if block.next_hop is None else str(block.next_hop)
    override = "[NHO]" if block.override and block.next_hop is not None else ""
    source = "" if block.source is None else f", from {block.source}"
    age = "" if block.age is None else f", {_age(block.age)} ago"
    interface = "" if block.interface is None else f", via {block.interface}"
    return f"{override}{where}{source}{age}{interface}"


def _age(seconds: Seconds) -> str:
    return render_duration(0 if seconds is NEVER else seconds)


def quantise_details(value: Details, generation: Generation, options: RenderOptions = PLAIN) -> Details:  # noqa: ARG001 # one signature for all
    """What printing keeps: cut ages; numbers that IOS always prints are 0 where the value does not know them."""
    return tuple(
        replace(
            one,
            default=one.default and not _in_brackets(one),
            last_update_interface=None if one.last_update is None else one.last_update_interface,
            last_update_age=None if one.last_update is None else quantise(one.last_update_age or 0),
            descriptors=tuple(
                replace(
                    block,
                    age=None if block.age is None else quantise(block.age),
                    metric=block.metric or 0,
                    traffic_share=block.traffic_share or 0,
                    override=block.override and block.next_hop is not None,
                )
                for block in one.descriptors
            ),
        )
        for one in value
    )


def rows(value: Details) -> list[JsonRow]:
    """One row per descriptor block."""
    return [
        {
            "vrf": one.vrf,
            "prefix": str(one.prefix),
            "known_via": one.known_via,
            "distance": one.distance,
            "metric": one.metric,
            "type": one.type,
            "best": block.best,
            "next_hop": None if block.next_hop is None else str(block.next_hop),
            "interface": block.interface,
            "source": None if block.source is None else str(block.source),
            "age": None if block.age is NEVER else block.age,
            "override": block.override,
        }
        for one in value
        for block in one.descriptors
    ]


SHOW: ShowCommand[Details] = ShowCommand(
    name="show_ip_route_prefix",
    forms=("sh[[ow]] ip ro[[ute]] {target}", "sh[[ow]] ip ro[[ute]] vrf {vrf} {target}"),
    section="route_details",
    parse=parse,
    render=render,
    quantise=quantise_details,
    rows=rows,
)
