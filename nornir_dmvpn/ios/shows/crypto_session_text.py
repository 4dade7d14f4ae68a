"""The text of ``show crypto session`` and what it keeps of a session (C-54, C-55)."""

from dataclasses import replace
from ipaddress import IPv6Address

from nornir_dmvpn.ios.shows.blocks import flat, joined
from nornir_dmvpn.ios.shows.duration import quantise, render_duration
from nornir_dmvpn.ios.shows.show_command import PLAIN, RenderOptions
from nornir_dmvpn.model.address import NEVER, IPNetwork
from nornir_dmvpn.model.crypto_state import CryptoSession, FlowCounters, SessionFlow, SessionIke
from nornir_dmvpn.model.generation import Generation

WITH_SESSION_ID = frozenset({Generation.C, Generation.D, Generation.E})
"""Generations that print a session id above each SA and tell IKEv1 from IKEv2 (C-54: old trains do not)."""
_CODES = (
    "Code: C - IKE Configuration mode, D - Dead Peer Detection     ",
    "K - Keepalives, N - NAT-traversal, T - cTCP encapsulation     ",
    "X - IKE Extended Authentication, F - IKE Fragmentation",
    "R - IKE Auto Reconnect, U - IKE Dynamic Route Update",
    "S - SIP VPN",
    "",
)


def render(value: tuple[CryptoSession, ...], generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show crypto session [detail]``; the heading stands even where there is no session."""
    lines = ["Crypto session current status", "", *(_CODES if options.detail else ())]
    for one in value:
        lines += [*_session(one, detail=options.detail)]
        for sa in one.ike:
            lines += _ike(sa, generation, detail=options.detail)
        for flow in one.flows:
            lines += _flow(flow, detail=options.detail)
        lines.append("")
    return joined(lines)


def _session(one: CryptoSession, *, detail: bool) -> list[str]:
    uptime = None if one.uptime is None or not detail else render_duration(one.uptime)
    facts = (
        ("Username", one.username),
        ("Profile", one.profile),
        ("Group", one.group),
        ("Assigned address", None if one.assigned_address is None else flat(one.assigned_address)),
        ("Uptime", uptime),
    )
    lines = [f"Interface: {one.interface}", *(f"{name}: {text}" for name, text in facts if text is not None)]
    vrfs = f"fvrf: {one.fvrf or '(none)'} ivrf: {one.ivrf or '(none)'}" if detail else ""
    lines += [f"Session status: {one.status:<14}", f"Peer: {flat(one.peer.address)} port {one.peer.port} {vrfs}"]
    if one.system is not None:
        lines.append(f"      System IP: {flat(one.system[0])}  Interface: {one.system[1]} ")
    if detail:
        lines += [f"      Phase1_id: {one.phase1_id or '(none)'}", f"      Desc: {one.description or '(none)'}"]
    return lines


def _ike(sa: SessionIke, generation: Generation, *, detail: bool) -> list[str]:
    """IPv6 endpoints stand on two lines."""
    lines: list[str] = []
    version = sa.version if generation in WITH_SESSION_ID else "IKE"
    if generation in WITH_SESSION_ID and sa.session_id is not None:
        lines.append(f"  Session ID: {sa.session_id}  ")
    head, state = f"  {version} SA: local {sa.local}", "Active" if sa.active else "Inactive"
    if isinstance(sa.local.address, IPv6Address):
        lines += [head, f"          remote {sa.remote} {state} "]
    else:
        lines.append(f"{head} remote {sa.remote} {state} ")
    if detail and sa.capabilities is not None and sa.conn_id is not None and sa.lifetime is not None:
        left = render_duration(sa.lifetime) if sa.lifetime else "0"
        lines.append(f"          Capabilities:{sa.capabilities or '(none)'} connid:{sa.conn_id} lifetime:{left}")
    return lines


def _flow(flow: SessionFlow, *, detail: bool) -> list[str]:
    lines = [
        f"  IPSEC FLOW: permit {flow.protocol} {_end(flow.source)} {_end(flow.destination)} ",
        f"        Active SAs: {flow.active_sas}, origin: {flow.origin}",
    ]
    if detail and flow.inbound is not None:
        lines.append(f"        Inbound:  #pkts dec'ed {_counted(flow.inbound)}")
    if detail and flow.outbound is not None:
        lines.append(f"        Outbound: #pkts enc'ed {_counted(flow.outbound)}")
    return lines


def _end(network: IPNetwork) -> str:
    if network.prefixlen == network.max_prefixlen:
        return f"host {flat(network.network_address)}"
    mask = network.netmask if network.version == 4 else network.prefixlen
    return f"{flat(network.network_address)}/{mask}"


def _counted(one: FlowCounters) -> str:
    kilobytes = "KB Vol Rekey Disabled" if one.kilobytes is None else one.kilobytes
    return f"{one.packets} drop {one.drop} life (KB/Sec) {kilobytes}/{one.seconds}"


def quantise_sessions(
    value: tuple[CryptoSession, ...], generation: Generation, options: RenderOptions = PLAIN
) -> tuple[CryptoSession, ...]:
    """What printing keeps: VRFs, identities, times and counters only with ``detail``; session ids from C on."""
    return tuple(_kept(one, generation, detail=options.detail) for one in value)


def _kept(one: CryptoSession, generation: Generation, *, detail: bool) -> CryptoSession:
    ike = tuple(_kept_ike(sa, generation, detail=detail) for sa in one.ike)
    if detail:
        uptime = None if one.uptime is None else quantise(one.uptime)
        return replace(one, uptime=None if uptime is NEVER else uptime, ike=ike)
    flows = tuple(replace(flow, inbound=None, outbound=None) for flow in one.flows)
    return replace(one, uptime=None, fvrf=None, ivrf=None, phase1_id=None, description=None, ike=ike, flows=flows)


def _kept_ike(sa: SessionIke, generation: Generation, *, detail: bool) -> SessionIke:
    new = generation in WITH_SESSION_ID
    whole = detail and None not in (sa.capabilities, sa.conn_id, sa.lifetime)
    lifetime = quantise(sa.lifetime) if whole and sa.lifetime is not None else None
    return replace(
        sa,
        version=sa.version if new else "IKE",
        session_id=sa.session_id if new else None,
        capabilities=sa.capabilities if whole else None,
        conn_id=sa.conn_id if whole else None,
        lifetime=None if lifetime is NEVER else lifetime,
    )
