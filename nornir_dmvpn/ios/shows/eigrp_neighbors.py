"""``show ip eigrp neighbors [detail]``: who speaks EIGRP with the router over each interface (P-30)."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Assignment, Reading, Row
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.record import duration, number, read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER, Seconds
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name, short_name
from nornir_dmvpn.model.routing_state import EigrpNeighbour, EigrpProcess

Processes = tuple[EigrpProcess, ...]

COMMAND = "show ip eigrp neighbors"
_OLD = frozenset({Generation.A, Generation.B})
"""Generations with the ``process`` header and the narrow interface column."""


def parse(text: str, *, strict: bool = True) -> Parsed[Processes]:
    """Every process with its neighbours in printed order; a process without neighbours is there too."""
    reading = read_answer(
        SHOW, text, strict=strict, nothing=r"%[ \t]*EIGRP.*not (?:active|running|found).*", told=Told.ALL
    )
    headers = _headers(reading)
    read = records(reading, _neighbour, strict=strict)
    found: list[list[EigrpNeighbour]] = [[] for _ in headers]
    for value, where in zip(read.values, read.places, strict=True):
        above = sum(header.line < where.line for header in headers)
        if not above:
            raise ParseError(COMMAND, where.line, where.text, "the output is cut off: a row without its process")
        found[above - 1].append(value)
    processes = [_process(header, rows) for header, rows in zip(headers, found, strict=True)]
    return Parsed(values=tuple(processes), layout=None, unread=read.unread, places=read.places)


def _headers(reading: Reading) -> list[Assignment]:
    """One assignment per process; its VRF may stand on the line below."""
    headers: list[Assignment] = []
    for one in reading.assignments:
        if "AS" in one.values:
            headers.append(one)
        elif set(one.values) == {"VRF"} and headers:
            headers[-1] = replace(headers[-1], values={**headers[-1].values, **one.values})
    return headers


def _process(header: Assignment, neighbours: Sequence[EigrpNeighbour]) -> EigrpProcess:
    values = header.values
    return EigrpProcess(
        asn=int(values["AS"]), name=values.get("NAME"), vrf=values.get("VRF"), neighbours=tuple(neighbours)
    )


def _neighbour(row: Row) -> EigrpNeighbour:
    stub = row.get("STUB")
    return EigrpNeighbour(
        handle=int(row.need(COMMAND, "HANDLE")),
        address=ip_address(row.need(COMMAND, "IP_ADDRESS")),
        interface=full_name(row.need(COMMAND, "INTERFACE")),
        hold=int(row.need(COMMAND, "HOLD")),
        uptime=duration(row, "UPTIME") or 0,
        srtt=int(row.need(COMMAND, "SRTT")),
        rto=int(row.need(COMMAND, "RTO")),
        queue=int(row.need(COMMAND, "Q_CNT")),
        sequence=int(row.need(COMMAND, "SEQ_NUM")),
        version=row.get("VERSION"),
        retransmissions=number(row, "RETRANS"),
        retries=number(row, "RETRIES"),
        prefixes=number(row, "PREFIXES"),
        topology_ids=row.get("TOPOLOGY_IDS_FROM_PEER"),
        advertised=row.get("ADVERTISED"),
        stub=None if stub is None else tuple(stub.split()),
        suppressing=row.get("SUPPRESSING") is not None,
    )


def render(value: Processes, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of all processes. A process without neighbours prints its header only."""
    lines: list[str] = []
    width = 16 if generation in _OLD else 23
    for process in value:
        lines.append(_header(process, generation))
        if not process.neighbours:
            continue
        lines += [
            f"H   Address                 {'Interface':<{width}}Hold Uptime   SRTT   RTO  Q  Seq",
            f"{'':{28 + width}}(sec)         (ms)       Cnt Num",
        ]
        for one in process.neighbours:
            lines.append(_row(one, width))
            if options.detail:
                lines += _detail(one)
    return "".join(line + "\n" for line in lines)


def _header(process: EigrpProcess, generation: Generation) -> str:
    if generation is Generation.A:
        return f"IP-EIGRP neighbors for process {process.asn}"
    if generation is Generation.B:
        return f"EIGRP-IPv4:({process.asn}) neighbors for process {process.asn}"
    name = "" if process.name is None else f"VR({process.name}) Address-Family "
    vrf = "" if process.vrf is None else f" VRF({process.vrf})"
    return f"EIGRP-IPv4 {name}Neighbors for AS({process.asn}){vrf}"


def _row(one: EigrpNeighbour, width: int) -> str:
    return (
        f"{one.handle:<3} {one.address!s:<24}{short_name(one.interface):<{width}}{one.hold:>4} "
        f"{render_duration(one.uptime):<8}{one.srtt:>5}{one.rto:>6}{one.queue:>3}  {one.sequence}"
    )


def _detail(one: EigrpNeighbour) -> list[str]:
    lines: list[str] = []
    if one.version is not None:
        prefixes = "" if one.prefixes is None else f", Prefixes: {one.prefixes}"
        lines.append(
            f"   Version {one.version}, Retrans: {one.retransmissions or 0}, Retries: {one.retries or 0}{prefixes}"
        )
    if one.topology_ids is not None:
        lines.append(f"   Topology-ids from peer - {one.topology_ids} ")
    if one.advertised is not None:
        lines.append(f"   Topologies advertised to peer:   {one.advertised}")
    if one.stub is not None:
        lines.append("   Stub Peer Advertising (" + "".join(f"{word} " for word in one.stub) + ") Routes")
    if one.suppressing:
        lines.append("   Suppressing queries")
    return lines


def quantise_processes(value: Processes, generation: Generation, options: RenderOptions = PLAIN) -> Processes:
    """What printing keeps: cut uptimes; details only with ``detail``; A and B know neither name nor VRF."""
    return tuple(
        replace(
            process,
            name=None if generation in _OLD else process.name,
            vrf=None if generation in _OLD else process.vrf,
            neighbours=tuple(_kept(one, detail=options.detail) for one in process.neighbours),
        )
        for process in value
    )


def _kept(one: EigrpNeighbour, *, detail: bool) -> EigrpNeighbour:
    told = detail and one.version is not None
    return replace(
        one,
        uptime=quantise(one.uptime),
        version=one.version if detail else None,
        retransmissions=(one.retransmissions or 0) if told else None,
        retries=(one.retries or 0) if told else None,
        prefixes=one.prefixes if told else None,
        topology_ids=one.topology_ids if detail else None,
        advertised=one.advertised if detail else None,
        stub=one.stub if detail else None,
        suppressing=one.suppressing and detail,
    )


def rows(value: Processes) -> list[JsonRow]:
    """One row per neighbour, with the number, name and VRF of its process."""
    return [
        {
            "asn": process.asn,
            "name": process.name,
            "vrf": process.vrf,
            "handle": one.handle,
            "address": str(one.address),
            "interface": one.interface,
            "hold": one.hold,
            "uptime": _seconds(one.uptime),
            "srtt": one.srtt,
            "rto": one.rto,
            "queue": one.queue,
            "sequence": one.sequence,
            "version": one.version,
            "retransmissions": one.retransmissions,
            "retries": one.retries,
            "prefixes": one.prefixes,
            "stub": None if one.stub is None else [word.lower() for word in one.stub],
        }
        for process in value
        for one in process.neighbours
    ]


def _seconds(value: Seconds) -> int | None:
    return None if value is NEVER else value


SHOW: ShowCommand[Processes] = ShowCommand(
    name="show_ip_eigrp_neighbors",
    forms=(
        "sh[[ow]] ip ei[[grp]] n[[eighbors]]",
        "sh[[ow]] ip ei[[grp]] n[[eighbors]] det[[ail]]",
        "sh[[ow]] ip ei[[grp]] n[[eighbors]] {interface}",
        "sh[[ow]] ip ei[[grp]] vrf {vrf} n[[eighbors]]",
        "sh[[ow]] ip ei[[grp]] vrf {vrf} n[[eighbors]] det[[ail]]",
    ),
    section="eigrp",
    parse=parse,
    render=render,
    quantise=quantise_processes,
    rows=rows,
)
