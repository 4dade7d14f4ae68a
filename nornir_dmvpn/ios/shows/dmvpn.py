"""``show dmvpn``: who is on the other side of each tunnel and how far the way to him has come (4.6, 4.8)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.dmvpn_peer import PEER_COLUMNS, peer_builder, peer_problem
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order, ordered_groups, peer_target
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Assignment, Reading, Row, read
from nornir_dmvpn.ios.shows.layout import RULE, dmvpn_layout, dmvpn_legend
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.show_command import (
    PLAIN,
    JsonRow,
    Parsed,
    RenderOptions,
    ShowCommand,
    keep_or_refuse,
    refuse_other,
)
from nornir_dmvpn.ios.shows.terminal import Line
from nornir_dmvpn.model.address import ANY, NEVER, UNKNOWN
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import DmvpnPeer, DmvpnTunnel, Family, Role

Tunnels = tuple[DmvpnTunnel, ...]

COMMAND = "show dmvpn"
ATTRIBUTES = ("S", "D", "I", "I2", "N", "L", "X", "T1", "T2", "C", "B")
"""Letters of the ``Attrb`` column in the order in which they are run together (C-47)."""
_ROLES = {role.value.lower(): role for role in Role}
_FAMILIES = {family.value: family for family in Family}
_TABLE = (
    " # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb",
    " ----- --------------- --------------- ----- -------- -----",
)


def parse(text: str, *, strict: bool = True) -> Parsed[Tunnels]:
    """Every section with its rows in printed order. A section is there even if its rows were cut off."""
    make, told = peer_builder(), Told.BUT_RECORDS
    reading = read(COMMAND, "show_dmvpn", text, told=told, make=make, columns=PEER_COLUMNS)
    refuse_other(SHOW, reading)
    if strict:
        reading.refuse_unread()
    unread = list(reading.unread)
    layout = dmvpn_layout([reading.screen.source])
    headers = _headers(reading)
    # A record belongs to the section above its first line.
    bounds = [bisect_right(reading.outcome.began, header.line) for header in headers]
    bounds.append(len(reading.outcome.records))
    broken = dict(reading.broken())
    for index in sorted({*broken, *range(bounds[0])}):
        row = reading.row(index)
        problem = peer_problem(COMMAND, row, broken[index]) if index in broken else _without_interface(row)
        keep_or_refuse(row, problem, unread, strict=strict)
    _refuse_cut(reading, headers)
    rows = [
        tuple(reading.outcome.records[index] for index in range(start, end) if index not in broken)
        for start, end in pairwise(bounds)
    ]
    tunnels = [_tunnel(header, peers) for header, peers in zip(headers, rows, strict=True)]
    kept = [index for index in range(bounds[0], bounds[-1]) if index not in broken]
    return Parsed(values=tuple(tunnels), layout=layout, unread=_in_order(unread), places=reading.places(kept))


def _in_order(unread: list[Line]) -> tuple[Line, ...]:
    return tuple(sorted(set(unread)))


def _headers(reading: Reading) -> list[Assignment]:
    """What each section says of itself: its ``Interface:`` line and, but in A, the ``Type:`` line below."""
    headers: list[Assignment] = []
    latest: int | None = None
    for line, names, cells in reading.heads:
        values = dict(zip(names, cells, strict=True))
        if "INTERFACE" in values:
            headers.append(Assignment(line=line, text=reading.screen.text(line), values=values))
        elif "TYPE" in values and headers and latest == headers[-1].line and not reading.begins_between(latest, line):
            header = headers[-1]
            headers[-1] = Assignment(line=header.line, text=header.text, values={**header.values, **values})
        latest = line
    return headers


def _without_interface(row: Row) -> ParseError:
    return ParseError(COMMAND, row.line, row.text, "the output is cut off: a row without its interface")


def _tunnel(header: Assignment, peers: tuple[DmvpnPeer, ...]) -> DmvpnTunnel:
    values = header.values
    if "TYPE" not in values:
        raise ParseError(COMMAND, header.line, header.text, "the output is cut off: this section has no Type line")
    role = _ROLES.get(values["TYPE"].lower())
    if role is None:
        raise ParseError(COMMAND, header.line, header.text, f"{values['TYPE']!r} is not a tunnel type")
    return DmvpnTunnel(
        interface=values["INTERFACE"],
        family=_FAMILIES[values.get("FAMILY", "IPv4")],
        role=role,
        declared_peers=int(values["PEERS"]),
        peers=peers,
    )


def _refuse_cut(reading: Reading, headers: Sequence[Assignment]) -> None:
    """An answer that ends inside the legend, or inside a row that IOS printed on two lines, is not whole."""
    if not headers:
        _refuse_legend_alone(reading)
    if not any("NBMA" in names and "TUNNEL" not in names for _, names, _ in reading.heads):
        return
    alone: int | None = None
    for index, names in enumerate(reading.outline()):
        if alone is not None and ("TUNNEL" not in names or "NBMA" in names):
            break
        alone = index if "NBMA" in names and "TUNNEL" not in names else None
    if alone is not None:
        one = reading.assignment(alone)
        raise ParseError(COMMAND, one.line, one.text, "the output is cut off: the rest of this row is missing")


def _refuse_legend_alone(reading: Reading) -> None:
    lines = [line for line in reading.screen.lines if line[1].strip()]
    if lines and not any(text.strip() == RULE for _, text in lines):
        number, text = lines[-1]
        raise ParseError(COMMAND, number, text.strip(), "the output is cut off: it ends within the legend")


def render(value: Tunnels, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The text of plain ``show dmvpn``, rows in the order of C-43. Sections without rows are not printed (C-45)."""
    lines = dmvpn_legend(generation)
    for tunnel in _in_printed_order(value):
        lines.append("")
        if tunnel.family is Family.IPV6:
            lines += _ipv6_section(tunnel)
        else:
            lines += [*_header(tunnel, generation), *_TABLE]
            for group in ordered_groups(tunnel.peers):
                lines += _group(group)
    return "\n".join(lines) + "\n"


def _in_printed_order(tunnels: Tunnels) -> list[DmvpnTunnel]:
    shown = (tunnel for tunnel in tunnels if tunnel.peers)
    return sorted(shown, key=lambda one: (interface_order(one.interface), one.family.value))


def _header(tunnel: DmvpnTunnel, generation: Generation) -> list[str]:
    """Both ``Details`` and the count end with a trailing blank (C-41); A has one line (0.2)."""
    role = f"Type:{tunnel.role.value}, NHRP Peers:{tunnel.declared_peers}, "
    if generation is Generation.A:
        return [f"{tunnel.interface}, {role}"]
    return [f"Interface: {tunnel.interface}, {tunnel.family.value} NHRP Details ", role, ""]


def _group(group: Sequence[DmvpnPeer]) -> list[str]:
    """C-40: continuation rows leave the first 22 columns blank. C-42: a long NBMA address stands on its own line."""
    lines: list[str] = []
    for peer in group:
        rest = f"{peer.tunnel!s:>15} {peer.state.value:>5} {render_duration(peer.updown):>8} {_attributes(peer):>5}"
        nbma = str(peer.nbma).upper()
        if lines:
            lines.append(" " * 23 + rest)
        elif len(nbma) > len("255.255.255.255"):
            lines += [f" {peer.entries:5} {nbma}", " " * 23 + rest]
        else:
            lines.append(f" {peer.entries:5} {nbma:<15} {rest}")
    return lines


def _attributes(peer: DmvpnPeer) -> str:
    return "".join(letter for letter in ATTRIBUTES if letter in peer.attributes)


def _ipv6_section(tunnel: DmvpnTunnel) -> list[str]:
    """Numbered blocks, one per row (4.8, C-60)."""
    lines = [
        f"Interface: {tunnel.interface}, IPv6 NHRP Details ",
        f"Type:{tunnel.role.value}, Total NBMA Peers (v4/v6): {tunnel.declared_peers}",
    ]
    rows = [peer for group in ordered_groups(tunnel.peers) for peer in group]
    for number, peer in enumerate(rows, 1):
        time, letters = render_duration(peer.updown), _attributes(peer)
        lines += [
            f"    {number}.Peer NBMA Address: {str(peer.nbma).upper()}",
            f"        Tunnel IPv6 Address: {str(peer.tunnel).upper()}",
            f"        IPv6 Target Network: {str(peer_target(peer)).upper()}",
            f"        # Ent: {peer.entries}, Status: {peer.state.value}, UpDn Time: {time}, Cache Attrib: {letters}",
        ]
    return lines


def quantise_tunnels(value: Tunnels, generation: Generation, options: RenderOptions = PLAIN) -> Tunnels:  # noqa: ARG001 # one signature for all
    """What printing keeps: sections with rows, C-43 order, cut durations; the target only in IPv6 sections."""
    tunnels: list[DmvpnTunnel] = []
    for tunnel in _in_printed_order(value):
        peers: list[DmvpnPeer] = []
        for group in ordered_groups(tunnel.peers):
            for peer in group:
                target = peer_target(peer) if tunnel.family is Family.IPV6 else None
                count = peer.entries if tunnel.family is Family.IPV6 else group[0].entries
                peers.append(replace(peer, updown=quantise(peer.updown), target=target, entries=count))
        tunnels.append(replace(tunnel, peers=tuple(peers)))
    return tuple(tunnels)


def rows(value: Tunnels) -> list[JsonRow]:
    """One row per printed row: UNKNOWN and never are null, an address nobody can know is ``*``."""
    return [
        {
            "interface": tunnel.interface,
            "family": tunnel.family.value,
            "role": tunnel.role.value,
            "peers": tunnel.declared_peers,
            "entries": peer.entries,
            "nbma": None if peer.nbma is UNKNOWN else "*" if peer.nbma is ANY else str(peer.nbma),
            "tunnel": str(peer.tunnel),
            "state": peer.state.value,
            "updown": None if peer.updown is NEVER else peer.updown,
            "attributes": sorted(peer.attributes),
            "target": None if peer.target is None else str(peer.target),
        }
        for tunnel in value
        for peer in tunnel.peers
    ]


SHOW: ShowCommand[Tunnels] = ShowCommand(
    name="show_dmvpn",
    forms=(
        "sh[[ow]] dm[[vpn]]",
        "sh[[ow]] dm[[vpn]] i[[nterface]] {interface}",
        "sh[[ow]] dm[[vpn]] vrf {vrf}",
        "sh[[ow]] dm[[vpn]] p[[eer]] n[[bma]] {nbma}",
        "sh[[ow]] dm[[vpn]] p[[eer]] t[[unnel]] {tunnel}",
        "sh[[ow]] dm[[vpn]] ipv4",
        "sh[[ow]] dm[[vpn]] ipv6",
    ),
    section="dmvpn",
    parse=parse,
    render=render,
    quantise=quantise_tunnels,
    rows=rows,
)
