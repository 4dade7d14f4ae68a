"""``show dmvpn detail``: tunnels, servers, peers with what each leads to, and crypto sessions (4.7, C-50 to C-55)."""

from collections.abc import Sequence

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import joined
from nornir_dmvpn.ios.shows.dmvpn_detail_reader import DetailReader
from nornir_dmvpn.ios.shows.dmvpn_detail_text import OLD, detail_groups, detail_lines, kept_detail
from nornir_dmvpn.ios.shows.dmvpn_section import CountMismatch, count_mismatches, counted
from nornir_dmvpn.ios.shows.engine import Reading, read
from nornir_dmvpn.ios.shows.layout import RULE, dmvpn_layout
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand, refuse_other
from nornir_dmvpn.model.address import ANY, NEVER, UNKNOWN
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import DetailFlow, DetailIkeSa, DetailPeer, DetailSession, DetailTunnel, DmvpnDetail
from nornir_dmvpn.model.state import DmvpnPeer, DmvpnTunnel

COMMAND = "show dmvpn detail"


def parse(text: str, *, strict: bool = True) -> Parsed[DmvpnDetail]:
    """Everything in printed order; ``layout`` as for ``show dmvpn``."""
    reading = read(COMMAND, "show_dmvpn_detail", text)
    refuse_other(SHOW, reading)
    if strict:
        reading.refuse_unread()
    layout = dmvpn_layout(line for _, line in reading.screen.lines)
    _refuse_legend_alone(reading)
    reader = DetailReader(COMMAND, strict=strict, repeats_type=layout in OLD)
    for one in reading.assignments:
        reader.take(one)
    value = reader.result()
    texts = dict(reading.screen.lines)
    places = tuple(Place(source=COMMAND, line=line, text=texts[line].strip()) for line in reader.lines)
    unread = tuple(sorted({*reading.unread, *reader.unread}))
    return Parsed(values=value, layout=layout, unread=unread, places=places)


def _refuse_legend_alone(reading: Reading) -> None:
    lines = [line for line in reading.screen.lines if line[1].strip()]
    if lines and not reading.assignments and not any(text.strip() == RULE for _, text in lines):
        number, text = lines[-1]
        raise ParseError(COMMAND, number, text.strip(), "the output is cut off: it ends within the legend")


def detail_mismatches(value: DmvpnDetail) -> tuple[CountMismatch, ...]:
    """As :func:`count_mismatches`: every ``Total NBMA Peers`` and ``# Ent`` that differs from the rows (C-44)."""
    return count_mismatches(
        [
            DmvpnTunnel(
                interface=one.interface,
                family=one.family,
                role=one.role,
                declared_peers=one.declared_peers,
                peers=tuple(row.peer for row in one.peers),
            )
            for one in value.tunnels
        ]
    )


def detail_counts(peers: Sequence[DmvpnPeer], generation: Generation) -> tuple[tuple[DmvpnPeer, ...], int]:
    """These rows in printed order with the counts IOS gives them, and the number of NBMA peers (C-43, C-44, C-46)."""
    return counted(detail_groups(peers, generation))


def render(value: DmvpnDetail, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The text of ``show dmvpn detail``."""
    return joined(list(detail_lines(value, generation)))


def quantise_detail(value: DmvpnDetail, generation: Generation, options: RenderOptions = PLAIN) -> DmvpnDetail:  # noqa: ARG001 # one signature for all
    """What printing keeps (:func:`kept_detail`)."""
    return kept_detail(value, generation)


def rows(value: DmvpnDetail) -> list[JsonRow]:
    """``record`` tells rows apart: ``tunnel``, below it its ``peer`` rows, and last each ``session``."""
    found: list[JsonRow] = []
    for tunnel in value.tunnels:
        found.append(_tunnel_row(tunnel))
        found += [_peer_row(tunnel, one) for one in tunnel.peers]
    return found + [_session_row(one) for one in value.sessions]


def _tunnel_row(one: DetailTunnel) -> JsonRow:
    return {
        "record": "tunnel",
        "interface": one.interface,
        "family": one.family.value,
        "role": one.role.value,
        "peers": one.declared_peers,
        "line": one.line,
        "address": _text(one.address),
        "source": _text(one.source),
        "destination": _text(one.destination),
        "transport": one.transport,
        "protection": one.protection,
        "vrf": one.vrf,
        "tunnel_vrf": one.tunnel_vrf,
        "state_control": one.state_control,
        "event_publisher": one.event_publisher,
        "servers": [
            {
                "address": str(server.address),
                "state": server.state.value,
                "dynamic": server.dynamic,
                "nbma": _text(server.nbma),
                "priority": server.priority,
                "cluster": server.cluster,
            }
            for server in one.servers
        ],
    }


def _peer_row(tunnel: DetailTunnel, one: DetailPeer) -> JsonRow:
    peer = one.peer
    return {
        "record": "peer",
        "interface": tunnel.interface,
        "family": tunnel.family.value,
        "role": (one.role or tunnel.role).value,
        "entries": peer.entries,
        "nbma": None if peer.nbma is UNKNOWN else "*" if peer.nbma is ANY else str(peer.nbma),
        "tunnel": str(peer.tunnel),
        "state": peer.state.value,
        "updown": None if peer.updown is NEVER else peer.updown,
        "attributes": sorted(peer.attributes),
        "target": _text(peer.target),
        "group": one.group,
        "policy": one.policy,
    }


def _session_row(one: DetailSession) -> JsonRow:
    return {
        "record": "session",
        "interface": one.interface,
        "status": one.status,
        "pending": one.pending,
        "handle": one.handle,
        "session_id": one.session_id,
        "fvrf": one.fvrf,
        "phase1_id": one.phase1_id,
        "ike": [_part(sa) for sa in one.ike],
        "flows": [_part(flow) for flow in one.flows],
    }


def _part(one: DetailIkeSa | DetailFlow) -> JsonRow:
    values = {name: getattr(one, name) for name in one.__slots__}
    return {
        name: value if value is None or isinstance(value, bool | int) else str(value) for name, value in values.items()
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


SHOW: ShowCommand[DmvpnDetail] = ShowCommand(
    name="show_dmvpn_detail",
    forms=tuple(
        f"sh[[ow]] dm[[vpn]]{scope}{family} det[[ail]]"
        for scope in (
            "",
            " i[[nterface]] {interface}",
            " vrf {vrf}",
            " p[[eer]] n[[bma]] {nbma}",
            " p[[eer]] t[[unnel]] {tunnel}",
        )
        for family in ("", " ipv4", " ipv6")
    ),
    section="dmvpn_detail",
    parse=parse,
    render=render,
    quantise=quantise_detail,
    rows=rows,
)
