"""Traffic Indications: telling the previous hop of a detour, and being told (NHRP S-30, S-31, W-35 to W-37)."""

from collections import OrderedDict
from ipaddress import IPv4Address, IPv6Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.cache import network_of
from nornir_dmvpn.nhrp.limits import MOST_REDIRECTS
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.resolver import Resolver, incomplete
from nornir_dmvpn.nhrp.wire import TrafficIndication

_IPV4_HEADER, _IPV6_HEADER = 20, 40
_BEHIND_HEADER = 8
"""Bytes of the packet that are sent along behind its IP header (S-30 as amended)."""


def addresses(packet: bytes) -> tuple[IPAddress, IPAddress] | None:
    """Source and destination of an IP packet, of which the header is enough; ``None`` if it is none."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= _IPV4_HEADER:
        return IPv4Address(packet[12:16]), IPv4Address(packet[16:20])
    if version == 6 and len(packet) >= _IPV6_HEADER:
        return IPv6Address(packet[8:24]), IPv6Address(packet[24:40])
    return None


class Redirects:
    """Both sides of Traffic Indications on one interface."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._recent: OrderedDict[tuple[IPAddress, IPAddress], float] = OrderedDict()

    def send(self, source_nbma: IPAddress, packet: bytes, now: float) -> None:
        """``packet`` came from ``source_nbma`` and went back into the cloud; at most one indication per interval.

        What one indication suppresses is the pair (NBMA address it came from, destination) (S-30 as amended).
        """
        settings = self._port.settings
        inner = addresses(packet)
        if not settings.redirect or inner is None:
            return
        source, destination = inner
        self._forget(now)
        if (source_nbma, destination) in self._recent or len(self._recent) >= MOST_REDIRECTS:
            return
        header = (packet[0] & 15) * 4 if packet[0] >> 4 == 4 else _IPV6_HEADER
        indication = TrafficIndication(
            afn=self._port.afn,
            protocol_type=self._port.protocol_type,
            source_nbma=settings.nbma,
            source_protocol=settings.address,
            destination_protocol=source,  # as FRR does; receivers look at the enclosed packet (W-36)
            enclosed=packet[: header + _BEHIND_HEADER],
        )
        if self._port.send(source_nbma, indication):
            self._recent[source_nbma, destination] = now + settings.redirect_interval

    def received(self, source_nbma: IPAddress, packet: TrafficIndication, resolver: Resolver, now: float) -> None:
        """Ask for the destination of the enclosed packet, if it is ours to ask (S-80 step 6)."""
        inner = addresses(packet.enclosed)
        if inner is None:
            self._port.dropped(source_nbma, "traffic indication without an IP packet", "W-35")
            return
        reason = self._objection(*inner, resolver)
        if reason is not None:
            self._port.dropped(source_nbma, f"traffic indication: {reason}", "S-80")
            return
        port, target = self._port, inner[1]
        network = network_of(target)
        if port.bindings.cache.get(network) is None:
            port.bindings.store(incomplete(port, target, now))
        resolver.ask(port, target, now, network=network, shortcut=True)

    def _objection(self, source: IPAddress, target: IPAddress, resolver: Resolver) -> str | None:
        port, context = self._port, self._port.context
        if not port.settings.shortcut:
            return "shortcuts are off"
        if not port.settings.multipoint:
            return "point-to-point tunnel"
        if target.version != port.settings.address.version:
            return "another address family"
        if resolver.is_pending(port, target):
            return f"{target} is being resolved"
        if resolver.was_refused(port, target):
            return f"{target} was refused"
        if any(one.complete and "rib" in one.flags for one in port.bindings.cache.matches(target)):
            return f"{target} has a shortcut"
        if context.own(target) is not None or not context.in_cloud(port, target):
            return f"{target} is not routed into the cloud"
        if context.own(source) is None and self._is_beyond(source):
            return f"{source} is not behind this router"
        return None

    def _is_beyond(self, source: IPAddress) -> bool:
        """Whether ``source`` is routed back to where the indication came from; another tunnel is behind us (S-61)."""
        route = self._port.context.routes.lookup(source)
        return route is not None and route.interface == self._port.name

    def _forget(self, now: float) -> None:
        while self._recent:
            key, until = next(iter(self._recent.items()))
            if until > now:
                return
            del self._recent[key]
