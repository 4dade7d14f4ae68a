"""``show ip nhrp redirect``: who was told of a shorter way. The layout is that of one contributed XE output."""

from ipaddress import ip_address, ip_network

from nornir_dmvpn.ios.shows.blocks import Block, flat, joined, parse_blocks
from nornir_dmvpn.ios.shows.dmvpn_section import target_order
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.nhrp import FLAGS
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import RedirectEntry
from nornir_dmvpn.model.state import EntryType

Entries = tuple[RedirectEntry, ...]

COMMAND = "show ip nhrp redirect"


def parse(text: str, *, strict: bool = True) -> Parsed[Entries]:
    """Every block in printed order."""
    return parse_blocks(SHOW, read(COMMAND, "show_ip_nhrp_redirect", text), _entry, strict=strict)


def _entry(block: Block) -> RedirectEntry:
    return RedirectEntry(
        target=ip_network(block.need("TARGET"), strict=False),
        via=ip_address(block.need("VIA")),
        type=EntryType(block.need("TYPE")),
        flags=frozenset((block.get("FLAGS") or "").split()),
        nbma=ip_address(block.need("NBMA")),
        hold_time=int(block.need("HOLD_TIME")),
        authentication=block.get("AUTHENTICATION"),
    )


def render(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """One block per entry, ascending target (C-13), an empty line between two."""
    lines: list[str] = []
    for number, one in enumerate(_ordered(value)):
        flags = [flag for flag in FLAGS if flag in one.flags] + sorted(one.flags - frozenset(FLAGS))
        lines += [""] * (number > 0)
        lines += [
            f"{str(one.target).upper()} via {flat(one.via)}",
            f"Type: {one.type.value}, Flags: {' '.join(flags)}",
            f"NBMA address: {flat(one.nbma)}",
            f"Hold time: {one.hold_time} sec",
        ]
        if one.authentication is not None:
            lines.append(f"Authentication: {one.authentication}")
    return joined(lines)


def _ordered(value: Entries) -> list[RedirectEntry]:
    return sorted(value, key=lambda one: target_order(one.target))


def quantise_redirects(value: Entries, generation: Generation, options: RenderOptions = PLAIN) -> Entries:  # noqa: ARG001 # one signature for all
    """Printing keeps all of it, in order."""
    return tuple(_ordered(value))


def rows(value: Entries) -> list[JsonRow]:
    """One row per entry; ``hold_time`` in seconds."""
    return [
        {
            "target": str(one.target),
            "via": str(one.via),
            "type": one.type.value,
            "flags": sorted(one.flags),
            "nbma": str(one.nbma),
            "hold_time": one.hold_time,
            "authentication": one.authentication,
        }
        for one in value
    ]


SHOW: ShowCommand[Entries] = ShowCommand(
    name="show_ip_nhrp_redirect",
    forms=("sh[[ow]] ip nh[[rp]] r[[edirect]]", "sh[[ow]] ipv6 nh[[rp]] r[[edirect]]"),
    section="nhrp_redirect",
    parse=parse,
    render=render,
    quantise=quantise_redirects,
    rows=rows,
)
