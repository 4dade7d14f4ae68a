"""``show crypto isakmp sa [detail]``: the IKEv1 SAs (C-80)."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import IPv6Address, ip_address

from nornir_dmvpn.ios.shows.blocks import Block, flat, joined, parse_blocks
from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.crypto_state import IsakmpDetail, IsakmpSa
from nornir_dmvpn.model.generation import Generation

Sas = tuple[IsakmpSa, ...]

COMMAND = "show crypto isakmp sa"
_LEGEND = (
    "Codes: C - IKE configuration mode, D - Dead Peer Detection",
    "       K - Keepalives, N - NAT-traversal",
    "       T - cTCP encapsulation, X - IKE Extended Authentication",
    "       psk - Preshared key, rsig - RSA signature",
    "       renc - RSA encryption",
)


def parse(text: str, *, strict: bool = True) -> Parsed[Sas]:
    """Every SA in printed order, IPv4 before IPv6. ``layout`` is ``None`` but for A, which prints a slot."""
    reading = read(COMMAND, "show_crypto_isakmp_sa", text)
    parsed = parse_blocks(SHOW, reading, _sa, strict=strict)
    old = any(one.slot is not None for one in parsed.values)
    return replace(parsed, layout=Generation.A) if old else parsed


def _sa(block: Block) -> IsakmpSa:
    if block.get("LOCAL") is not None:
        return IsakmpSa(
            conn_id=int(block.need("CONN_ID")),
            status=block.need("STATUS"),
            detail=_detail(block),
        )
    return IsakmpSa(
        conn_id=int(block.need("CONN_ID")),
        status=block.need("STATUS"),
        destination=ip_address(block.need("DESTINATION")),
        source=ip_address(block.need("SOURCE")),
        state=block.need("STATE"),
        deleted=block.get("DELETED") is not None,
        slot=block.number("SLOT"),
    )


def _detail(block: Block) -> IsakmpDetail:
    lifetime = block.get("LIFETIME")
    seconds = None if lifetime in (None, "0") else parse_duration(lifetime or "")
    return IsakmpDetail(
        local=ip_address(block.need("LOCAL")),
        remote=ip_address(block.need("REMOTE")),
        ivrf=block.get("IVRF"),
        encryption=block.get("ENCRYPTION"),
        hash=block.get("HASH"),
        authentication=block.get("AUTHENTICATION"),
        dh_group=int(block.need("DH_GROUP")),
        lifetime=None if seconds is NEVER else seconds,
        capabilities=block.get("CAPABILITIES") or "",
        engine=block.need("CONNECTION"),
    )


def render(value: Sas, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show crypto isakmp sa [detail]``; headings stand even where there is no SA."""
    shown = [one for one in value if (one.detail if options.detail else one.destination) is not None]
    old = [one for one in shown if not _is_ipv6(one)]
    new = [one for one in shown if _is_ipv6(one)]
    lines = list(_LEGEND) if options.detail else []
    lines.append("IPv4 Crypto ISAKMP SA")
    if options.detail:
        head = "C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap."
        lines += ["", head, "", *_details(old), "IPv6 Crypto ISAKMP SA", "", *_details(new)]
    else:
        slot = "slot " if generation is Generation.A else ""
        lines.append(f"dst             src             state          conn-id {slot}status")
        lines += [_row(one, generation) for one in old]
        lines += ["", "IPv6 Crypto ISAKMP SA", ""]
        for one in new:
            lines += _ipv6_block(one, generation)
    return joined(lines)


def _is_ipv6(one: IsakmpSa) -> bool:
    return isinstance(one.detail.remote if one.detail is not None else one.destination, IPv6Address)


def _status(one: IsakmpSa) -> str:
    return one.status + (" (deleted)" if one.deleted else "")


def _row(one: IsakmpSa, generation: Generation) -> str:
    """C-80: addresses and state in columns of 15, the connection id right-aligned in 7."""
    slot = f" {one.slot or 0:4}" if generation is Generation.A else ""
    return f"{one.destination!s:<15} {one.source!s:<15} {one.state:<15}{one.conn_id:7}{slot} {_status(one)}"


def _ipv6_block(one: IsakmpSa, generation: Generation) -> list[str]:
    slot = f"slot: {one.slot or 0:4} " if generation is Generation.A else ""
    addresses = [
        f" {name}: {str(address).upper()}" for name, address in (("dst", one.destination), ("src", one.source))
    ]
    return [*addresses, f" state: {one.state:<15} conn-id: {one.conn_id:6} {slot}status: {_status(one)}", ""]


def _details(shown: Sequence[IsakmpSa]) -> list[str]:
    lines: list[str] = []
    for one in shown:
        if one.detail is None:
            continue
        told = one.detail
        ends = f"{flat(told.local):<15} {flat(told.remote):<15} {told.ivrf or '':<6}"
        agreed = f"{told.encryption or '':<4} {told.hash or '':<6} {told.authentication or '':<4} {told.dh_group:<2}"
        left = "0" if told.lifetime is None else render_duration(told.lifetime)
        row = f"{one.conn_id:<5} {ends} {one.status:<6} {agreed} {left:<8} {told.capabilities:<4}"
        lines += [row, f"       Engine-id:Conn-id =  {told.engine}", ""]
    return lines


def quantise_sas(value: Sas, generation: Generation, options: RenderOptions = PLAIN) -> Sas:
    """What printing keeps: IPv4 before IPv6; with ``detail`` what only that prints, without it the rest."""
    kept: list[IsakmpSa] = []
    for one in sorted(value, key=_is_ipv6):
        if options.detail:
            if one.detail is not None:
                left = None if one.detail.lifetime is None else quantise(one.detail.lifetime)
                detail = replace(one.detail, lifetime=None if left is NEVER else left)
                kept.append(IsakmpSa(conn_id=one.conn_id, status=one.status, detail=detail))
        elif one.destination is not None:
            slot = (one.slot or 0) if generation is Generation.A else None
            kept.append(replace(one, slot=slot, detail=None))
    return tuple(kept)


def rows(value: Sas) -> list[JsonRow]:
    """One row per SA; of plain and detail, the columns that were not printed are null."""
    return [
        {
            "destination": None if one.destination is None else str(one.destination),
            "source": None if one.source is None else str(one.source),
            "state": one.state,
            "conn_id": one.conn_id,
            "status": one.status,
            "deleted": one.deleted,
            "slot": one.slot,
            "local": None if one.detail is None else str(one.detail.local),
            "remote": None if one.detail is None else str(one.detail.remote),
            "ivrf": None if one.detail is None else one.detail.ivrf,
            "encryption": None if one.detail is None else one.detail.encryption,
            "hash": None if one.detail is None else one.detail.hash,
            "authentication": None if one.detail is None else one.detail.authentication,
            "dh_group": None if one.detail is None else one.detail.dh_group,
            "lifetime": None if one.detail is None else one.detail.lifetime,
            "capabilities": None if one.detail is None else one.detail.capabilities,
            "engine": None if one.detail is None else one.detail.engine,
        }
        for one in value
    ]


SHOW: ShowCommand[Sas] = ShowCommand(
    name="show_crypto_isakmp_sa",
    forms=("sh[[ow]] cr[[ypto]] is[[akmp]] sa", "sh[[ow]] cr[[ypto]] is[[akmp]] sa det[[ail]]"),
    section="isakmp",
    parse=parse,
    render=render,
    quantise=quantise_sas,
    rows=rows,
)
