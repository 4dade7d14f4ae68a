"""What every part of the reference network shares: routers, the underlay between them, the clock, and the wire."""

from collections.abc import Callable
from functools import partial

from nornir_dmvpn.errors import SimulationError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.underlay import Transport
from nornir_dmvpn.reference.packet import DataPacket, GrePacket
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.routing.eigrp import Eigrp
from nornir_dmvpn.reference.schedule import Schedule
from nornir_dmvpn.reference.underlay import Underlay

Receive = Callable[[Router, str, GrePacket], None]


class Fabric:
    """Routers by name, and GRE between them. ``receive`` is called with every packet a tunnel interface admits."""

    def __init__(self, underlay: Underlay, schedule: Schedule) -> None:
        self.routers: dict[str, Router] = {}
        self.underlay = underlay
        self.schedule = schedule
        self.eigrp = Eigrp()
        self.receive: Receive = _nobody
        self.undelivered = 0
        """Packets that no router or no tunnel took (F-14, F-16, F-17, F-20)."""

    def send(self, router: Router, tunnel: str, nbma: IPAddress, payload: bytes | DataPacket) -> None:
        """Encapsulate and send to ``nbma``. Where a protected tunnel has no SA, or nobody is there, it is lost."""
        source = router.sources.get(tunnel)
        owner = self.underlay.owner(nbma)
        if source is None or owner is None or not router.lines[tunnel].up or not self.is_open(router, tunnel, nbma):
            self.undelivered += 1
            return
        protected = router.is_protected(tunnel)
        transport = Transport.ESP if protected else Transport.GRE
        if not self.underlay.passes(router.name, owner, transport):
            self.undelivered += 1
            return
        packet = GrePacket(
            sender=router.name,
            source=source,
            destination=nbma,
            key=router.tunnels[tunnel].key,
            protected=protected,
            payload=payload,
        )
        self.schedule.after(self.underlay.spec.latency, partial(self._arrive, owner, packet))

    def is_open(self, router: Router, tunnel: str, nbma: IPAddress) -> bool:
        """Whether the tunnel may send to ``nbma``: unprotected, or with live SAs."""
        if not router.is_protected(tunnel):
            return True
        socket = router.sockets.get((tunnel, nbma))
        return socket is not None and socket.is_open

    def _arrive(self, name: str, packet: GrePacket) -> None:
        router = self.routers[name]
        tunnel = self.admits(router, packet)
        if tunnel is None:
            self.undelivered += 1
            return
        self.receive(router, tunnel, packet)

    def admits(self, router: Router, packet: GrePacket) -> str | None:
        """The tunnel that takes the packet: address and key match, and clear GRE only where no protection is (F-03)."""
        tunnel = router.tunnel_for(packet.destination, packet.key, packet.source)
        if tunnel is None or router.is_protected(tunnel) != packet.protected:
            return None
        return tunnel


def _nobody(router: Router, tunnel: str, packet: GrePacket) -> None:
    raise SimulationError(f"{router.name} {tunnel}: nothing receives the packet from {packet.sender}")
