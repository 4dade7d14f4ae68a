"""``show ip nhrp multicast``: where multicast on a tunnel is copied to (C-28)."""

from ipaddress import ip_address

from nornir_dmvpn.ios.shows.blocks import Block, flat, joined, parse_blocks
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.nhrp_state import MulticastTarget

Targets = tuple[MulticastTarget, ...]

COMMAND = "show ip nhrp multicast"
FLAGS = ("static", "dynamic", "nhs")
"""Words after ``Flags:``; only ``dynamic`` was seen, the others are those of the vendor's text (C-28)."""
_HEADER = "  I/F     NBMA address  "


def parse(text: str, *, strict: bool = True) -> Parsed[Targets]:
    """Every row in printed order; a header alone is an empty list."""
    return parse_blocks(SHOW, read(COMMAND, "show_ip_nhrp_multicast", text), _target, strict=strict)


def _target(block: Block) -> MulticastTarget:
    return MulticastTarget(
        interface=full_name(block.need("INTERFACE")),
        nbma=ip_address(block.need("NBMA")),
        flags=frozenset((block.get("FLAGS") or "").split()),
        enabled=block.get("ENABLED") == "Enabled",
    )


def render(value: Targets, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The header, always, and a row per target: interface in 10 columns, address in 15, flags in 16."""
    lines = [_HEADER]
    for one in _ordered(value):
        flags = " ".join(flag for flag in FLAGS if flag in one.flags)
        status = "Enabled" if one.enabled else "Disabled"
        lines.append(f"{one.interface:<10} {flat(one.nbma):<15} Flags: {flags:<16} ({status})")
    return joined(lines)


def _ordered(value: Targets) -> list[MulticastTarget]:
    """Interfaces ascending (C-61); within one as given, since the order IOS takes is not known (C-28)."""
    return sorted(value, key=lambda one: interface_order(one.interface))


def quantise_targets(value: Targets, generation: Generation, options: RenderOptions = PLAIN) -> Targets:  # noqa: ARG001 # one signature for all
    """Printing keeps all of it, interface by interface."""
    return tuple(_ordered(value))


def rows(value: Targets) -> list[JsonRow]:
    """One row per target."""
    return [
        {
            "interface": one.interface,
            "nbma": str(one.nbma),
            "flags": sorted(one.flags),
            "enabled": one.enabled,
        }
        for one in value
    ]


SHOW: ShowCommand[Targets] = ShowCommand(
    name="show_ip_nhrp_multicast",
    forms=tuple(
        f"sh[[ow]] {family} nh[[rp]] m[[ulticast]]{scope}"
        for family in ("ip", "ipv6")
        for scope in ("", " {interface}", " {nbma}")
    ),
    section="nhrp_multicast",
    parse=parse,
    render=render,
    quantise=quantise_targets,
    rows=rows,
)
