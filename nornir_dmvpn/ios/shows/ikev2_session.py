"""``show crypto ikev2 session [detailed]``: IKEv2 SAs with the child SAs below them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from ipaddress import IPv6Address, ip_address

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import Block, Item, flat, joined, pair, parse_blocks
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.ikev2_text import quantise_sa, read_sa, sa_lines, sa_row
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.crypto_state import ChildSa, Ikev2Session, Selector
from nornir_dmvpn.model.generation import Generation

Sessions = tuple[Ikev2Session, ...]

COMMAND = "show crypto ikev2 session"
_SELECTOR = re.compile(r"(\S+)/(\d+)\s+-\s+(\S+)/(\d+)")


def parse(text: str, *, strict: bool = True) -> Parsed[Sessions]:
    """Every session in printed order. ``layout`` is ``None``: the text fits several generations."""
    return parse_blocks(SHOW, read(COMMAND, "show_crypto_ikev2_session", text), _session, strict=strict)


def _session(block: Block) -> Ikev2Session:
    ike = tuple(read_sa(item) for item in block.after("TUNNEL_ID"))
    children = tuple(_child(item) for item in block.after("CHILD"))
    counts = int(block.need("IKE_COUNT")), int(block.need("CHILD_COUNT"))
    if not ike or len(ike) < counts[0] or len(children) < counts[1]:
        problem = f"the output is cut off: {len(ike)} IKE SAs and {len(children)} child SAs are listed"
        raise ParseError(COMMAND, block.row.line, block.row.text, problem)
    return Ikev2Session(
        session_id=int(block.need("SESSION_ID")),
        status=block.need("STATUS"),
        declared_ike=counts[0],
        declared_children=counts[1],
        ike=ike,
        children=children,
    )


def _child(item: Item) -> ChildSa:
    spis = int(item.need("ESP_SPI_IN"), 16), int(item.need("ESP_SPI_OUT"), 16)
    return ChildSa(
        local=tuple(_selector(text) for text in item.all("LOCAL_SELECTOR")),
        remote=tuple(_selector(text) for text in item.all("REMOTE_SELECTOR")),
        esp_spis=spis,
        ah_spis=_pair(item, "AH_SPI"),
        cpis=_pair(item, "CPI"),
        encryption=item.get("CHILD_ENCRYPTION"),
        mode=item.get("CHILD_MODE"),
    )


def _pair(item: Item, name: str) -> tuple[int, int] | None:
    into, out = item.get(f"{name}_IN"), item.get(f"{name}_OUT")
    return None if into is None or out is None else pair(str(int(into, 16)), str(int(out, 16)))


def _selector(text: str) -> Selector:
    match = _SELECTOR.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a traffic selector")
    first, first_port, last, last_port = match.groups()
    return Selector(
        first=ip_address(first), last=ip_address(last), first_port=int(first_port), last_port=int(last_port)
    )


def render(value: Sessions, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show crypto ikev2 session [detailed]``; headings stand even where there is no session."""
    lines = [" IPv4 Crypto IKEv2 Session ", ""]
    lines += _blocks((one for one in value if not _is_ipv6(one)), generation, detail=options.detail)
    lines += [" IPv6 Crypto IKEv2 Session ", ""]
    lines += _blocks((one for one in value if _is_ipv6(one)), generation, detail=options.detail)
    return joined(lines)


def _is_ipv6(one: Ikev2Session) -> bool:
    return isinstance(one.ike[0].local.address, IPv6Address)


def _blocks(shown: Iterable[Ikev2Session], generation: Generation, *, detail: bool) -> list[str]:
    lines: list[str] = []
    for one in shown:
        counts = f"IKE count:{one.declared_ike}, CHILD count:{one.declared_children}"
        lines += [f"Session-id:{one.session_id}, Status:{one.status}, {counts}", ""]
        for sa in one.ike:
            lines += sa_lines(sa, generation, detail=detail)
        for child in one.children:
            lines += _child_lines(child, generation, detail=detail)
        lines.append("")
    return lines


def _child_lines(child: ChildSa, generation: Generation, *, detail: bool) -> list[str]:
    """E has the selectors side by side (seen on 17.x), older releases one below the other."""
    indent = " " * 10
    local, remote = ([_selector_text(one) for one in side] for side in (child.local, child.remote))
    if generation is Generation.E and len(local) == len(remote):
        lines = ["Child sa:", f"{indent}local selector       ->      remote selector"]
        lines += [f"{indent}{one}    ->    {other}" for one, other in zip(local, remote, strict=True)]
    else:
        lines = [f"{indent}local selector  {one}" for one in local]
        lines += [f"{indent}remote selector {one}" for one in remote]
        lines = [f"Child sa: {lines[0].strip()}", *lines[1:]] if local else ["Child sa: ", *lines]
    lines.append(f"{indent}ESP spi in/out: {_spis(child.esp_spis)}  ")
    if not detail:
        return lines
    if child.ah_spis is not None:
        lines.append(f"{indent}AH spi in/out: {_spis(child.ah_spis)}  ")
    if child.cpis is not None:
        lines.append(f"{indent}CPI in/out: {_spis(child.cpis)}  ")
    if child.encryption is not None:
        lines.append(f"{indent}Encr: {child.encryption}")
    return lines + ([] if child.mode is None else [f"{indent}{child.mode}"])


def _selector_text(one: Selector) -> str:
    return f"{flat(one.first)}/{one.first_port} - {flat(one.last)}/{one.last_port}"


def _spis(both: tuple[int, int]) -> str:
    return "/".join(f"0x{one:X}" for one in both)


def quantise_sessions(value: Sessions, generation: Generation, options: RenderOptions = PLAIN) -> Sessions:
    """What printing keeps: IPv4 before IPv6, the rest of a child SA only with ``detailed``."""
    return tuple(
        replace(
            one,
            ike=tuple(quantise_sa(sa, generation, detail=options.detail) for sa in one.ike),
            children=one.children if options.detail else tuple(_plain(child) for child in one.children),
        )
        for one in sorted(value, key=_is_ipv6)
    )


def _plain(child: ChildSa) -> ChildSa:
    return ChildSa(local=child.local, remote=child.remote, esp_spis=child.esp_spis)


def rows(value: Sessions) -> list[JsonRow]:
    """One row per session, with its IKE SAs and its child SAs as lists."""
    return [
        {
            "session_id": one.session_id,
            "status": one.status,
            "ike_count": one.declared_ike,
            "child_count": one.declared_children,
            "ike": [sa_row(sa) for sa in one.ike],
            "children": [_child_row(child) for child in one.children],
        }
        for one in value
    ]


def _child_row(child: ChildSa) -> JsonRow:
    return {
        "local": [_selector_text(one) for one in child.local],
        "remote": [_selector_text(one) for one in child.remote],
        "esp_spi_in": child.esp_spis[0],
        "esp_spi_out": child.esp_spis[1],
        "ah_spis": child.ah_spis,
        "cpis": child.cpis,
        "encryption": child.encryption,
        "mode": child.mode,
    }


SHOW: ShowCommand[Sessions] = ShowCommand(
    name="show_crypto_ikev2_session",
    forms=("sh[[ow]] cr[[ypto]] ik[[ev2]] se[[ssion]]", "sh[[ow]] cr[[ypto]] ik[[ev2]] se[[ssion]] det[[ailed]]"),
    section="ikev2_sessions",
    parse=parse,
    render=render,
    quantise=quantise_sessions,
    rows=rows,
)
