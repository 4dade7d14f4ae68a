"""What IOS prints for ``show dmvpn detail`` (C-50 to C-54), and what printing keeps of a value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nornir_dmvpn.ios.shows.blocks import flat
from nornir_dmvpn.ios.shows.dmvpn import ATTRIBUTES
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order, ordered_groups, peer_target
from nornir_dmvpn.ios.shows.dmvpn_session import quantise_session, session_lines
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.layout import dmvpn_legend
from nornir_dmvpn.model.address import UNKNOWN
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.model.nhrp_state import DetailPeer, DetailSession, DetailTunnel, DmvpnDetail
from nornir_dmvpn.model.state import DmvpnPeer, Family, NhsEntry

OLD = frozenset({Generation.A, Generation.B})
"""Generations with one-line NHS blocks, rows set apart by empty lines, and ``Type:`` above each IPv6 peer."""
_NARROW = OLD | {Generation.C}
"""Generations whose attribute column has 4 characters (C-52)."""
_TABLE = (
    "# Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb    Target Network",
    "----- --------------- --------------- ----- -------- ----- -----------------",
)
CRYPTO, PENDING = "Crypto Session Details:", "Pending DMVPN Sessions:"


def detail_lines(value: DmvpnDetail, generation: Generation) -> Iterator[str]:
    """Every line of the answer."""
    kept = kept_detail(value, generation)
    yield from dmvpn_legend(generation)
    for tunnel in kept.tunnels:
        yield ""
        yield from _header(tunnel, generation)
        yield from _peers(tunnel, generation)
    yield ""
    if generation not in OLD or any(not one.pending for one in kept.sessions):
        yield from ("", f"{CRYPTO} ", "-" * 80, "")
    yield from _sessions((one for one in kept.sessions if not one.pending), generation)
    yield PENDING
    yield ""
    yield from _sessions((one for one in kept.sessions if one.pending), generation)


def _sessions(sessions: Iterable[DetailSession], generation: Generation) -> Iterator[str]:
    for session in sessions:
        yield from session_lines(session, generation)
        yield ""


def _header(tunnel: DetailTunnel, generation: Generation) -> Iterator[str]:
    """C-50: from C on two more lines; the global table has a name in E."""
    unnamed = "global" if generation is Generation.E else ""
    many = "Multipoint" if generation is Generation.E else "MGRE"
    address = "unassigned" if tunnel.address is None else flat(tunnel.address)
    source = "UNKNOWN" if tunnel.source is None else flat(tunnel.source)
    destination = many if tunnel.destination is None else flat(tunnel.destination)
    yield f'Interface {tunnel.interface} is {tunnel.line}, Addr. is {address}, VRF "{tunnel.vrf or unnamed}" '
    yield f'   Tunnel Src./Dest. addr: {source}/{destination}, Tunnel VRF "{tunnel.tunnel_vrf or unnamed}"'
    yield f'   Protocol/Transport: "{tunnel.transport}", Protect "{tunnel.protection or ""}" '
    if generation not in OLD:
        yield f"   Interface State Control: {_switch(tunnel.state_control)}"
        yield f"   nhrp event-publisher : {_switch(tunnel.event_publisher)}"
        if tunnel.servers:
            yield ""


def _switch(value: bool | None) -> str:
    return "Enabled" if value else "Disabled"


def _type(tunnel: DetailTunnel, generation: Generation, peer: DetailPeer | None = None) -> Iterator[str]:
    """The NHS block (C-51) and the ``Type:`` line."""
    title = f"{tunnel.family.value} NHS:"
    if generation in OLD:
        for number, server in enumerate(tunnel.servers):
            yield f"{title if number == 0 else ' ' * len(title)} {flat(server.address)} {server.state.value}"
    elif tunnel.servers:
        yield title
        yield from (_server(server, generation) for server in tunnel.servers)
    role = tunnel.role if peer is None or peer.role is None else peer.role
    yield f"Type:{role.value}, Total NBMA Peers (v4/v6): {tunnel.declared_peers}"


def _server(server: NhsEntry, generation: Generation) -> str:
    """C, D without the NBMA address; E with it and one more blank."""
    letters = server.state.value + ("D" if server.dynamic else "")
    row = f"{flat(server.address)} {letters:>3} "
    if generation is Generation.E:
        row += " " + (f"NBMA Address: {flat(server.nbma)} " if server.nbma is not None else "")
    return f"{row}priority = {server.priority} cluster = {server.cluster}"


def _peers(tunnel: DetailTunnel, generation: Generation) -> Iterator[str]:
    if tunnel.family is Family.IPV6:
        yield from _ipv6_peers(tunnel, generation)
        return
    yield from _type(tunnel, generation)
    if not tunnel.peers:
        return
    yield from ("", *_TABLE)
    for group in ordered_detail(tunnel.peers, generation):
        for number, one in enumerate(group):
            yield from _row(one.peer, generation, first=number == 0)
            yield from _quality(one)
            if generation in OLD:
                yield ""


def _row(peer: DmvpnPeer, generation: Generation, *, first: bool) -> Iterator[str]:
    """C-52: a row of the group below the first leaves the count blank and repeats the address."""
    count = str(peer.entries) if first else ""
    nbma, target = flat_nbma(peer), str(peer_target(peer)).upper()
    letters = "".join(letter for letter in ATTRIBUTES if letter in peer.attributes)
    time, width = render_duration(peer.updown), 4 if generation in _NARROW else 5
    rest = f"{flat(peer.tunnel):>15} {peer.state.value:>5} {time:>8} {letters:>{width}} {target:>18}"
    if len(nbma) > len("255.255.255.255"):
        yield f"{count:>5} {nbma}"
        yield " " * 22 + rest
    elif generation in OLD:
        yield f"{count:>5}{nbma:>15} {rest}"
    else:
        yield f"{count:>5} {nbma:<15} {rest}"


def flat_nbma(peer: DmvpnPeer) -> str:
    """``UNKNOWN`` or the address in capitals."""
    return str(peer.nbma).upper()


def _quality(one: DetailPeer) -> Iterator[str]:
    """C-53."""
    if one.group is not None:
        yield f"NHRP group: {one.group}"
    if one.policy is not None:
        yield f" Output QoS service-policy applied: {one.policy}"


def _ipv6_peers(tunnel: DetailTunnel, generation: Generation) -> Iterator[str]:
    """Numbered blocks (4.8); A and B print NHS and ``Type:`` above each."""
    if generation not in OLD or not tunnel.peers:
        yield from _type(tunnel, generation)
    rows = [one for group in ordered_detail(tunnel.peers, generation) for one in group]
    for number, one in enumerate(rows, 1):
        peer = one.peer
        if generation in OLD:
            yield from _type(tunnel, generation, one)
        letters = "".join(letter for letter in ATTRIBUTES if letter in peer.attributes)
        time = render_duration(peer.updown)
        yield f"    {number}.Peer NBMA Address: {flat_nbma(peer)}"
        yield f"        Tunnel IPv6 Address: {flat(peer.tunnel)}"
        yield f"        IPv6 Target Network: {str(peer_target(peer)).upper()}"
        yield f"        # Ent: {peer.entries}, Status: {peer.state.value}, UpDn Time: {time}, Cache Attrib: {letters}"
        yield from _quality(one)


def detail_groups(peers: Iterable[DmvpnPeer], generation: Generation) -> list[list[DmvpnPeer]]:
    """Rows in printed order, one list per NBMA group (C-43); E prints local entries last (C-46)."""
    rows = list(peers)
    if not BEHAVIOUR[generation].local_entries_last:
        return ordered_groups(rows)
    groups = ordered_groups(one for one in rows if "L" not in one.attributes)
    for group in ordered_groups(one for one in rows if "L" in one.attributes):
        if groups and group[0].nbma is not UNKNOWN and group[0].nbma == groups[-1][0].nbma:
            groups[-1] += group
        else:
            groups.append(group)
    return groups


def ordered_detail(peers: Sequence[DetailPeer], generation: Generation) -> list[list[DetailPeer]]:
    """As :func:`detail_groups`, with what stands below each row."""
    known = {id(one.peer): one for one in peers}
    groups = detail_groups((one.peer for one in peers), generation)
    return [[known[id(peer)] for peer in group] for group in groups]


def kept_detail(value: DmvpnDetail, generation: Generation) -> DmvpnDetail:
    """What printing keeps: interfaces and rows in order, cut durations, and the parts that the generation prints."""
    tunnels = sorted(value.tunnels, key=lambda one: (interface_order(one.interface), one.family.value))
    sessions = sorted(value.sessions, key=lambda one: one.pending)
    return DmvpnDetail(
        tunnels=tuple(_kept(one, generation) for one in tunnels),
        sessions=tuple(quantise_session(one) for one in sessions),
    )


def _kept(tunnel: DetailTunnel, generation: Generation) -> DetailTunnel:
    old = generation in OLD
    peers: list[DetailPeer] = []
    for group in ordered_detail(tunnel.peers, generation):
        for one in group:
            count = one.peer.entries if tunnel.family is Family.IPV6 else group[0].peer.entries
            peer = replace(one.peer, updown=quantise(one.peer.updown), target=peer_target(one.peer), entries=count)
            role = (one.role or tunnel.role) if old and tunnel.family is Family.IPV6 else None
            peers.append(replace(one, peer=peer, role=role))
    first = peers[0].role if peers else None
    return replace(
        tunnel,
        role=first or tunnel.role,
        state_control=None if old else bool(tunnel.state_control),
        event_publisher=None if old else bool(tunnel.event_publisher),
        servers=tuple(_kept_server(one, tunnel.interface, generation) for one in tunnel.servers),
        peers=tuple(peers),
    )


def _kept_server(server: NhsEntry, interface: str, generation: Generation) -> NhsEntry:
    old, newest = generation in OLD, generation is Generation.E
    return NhsEntry(
        interface=interface,
        address=server.address,
        state=server.state,
        dynamic=server.dynamic and newest,
        nbma=server.nbma if newest else None,
        priority=None if old else server.priority or 0,
        cluster=None if old else server.cluster or 0,
    )
