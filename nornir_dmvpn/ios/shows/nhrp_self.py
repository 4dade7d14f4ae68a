"""``show ip nhrp self``: the router's own addresses, and what NHRP tells peers about itself (C-25)."""

from nornir_dmvpn.ios.shows.blocks import Block, joined, parse_blocks
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order, target_order
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.nhrp import entry_lines, quantise_entry
from nornir_dmvpn.ios.shows.nhrp import rows as entry_rows
from nornir_dmvpn.ios.shows.nhrp_entry import read_entry
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import Metadata, SelfEntry

Entries = tuple[SelfEntry, ...]

COMMAND = "show ip nhrp self"


def parse(text: str, *, strict: bool = True) -> Parsed[Entries]:
    """Every entry in printed order with the metadata below it."""
    return parse_blocks(SHOW, read(COMMAND, "show_ip_nhrp_self", text), _entry, strict=strict)


def _entry(block: Block) -> SelfEntry:
    entry = read_entry(block.row)
    metadata = tuple(
        Metadata(
            type=int(item.need("METADATA_TYPE")),
            state=item.need("METADATA_STATE"),
            data=int(item.need("METADATA_DATA"), 16),
        )
        for item in block.after("METADATA_TYPE")
    )
    return SelfEntry(entry=entry, metadata=metadata)


def render(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The entries in the layout of ``show ip nhrp``, metadata below an entry that has some."""
    lines: list[str] = []
    for one in _ordered(value):
        lines += entry_lines(one.entry, generation, options)
        if one.metadata:
            lines += ["Metadata Exchange Framework:", " Type\tState"]
        for part in one.metadata:
            lines += [f" {part.type:<4}\t{part.state}", f" MEF ext data:{part.data:#x}"]
    return joined(lines)


def _ordered(value: Entries) -> list[SelfEntry]:
    """Interface by interface, ascending target (C-61, C-13)."""
    return sorted(value, key=lambda one: (interface_order(one.entry.interface), target_order(one.entry.target)))


def quantise_self(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> Entries:  # noqa: ARG001 # one signature for all
    """As :func:`nhrp.quantise_entries`; metadata is always printed."""
    return tuple(SelfEntry(entry=quantise_entry(one.entry, options), metadata=one.metadata) for one in _ordered(value))


def rows(value: Entries) -> list[JsonRow]:
    """The rows of ``show ip nhrp`` with a list ``metadata``."""
    return [
        row | {"metadata": [{"type": part.type, "state": part.state, "data": part.data} for part in one.metadata]}
        for one, row in zip(value, entry_rows(tuple(one.entry for one in value)), strict=True)
    ]


SHOW: ShowCommand[Entries] = ShowCommand(
    name="show_ip_nhrp_self",
    forms=tuple(
        f"sh[[ow]] {family} nh[[rp]]{vrf} se[[lf]]{scope}{detail}"
        for family in ("ip", "ipv6")
        for vrf in ("", " vrf {vrf}")
        for scope in ("", " {interface}", " {target}")
        for detail in ("", " det[[ail]]")
    ),
    section="nhrp_self",
    parse=parse,
    render=render,
    quantise=quantise_self,
    rows=rows,
)
