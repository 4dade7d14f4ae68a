"""``show ip bgp summary``: the router's BGP neighbours and what they send."""

from bisect import bisect_left
from dataclasses import replace
from ipaddress import IPv4Address, ip_address

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Reading, Row
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.record import duration, read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.routing_state import BgpNeighbour, BgpSummary

Summaries = tuple[BgpSummary, ...]

COMMAND = "show ip bgp summary"
_HEAD = "Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd"
_WIDE = 15
"""Characters of an address that fits before the ``V`` column; a longer one stands on its own line."""


def parse(text: str, *, strict: bool = True) -> Parsed[Summaries]:
    """One value per address family that is printed; ``()`` where BGP is not active."""
    reading = read_answer(SHOW, text, strict=strict, nothing="% ?BGP not active", told=Told.ALL)
    lines, summaries = _families(reading)
    read = records(reading, _neighbour, strict=strict)
    found: list[list[BgpNeighbour]] = [[] for _ in summaries]
    for value, where in zip(read.values, read.places, strict=True):
        above = bisect_left(lines, where.line)
        if not above:
            raise ParseError(COMMAND, where.line, where.text, "the output is cut off: a neighbour without its router")
        found[above - 1].append(value)
    whole = tuple(replace(one, neighbours=tuple(rows)) for one, rows in zip(summaries, found, strict=True))
    return Parsed(values=whole, layout=None, unread=read.unread, places=read.places)


def _families(reading: Reading) -> tuple[list[int], list[BgpSummary]]:
    """Where each ``BGP router identifier`` line stands, and what it and its neighbours above and below say."""
    lines: list[int] = []
    summaries: list[BgpSummary] = []
    family: str | None = None
    for one, below in zip(reading.assignments, [*reading.assignments[1:], None], strict=False):
        family = one.values.get("ADDRESS_FAMILY", family)
        if "ROUTER_ID" not in one.values:
            continue
        if below is None or "RIB_VERSION" not in below.values:
            raise ParseError(COMMAND, one.line, one.text, "the output is cut off: no table version is said")
        lines.append(one.line)
        summaries.append(
            BgpSummary(
                router_id=IPv4Address(one.values["ROUTER_ID"]),
                asn=one.values["LOCAL_AS"],
                table_version=int(below.values["RIB_VERSION"]),
                main_version=int(below.values["MAIN_VERSION"]),
                family=family,
            )
        )
    return lines, summaries


def _neighbour(row: Row) -> BgpNeighbour:
    state = row.need(COMMAND, "STATE_OR_PREFIXES_RECEIVED")
    updown = duration(row, "UP_DOWN")
    return BgpNeighbour(
        address=ip_address(row.need(COMMAND, "BGP_NEIGHBOR")),
        version=int(row.need(COMMAND, "BGP_VERSION")),
        asn=row.need(COMMAND, "NEIGHBOR_AS"),
        received=int(row.need(COMMAND, "MESSAGES_RECEIVED")),
        sent=int(row.need(COMMAND, "MESSAGES_SENT")),
        table_version=int(row.need(COMMAND, "TABLE_VERSION")),
        in_queue=int(row.need(COMMAND, "INPUT_QUEUE")),
        out_queue=int(row.need(COMMAND, "OUTPUT_QUEUE")),
        updown=NEVER if updown is None else updown,
        state=None if state.isdigit() else " ".join(state.split()),
        prefixes=int(state) if state.isdigit() else None,
        dynamic=row.get("DYNAMIC") is not None,
    )


def render(value: Summaries, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """Every family: its router and versions, then the neighbours. Statistics are not known and not printed."""
    lines: list[str] = []
    for number, one in enumerate(value):
        lines += [""] * (number > 0)
        if one.family is not None:
            lines.append(f"For address family: {one.family}")
        lines += [
            f"BGP router identifier {one.router_id}, local AS number {one.asn}",
            f"BGP table version is {one.table_version}, main routing table version {one.main_version}",
            "",
            _HEAD,
        ]
        for neighbour in one.neighbours:
            lines += _row(neighbour)
        if any(neighbour.dynamic for neighbour in one.neighbours):
            lines.append("* Dynamically created based on a listen range command")
    return "".join(line + "\n" for line in lines)


def _row(one: BgpNeighbour) -> list[str]:
    address = ("*" if one.dynamic else "") + str(one.address).upper()
    end = f" {one.prefixes:>8}" if one.prefixes is not None else f" {one.state}"
    rest = (
        f"{one.version} {one.asn:>12} {one.received:>7} {one.sent:>7} {one.table_version:>8}"
        f" {one.in_queue:>4} {one.out_queue:>4} {render_duration(one.updown):<8}{end}"
    )
    if len(address) > _WIDE:
        return [address, f"{'':<16}{rest}"]
    return [f"{address:<16}{rest}"]


def quantise_summaries(value: Summaries, generation: Generation, options: RenderOptions = PLAIN) -> Summaries:  # noqa: ARG001 # one signature for all
    """What printing keeps of the times. A family without a name is read as that of the one before it."""
    named: list[BgpSummary] = []
    for one in value:
        family = one.family or (named[-1].family if named else None)
        neighbours = tuple(replace(peer, updown=quantise(peer.updown)) for peer in one.neighbours)
        named.append(replace(one, family=family, neighbours=neighbours))
    return tuple(named)


def rows(value: Summaries) -> list[JsonRow]:
    """One row per neighbour; ``updown`` is null for never, and either ``state`` or ``prefixes`` is."""
    return [
        {
            "family": one.family,
            "router_id": str(one.router_id),
            "local_asn": one.asn,
            "neighbour": str(peer.address),
            "asn": peer.asn,
            "received": peer.received,
            "sent": peer.sent,
            "table_version": peer.table_version,
            "in_queue": peer.in_queue,
            "out_queue": peer.out_queue,
            "updown": None if peer.updown is NEVER else peer.updown,
            "state": peer.state,
            "prefixes": peer.prefixes,
            "dynamic": peer.dynamic,
        }
        for one in value
        for peer in one.neighbours
    ]


SHOW: ShowCommand[Summaries] = ShowCommand(
    name="show_ip_bgp_summary",
    forms=("sh[[ow]] ip bg[[p]] su[[mmary]]", "sh[[ow]] ip bg[[p]] all su[[mmary]]"),
    section="bgp",
    parse=parse,
    render=render,
    quantise=quantise_summaries,
    rows=rows,
)
