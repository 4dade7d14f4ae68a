"""``show ip route [protocol] [vrf X] [next-hop-override]``: the routing tables (C-70)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network, ip_network

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Assignment, Reading, Row
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.record import duration, number, read_answer, records
from nornir_dmvpn.ios.shows.route_legend import LEGENDS, route_layout
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.routing_state import MajorNetwork, Route, RoutePath, RoutingTable

Tables = tuple[RoutingTable, ...]

COMMAND = "show ip route"
_BREAK = 78
"""A route that would be this long, or longer, is broken behind its prefix; 78 is the shortest seen broken."""


def parse(text: str, *, strict: bool = True) -> Parsed[Tables]:
    """Every table with its routes in printed order."""
    nothing = r"% ?(?:Network|Subnet) not in table|% IP routing table \S+ does not exist.*"
    reading = read_answer(SHOW, text, strict=strict, nothing=nothing, told=Told.ALL)
    _refuse_cut(reading)
    read = records(reading, _path, strict=strict)
    lines = [number for number, line in reading.screen.lines if _begins_table(line)]
    tables = [_Table() for _ in range(len(lines) + 1)]
    for one in reading.assignments:
        tables[sum(line <= one.line for line in lines)].told(one)
    for (key, path), where in zip(read.values, read.places, strict=True):
        tables[sum(line <= where.line for line in lines)].add(key, path)
    layout = route_layout(line for _, line in reading.screen.lines)
    first = any(line.strip() for number, line in reading.screen.lines if not lines or number < lines[0])
    values = tuple(one.value() for one in tables[0 if first else 1 :])
    return Parsed(values=values, layout=layout, unread=read.unread, places=read.places)


def _begins_table(line: str) -> bool:
    return line.strip().startswith("Routing Table:")


class _Table:
    """One table while it is read."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._majors: list[MajorNetwork] = []
        self._routes: list[Route] = []

    def told(self, one: Assignment) -> None:
        """A line that gave values: the header, or a major network."""
        values = one.values
        self._values |= {name: values[name] for name in ("VRF", "GATEWAY", "GATEWAY_NETWORK") if name in values}
        if "SUBNETS" in values:
            masks = values.get("MASKS")
            self._majors.append(
                MajorNetwork(
                    network=IPv4Network(values["MAJOR"], strict=False),
                    subnets=int(values["SUBNETS"]),
                    masks=int(masks) if masks else None,
                )
            )

    def add(self, route: Route, path: RoutePath) -> None:
        """A path: of the route above if it is the same, else of a new one."""
        last = self._routes[-1] if self._routes else None
        if last is not None and replace(last, paths=()) == route:
            self._routes[-1] = replace(last, paths=(*last.paths, path))
        else:
            self._routes.append(replace(route, paths=(path,)))

    def value(self) -> RoutingTable:
        gateway, network = self._values.get("GATEWAY"), self._values.get("GATEWAY_NETWORK")
        return RoutingTable(
            vrf=self._values.get("VRF"),
            gateway=None if gateway is None else IPv4Address(gateway),
            gateway_network=None if network is None else IPv4Address(network),
            majors=tuple(self._majors),
            routes=tuple(self._routes),
        )


def _refuse_cut(reading: Reading) -> None:
    """A prefix on a line of its own, and nothing below it that says where it leads."""
    alone: Assignment | None = None
    for one in reading.assignments:
        leads = "NEXTHOP_IF" in one.values or "DISTANCE" in one.values
        if alone is not None and ("NETWORK" in one.values or not leads):
            break
        alone = one if "NETWORK" in one.values and not leads else None
    if alone is not None:
        raise ParseError(COMMAND, alone.line, alone.text, "the output is cut off: where this route leads is missing")


def _path(row: Row) -> tuple[Route, RoutePath]:
    """The path that a record is, and its route without paths."""
    next_hop = row.get("NEXTHOP_IP")
    interface = row.get("NEXTHOP_IF")
    network, length = row.need(COMMAND, "NETWORK"), row.need(COMMAND, "PREFIX_LENGTH")
    route = Route(
        prefix=IPv4Network(f"{network}/{length}"),
        code=row.need(COMMAND, "PROTOCOL"),
        kind=row.get("TYPE") or "",
        default=row.get("FLAG") is not None,
        marks=row.get("MARKS") or "",
        paths=(),
    )
    path = RoutePath(
        next_hop=None if next_hop is None else IPv4Address(next_hop),
        next_hop_vrf=row.get("NEXTHOP_VRF"),
        interface=None if interface is None else full_name(interface),
        distance=number(row, "DISTANCE"),
        metric=number(row, "METRIC"),
        age=duration(row, "UPTIME"),
        override=row.get("OVERRIDE"),
        summary=row.get("SUMMARY") is not None,
    )
    return route, path


def classful(prefix: IPv4Network) -> IPv4Network:
    """The class A, B or C network that the prefix begins in; ``0.0.0.0/0`` and what is no unicast stay as they are."""
    first = int(prefix.network_address) >> 24
    length = 0 if first in (0, 127) or first >= 224 else 8 if first < 128 else 16 if first < 192 else 24
    return prefix if length == 0 else IPv4Network((prefix.network_address, length), strict=False)


def major_networks(prefixes: Iterable[IPv4Network]) -> tuple[MajorNetwork, ...]:
    """The ``is subnetted`` lines of a whole table with these prefixes, in order of the network."""
    groups: dict[IPv4Network, set[IPv4Network]] = {}
    for prefix in prefixes:
        groups.setdefault(classful(prefix), set()).add(prefix)
    majors: list[MajorNetwork] = []
    for major in sorted(groups):
        inside = {prefix for prefix in groups[major] if prefix.prefixlen >= major.prefixlen}
        lengths = {prefix.prefixlen for prefix in inside}
        if not lengths - {major.prefixlen}:
            continue
        if len(lengths) == 1:
            (length,) = lengths
            majors.append(MajorNetwork(network=IPv4Network((major.network_address, length)), subnets=len(inside)))
        else:
            majors.append(MajorNetwork(network=major, subnets=len(inside), masks=len(lengths)))
    return tuple(majors)


def subnet_mismatches(table: RoutingTable) -> tuple[tuple[MajorNetwork, int], ...]:
    """Of a whole table: each major network whose count the routes below do not bear out, with their number."""
    printed = {
        major: sum(_is_under(route.prefix, major) for route in table.routes)
        for major in table.majors
        if major.network.prefixlen
    }
    return tuple((major, count) for major, count in printed.items() if major.subnets != count)


def _is_under(prefix: IPv4Network, major: MajorNetwork) -> bool:
    whole = classful(IPv4Network(major.network.network_address))
    return classful(prefix) == whole and prefix.prefixlen >= whole.prefixlen


def render(value: Tables, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """Every table with its legend. Routes are printed in the order they have, each major network once above them."""
    lines: list[str] = []
    for number_, table in enumerate(value):
        lines += [""] * (number_ > 0)
        if table.vrf is not None:
            lines += ["", f"Routing Table: {table.vrf}"]
        lines += LEGENDS[generation]
        lines += ["", _gateway(table), ""]
        lines += _routes(table, generation)
    return "".join(line + "\n" for line in lines)


def _gateway(table: RoutingTable) -> str:
    if table.gateway is None:
        return "Gateway of last resort is not set"
    return f"Gateway of last resort is {table.gateway} to network {table.gateway_network or IPv4Address(0)}"


def _routes(table: RoutingTable, generation: Generation) -> Iterator[str]:
    """12.4 has columns one to the left of those of 15.x, and no marks."""
    old = generation is Generation.A
    majors = {classful(IPv4Network(one.network.network_address)): one for one in table.majors}
    printed: set[MajorNetwork] = set()
    for route in table.routes:
        whole = classful(route.prefix)
        major = majors.get(whole) if route.prefix.prefixlen >= whole.prefixlen else None
        if major is not None and major not in printed:
            printed.add(major)
            yield f"{'':{5 if old else 6}}{_major(major)}"
        yield from _route(route, major, old=old)


def _major(major: MajorNetwork) -> str:
    if major.masks is None:
        return f"{major.network} is subnetted, {major.subnets} subnets"
    return f"{major.network} is variably subnetted, {major.subnets} subnets, {major.masks} masks"


def _route(route: Route, major: MajorNetwork | None, *, old: bool) -> Iterator[str]:
    head = f"{route.code}{'*' if route.default else ' '}{route.kind:<2}{'' if old else route.marks}"
    plain = major is not None and major.masks is None and major.network.prefixlen == route.prefix.prefixlen
    head = f"{head:<{(5 if old else 6) + (3 if major else 0)}}{route.prefix.network_address if plain else route.prefix}"
    indent = len(head)
    for place, path in enumerate(route.paths):
        words = _path_words(path)
        if place:
            yield f"{'':{indent}} {words}"
        elif len(head) + 1 + len(words) >= _BREAK and words.startswith("["):
            yield f"{head} "
            indent = 10
            yield f"{'':{indent}} {words}"
        else:
            yield f"{head} {words}"


def _path_words(path: RoutePath) -> str:
    age = "" if path.age is None else f", {render_duration(path.age)}"
    interface = "" if path.interface is None else f", {path.interface}"
    vrf = "" if path.next_hop_vrf is None else f" ({path.next_hop_vrf})"
    if path.summary:
        return f"is a summary{age}{interface}"
    if path.distance is None:
        return f"is directly connected{vrf}{age}{interface}"
    override = "" if path.override is None else f"[{path.override}]"
    via = "" if path.next_hop is None else f" via {path.next_hop}{vrf}"
    return f"{override}[{path.distance}/{path.metric or 0}]{via}{age}{interface}"


def quantise_tables(value: Tables, generation: Generation, options: RenderOptions = PLAIN) -> Tables:  # noqa: ARG001 # one signature for all
    """What printing keeps: cut ages, only the major networks that have a route below them; A has no marks."""
    return tuple(
        replace(
            table,
            gateway_network=None if table.gateway is None else table.gateway_network or IPv4Address(0),
            majors=tuple(_shown_majors(table)),
            routes=tuple(
                replace(
                    one,
                    marks="" if generation is Generation.A else one.marks,
                    paths=tuple(map(_kept, one.paths)),
                )
                for one in table.routes
            ),
        )
        for table in value
    )


def _shown_majors(table: RoutingTable) -> Iterator[MajorNetwork]:
    seen: set[MajorNetwork] = set()
    for route in table.routes:
        major = next((one for one in reversed(table.majors) if _is_under(route.prefix, one)), None)
        if major is not None and major not in seen:
            seen.add(major)
            yield major


def _kept(path: RoutePath) -> RoutePath:
    return replace(
        path,
        age=None if path.age is None else quantise(path.age),
        metric=None if path.distance is None else path.metric or 0,
    )


def rows(value: Tables) -> list[JsonRow]:
    """One row per path; ``prefix`` repeats on the further paths of a route."""
    return [
        {
            "vrf": table.vrf,
            "code": route.code,
            "kind": route.kind or None,
            "default": route.default,
            "marks": list(route.marks),
            "prefix": str(ip_network(route.prefix)),
            "distance": path.distance,
            "metric": path.metric,
            "next_hop": None if path.next_hop is None else str(path.next_hop),
            "next_hop_vrf": path.next_hop_vrf,
            "interface": path.interface,
            "age": None if path.age is NEVER else path.age,
            "override": path.override,
            "summary": path.summary,
        }
        for table in value
        for route in table.routes
        for path in route.paths
    ]


SHOW: ShowCommand[Tables] = ShowCommand(
    name="show_ip_route",
    forms=(
        "sh[[ow]] ip ro[[ute]]",
        "sh[[ow]] ip ro[[ute]] next-hop-override",
        "sh[[ow]] ip ro[[ute]] {protocol}",
        "sh[[ow]] ip ro[[ute]] {protocol} next-hop-override",
        "sh[[ow]] ip ro[[ute]] vrf {vrf}",
        "sh[[ow]] ip ro[[ute]] vrf {vrf} next-hop-override",
        "sh[[ow]] ip ro[[ute]] vrf {vrf} {protocol}",
        "sh[[ow]] ip ro[[ute]] vrf {vrf} {protocol} next-hop-override",
    ),
    section="routes",
    parse=parse,
    render=render,
    quantise=quantise_tables,
    rows=rows,
)
