"""``show ip nhrp traffic [detail]``: packets of each type per tunnel; ``detail`` adds those of the router (C-27)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields, replace

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import joined
from nornir_dmvpn.ios.shows.cut import refuse_empty_headings
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.engine import Reading, Row, read
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
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.nhrp_state import NhrpTraffic, PacketCounts

Traffic = tuple[NhrpTraffic, ...]

COMMAND = "show ip nhrp traffic"
TYPES = tuple(one.name for one in fields(PacketCounts) if one.name != "total")
"""Kinds of packet in printed order, three a line."""
_GLOBAL = "Global statistics:"


def parse(text: str, *, strict: bool = True) -> Parsed[Traffic]:
    """One value per tunnel, and first one without a name for the router if ``detail`` was typed."""
    reading = read(COMMAND, "show_ip_nhrp_traffic", text)
    refuse_other(SHOW, reading)
    if strict:
        reading.refuse_unread()
        refuse_empty_headings(reading, ("SCOPE",), "DIRECTION")
    unread = list(reading.unread)
    values: list[NhrpTraffic] = []
    places: list[Place] = []
    for part in _parts(reading):
        try:
            values.append(_traffic(part))
        except ParseError as error:
            keep_or_refuse(part[0], error, unread, strict=strict)
        else:
            places.append(place(reading, part[0]))
    return Parsed(values=tuple(values), layout=None, unread=tuple(sorted(set(unread))), places=tuple(places))


def _parts(reading: Reading) -> list[list[Row]]:
    """The rows of each tunnel, one per direction; a direction that comes again begins another tunnel."""
    headings = [one.line for one in reading.assignments if "SCOPE" in one.values]
    parts: dict[int, list[Row]] = {}
    for row in reading.rows:
        parts.setdefault(bisect_left(headings, row.line), []).append(row)
    return list(parts.values())


def _traffic(part: Sequence[Row]) -> NhrpTraffic:
    counts = {row.need(COMMAND, "DIRECTION"): _counts(row) for row in part}
    first = part[0]
    missing = next((name for name in ("Sent", "Rcvd") if name not in counts), None)
    if missing is not None or len(counts) < len(part):
        raise ParseError(COMMAND, first.line, first.text, f"the output is cut off: no {missing or 'heading'} block")
    scope = first.need(COMMAND, "SCOPE")
    queue = tuple(int(first.get(name) or 0) for name in ("QUEUE", "QUEUE_PEAK", "QUEUE_LIMIT"))
    return NhrpTraffic(
        interface=None if scope == _GLOBAL.rstrip(":") else full_name(scope),
        sent=counts["Sent"],
        received=counts["Rcvd"],
        forwarded=counts.get("Fwd"),
        send_limit=_number(first, "SEND_LIMIT"),
        limit_period=_number(first, "LIMIT_PERIOD"),
        usage=_number(first, "USAGE"),
        queue=None if first.get("QUEUE") is None else (queue[0], queue[1], queue[2]),
    )


def _counts(row: Row) -> PacketCounts:
    return PacketCounts(
        total=int(row.need(COMMAND, "TOTAL")), **{name: int(row.need(COMMAND, name.upper())) for name in TYPES}
    )


def _number(row: Row, name: str) -> int | None:
    text = row.get(name)
    return None if text is None else int(text)


def render(value: Traffic, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The router's block only with ``detail``, which alone prints what was forwarded."""
    lines: list[str] = []
    for one in quantise_traffic(value, generation, options):
        if one.interface is None:
            lines.append(_GLOBAL)
        else:
            limit = f"{one.send_limit}Pkts/{one.limit_period}Sec"
            lines.append(f"{one.interface}: Max-send limit:{limit}, Usage:{one.usage}%")
        if one.queue is not None:
            lines.append(" Packet Queue size: {}[{}]({})".format(*one.queue))
        lines += _direction("Sent", one.sent) + _direction("Rcvd", one.received)
        if one.forwarded is not None:
            lines += _direction("Fwd", one.forwarded)
    return joined(lines)


def _direction(name: str, counts: PacketCounts) -> list[str]:
    texts = [f"{getattr(counts, kind)} {kind.replace('_', ' ').title()}" for kind in TYPES]
    rest = [" " * 9 + "  ".join(texts[index : index + 3]) for index in range(0, len(texts), 3)]
    return [f"   {name}: Total {counts.total}", *rest]


def quantise_traffic(value: Traffic, generation: Generation, options: RenderOptions = PLAIN) -> Traffic:  # noqa: ARG001 # one signature for all
    """What printing keeps: tunnels ascending after the router's block; a tunnel's limit is always printed (R-70)."""
    kept: list[NhrpTraffic] = []
    for one in sorted(value, key=lambda one: (one.interface is not None, interface_order(one.interface or ""))):
        if one.interface is None and options.detail:
            queue = one.queue or (0, 0, 0)
            kept.append(
                replace(one, forwarded=None, send_limit=None, limit_period=None, usage=None, queue=queue),
            )
        elif one.interface is not None:
            kept.append(_kept(one, detail=options.detail))
    return tuple(kept)


def _kept(one: NhrpTraffic, *, detail: bool) -> NhrpTraffic:
    return replace(
        one,
        forwarded=(one.forwarded or PacketCounts(total=0)) if detail else None,
        send_limit=10_000 if one.send_limit is None else one.send_limit,
        limit_period=10 if one.limit_period is None else one.limit_period,
        usage=one.usage or 0,
        queue=None,
    )


def rows(value: Traffic) -> list[JsonRow]:
    """One row per block; the counters of a direction are an object, null where it was not printed."""
    return [
        {
            "interface": one.interface,
            "send_limit": one.send_limit,
            "limit_period": one.limit_period,
            "usage": one.usage,
            "queue": None if one.queue is None else list(one.queue),
            "sent": _row(one.sent),
            "received": _row(one.received),
            "forwarded": None if one.forwarded is None else _row(one.forwarded),
        }
        for one in value
    ]


def _row(counts: PacketCounts) -> JsonRow:
    return {"total": counts.total, **{name: getattr(counts, name) for name in TYPES}}


SHOW: ShowCommand[Traffic] = ShowCommand(
    name="show_ip_nhrp_traffic",
    forms=tuple(
        f"sh[[ow]] {family} nh[[rp]] tr[[affic]]{scope}{detail}"
        for family in ("ip", "ipv6")
        for scope in ("", " i[[nterface]] {interface}")
        for detail in ("", " det[[ail]]")
    ),
    section="nhrp_traffic",
    parse=parse,
    render=render,
    quantise=quantise_traffic,
    rows=rows,
)
