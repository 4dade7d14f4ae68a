"""``show crypto ikev2 sa [detailed]``: the IKEv2 SAs (C-82)."""

from collections.abc import Iterable
from ipaddress import IPv6Address

from nornir_dmvpn.ios.shows.blocks import Block, Item, joined, parse_blocks
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.ikev2_text import quantise_sa, read_sa, sa_lines, sa_row
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.crypto_state import Ikev2Sa
from nornir_dmvpn.model.generation import Generation

Sas = tuple[Ikev2Sa, ...]

COMMAND = "show crypto ikev2 sa"


def parse(text: str, *, strict: bool = True) -> Parsed[Sas]:
    """Every SA in printed order, IPv4 before IPv6. ``layout`` is ``None``: the text fits several generations."""
    return parse_blocks(SHOW, read(COMMAND, "show_crypto_ikev2_sa", text), _sa, strict=strict)


def _sa(block: Block) -> Ikev2Sa:
    return read_sa(Item(block.command, block.lines))


def render(value: Sas, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show crypto ikev2 sa [detailed]``; headings stand even where there is no SA."""
    lines = [" IPv4 Crypto IKEv2  SA ", ""]
    lines += _blocks((one for one in value if not _is_ipv6(one)), generation, detail=options.detail)
    lines += [" IPv6 Crypto IKEv2  SA ", ""]
    lines += _blocks((one for one in value if _is_ipv6(one)), generation, detail=options.detail)
    return joined(lines)


def _blocks(shown: Iterable[Ikev2Sa], generation: Generation, *, detail: bool) -> list[str]:
    return [line for one in shown for line in (*sa_lines(one, generation, detail=detail), "")]


def _is_ipv6(one: Ikev2Sa) -> bool:
    return isinstance(one.local.address, IPv6Address)


def quantise_sas(value: Sas, generation: Generation, options: RenderOptions = PLAIN) -> Sas:
    """What printing keeps: IPv4 before IPv6, details only with ``detailed``, SPIs in E or with ``detailed``."""
    return tuple(quantise_sa(one, generation, detail=options.detail) for one in sorted(value, key=_is_ipv6))


def rows(value: Sas) -> list[JsonRow]:
    """One row per SA; ``detail`` is null in plain output."""
    return [sa_row(one) for one in value]


SHOW: ShowCommand[Sas] = ShowCommand(
    name="show_crypto_ikev2_sa",
    forms=(
        "sh[[ow]] cr[[ypto]] ik[[ev2]] sa",
        "sh[[ow]] cr[[ypto]] ik[[ev2]] sa det[[ailed]]",
        "sh[[ow]] cr[[ypto]] ik[[ev2]] sa l[[ocal]] {own}",
        "sh[[ow]] cr[[ypto]] ik[[ev2]] sa l[[ocal]] {own} det[[ailed]]",
        "sh[[ow]] cr[[ypto]] ik[[ev2]] sa r[[emote]] {nbma}",
        "sh[[ow]] cr[[ypto]] ik[[ev2]] sa r[[emote]] {nbma} det[[ailed]]",
    ),
    section="ikev2",
    parse=parse,
    render=render,
    quantise=quantise_sas,
    rows=rows,
)
