"""The crypto sessions below ``show dmvpn detail`` (C-54, C-55): their lines, both ways."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address

from nornir_dmvpn.ios.shows.blocks import flat
from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.model.address import Seconds
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import DetailFlow, DetailIkeSa, DetailSession

Values = Mapping[str, str]

_NO_VOLUME = "KB Vol Rekey Disabled"
_NONE = "(none)"


def begins_session(values: Values, session: DetailSession | None) -> bool:
    """Whether this line starts another session: its interface, or a second handle below the same one."""
    again = session is not None and (session.handle is not None or session.status != "")
    return "SESSION_INTERFACE" in values or ("HANDLE" in values and again)


def new_session(values: Values, interface: str, *, pending: bool) -> DetailSession:
    """A session of which only the first line was read; ``status`` is empty until its line comes."""
    return add_to_session(DetailSession(interface=interface, status="", pending=pending), values)


def add_to_session(session: DetailSession, values: Values) -> DetailSession:
    """The session with what one more line says; ``ValueError`` if it cannot stand here."""
    if "HANDLE" in values:
        return replace(session, handle=int(values["HANDLE"], 16))
    if "SESSION_ID" in values:
        return replace(session, session_id=int(values["SESSION_ID"]))
    if "IKE" in values:
        return replace(session, ike=(*session.ike, _ike(values)))
    if "CONNECTION_ID" in values:
        return replace(session, ike=(*session.ike[:-1], _capabilities(session, values)))
    if "SESSION_STATUS" in values:
        return replace(session, status=values["SESSION_STATUS"])
    if "FVRF" in values:
        fvrf = None if values["FVRF"] == _NONE else values["FVRF"]
        return replace(session, fvrf=fvrf, phase1_id=values["PHASE1_ID"])
    if "FLOW" in values:
        flow = DetailFlow(selector=" ".join(values["FLOW"].split()), active_sas=0, origin="")
        return replace(session, flows=(*session.flows, flow))
    if "SESSION_INTERFACE" in values:
        return session
    if not session.flows:
        raise ValueError("this line belongs to an IPSEC FLOW, and none is above it")
    return replace(session, flows=(*session.flows[:-1], _add_to_flow(session.flows[-1], values)))


def _ike(values: Values) -> DetailIkeSa:
    return DetailIkeSa(
        version=values["IKE"],
        local=ip_address(values["LOCAL"]),
        local_port=int(values["LOCAL_PORT"]),
        remote=ip_address(values["REMOTE"]),
        remote_port=int(values["REMOTE_PORT"]),
        active=values["IKE_STATE"] == "Active",
    )


def _capabilities(session: DetailSession, values: Values) -> DetailIkeSa:
    if not session.ike:
        raise ValueError("this line belongs to an IKE SA, and none is above it")
    letters, lifetime = values["CAPABILITIES"], values["LIFETIME"]
    seconds: Seconds = 0 if lifetime == "0" else parse_duration(lifetime)
    return replace(
        session.ike[-1],
        capabilities="" if letters == _NONE else letters,
        connection_id=int(values["CONNECTION_ID"]),
        lifetime=seconds if isinstance(seconds, int) else None,
    )


def _add_to_flow(flow: DetailFlow, values: Values) -> DetailFlow:
    if "ACTIVE_SAS" in values:
        return replace(flow, active_sas=int(values["ACTIVE_SAS"]), origin=values["ORIGIN"])
    if "INBOUND" in values:
        return replace(
            flow,
            inbound=int(values["INBOUND"]),
            inbound_dropped=int(values["INBOUND_DROPPED"]),
            inbound_kilobytes=_kilobytes(values["INBOUND_KILOBYTES"]),
            inbound_seconds=int(values["INBOUND_SECONDS"]),
        )
    if "OUTBOUND" in values:
        return replace(
            flow,
            outbound=int(values["OUTBOUND"]),
            outbound_dropped=int(values["OUTBOUND_DROPPED"]),
            outbound_kilobytes=_kilobytes(values["OUTBOUND_KILOBYTES"]),
            outbound_seconds=int(values["OUTBOUND_SECONDS"]),
        )
    if "SPI" in values:
        return replace(flow, spi=int(values["SPI"], 16), transform=values.get("TRANSFORM", ""))
    return replace(flow, socket=values["SOCKET"])


def _kilobytes(text: str) -> int | None:
    return int(text) if text.isdigit() else None


def session_lines(session: DetailSession, generation: Generation) -> Iterator[str]:
    """One session as printed; E has a TAB before ``Phase1_id``."""
    yield f"Interface: {session.interface}"
    if session.handle is not None:
        yield f"Session: [0x{session.handle:08X}]"
    if session.session_id is not None:
        yield f"  Session ID: {session.session_id}  "
    for sa in session.ike:
        state = "Active" if sa.active else "Inactive"
        ends = f"local {flat(sa.local)}/{sa.local_port} remote {flat(sa.remote)}/{sa.remote_port}"
        yield f"  {sa.version} SA: {ends} {state} "
        if sa.connection_id is not None:
            lifetime = "0" if not sa.lifetime else render_duration(sa.lifetime)
            yield f"          Capabilities:{sa.capabilities or _NONE} connid:{sa.connection_id} lifetime:{lifetime}"
    yield f"  Crypto Session Status: {session.status}     "
    if session.phase1_id is not None:
        blank = "\t" if generation is Generation.E else " "
        yield f"  fvrf: {session.fvrf or _NONE},{blank}Phase1_id: {session.phase1_id}"
    for flow in session.flows:
        yield from _flow_lines(flow)


def _flow_lines(flow: DetailFlow) -> Iterator[str]:
    yield f"  IPSEC FLOW: {flow.selector} "
    yield f"        Active SAs: {flow.active_sas}, origin: {flow.origin}"
    if flow.inbound is not None:
        life = f"{_volume(flow.inbound_kilobytes)}/{flow.inbound_seconds or 0}"
        yield f"        Inbound:  #pkts dec'ed {flow.inbound} drop {flow.inbound_dropped or 0} life (KB/Sec) {life}"
    if flow.outbound is not None:
        life = f"{_volume(flow.outbound_kilobytes)}/{flow.outbound_seconds or 0}"
        yield f"        Outbound: #pkts enc'ed {flow.outbound} drop {flow.outbound_dropped or 0} life (KB/Sec) {life}"
    if flow.spi is not None:
        yield f"   Outbound SPI : 0x{flow.spi:8X}, transform : {flow.transform or ''} "
    if flow.socket is not None:
        yield f"    Socket State: {flow.socket}"


def _volume(kilobytes: int | None) -> str:
    return _NO_VOLUME if kilobytes is None else str(kilobytes)


def quantise_session(session: DetailSession) -> DetailSession:
    """What printing keeps of a session: numbers that share a line are 0 where one of them is known."""
    return replace(
        session,
        fvrf=session.fvrf if session.phase1_id is not None else None,
        ike=tuple(_kept_ike(one) for one in session.ike),
        flows=tuple(_kept_flow(one) for one in session.flows),
    )


def _kept_ike(one: DetailIkeSa) -> DetailIkeSa:
    if one.connection_id is None:
        return replace(one, capabilities=None, lifetime=None)
    seconds = quantise(one.lifetime or 0)
    return replace(one, capabilities=one.capabilities or "", lifetime=seconds if isinstance(seconds, int) else None)


def _kept_flow(one: DetailFlow) -> DetailFlow:
    inbound, outbound = one.inbound is not None, one.outbound is not None
    return replace(
        one,
        inbound_dropped=(one.inbound_dropped or 0) if inbound else None,
        inbound_kilobytes=one.inbound_kilobytes if inbound else None,
        inbound_seconds=(one.inbound_seconds or 0) if inbound else None,
        outbound_dropped=(one.outbound_dropped or 0) if outbound else None,
        outbound_kilobytes=one.outbound_kilobytes if outbound else None,
        outbound_seconds=(one.outbound_seconds or 0) if outbound else None,
        transform=(one.transform or "") if one.spi is not None else None,
    )
