"""The registration with one server (RFC 2332 §5.2.3, §5.2.4; NHRP R-01 to R-15)."""

from collections.abc import Callable
from functools import partial

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import EntryType, NhsState
from nornir_dmvpn.nhrp.cache import CacheEntry, network_of
from nornir_dmvpn.nhrp.cie import Cie, CieCode
from nornir_dmvpn.nhrp.event import NameWanted, NhsDown, NhsUp, RegistrationRefused
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, cie_extension, group_name
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.registration import Action, Input, State, transition
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting
from nornir_dmvpn.nhrp.status import NhsStatus, PendingStatus
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, RegistrationFlag

ONE_TIME_DELAY = 0.9
"""Seconds from the path's opening to the one-time request (R-10)."""
SERIES_DELAY = 1.9
"""Seconds to the first transmission of the series (R-10)."""
LONGEST_GAP = 64
DOWN_AT = 3
"""Transmission of a series at which the server is declared down (R-10)."""
RETRY_JITTER = (0.75, 1.05)
PERIOD_DRIFT = (1.0, 1.05)
"""Of generations A to C (R-10); D and E are exact (G-03a)."""
_UP_STATES = frozenset({State.UP, State.REFRESHING})
_REFUSALS: dict[int, str] = {
    CieCode.PROHIBITED: "administratively prohibited",
    CieCode.INSUFFICIENT_RESOURCES: "insufficient resources",
    CieCode.UNIQUE_REGISTERED: "unique address registered already",
}


def gap(transmissions: int) -> int:
    """Nominal seconds after that many transmissions of one series: 2, 4, 8, 16, 32, 64, 64, … (R-10)."""
    return min(1 << min(transmissions, LONGEST_GAP), LONGEST_GAP)


def server_nbma(port: Port, setting: NhsSetting, settings: NhrpInterface | None = None) -> IPAddress | None:
    """Where the server is, if anything says so (R-03, R-04); by other ``settings`` than the port's if given."""
    told = settings or port.settings
    if told.destination is not None:
        return told.destination
    if setting.nbma is not None:
        return setting.nbma
    if setting.fqdn is not None:
        return port.names.get(setting.fqdn)
    return next((nbma for address, nbma in told.maps if address == setting.address), None)


class Registration:
    """This interface's registration with one server. :mod:`registration` says what follows what."""

    def __init__(self, port: Port, setting: NhsSetting, *, changed: Callable[[float], None]) -> None:
        self.setting = setting
        self.nbma = server_nbma(port, setting)
        self.address = setting.address
        self.state = State.IDLE
        self.up_since = 0.0
        """Time of the last NHS UP."""
        self._changed = changed
        self._port = port
        self._request_id: int | None = None
        self._one_time_id: int | None = None
        self._transmissions = 0
        self._down_reason = ""
        self._sent = self._failed = self._received = 0
        self._sent_at = 0.0
        self._last_reply_at: float | None = None
        self._changed_at: float | None = None
        self._actions: dict[Action, Callable[[float], None]] = {
            Action.NEW_SERIES: self._new_series,
            Action.SCHEDULE_SERIES: self._schedule_series,
            Action.SCHEDULE_ONE_TIME: self._schedule_one_time,
            Action.CANCEL_ONE_TIME: self._cancel_one_time,
            Action.SEND_ONE_TIME: self._send_one_time,
            Action.TRANSMIT: self._transmit,
            Action.ANNOUNCE_UP: self._announce_up,
            Action.ANNOUNCE_DOWN: self._announce_down,
            Action.SCHEDULE_PERIOD: self._schedule_period,
            Action.CANCEL_ALL: self._cancel_all,
        }

    @property
    def is_up(self) -> bool:
        """Whether the server answers."""
        return self.state in _UP_STATES

    def happened(self, what: Input, now: float, reason: str = "External") -> None:
        """Consult the table; ``reason`` is told if the server goes down by it."""
        self._down_reason = reason
        before = self.state
        self.state, actions = transition(before, what)
        for action in actions:
            self._actions[action](now)
        if self.state is not before:
            self._changed(now)

    def expects(self, request_id: int) -> bool:
        """Whether a request with that id is outstanding."""
        return request_id in (self._request_id, self._one_time_id)

    def answered(self, packet: ClientPacket, now: float) -> None:
        """A reply to one of our requests."""
        self._received += 1
        self._last_reply_at = now
        code = next((one.code for one in packet.cies if one.code), CieCode.SUCCESS)
        if code == CieCode.SUCCESS:
            self._learn(packet, now)
            self.happened(Input.ACCEPTED, now)
            return
        self._failed += 1
        self._port.context.emit(RegistrationRefused(interface=self._port.name, nhs=self.address, code=code))
        self.happened(Input.REFUSED, now, _REFUSALS.get(code, f"code {code}"))

    def status(self) -> NhsStatus:
        """The row of ``show ip nhrp nhs``."""
        return NhsStatus(
            interface=self._port.name,
            address=self.address,
            nbma=self.nbma,
            state=self._letters(),
            dynamic=self.setting.address is None,
            priority=self.setting.priority,
            cluster=self.setting.cluster,
            requests_sent=self._sent,
            requests_failed=self._failed,
            replies_received=self._received,
            last_reply_at=self._last_reply_at,
            changed_at=self._changed_at,
        )

    def pending(self) -> PendingStatus | None:
        """The request that waits for its reply (R-11)."""
        if self._request_id is None or not self._transmissions:
            return None
        retry = gap(self._transmissions)
        return PendingStatus(interface=self._port.name, nhs=self.address, request_id=self._request_id, retry=retry)

    def _letters(self) -> NhsState:
        """C-30: a server that is not selected is ``W`` (R-51)."""
        if self.is_up:
            return NhsState.RE
        return NhsState.W if self.state is State.IDLE and self._port.is_up else NhsState.E

    def _new_series(self, _now: float) -> None:
        self._request_id, self._transmissions = None, 0

    def _schedule_series(self, now: float) -> None:
        self._schedule(Input.RETRY, now + SERIES_DELAY)

    def _schedule_one_time(self, now: float) -> None:
        self._schedule(Input.ONE_TIME, now + ONE_TIME_DELAY)

    def _cancel_one_time(self, _now: float) -> None:
        self._port.context.timers.cancel(self._key(Input.ONE_TIME))

    def _send_one_time(self, now: float) -> None:
        self._one_time_id = self._port.context.next_request_id()
        self._send(self._one_time_id, now)

    def _transmit(self, now: float) -> None:
        if self._request_id is None:
            self._request_id = self._port.context.next_request_id()
        self._send(self._request_id, now)
        self._transmissions += 1
        jitter = self._port.context.rng.uniform(*RETRY_JITTER)
        self._schedule(Input.RETRY, now + gap(self._transmissions) * jitter)
        if self._transmissions == DOWN_AT:
            self.happened(Input.LOST, now, "NHRP Registration Failure")

    def _announce_up(self, now: float) -> None:
        self._changed_at = self.up_since = now
        if self.address is not None and self.nbma is not None:
            self._port.context.emit(NhsUp(interface=self._port.name, nhs=self.address, nbma=self.nbma))

    def _announce_down(self, now: float) -> None:
        self._changed_at = now
        self._port.context.emit(NhsDown(interface=self._port.name, nhs=self.address, reason=self._down_reason))
        if self.setting.fqdn is not None and self.state is State.DOWN:
            self._port.context.emit(NameWanted(interface=self._port.name, name=self.setting.fqdn))

    def _schedule_period(self, now: float) -> None:
        drift = PERIOD_DRIFT if self._port.context.behaviour.registration_jitter else (1.0, 1.0)
        interval = self._port.settings.registration_interval * self._port.context.rng.uniform(*drift)
        # Counted from the request, not from the reply: exactly a third of the holding time apart (G-03a).
        self._schedule(Input.PERIOD, max(self._sent_at + interval, now))

    def _cancel_all(self, _now: float) -> None:
        for what in (Input.RETRY, Input.ONE_TIME, Input.PERIOD):
            self._port.context.timers.cancel(self._key(what))
        self._request_id = self._one_time_id = None

    def _key(self, what: Input) -> tuple[str, str, NhsSetting, IPAddress | None]:
        return what.value, self._port.name, self.setting, self.nbma

    def _schedule(self, what: Input, when: float) -> None:
        self._port.context.timers.set(self._key(what), when, partial(self._due, what))

    def _due(self, what: Input, now: float) -> None:
        self.happened(what, now)

    def _send(self, request_id: int, now: float) -> None:
        """Counted even when it cannot be encapsulated (R-04, R-10)."""
        self._sent += 1
        self._sent_at = now
        if self.nbma is not None:
            self._port.send(self.nbma, registration_request(self._port, self, request_id))

    def _learn(self, packet: ClientPacket, now: float) -> None:
        """The address of a dynamic server (R-03) and our own translated address (W-52)."""
        port = self._port
        for extension in packet.extensions or ():
            if extension.type == ExtensionType.NAT_ADDRESS:
                mine = [one.nbma for one in extension.cies if one.protocol == port.settings.address]
                port.public_nbma = mine[0] if mine else None
            if extension.type == ExtensionType.RESPONDER_ADDRESS and self.address is None:
                self.address = next((one.protocol for one in extension.cies if one.protocol is not None), None)
                if self.address is not None:
                    store_static(port, self.address, self.nbma, now)


def registration_request(port: Port, registration: Registration, request_id: int) -> ClientPacket:
    """EX-1. A unique registration describes exactly one host: prefix 255 as on the wire (W-24)."""
    settings = port.settings
    flags = RegistrationFlag.NAT | (RegistrationFlag.UNIQUE if settings.unique else 0)
    bits = settings.address.max_prefixlen
    prefix_length = 255 if settings.unique else bits
    server = Cie(prefix_length=bits, mtu=settings.mtu, nbma=registration.nbma, protocol=registration.address)
    group = () if settings.group is None else (group_name(settings.group),)
    extensions: tuple[Extension, ...] = (
        *transit_extensions(record=settings.record),
        *group,
        cie_extension(ExtensionType.NAT_ADDRESS, server),
    )
    return ClientPacket(
        afn=port.afn,
        protocol_type=port.protocol_type,
        type=PacketType.REGISTRATION_REQUEST,
        flags=flags,
        request_id=request_id,
        source_nbma=settings.nbma,
        source_protocol=settings.address,
        destination_protocol=registration.address or settings.address,
        cies=(Cie(prefix_length=prefix_length, mtu=settings.mtu, holding_time=settings.holdtime),),
        extensions=extensions,
    )


def transit_extensions(*, record: bool = True) -> tuple[Extension, ...]:
    """The empty extensions that every request carries (RFC 2332 §5.3.1 to §5.3.3); without ``record`` just the first.

    ``no ip nhrp record`` leaves the transit records out (R-71).
    """
    kinds = [ExtensionType.RESPONDER_ADDRESS]
    if record:
        kinds += [ExtensionType.FORWARD_TRANSIT, ExtensionType.REVERSE_TRANSIT]
    return tuple(cie_extension(kind) for kind in kinds)


def store_static(port: Port, address: IPAddress, nbma: IPAddress | None, now: float) -> None:
    """A static mapping (C-01, C-12); nothing without an NBMA address."""
    if nbma is None:
        return
    entry = CacheEntry(
        interface=port.name,
        network=network_of(address),
        next_hop=address,
        nbma=nbma,
        type=EntryType.STATIC,
        flags=frozenset(),
        created_at=now,
        expires_at=None,
    )
    port.bindings.store(entry)
