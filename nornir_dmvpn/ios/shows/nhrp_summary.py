"""``show ip nhrp summary`` and ``show ipv6 nhrp summary``: how many entries of which kind (C-26)."""

from nornir_dmvpn.ios.shows.blocks import Block, joined, parse_blocks
from nornir_dmvpn.ios.shows.dmvpn_section import CountMismatch
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import NhrpSummary, TypeCounts
from nornir_dmvpn.model.state import Family

Summaries = tuple[NhrpSummary, ...]

COMMAND = "show ip nhrp summary"
_FAMILY = {"IP": Family.IPV4, "IPv6": Family.IPV6}


def parse(text: str, *, strict: bool = True) -> Parsed[Summaries]:
    """One value; none for an empty answer."""
    return parse_blocks(SHOW, read(COMMAND, "show_ip_nhrp_summary", text), _summary, strict=strict)


def _summary(block: Block) -> NhrpSummary:
    def number(name: str) -> int:
        return int(block.need(name))

    def types(part: str) -> TypeCounts:
        return TypeCounts(
            static=number(f"{part}STATIC"), dynamic=number(f"{part}DYNAMIC"), incomplete=number(f"{part}INCOMPLETE")
        )

    return NhrpSummary(
        family=_FAMILY[block.need("FAMILY")],
        entries=number("ENTRIES"),
        size=number("SIZE"),
        types=types(""),
        remote=number("REMOTE"),
        remote_types=types("REMOTE_"),
        nhop=number("NHOP"),
        bfd=number("BFD"),
        default=number("DEFAULT"),
        temporary=number("TEMPORARY"),
        route=number("ROUTE"),
        rib=number("RIB"),
        rib_routes=number("RIB_H"),
        rib_overrides=number("RIB_NHO"),
        bgp=number("BGP"),
        remote_lfib=number("REMOTE_LFIB"),
        local=number("LOCAL"),
        local_types=types("LOCAL_"),
        local_lfib=number("LOCAL_LFIB"),
    )


def summary_mismatches(value: Summaries) -> tuple[CountMismatch, ...]:
    """Totals that the lines below them do not bear out."""
    found: list[CountMismatch] = []
    for one in value:
        sums = (
            ("NHRP cache", one.entries, one.types.total),
            ("NHRP cache", one.entries, one.remote + one.local),
            ("Remote", one.remote, one.remote_types.total),
            ("Local", one.local, one.local_types.total),
        )
        found += [
            CountMismatch(interface="", family=one.family, what=what, declared=declared, printed=counted)
            for what, declared, counted in dict.fromkeys(sums)
            if declared != counted
        ]
    return tuple(found)


def render(value: Summaries, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The three blocks; numbers right-aligned below each other."""
    lines: list[str] = []
    for one in value:
        word = "entry" if one.entries == 1 else "entries"
        family = "IP" if one.family is Family.IPV4 else "IPv6"
        lines += [
            f"{family} NHRP cache {one.entries} {word}, {one.size} bytes",
            _types(one.types),
            f"{one.remote} Remote",
            _types(one.remote_types),
            _pair(one.nhop, "nhop", one.bfd, "bfd"),
            _pair(one.default, "default", one.temporary, "temporary"),
            f"{one.route:>5} route",
            f"{one.rib:>9} rib ({one.rib_routes} H    {one.rib_overrides} nho)",
            f"{one.bgp:>9} bgp",
            f"{one.remote_lfib:>5} lfib",
            f"{one.local} Local",
            _types(one.local_types),
            f"{one.local_lfib:>5} lfib",
            "",
        ]
    return joined(lines)


def _types(counts: TypeCounts) -> str:
    return f"{_pair(counts.static, 'static', counts.dynamic, 'dynamic')} {counts.incomplete:>4} incomplete"


def _pair(one: int, what: str, other: int, which: str) -> str:
    return f"{one:>5} {what:<8}{other:>2} {which}"


def quantise_summary(value: Summaries, generation: Generation, options: RenderOptions = PLAIN) -> Summaries:  # noqa: ARG001 # one signature for all
    """Printing keeps all of it."""
    return value


def rows(value: Summaries) -> list[JsonRow]:
    """One row; the counts by type of each block under its name."""
    return [
        {
            "family": one.family.value,
            "entries": one.entries,
            "size": one.size,
            **_row("", one.types),
            "remote": one.remote,
            **_row("remote_", one.remote_types),
            "nhop": one.nhop,
            "bfd": one.bfd,
            "default": one.default,
            "temporary": one.temporary,
            "route": one.route,
            "rib": one.rib,
            "rib_routes": one.rib_routes,
            "rib_overrides": one.rib_overrides,
            "bgp": one.bgp,
            "remote_lfib": one.remote_lfib,
            "local": one.local,
            **_row("local_", one.local_types),
            "local_lfib": one.local_lfib,
        }
        for one in value
    ]


def _row(part: str, counts: TypeCounts) -> JsonRow:
    return {
        f"{part}static": counts.static,
        f"{part}dynamic": counts.dynamic,
        f"{part}incomplete": counts.incomplete,
    }


SHOW: ShowCommand[Summaries] = ShowCommand(
    name="show_ip_nhrp_summary",
    forms=("sh[[ow]] ip nh[[rp]] su[[mmary]]", "sh[[ow]] ipv6 nh[[rp]] su[[mmary]]"),
    section="nhrp_summary",
    parse=parse,
    render=render,
    quantise=quantise_summary,
    rows=rows,
)
