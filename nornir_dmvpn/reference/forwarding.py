"""The data plane: RIB, then NHRP, then GRE; and the redirect where a packet turns back into the cloud."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.packet import DataPacket
from nornir_dmvpn.reference.router import Router


@dataclass(slots=True)
class Trace:
    """Where one echo went: the routers it passed, in order, and whether the reply came back."""

    path: list[str] = field(default_factory=list)
    return_path: list[str] = field(default_factory=list)
    answered: bool = False
    lost_at: str | None = None


class Forwarding:
    """Forwards data packets. ``settle`` is called with a router whose speaker was asked something."""

    def __init__(self, fabric: Fabric, settle: Callable[[Router], None]) -> None:
        self._fabric = fabric
        self._settle = settle
        self._traces: dict[int, Trace] = {}
        self._count = 0

    def echo(self, router: Router, source: IPv4Address, destination: IPv4Address) -> Trace:
        """Send one ICMP echo from ``router`` (or a host behind it) and return its trace, which fills as time passes."""
        self._count += 1
        trace = self._traces[self._count] = Trace()
        self.forward(router, DataPacket(source=source, destination=destination, identifier=self._count), None, None)
        return trace

    def forget(self) -> None:
        """Drop the traces of packets that are done."""
        self._traces.clear()

    def forward(self, router: Router, packet: DataPacket, tunnel: str | None, nbma: IPAddress | None) -> None:
        """One hop. ``tunnel`` and ``nbma``: where the packet came in, ``None`` when it started here (SD24)."""
        self._note(router, packet)
        own = self._unresolvable_own(router, packet) if tunnel is None else None
        if own is not None:
            self._into_cloud(router, packet, own, packet.destination, None, None)
            return
        if router.owns(packet.destination):
            self._arrive(router, packet)
            return
        vrf = router.tunnels[tunnel].ivrf if tunnel is not None else self._vrf_of(router, packet.source)
        route = router.route(packet.destination, vrf)
        if route is None or packet.ttl <= 1:
            self._lost(router, packet)
        elif route.interface in router.tunnels:
            next_hop = route.next_hop or packet.destination
            self._into_cloud(router, packet.hop(), route.interface, next_hop, tunnel, nbma)
        elif route.source == "connected":
            self._arrive(router, packet)
        else:
            self._lost(router, packet)  # leaves towards a network the configurations do not show

    def _into_cloud(
        self,
        router: Router,
        packet: DataPacket,
        out: str,
        next_hop: IPv4Address,
        tunnel: str | None,
        nbma: IPAddress | None,
    ) -> None:
        target = self._next_nbma(router, packet, out, next_hop)
        if tunnel is not None and nbma is not None and nbma != target and self._redirects(router, tunnel, out):
            router.speaker.redirect(tunnel, nbma, packet.header(), self._fabric.schedule.now)
        if target is None:
            self._lost(router, packet)
        else:
            self._fabric.send(router, out, target, packet)
        self._settle(router)

    def _next_nbma(self, router: Router, packet: DataPacket, out: str, next_hop: IPv4Address) -> IPAddress | None:
        tunnel = router.tunnels[out]
        if not tunnel.multipoint:
            return tunnel.destination  # S-02
        if tunnel.network_id is None:
            return None
        return router.speaker.next_hop(out, next_hop, self._fabric.schedule.now, destination=packet.destination)

    def _redirects(self, router: Router, came_in: str, out: str) -> bool:
        """In and out on interfaces of the same network-id, with redirect where it came in (S-30 step 2)."""
        tunnel = router.tunnels[came_in]
        same_domain = tunnel.network_id is not None and tunnel.network_id == router.tunnels[out].network_id
        return tunnel.redirect and same_domain

    def _unresolvable_own(self, router: Router, packet: DataPacket) -> str | None:
        """A hub without NHS looks up its own tunnel address through NHRP when it talks to itself (S-05)."""
        if packet.reply:
            return None
        for name, tunnel in router.tunnels.items():
            mine = tunnel.address is not None and tunnel.address.ip == packet.destination
            if mine and tunnel.multipoint and tunnel.network_id is not None and not tunnel.servers:
                return name
        return None

    def _arrive(self, router: Router, packet: DataPacket) -> None:
        trace = self._traces.get(packet.identifier)
        if packet.reply:
            if trace is not None:
                trace.answered = True
            return
        self.forward(router, packet.answer(), None, None)

    def _vrf_of(self, router: Router, source: IPv4Address) -> str | None:
        """The VRF in which a packet of that source starts: that of the interface whose subnet has it."""
        for interface in router.config.interfaces:
            if interface.address is not None and source in interface.address.network:
                return interface.vrf
        return None

    def _note(self, router: Router, packet: DataPacket) -> None:
        trace = self._traces.get(packet.identifier)
        if trace is not None:
            (trace.return_path if packet.reply else trace.path).append(router.name)

    def _lost(self, router: Router, packet: DataPacket) -> None:
        trace = self._traces.get(packet.identifier)
        if trace is not None:
            trace.lost_at = router.name
