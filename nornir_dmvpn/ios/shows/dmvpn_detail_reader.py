"""Puts the lines of ``show dmvpn detail`` together: interfaces, their servers and peers, and crypto sessions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import ip_address, ip_network

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.dmvpn import ATTRIBUTES
from nornir_dmvpn.ios.shows.dmvpn_session import add_to_session, begins_session, new_session
from nornir_dmvpn.ios.shows.duration import parse_duration
from nornir_dmvpn.ios.shows.engine import Assignment
from nornir_dmvpn.ios.shows.terminal import Line
from nornir_dmvpn.model.address import IPAddress, parse_nbma
from nornir_dmvpn.model.nhrp_state import DetailPeer, DetailSession, DetailTunnel, DmvpnDetail
from nornir_dmvpn.model.state import DmvpnPeer, Family, NhsEntry, NhsState, Role, TunnelState

_CUT = "the output is cut off"
_HEADER = ("SOURCE", "DESTINATION", "TRANSPORT", "STATE_CONTROL", "EVENT_PUBLISHER")
_PEER = ("ENTRIES", "NBMA", "TUNNEL", "TARGET", "ATTRIBUTES")
_UNNAMED = ("", "global")
"""How releases print the global routing table (C-50)."""


class DetailReader:
    """Takes the lines one after the other; what cannot be is refused, or with ``strict=False`` kept in ``unread``."""

    def __init__(self, command: str, *, strict: bool, repeats_type: bool) -> None:
        """``repeats_type``: this generation prints ``Type:`` above each IPv6 peer."""
        self.unread: list[Line] = []
        self.lines: list[int] = []
        self._command, self._strict, self._repeats_type = command, strict, repeats_type
        self._header: dict[str, str] = {}
        self._header_line: Assignment | None = None
        self._servers: list[NhsEntry] = []
        self._family: Family | None = None
        self._tunnels: list[tuple[int, DetailTunnel]] = []
        self._types: list[int] = []
        self._role: Role | None = None
        self._peer: dict[str, str] = {}
        self._peer_line: Assignment | None = None
        self._peer_lines: list[list[int]] = []
        self._sessions: list[tuple[Assignment, DetailSession]] = []
        self._pending = False

    def take(self, one: Assignment) -> None:
        """Read one line."""
        try:
            self._step(one)(one)
        except ParseError as error:
            self._refuse(one, error)
        except ValueError as error:
            self._refuse(one, ParseError(self._command, one.line, one.text, str(error)))

    def _refuse(self, one: Assignment, error: ParseError) -> None:
        if self._strict:
            raise error
        self.unread.append((one.line, one.text))

    def _step(self, one: Assignment) -> Callable[[Assignment], None]:
        values = one.values
        if "SESSIONS" in values or begins_session(values, self._session()):
            return self._begin_session
        if self._session() is not None or self._is_of_session(values):
            return self._continue_session
        if any(name in values for name in _PEER):
            return self._continue_peer
        if "GROUP" in values or "POLICY" in values:
            return self._add_quality
        self._finish_peer(one)
        if "INTERFACE" in values:
            return self._begin_interface
        if "TYPE" in values:
            return self._begin_section
        return self._add_server if "NHS_ADDRESS" in values or "FAMILY" in values else self._add_header

    def _session(self) -> DetailSession | None:
        return self._sessions[-1][1] if self._sessions else None

    def _is_of_session(self, values: Mapping[str, str]) -> bool:
        return bool(values) and not set(values) & {
            *("INTERFACE", "FAMILY", "NHS_ADDRESS", "TYPE", "STATE", "GROUP", "POLICY", "TUNNEL_VRF"),
            *_HEADER,
            *_PEER,
        }

    def _begin_interface(self, one: Assignment) -> None:
        self._finish_interface(one)
        self._header, self._header_line = dict(one.values), one
        self._servers, self._family, self._role = [], None, None

    def _finish_interface(self, one: Assignment | None) -> None:
        """An interface without a ``Type:`` line is not whole."""
        above = self._header_line
        self._header_line = None
        if above is not None and not (self._tunnels and self._tunnels[-1][0] > above.line):
            error = ParseError(self._command, above.line, above.text, f"{_CUT}: no Type line for this interface")
            self._refuse(one or above, error)

    def _add_header(self, one: Assignment) -> None:
        if not self._header:
            raise ParseError(self._command, one.line, one.text, f"{_CUT}: no interface is named above")
        self._header |= one.values

    def _add_server(self, one: Assignment) -> None:
        self._family = Family(one.values["FAMILY"]) if "FAMILY" in one.values else self._family
        if "FAMILY" in one.values:
            self._servers = []
        if "NHS_ADDRESS" not in one.values:
            return
        values, letters = one.values, one.values["NHS_STATE"]
        self._servers.append(
            NhsEntry(
                interface=self._header.get("INTERFACE", ""),
                address=ip_address(values["NHS_ADDRESS"]),
                state=NhsState(letters.replace("D", "")),
                dynamic="D" in letters,
                nbma=_address(values.get("NHS_NBMA")),
                priority=_number(values.get("NHS_PRIORITY")),
                cluster=_number(values.get("NHS_CLUSTER")),
            )
        )

    def _begin_section(self, one: Assignment) -> None:
        """A ``Type:`` line: a new section, or in old releases the line that comes again above each IPv6 peer."""
        if not self._header:
            raise ParseError(self._command, one.line, one.text, f"{_CUT}: no interface is named above")
        self._role = next((role for role in Role if role.value.lower() == one.values["TYPE"].lower()), None)
        if self._role is None:
            raise ValueError(f"{one.values['TYPE']!r} is not a tunnel type")
        declared = int(one.values["PEERS"])
        header = self._header_line.line if self._header_line is not None else 0
        if self._tunnels and self._tunnels[-1][0] > header:
            last = self._tunnels[-1][1]
            same = (last.declared_peers, last.servers) == (declared, tuple(self._servers))
            if same and last.peers and last.family is Family.IPV6:
                self._types[-1] += 1
                return
        self._tunnels.append((one.line, self._tunnel(one, self._role, declared)))
        self._types.append(1)
        self._peer_lines.append([])

    def _tunnel(self, one: Assignment, role: Role, declared: int) -> DetailTunnel:
        header = self._header
        if "TRANSPORT" not in header or "DESTINATION" not in header:
            raise ParseError(self._command, one.line, one.text, f"{_CUT}: this interface has no source or no transport")
        return DetailTunnel(
            interface=header["INTERFACE"],
            family=self._family or Family.IPV4,
            role=role,
            declared_peers=declared,
            line=" ".join(header["LINE"].split()),
            address=_address(header.get("ADDRESS")),
            source=_address(header.get("SOURCE")),
            destination=None if header["DESTINATION"] in ("MGRE", "Multipoint") else _address(header["DESTINATION"]),
            transport=header["TRANSPORT"],
            protection=header.get("PROTECT") or None,
            vrf=_vrf(header.get("VRF")),
            tunnel_vrf=_vrf(header.get("TUNNEL_VRF")),
            state_control=_switch(header.get("STATE_CONTROL")),
            event_publisher=_switch(header.get("EVENT_PUBLISHER")),
            servers=tuple(self._servers),
        )

    def _continue_peer(self, one: Assignment) -> None:
        """A row, or a part of one: its address alone, or a line of a numbered block."""
        if not self._tunnels:
            raise ParseError(self._command, one.line, one.text, f"{_CUT}: a row without its interface")
        known = {name: text for name, text in self._peer.items() if name in ("ENTRIES", "NBMA")}
        if self._peer_line is None:
            self._peer_line, self._peer = one, known
        self._peer |= one.values
        if "ATTRIBUTES" in one.values:
            begun, self._peer_line = self._peer_line, None
            self._add_peer(begun)

    def _finish_peer(self, one: Assignment | None) -> None:
        above, self._peer_line = self._peer_line, None
        if above is not None:
            error = ParseError(self._command, above.line, above.text, f"{_CUT}: the rest of this row is missing")
            self._refuse(above if one is None else one, error)

    def _add_peer(self, begun: Assignment) -> None:
        missing = next((name for name in ("ENTRIES", "NBMA", "TUNNEL", "TARGET") if name not in self._peer), None)
        if missing is not None:
            problem = f"{_CUT}: this row has no {missing.lower()}"
            raise ParseError(self._command, begun.line, begun.text, problem)
        peer = _peer(self._peer)
        line, tunnel = self._tunnels[-1]
        family = Family.IPV6 if peer.tunnel.version == 6 else Family.IPV4
        peers = (*tunnel.peers, DetailPeer(peer=peer, role=self._role if family is Family.IPV6 else None))
        self._tunnels[-1] = line, replace(tunnel, family=family, peers=peers)
        self._peer_lines[-1].append(begun.line)

    def _add_quality(self, one: Assignment) -> None:
        if not self._tunnels or not self._tunnels[-1][1].peers:
            raise ParseError(self._command, one.line, one.text, f"{_CUT}: no row stands above this")
        line, tunnel = self._tunnels[-1]
        last = tunnel.peers[-1]
        changed = replace(last, group=one.values.get("GROUP", last.group), policy=one.values.get("POLICY", last.policy))
        self._tunnels[-1] = line, replace(tunnel, peers=(*tunnel.peers[:-1], changed))

    def _begin_session(self, one: Assignment) -> None:
        self._finish_peer(one)
        self._finish_interface(one)
        if "SESSIONS" in one.values:
            self._pending = one.values["SESSIONS"].startswith("Pending")
            return
        session = self._session()
        above = session.interface if session is not None else ""
        interface = one.values.get("SESSION_INTERFACE", above)
        self._sessions.append((one, new_session(one.values, interface, pending=self._pending)))

    def _continue_session(self, one: Assignment) -> None:
        session = self._session()
        if session is None:
            raise ParseError(self._command, one.line, one.text, f"{_CUT}: no session begins above")
        if set(one.values) & {"INTERFACE", "TYPE", "ATTRIBUTES"}:
            raise ParseError(self._command, one.line, one.text, "a tunnel below the crypto sessions")
        self._sessions[-1] = self._sessions[-1][0], add_to_session(session, one.values)

    def result(self) -> DmvpnDetail:
        """What was read; ``lines`` then holds the line of each tunnel with those of its peers, and of each session."""
        self._finish_peer(None)
        self._finish_interface(None)
        tunnels: list[DetailTunnel] = []
        for (line, tunnel), types, rows in zip(self._tunnels, self._types, self._peer_lines, strict=True):
            repeated = types > 1 or self._repeats_type
            peers = tunnel.peers if repeated else tuple(replace(one, role=None) for one in tunnel.peers)
            tunnels.append(replace(tunnel, peers=peers))
            self.lines += [line, *rows]
        sessions: list[DetailSession] = []
        for begun, session in self._sessions:
            if session.status:
                sessions.append(session)
                self.lines.append(begun.line)
            else:
                error = ParseError(self._command, begun.line, begun.text, f"{_CUT}: this session has no status")
                self._refuse(begun, error)
        return DmvpnDetail(tunnels=tuple(tunnels), sessions=tuple(sessions))


def _peer(values: Mapping[str, str]) -> DmvpnPeer:
    letters = values["ATTRIBUTES"]
    return DmvpnPeer(
        entries=int(values["ENTRIES"]),
        nbma=parse_nbma(values["NBMA"]),
        tunnel=ip_address(values["TUNNEL"]),
        state=TunnelState(values["STATE"].upper()),
        updown=parse_duration(values["UPDOWN"]),
        attributes=_attributes(letters),
        target=ip_network(values["TARGET"], strict=False),
    )


def _attributes(letters: str) -> frozenset[str]:
    found: set[str] = set()
    rest = letters
    while rest:
        longest = max((one for one in ATTRIBUTES if rest.startswith(one)), key=len, default=None)
        if longest is None or longest in found:
            raise ValueError(f"{letters!r} are not attributes of an entry")
        found.add(longest)
        rest = rest[len(longest) :]
    return frozenset(found)


def _address(text: str | None) -> IPAddress | None:
    return None if text is None else ip_address(text)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _vrf(text: str | None) -> str | None:
    return None if text is None or text in _UNNAMED else text


def _switch(text: str | None) -> bool | None:
    return None if text is None else text == "Enabled"
