"""``show ip nhrp brief``: the cache as a table (C-24). A to C print one line per entry, D and E two below a legend."""

from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address, ip_network

from nornir_dmvpn.ios.shows.blocks import Block, flat, joined, parse_blocks
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.nhrp import ordered_entries
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import IPAddress, Mark, Nbma
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import short_name
from nornir_dmvpn.model.nhrp_state import BriefEntry
from nornir_dmvpn.model.state import EntryType, NhrpEntry

Entries = tuple[BriefEntry, ...]

COMMAND = "show ip nhrp brief"
FLAGS = {
    "u": frozenset({"unique"}),
    "r": frozenset({"registered"}),
    "e": frozenset({"temporary"}),
    "c": frozenset(),
    "a": frozenset({"authoritative"}),
    "t": frozenset({"rib", "nho"}),
}
"""Flag letters of the new table in printed order, and the flags of an entry that set each (``c``: claimed)."""
_CLASSIC = frozenset({Generation.A, Generation.B, Generation.C})
_LETTER = {EntryType.STATIC: "S", EntryType.DYNAMIC: "D"}
_HEADER = "   Target             Via            NBMA           Mode   Intfc   Claimed "
_STARS, _DOUBLE = "*" * 76, "=" * 76
_LEGEND = (
    _STARS,
    "    NOTE: Link-Local, No-socket and Incomplete entries are not displayed",
    _STARS,
    "Legend: Type --> S - Static, D - Dynamic",
    "        Flags --> u - unique, r - registered, e - temporary, c - claimed",
    "        a - authoritative, t - route",
    _DOUBLE,
    "",
    "Intf     NextHop Address                                    NBMA Address",
    "         Target Network                              T/Flag",
    "-------- ------------------------------------------- ------ ----------------",
)


def parse(text: str, *, strict: bool = True) -> Parsed[Entries]:
    """Every row in printed order; ``layout`` is ``None``, either table was printed by several generations."""
    return parse_blocks(SHOW, read(COMMAND, "show_ip_nhrp_brief", text), _entry, strict=strict)


def _entry(block: Block) -> BriefEntry:
    letter = block.get("LETTER")
    if letter is None:
        kind = EntryType(block.need("MODE"))
    else:
        kind = next(one for one, printed in _LETTER.items() if printed == letter)
    return BriefEntry(
        target=ip_network(block.need("TARGET"), strict=False),
        via=ip_address(block.need("VIA")),
        nbma=ip_address(block.need("NBMA")) if kind is not EntryType.INCOMPLETE else block.address("NBMA"),
        type=kind,
        interface=block.need("INTERFACE"),
        claimed_nbma=block.address("CLAIMED_NBMA"),
        flags=frozenset(block.get("FLAGS") or ""),
    )


def brief_entries(entries: Iterable[NhrpEntry], generation: Generation) -> Entries:
    """The rows that IOS of that generation prints of a cache; the new table leaves some entries out, as it says."""
    rows = [_brief(entry) for entry in ordered_entries(tuple(entries), generation) if _is_listed(entry, generation)]
    return tuple(rows)


def _is_listed(entry: NhrpEntry, generation: Generation) -> bool:
    if entry.via is None:
        return False
    if generation in _CLASSIC:
        return True
    return not (entry.no_socket or entry.type is EntryType.INCOMPLETE or entry.target.is_link_local)


def _brief(entry: NhrpEntry) -> BriefEntry:
    letters = {letter for letter, flags in FLAGS.items() if flags & entry.flags}
    claimed = {"c"} if entry.claimed_nbma is not None else set()
    return BriefEntry(
        target=entry.target,
        via=entry.via,
        nbma=_address(entry.nbma),
        type=entry.type,
        interface=short_name(entry.interface),
        claimed_nbma=entry.claimed_nbma,
        flags=frozenset(letters | claimed),
    )


def _address(nbma: Nbma | None) -> IPAddress | None:
    return None if isinstance(nbma, Mark) else nbma


def render(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The table, rows as given (a name that was cut no longer tells its place); nothing for an empty cache."""
    if not value:
        return ""
    if generation in _CLASSIC:
        return joined([_HEADER, *(_classic_row(one) for one in value)])
    return joined([*_LEGEND, *(line for one in value for line in _new_rows(one))])


def _classic_row(one: BriefEntry) -> str:
    claimed = "   " if one.claimed_nbma is None else flat(one.claimed_nbma)
    via, nbma = _text(one.via), _text(one.nbma)
    name = short_name(one.interface)[:7]
    return f"{str(one.target).upper():>20} {via:<15} {nbma:<15} {one.type.value:<8} {name:<7} <{claimed}>"


def _new_rows(one: BriefEntry) -> list[str]:
    letters = "".join(letter for letter in FLAGS if letter in one.flags)
    name = short_name(one.interface)[:8]
    return [
        f"{name:<8} {_text(one.via):<43} {'':6} {_text(one.nbma)}",
        f"{'':8} {str(one.target).upper():<43} {_LETTER.get(one.type, '')}/{letters}",
    ]


def _text(address: IPAddress | None) -> str:
    return "" if address is None else flat(address)


def quantise_brief(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> Entries:  # noqa: ARG001 # one signature for all
    """What printing keeps: the interface cut to its column; flags in the new table, claimed addresses in the old."""
    classic = generation in _CLASSIC
    return tuple(
        replace(
            one,
            interface=short_name(one.interface)[: 7 if classic else 8],
            claimed_nbma=one.claimed_nbma if classic else None,
            flags=frozenset() if classic else one.flags,
        )
        for one in value
    )


def rows(value: Entries) -> list[JsonRow]:
    """One row per entry; ``interface`` as printed."""
    return [
        {
            "target": str(one.target),
            "via": None if one.via is None else str(one.via),
            "nbma": None if one.nbma is None else str(one.nbma),
            "type": one.type.value,
            "interface": one.interface,
            "claimed_nbma": None if one.claimed_nbma is None else str(one.claimed_nbma),
            "flags": sorted(one.flags),
        }
        for one in value
    ]


SHOW: ShowCommand[Entries] = ShowCommand(
    name="show_ip_nhrp_brief",
    forms=tuple(
        f"sh[[ow]] {family} nh[[rp]]{vrf}{scope} b[[rief]]"
        for family in ("ip", "ipv6")
        for vrf in ("", " vrf {vrf}")
        for scope in ("", " {interface}", " {target}")
    ),
    section="nhrp_brief",
    parse=parse,
    render=render,
    quantise=quantise_brief,
    rows=rows,
)
