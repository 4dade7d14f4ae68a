"""``show ip nhrp [detail]`` and its selections, ``show ipv6 nhrp``: the NHRP cache (4.4, C-25, C-60)."""

from collections.abc import Sequence
from dataclasses import replace

from nornir_dmvpn.ios.shows.dmvpn_section import interface_order, target_order
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.nhrp_entry import COLUMNS, entry_builder, entry_problem
from nornir_dmvpn.ios.shows.show_command import (
    PLAIN,
    JsonRow,
    Parsed,
    RenderOptions,
    ShowCommand,
    keep_or_refuse,
    refuse_other,
)
from nornir_dmvpn.model.address import ANY, NEVER, UNKNOWN, Nbma
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.model.state import NhrpEntry

Entries = tuple[NhrpEntry, ...]

COMMAND = "show ip nhrp"
FLAGS = (
    *("router", "authoritative", "implicit", "unique", "nat", "local", "registered", "used", "temporary"),
    *("nhop", "rib", "nho", "bfd", "bgp", "negative"),
)
"""Flags in the order in which IOS prints them (C-11); ``bgp`` and ``negative`` were seen alone only."""
_ONE_LINE = frozenset({Generation.A, Generation.B})
"""Generations that print target, interface and times on one line (C-21)."""


def parse(text: str, *, strict: bool = True) -> Parsed[Entries]:
    """Every cache entry in printed order. ``layout`` is ``None``: the text fits several generations."""
    reading = read(COMMAND, "show_ip_nhrp", text, make=entry_builder(), columns=COLUMNS)
    refuse_other(SHOW, reading)
    if strict:
        reading.refuse_unread()
    unread = list(reading.unread)
    entries: list[NhrpEntry] = reading.outcome.records
    kept: Sequence[int] = range(len(entries))
    for index, error in reading.broken():
        row = reading.row(index)
        keep_or_refuse(row, entry_problem(row, error), unread, strict=strict)
    if reading.outcome.broken:
        broken = frozenset(reading.outcome.broken)
        kept = [index for index in range(len(entries)) if index not in broken]
        entries = [entries[index] for index in kept]
    return Parsed(values=tuple(entries), layout=None, unread=tuple(sorted(set(unread))), places=reading.places(kept))


def ordered_entries(entries: Sequence[NhrpEntry], generation: Generation) -> list[NhrpEntry]:
    """Cache order (C-13, C-61): interface by interface, ascending target; generation E puts ``local`` entries last."""
    last = BEHAVIOUR[generation].local_entries_last

    def key(entry: NhrpEntry) -> tuple[tuple[str, list[int]], bool, tuple[int, int, int]]:
        return interface_order(entry.interface), last and "local" in entry.flags, target_order(entry.target)

    return sorted(entries, key=key)


def render(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show ip nhrp [detail]`` in cache order; empty for an empty cache."""
    entries = ordered_entries(value, generation)
    return "".join(f"{line}\n" for entry in entries for line in entry_lines(entry, generation, options))


def entry_lines(entry: NhrpEntry, generation: Generation, options: RenderOptions = PLAIN) -> list[str]:
    """The lines of one entry; A and B join the first two for IPv4 (C-21), never for IPv6 (C-60)."""
    joined = generation in _ONE_LINE and entry.target.version == 4
    return _head(entry, joined=joined) + _body(entry, "  " if joined else "   ", detail=options.detail)


def _head(entry: NhrpEntry, *, joined: bool) -> list[str]:
    expiry = "never expire " if entry.expires is NEVER else f"expire {render_duration(entry.expires)}"
    times = f"{entry.interface} created {render_duration(entry.created)}, {expiry}"
    target = str(entry.target).upper()
    if entry.via is not None:
        target += f" via {str(entry.via).upper()}"
    elif joined and entry.target.prefixlen == entry.target.max_prefixlen:
        target = str(entry.target.network_address).upper()
    return [f"{target}, {times}"] if joined else [target, f"   {times}"]


def _body(entry: NhrpEntry, indent: str, *, detail: bool) -> list[str]:
    """C-20: parenthesised lines four blanks in. C-22: the preference directly after the NBMA address."""
    flags = [flag for flag in FLAGS if flag in entry.flags] + sorted(entry.flags - frozenset(FLAGS))
    lines = [f"{indent}Type: {entry.type.value}, Flags: " + "".join(f"{flag} " for flag in flags)]
    if _is_printed(entry.nbma):
        lines.append(f"{indent}NBMA address: {str(entry.nbma).upper()} ")
    if detail and entry.preference is not None:
        lines.append(f"{indent}Preference: {entry.preference}")
    if entry.claimed_nbma is not None:
        lines.append(f"    (Claimed NBMA address: {str(entry.claimed_nbma).upper()}) ")
    if entry.group is not None:
        lines.append(f"{indent}Group: {entry.group}")
    if entry.cache_hits is not None:
        lines.append(f"{indent}Cache hits: {entry.cache_hits}")
    if entry.no_socket:
        lines.append("    (no-socket) ")
    if detail and entry.requester is not None and entry.request_id is not None:
        lines.append(f"  Requester: {str(entry.requester).upper()} Request ID: {entry.request_id}")
    return lines


def _is_printed(nbma: Nbma | None) -> bool:
    return nbma is not None and nbma is not UNKNOWN


def quantise_entries(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> Entries:
    """What printing keeps: cache order, cut durations; preference and requester only with ``detail``."""
    return tuple(quantise_entry(entry, options) for entry in ordered_entries(value, generation))


def quantise_entry(entry: NhrpEntry, options: RenderOptions = PLAIN) -> NhrpEntry:
    """What printing keeps of one entry."""
    return replace(
        entry,
        created=quantise(entry.created),
        expires=quantise(entry.expires),
        nbma=entry.nbma if _is_printed(entry.nbma) else None,
        preference=entry.preference if options.detail else None,
        requester=entry.requester if options.detail and entry.request_id is not None else None,
        request_id=entry.request_id if options.detail and entry.requester is not None else None,
    )


def rows(value: Entries) -> list[JsonRow]:
    """One row per entry; a lifetime without end and an address that was not printed are null."""
    return [
        {
            "target": str(entry.target),
            "via": None if entry.via is None else str(entry.via),
            "interface": entry.interface,
            "created": None if entry.created is NEVER else entry.created,
            "expires": None if entry.expires is NEVER else entry.expires,
            "type": entry.type.value,
            "flags": sorted(entry.flags),
            "nbma": None if not _is_printed(entry.nbma) else "*" if entry.nbma is ANY else str(entry.nbma),
            "claimed_nbma": None if entry.claimed_nbma is None else str(entry.claimed_nbma),
            "no_socket": entry.no_socket,
            "group": entry.group,
            "preference": entry.preference,
        }
        for entry in value
    ]


_SELECTIONS = ("", " dy[[namic]]", " stati[[c]]", " inc[[omplete]]", " l[[ocal]]", " sh[[ortcut]]")
_SCOPES = ("", " {interface}", " {target}")

SHOW: ShowCommand[Entries] = ShowCommand(
    name="show_ip_nhrp",
    forms=tuple(
        f"sh[[ow]] {family} nh[[rp]]{vrf}{selection}{scope}{detail}"
        for family in ("ip", "ipv6")
        for vrf in ("", " vrf {vrf}")
        for selection in _SELECTIONS
        for scope in _SCOPES
        for detail in ("", " det[[ail]]")
    ),
    section="nhrp",
    parse=parse,
    render=render,
    quantise=quantise_entries,
    rows=rows,
)
