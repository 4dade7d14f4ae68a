"""Asking for addresses, and what the answers change (RFC 2332 §5.2.1, §5.2.2; NHRP S-20 to S-40)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from nornir_dmvpn.model.address import IPAddress, IPNetwork
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import CacheEntry, network_of
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.client import RETRY_JITTER, gap, transit_extensions
from nornir_dmvpn.nhrp.extension import ExtensionType, cie_extension
from nornir_dmvpn.nhrp.forward import cies_of, forward, is_straight, next_hop_nbma, translated_nbma
from nornir_dmvpn.nhrp.limits import MOST_PENDING
from nornir_dmvpn.nhrp.port import Context, Port
from nornir_dmvpn.nhrp.servers import Servers
from nornir_dmvpn.nhrp.shortcuts import route_flags
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, ResolutionFlag

PLACEHOLDER_LIFE = 180.0
"""Seconds that temporary, incomplete and negative entries live (S-53)."""
_ASK = ResolutionFlag.ROUTER | ResolutionFlag.AUTHORITATIVE | ResolutionFlag.SOURCE_STABLE | ResolutionFlag.NAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One request that is not answered. It lives as long as the entry of ``network`` that it is made for."""

    port: Port
    target: IPAddress
    network: IPNetwork
    request_id: int
    shortcut: bool
    """Made for a redirect: the answer may change routes (S-40)."""


class Resolver:
    """The asking side of a speaker."""

    def __init__(self, context: Context, servers: Mapping[str, Servers]) -> None:
        self._context = context
        self._servers = servers
        self._pending: dict[int, Resolution] = {}
        self._asked: dict[tuple[str, IPAddress], int] = {}

    def is_pending(self, port: Port, target: IPAddress) -> bool:
        """Whether a request for ``target`` is under way."""
        return (port.name, target) in self._asked

    def ask(self, port: Port, target: IPAddress, now: float, *, network: IPNetwork, shortcut: bool) -> None:
        """Start a request for the sake of the entry of ``network``; nothing if one is under way."""
        if self.is_pending(port, target):
            return
        if len(self._pending) >= MOST_PENDING:
            port.dropped(None, f"too many requests wait for an answer to ask for {target}", "W-23")
            return
        request_id = self._context.next_request_id()
        resolution = Resolution(port=port, target=target, network=network, request_id=request_id, shortcut=shortcut)
        self._pending[request_id] = resolution
        self._asked[port.name, target] = request_id
        self._transmit(resolution, 1, now)

    def was_refused(self, port: Port, target: IPAddress) -> bool:
        """Whether the answer was negative and is still kept: it is not asked for again (C-10 ``negative``, S-53)."""
        entry = port.bindings.host(target)
        return entry is not None and entry.type is EntryType.INCOMPLETE and not self.is_pending(port, target)

    def refresh(self, port: Port, entry: CacheEntry, now: float) -> None:
        """Ask again for a used entry before it expires (S-50)."""
        target = entry.target or entry.network.network_address
        self.ask(port, target, now, network=entry.network, shortcut="rib" in entry.flags)

    def reply(self, port: Port, source_nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        """A Resolution Reply: ours, or to be passed on (S-80 step 3)."""
        source = packet.source_protocol
        if source is None:
            port.dropped(source_nbma, "resolution reply without addresses", "S-80")
        elif self._context.own(source) is None:
            forward(port, source_nbma, packet, source)
        else:
            resolution = self._take(packet.request_id)
            if resolution is None:
                port.dropped(source_nbma, "resolution reply without a request", "S-80")
            else:
                self._learn(resolution, source_nbma, packet, now)

    def cancel(self, request_id: int) -> None:
        """An Error Indication ended the request (S-80 step 7)."""
        self._take(request_id)

    def forget(self, port: Port) -> None:
        """The interface went down."""
        for resolution in [one for one in self._pending.values() if one.port is port]:
            self._take(resolution.request_id)

    def _take(self, request_id: int) -> Resolution | None:
        resolution = self._pending.pop(request_id, None)
        if resolution is not None:
            del self._asked[resolution.port.name, resolution.target]
            self._context.timers.cancel(("resolution", request_id))
        return resolution

    def _transmit(self, resolution: Resolution, transmissions: int, now: float) -> None:
        """Send, and again with growing gaps while somebody waits for it (R-10 table)."""
        port = resolution.port
        entry = port.bindings.cache.get(resolution.network)
        if entry is None or entry.type is EntryType.STATIC or entry.flags & {"registered", "local"}:
            self._take(resolution.request_id)  # nobody waits any more, or the answer came another way
            return
        self._send(resolution)
        when = now + gap(transmissions) * self._context.rng.uniform(*RETRY_JITTER)
        key = ("resolution", resolution.request_id)
        self._context.timers.set(key, when, partial(self._transmit, resolution, transmissions + 1))

    def _send(self, resolution: Resolution) -> None:
        port, target = resolution.port, resolution.target
        found = next_hop_nbma(port, target) if resolution.shortcut else None
        if found is None:
            server = self._servers[port.name].responding()
            if server is None or server.nbma is None:
                port.dropped(None, f"encapsulation error for Resolution Request to {target}", "R-44")
                return
            found = port, server.nbma
        out, nbma = found
        out.send(nbma, _request(port, target, resolution.request_id))

    def _learn(self, resolution: Resolution, source_nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        port, target = resolution.port, resolution.target
        cie = packet.cies[0] if packet.cies else Cie(code=12)
        next_hop = cie.protocol or target
        wrong = next_hop.version != target.version or cie.nbma is None or cie.nbma.version != source_nbma.version
        if cie.code or wrong or self._context.own(next_hop) is not None:
            port.dropped(source_nbma, f"no usable answer for {target} (code {cie.code})", "W-23")
            self._refused(resolution, now)
            return
        nbma, claimed = _usable_nbma(packet, cie, next_hop, source_nbma)
        network = network_of(target, cie.prefix_of(target))
        host = network_of(next_hop)
        for one in (host,) if network == host else (host, network):
            self._store(resolution, one, next_hop, nbma, claimed, cie.holding_time, now)
        placeholder = port.bindings.cache.get(network_of(target))
        if placeholder is not None and placeholder.flags & {"temporary", "negative"}:
            port.bindings.drop(placeholder.network, "Replaced")

    def _store(
        self,
        resolution: Resolution,
        network: IPNetwork,
        next_hop: IPAddress,
        nbma: IPAddress,
        claimed: IPAddress | None,
        holding_time: int,
        now: float,
    ) -> None:
        """One entry of the answer; what is configured or registered is better than what was asked (S-21, S-40)."""
        port = resolution.port
        old = port.bindings.cache.get(network)
        if old is not None and (old.type is EntryType.STATIC or "registered" in old.flags):
            return
        flags = {"router"} | (set() if old is None else set(old.flags & {"used"}))
        is_host = network == network_of(next_hop)
        if is_host and self._context.behaviour.nhop_flag:
            flags.add("nhop")
        routed = resolution.shortcut or (old is not None and "rib" in old.flags)
        target = next_hop if is_host else resolution.target
        if routed and port.settings.shortcut:
            flags |= route_flags(port, network, target)
        entry = CacheEntry(
            interface=port.name,
            network=network,
            next_hop=next_hop,
            nbma=nbma,
            claimed_nbma=claimed,
            type=EntryType.DYNAMIC,
            flags=frozenset(flags),
            created_at=now if old is None else old.created_at,
            expires_at=now + holding_time,
            target=target,
        )
        port.bindings.store(entry)

    def _refused(self, resolution: Resolution, now: float) -> None:
        """A negative answer is kept for a while (C-10 ``negative``, S-53)."""
        old = resolution.port.bindings.cache.get(resolution.network)
        if old is not None and old.flags & {"temporary", "negative"}:
            resolution.port.bindings.store(incomplete(resolution.port, resolution.target, now, old=old))


def incomplete(port: Port, target: IPAddress, now: float, *, old: CacheEntry | None = None) -> CacheEntry:
    """An entry without an NBMA address (C-01, S-53)."""
    return CacheEntry(
        interface=port.name,
        network=network_of(target),
        next_hop=None,
        nbma=None,
        type=EntryType.INCOMPLETE,
        flags=frozenset({"negative"}),
        created_at=now if old is None else old.created_at,
        expires_at=now + PLACEHOLDER_LIFE,
        cache_hits=0 if old is None else old.cache_hits,
    )


def _request(port: Port, target: IPAddress, request_id: int) -> ClientPacket:
    """EX-3."""
    settings = port.settings
    return ClientPacket(
        afn=port.afn,
        protocol_type=port.protocol_type,
        type=PacketType.RESOLUTION_REQUEST,
        flags=_ASK,
        request_id=request_id,
        source_nbma=settings.nbma,
        source_protocol=settings.address,
        destination_protocol=target,
        cies=(Cie(mtu=settings.mtu, holding_time=settings.holdtime),),
        extensions=(*transit_extensions(record=port.settings.record), cie_extension(ExtensionType.NAT_ADDRESS)),
    )


def _usable_nbma(
    packet: ClientPacket, cie: Cie, next_hop: IPAddress, source_nbma: IPAddress
) -> tuple[IPAddress, IPAddress | None]:
    """Where to send, and what the answer claims where that differs (R-35, W-52)."""
    claimed = cie.nbma or source_nbma
    nbma = claimed
    translated = translated_nbma(packet, next_hop, source_nbma)
    responder = [one.protocol for one in cies_of(packet, ExtensionType.RESPONDER_ADDRESS)]
    if translated is not None:
        nbma = translated
    elif is_straight(packet, ExtensionType.REVERSE_TRANSIT) and responder == [next_hop]:
        nbma = source_nbma  # straight from the peer itself
    return nbma, claimed if claimed != nbma else None
