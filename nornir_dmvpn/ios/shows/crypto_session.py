"""``show crypto session [detail]``: per peer, how far IKE and IPsec have come (C-54, C-55)."""

from ipaddress import ip_address, ip_network

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import Block, Item, parse_blocks
from nornir_dmvpn.ios.shows.crypto_session_text import quantise_sessions, render
from nornir_dmvpn.ios.shows.duration import parse_duration
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.show_command import JsonRow, Parsed, ShowCommand
from nornir_dmvpn.model.address import NEVER, IPNetwork
from nornir_dmvpn.model.crypto_state import CryptoSession, Endpoint, FlowCounters, SessionFlow, SessionIke

Sessions = tuple[CryptoSession, ...]

COMMAND = "show crypto session"


def parse(text: str, *, strict: bool = True) -> Parsed[Sessions]:
    """Every session in printed order. ``layout`` is ``None``: the text fits several generations."""
    return parse_blocks(SHOW, read(COMMAND, "show_crypto_session", text), _session, strict=strict)


def _session(block: Block) -> CryptoSession:
    assigned, system, uptime = block.get("ASSIGNED_ADDRESS"), block.get("SYSTEM_IP"), block.get("UPTIME")
    return CryptoSession(
        interface=block.need("INTERFACE"),
        username=block.get("USERNAME"),
        profile=block.get("PROFILE"),
        group=block.get("GROUP"),
        assigned_address=None if assigned is None else ip_address(assigned),
        uptime=None if uptime is None else _seconds(uptime),
        status=block.need("STATUS"),
        peer=Endpoint(address=ip_address(block.need("PEER")), port=int(block.need("PEER_PORT"))),
        fvrf=_known(block.get("FVRF")),
        ivrf=_known(block.get("IVRF")),
        phase1_id=_known(block.get("PHASE1_ID")),
        description=_known(block.get("DESCRIPTION")),
        system=None if system is None else (ip_address(system), block.need("SYSTEM_INTERFACE")),
        ike=tuple(_ike(block)),
        flows=tuple(_flow(item) for item in block.after("FLOW")),
    )


def _known(text: str | None) -> str | None:
    return None if text == "(none)" else text


def _seconds(text: str) -> int | None:
    seconds = None if text == "0" else parse_duration(text)
    return None if seconds is NEVER else seconds


def _ike(block: Block) -> list[SessionIke]:
    """The session id stands on the line above each SA; releases before 15.2 print none."""
    found: list[SessionIke] = []
    above: int | None = None
    parts = {item.lines[0].line: item for item in block.after("IKE")}
    for line in block.lines:
        if "SESSION_ID" in line.values:
            above = int(line.values["SESSION_ID"])
        elif line.line in parts:
            found.append(_one_ike(parts[line.line], above))
            above = None
    return found


def _one_ike(item: Item, session_id: int | None) -> SessionIke:
    letters, lifetime = item.get("CAPABILITIES"), item.get("LIFETIME")
    return SessionIke(
        version=item.need("IKE"),
        session_id=session_id,
        local=Endpoint(address=item.address("LOCAL"), port=int(item.need("LOCAL_PORT"))),
        remote=Endpoint(address=item.address("REMOTE"), port=int(item.need("REMOTE_PORT"))),
        active=item.need("IKE_STATUS") == "Active",
        capabilities=None if letters is None else _known(letters) or "",
        conn_id=item.number("CONN_ID"),
        lifetime=None if lifetime is None else _seconds(lifetime) or 0,
    )


def _flow(item: Item) -> SessionFlow:
    return SessionFlow(
        protocol=item.need("FLOW"),
        source=_network(item, "SOURCE"),
        destination=_network(item, "DESTINATION"),
        active_sas=int(item.need("ACTIVE_SAS")),
        origin=item.need("ORIGIN"),
        inbound=_counters(item, "DECRYPTED", "INBOUND"),
        outbound=_counters(item, "ENCRYPTED", "OUTBOUND"),
    )


def _network(item: Item, name: str) -> IPNetwork:
    """``host A`` or a network with mask or, in IPv6, length."""
    try:
        return ip_network(item.need(name).split()[-1])
    except ValueError as error:
        line = item.lines[0]
        raise ParseError(COMMAND, line.line, line.text, str(error)) from error


def _counters(item: Item, packets: str, direction: str) -> FlowCounters | None:
    printed = item.number(packets)
    if printed is None:
        return None
    kilobytes = item.need(f"{direction}_KILOBYTES")
    return FlowCounters(
        packets=printed,
        drop=int(item.need(f"{direction}_DROP")),
        kilobytes=int(kilobytes) if kilobytes.isdigit() else None,
        seconds=int(item.need(f"{direction}_SECONDS")),
    )


def rows(value: Sessions) -> list[JsonRow]:
    """One row per session, its IKE SAs and flows as lists; what plain output does not print is null."""
    return [
        {
            "interface": one.interface,
            "username": one.username,
            "profile": one.profile,
            "group": one.group,
            "assigned_address": None if one.assigned_address is None else str(one.assigned_address),
            "uptime": one.uptime,
            "status": one.status,
            "peer": str(one.peer.address),
            "port": one.peer.port,
            "fvrf": one.fvrf,
            "ivrf": one.ivrf,
            "phase1_id": one.phase1_id,
            "description": one.description,
            "ike": [_ike_row(sa) for sa in one.ike],
            "flows": [_flow_row(flow) for flow in one.flows],
        }
        for one in value
    ]


def _ike_row(sa: SessionIke) -> JsonRow:
    return {
        "version": sa.version,
        "session_id": sa.session_id,
        "local": str(sa.local),
        "remote": str(sa.remote),
        "active": sa.active,
        "capabilities": sa.capabilities,
        "conn_id": sa.conn_id,
        "lifetime": sa.lifetime,
    }


def _flow_row(flow: SessionFlow) -> JsonRow:
    return {
        "protocol": flow.protocol,
        "source": str(flow.source),
        "destination": str(flow.destination),
        "active_sas": flow.active_sas,
        "origin": flow.origin,
        "inbound": None if flow.inbound is None else _counters_row(flow.inbound),
        "outbound": None if flow.outbound is None else _counters_row(flow.outbound),
    }


def _counters_row(one: FlowCounters) -> JsonRow:
    return {"packets": one.packets, "drop": one.drop, "kilobytes": one.kilobytes, "seconds": one.seconds}


SHOW: ShowCommand[Sessions] = ShowCommand(
    name="show_crypto_session",
    forms=(
        "sh[[ow]] cr[[ypto]] se[[ssion]]",
        "sh[[ow]] cr[[ypto]] se[[ssion]] det[[ail]]",
        "sh[[ow]] cr[[ypto]] se[[ssion]] i[[nterface]] {interface}",
        "sh[[ow]] cr[[ypto]] se[[ssion]] i[[nterface]] {interface} det[[ail]]",
        "sh[[ow]] cr[[ypto]] se[[ssion]] l[[ocal]] {own}",
        "sh[[ow]] cr[[ypto]] se[[ssion]] l[[ocal]] {own} det[[ail]]",
        "sh[[ow]] cr[[ypto]] se[[ssion]] r[[emote]] {nbma}",
        "sh[[ow]] cr[[ypto]] se[[ssion]] r[[emote]] {nbma} det[[ail]]",
    ),
    section="crypto_sessions",
    parse=parse,
    render=render,
    quantise=quantise_sessions,
    rows=rows,
)
