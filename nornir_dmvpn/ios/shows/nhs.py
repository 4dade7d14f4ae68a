"""``show ip nhrp nhs [detail]``: the next hop servers of each tunnel and what waits for their answer (4.5)."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Assignment, Reading, Row, read
from nornir_dmvpn.ios.shows.show_command import (
    PLAIN,
    JsonRow,
    Parsed,
    RenderOptions,
    ShowCommand,
    keep_or_refuse,
    place,
    refuse_other,
)
from nornir_dmvpn.model.address import NEVER, IPAddress
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name, short_name
from nornir_dmvpn.model.state import NhsEntry, NhsReport, NhsState, PendingRegistration

COMMAND = "show ip nhrp nhs"
_PLAIN = frozenset({Generation.A, Generation.B})
"""Generations that print neither priority nor cluster (C-30)."""
_ONLY_OF_SERVERS = (
    *("nbma", "priority", "cluster", "requests_sent", "requests_failed", "replies_received", "last_reply_age"),
    *("acknowledged_id", "socket_requested"),
)
"""Keys of a JSON row that a pending registration leaves null."""
_WITH_NBMA = frozenset({Generation.D, Generation.E})
"""Generations that print the NBMA address and know dynamic servers (C-30; 15.9 and XE)."""


def parse(text: str, *, strict: bool = True) -> Parsed[NhsReport]:
    """Servers and pending registrations in printed order. ``layout`` is ``None``: the text fits several generations."""
    reading = read(COMMAND, "show_ip_nhrp_nhs", text)
    refuse_other(SHOW, reading)
    if strict:
        reading.refuse_unread()
    _refuse_cut(reading)
    unread = list(reading.unread)
    servers: list[NhsEntry] = []
    pending: list[PendingRegistration] = []
    places: list[Place] = []
    expected = _parts_of_a_row(reading)
    for row in reading.rows:
        try:
            if row.get("PENDING_REQUEST_ID") is None:
                servers.append(_server(row, expected))
            else:
                pending.append(_pending(row, servers))
        except ParseError as error:
            keep_or_refuse(row, error, unread, strict=strict)
        else:
            places.append(place(reading, row))
    report = NhsReport(servers=tuple(servers), pending=tuple(pending))
    return Parsed(values=report, layout=None, unread=tuple(sorted(set(unread))), places=tuple(places))


def _refuse_cut(reading: Reading) -> None:
    """A legend, or an interface, with nothing below it: the rest of the answer is missing."""
    written = [line for line in reading.screen.lines if line[1].strip()]
    if written and not reading.rows:
        raise ParseError(COMMAND, written[-1][0], written[-1][1].strip(), "the output is cut off: no server is listed")
    empty: Assignment | None = None
    for one in reading.assignments:
        alone = set(one.values) == {"INTERFACE"}
        if empty is not None and alone:
            break
        empty = one if alone else None
    if empty is not None:
        raise ParseError(COMMAND, empty.line, empty.text, "the output is cut off: no server is listed")


def _parts_of_a_row(reading: Reading) -> tuple[str, ...]:
    """What every server's row of this answer must have: what one has, and what comes with the ``D`` legend (C-30)."""
    parts = [part for part in ("PRIORITY", "REQUESTS_SENT") if any(row.get(part) for row in reading.rows)]
    if "PRIORITY" not in parts and any("D=Dynamic" in text for _, text in reading.screen.lines):
        parts.append("PRIORITY")
    return tuple(parts)


def _server(row: Row, expected: tuple[str, ...]) -> NhsEntry:
    for part in expected:
        row.need(COMMAND, part)
    letters = row.need(COMMAND, "STATE")
    nbma, age, socket = row.get("NBMA"), row.get("LAST_REPLY"), row.get("SOCKET_REQUESTED")
    try:
        last = None if age is None else parse_duration(age)
        return NhsEntry(
            interface=full_name(row.need(COMMAND, "INTERFACE")),
            address=ip_address(row.need(COMMAND, "ADDRESS")),
            state=NhsState(letters.replace("D", "")),
            dynamic="D" in letters,
            nbma=None if nbma is None else ip_address(nbma),
            priority=_number(row, "PRIORITY"),
            cluster=_number(row, "CLUSTER"),
            requests_sent=_number(row, "REQUESTS_SENT"),
            requests_failed=_number(row, "REQUESTS_FAILED"),
            replies_received=_number(row, "REPLIES_RECEIVED"),
            last_reply_age=None if last is NEVER else last,
            request_id=_number(row, "REQUEST_ID"),
            acknowledged_id=_number(row, "ACKNOWLEDGED_ID"),
            socket_requested=None if socket is None else socket == "TRUE",
        )
    except ValueError as error:
        raise ParseError(COMMAND, row.line, row.text, str(error)) from error


def _pending(row: Row, servers: Sequence[NhsEntry]) -> PendingRegistration:
    """Some releases leave the interface out; it is then that of the server above with this address."""
    try:
        address = ip_address(row.need(COMMAND, "ADDRESS"))
    except ValueError as error:
        raise ParseError(COMMAND, row.line, row.text, str(error)) from error
    printed = row.get("INTERFACE")
    if printed is None:
        printed = next((server.interface for server in servers if server.address == address), None)
    if printed is None:
        raise ParseError(COMMAND, row.line, row.text, "a pending registration with a server that is not listed")
    return PendingRegistration(
        interface=full_name(printed),
        nhs=address,
        request_id=int(row.need(COMMAND, "PENDING_REQUEST_ID")),
        retry=int(row.need(COMMAND, "PENDING_RETRY")),
    )


def _number(row: Row, name: str) -> int | None:
    text = row.get(name)
    return None if text is None else int(text)


def render(value: NhsReport, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show ip nhrp nhs [detail]``; empty where no server is configured."""
    if not value.servers:
        return ""
    dynamic = ", D=Dynamic" if generation in _WITH_NBMA else ""
    blank = "\t" if generation is Generation.E else " "
    lines = [f"Legend:{blank}E=Expecting replies, R=Responding, W=Waiting{dynamic}"]
    interfaces = sorted({server.interface for server in value.servers}, key=interface_order)
    for number, interface in enumerate(interfaces):
        lines += [""] * (number > 0) + [f"{interface}:"]
        servers = (server for server in value.servers if server.interface == interface)
        for server in servers:
            lines.append(_row(server, generation, detail=options.detail))
            lines += _request(server) if options.detail else []
    if options.detail and value.pending:
        lines += ["", "", "Pending Registration Requests:"]
        lines += [
            f"Registration Request: Reqid {one.request_id}, Ret {one.retry}  NHS {str(one.nhs).upper()} expired "
            f"({short_name(one.interface)})"
            for one in value.pending
        ]
    return "".join(line + "\n" for line in lines)


def _row(server: NhsEntry, generation: Generation, *, detail: bool) -> str:
    """C-30: address, one blank, the state right-aligned in three, two blanks (one in C, C-51), the rest."""
    letters = server.state.value + ("D" if server.dynamic and generation in _WITH_NBMA else "")
    row = f"{str(server.address).upper()} {letters:>3}"
    if generation not in _PLAIN:
        row += " " if generation is Generation.C else "  "
        if generation in _WITH_NBMA and server.nbma is not None:
            row += f"NBMA Address: {str(server.nbma).upper()} "
        row += f"priority = {server.priority or 0} cluster = {server.cluster or 0}"
    if detail:
        row += (
            f"  req-sent {server.requests_sent or 0}  req-failed {server.requests_failed or 0}"
            f"  repl-recv {server.replies_received or 0}"
        )
        if server.last_reply_age is not None:
            row += f" ({render_duration(server.last_reply_age)} ago)"
    return row


def _request(server: NhsEntry) -> list[str]:
    """C-31: what some trains say below a server with ``detail``."""
    lines: list[str] = []
    if server.request_id is not None:
        acknowledged = "" if server.acknowledged_id is None else f" (Ack: {server.acknowledged_id})"
        lines.append(f" Current Request ID: {server.request_id}{acknowledged}")
    if server.socket_requested is not None:
        lines.append(f" Protection Socket Requested: {str(server.socket_requested).upper()}")
    return lines


def quantise_report(value: NhsReport, generation: Generation, options: RenderOptions = PLAIN) -> NhsReport:
    """What printing keeps: counters and pending registrations only with ``detail``, the rest as C-30 per release.

    A number that IOS always prints is 0 where the value does not know it.
    """
    servers = sorted(value.servers, key=lambda one: interface_order(one.interface))
    pending = value.pending if options.detail and servers else ()
    kept = tuple(_kept(server, generation, detail=options.detail) for server in servers)
    return NhsReport(servers=kept, pending=pending)


def _kept(server: NhsEntry, generation: Generation, *, detail: bool) -> NhsEntry:
    ranked = generation not in _PLAIN
    age = quantise(server.last_reply_age) if detail and server.last_reply_age is not None else None
    return replace(
        server,
        dynamic=server.dynamic and generation in _WITH_NBMA,
        nbma=server.nbma if generation in _WITH_NBMA else None,
        priority=(server.priority or 0) if ranked else None,
        cluster=(server.cluster or 0) if ranked else None,
        requests_sent=(server.requests_sent or 0) if detail else None,
        requests_failed=(server.requests_failed or 0) if detail else None,
        replies_received=(server.replies_received or 0) if detail else None,
        last_reply_age=None if age is NEVER else age,
        request_id=server.request_id if detail else None,
        acknowledged_id=server.acknowledged_id if detail and server.request_id is not None else None,
        socket_requested=server.socket_requested if detail else None,
    )


def rows(value: NhsReport) -> list[JsonRow]:
    """One row per server, then one per pending registration (``state`` null, ``request_id`` and ``retry`` filled)."""
    servers: list[JsonRow] = [
        {
            "interface": server.interface,
            "address": str(server.address),
            "state": server.state.value,
            "dynamic": server.dynamic,
            "nbma": _text(server.nbma),
            "priority": server.priority,
            "cluster": server.cluster,
            "requests_sent": server.requests_sent,
            "requests_failed": server.requests_failed,
            "replies_received": server.replies_received,
            "last_reply_age": server.last_reply_age,
            "acknowledged_id": server.acknowledged_id,
            "socket_requested": server.socket_requested,
            "request_id": server.request_id,
            "retry": None,
        }
        for server in value.servers
    ]
    empty = dict.fromkeys(_ONLY_OF_SERVERS)
    return servers + [
        {"interface": one.interface, "address": str(one.nhs), "state": None, "dynamic": False}
        | empty
        | {"request_id": one.request_id, "retry": one.retry}
        for one in value.pending
    ]


def _text(address: IPAddress | None) -> str | None:
    return None if address is None else str(address)


SHOW: ShowCommand[NhsReport] = ShowCommand(
    name="show_ip_nhrp_nhs",
    forms=(
        "sh[[ow]] ip nh[[rp]] nh[[s]]",
        "sh[[ow]] ip nh[[rp]] nh[[s]] det[[ail]]",
        "sh[[ow]] ip nh[[rp]] nh[[s]] {interface}",
        "sh[[ow]] ip nh[[rp]] nh[[s]] {interface} det[[ail]]",
        "sh[[ow]] ip nh[[rp]] nh[[s]] {target}",
        "sh[[ow]] ip nh[[rp]] nh[[s]] {target} det[[ail]]",
        "sh[[ow]] ipv6 nh[[rp]] nh[[s]]",
        "sh[[ow]] ipv6 nh[[rp]] nh[[s]] det[[ail]]",
    ),
    section="nhs",
    parse=parse,
    render=render,
    quantise=quantise_report,
    rows=rows,
)
