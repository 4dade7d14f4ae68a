"""``show nhrp stats [detail]``: what NHRP told the rest of the router, and was told by it, counted per tunnel."""

from itertools import groupby

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import joined
from nornir_dmvpn.ios.shows.cut import refuse_empty_headings
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.engine import read
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
from nornir_dmvpn.model.nhrp_state import EventCount, EventDirection, InterfaceEvents

Stats = tuple[InterfaceEvents, ...]

COMMAND = "show nhrp stats"
_CODES = (
    "Codes: T - Transport, O - Overlay, EP - End Point",
    "       TP - Tunnel Protection, VA - Virtual Access",
    "       [S] - Sent from NHRP, [R] - Received by NHRP",
    "       [number] - Error associated with an event",
)


def parse(text: str, *, strict: bool = True) -> Parsed[Stats]:
    """One value per tunnel; it has no name where the command named it."""
    reading = read(COMMAND, "show_nhrp_stats", text)
    refuse_other(SHOW, reading)
    if strict:
        reading.refuse_unread()
        refuse_empty_headings(reading, ("INTERFACE", "GROUP"), "COUNT")
        _refuse_codes_alone(reading.rows, [line for line in reading.screen.lines if line[1].strip()])
    unread = list(reading.unread)
    counts: dict[str | None, list[EventCount]] = {}
    places: list[Place] = []
    for row in reading.rows:
        try:
            group = row.need(COMMAND, "GROUP")
        except ParseError as error:
            keep_or_refuse(row, error, unread, strict=strict)
            continue
        one = EventCount(
            group=group,
            direction=EventDirection(row.need(COMMAND, "DIRECTION")),
            event=row.need(COMMAND, "EVENT"),
            count=int(row.need(COMMAND, "COUNT")),
            errors=int(row.need(COMMAND, "ERRORS")),
        )
        counts.setdefault(row.get("INTERFACE"), []).append(one)
        places.append(place(reading, row))
    values = tuple(
        InterfaceEvents(interface=None if name is None else full_name(name), counts=tuple(found))
        for name, found in counts.items()
    )
    return Parsed(values=values, layout=None, unread=tuple(sorted(set(unread))), places=tuple(places))


def _refuse_codes_alone(found: tuple[object, ...], lines: list[tuple[int, str]]) -> None:
    if lines and not found and len(lines) < len(_CODES):
        number, text = lines[-1]
        raise ParseError(COMMAND, number, text.strip(), "the output is cut off: it ends within the codes")


def render(value: Stats, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The codes, then each tunnel with its groups, two counters a line."""
    lines = list(_CODES)
    for number, one in enumerate(_ordered(value)):
        lines += [""] * (number > 0) + ([] if one.interface is None else [one.interface])
        for group, counts in groupby(one.counts, key=lambda count: count.group):
            texts = [_counter(count) for count in counts]
            lines += ["", f" {group} Stats:"]
            lines += [" " * 8 + "".join(texts[index : index + 2]).rstrip() for index in range(0, len(texts), 2)]
    return joined(lines)


def _counter(one: EventCount) -> str:
    return f"[{one.direction.value}]{one.event:<27}: " + f"{one.count}[{one.errors}]".ljust(7) + " "


def _ordered(value: Stats) -> list[InterfaceEvents]:
    shown = (one for one in value if one.counts)
    return sorted(shown, key=lambda one: (one.interface is not None, interface_order(one.interface or "")))


def quantise_stats(value: Stats, generation: Generation, options: RenderOptions = PLAIN) -> Stats:  # noqa: ARG001 # one signature for all
    """Printing keeps all of it, tunnels ascending; a tunnel without counters does not exist."""
    return tuple(_ordered(value))


def rows(value: Stats) -> list[JsonRow]:
    """One row per counter."""
    return [
        {
            "interface": one.interface,
            "group": count.group,
            "direction": count.direction.name.lower(),
            "event": count.event,
            "count": count.count,
            "errors": count.errors,
        }
        for one in value
        for count in one.counts
    ]


SHOW: ShowCommand[Stats] = ShowCommand(
    name="show_nhrp_stats",
    forms=tuple(
        f"sh[[ow]] {family}nh[[rp]] stats{scope}{detail}"
        for family in ("", "ip ", "ipv6 ")
        for scope in ("", " {interface}")
        for detail in ("", " det[[ail]]")
    ),
    section="nhrp_stats",
    parse=parse,
    render=render,
    quantise=quantise_stats,
    rows=rows,
)
