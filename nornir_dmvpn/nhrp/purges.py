"""Purge Requests that wait for their replies (RFC 2332 §5.2.5: they are sent again until one comes)."""

from functools import partial

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.client import RETRY_JITTER, gap
from nornir_dmvpn.nhrp.limits import MOST_PURGES
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.wire import ClientPacket

MOST_TRANSMISSIONS = 5
"""A peer that does not answer that often is gone, and its entries expire (30 s with the gaps of R-10)."""


class Purges:
    """Purges of one interface. While one waits, the path to its receiver is kept."""

    def __init__(self, port: Port) -> None:
        self.port = port
        self._waiting: dict[int, IPAddress] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def send(self, nbma: IPAddress, packet: ClientPacket, now: float) -> None:
        """Send, and again with growing gaps until the reply comes."""
        if len(self._waiting) >= MOST_PURGES:
            self.port.send(nbma, packet)
            return
        self._waiting[packet.request_id] = nbma
        self.port.sockets.claim(nbma, self._key(packet.request_id))
        self._transmit(packet, 1, now)

    def answered(self, request_id: int) -> bool:
        """A reply came; whether it was waited for."""
        nbma = self._waiting.pop(request_id, None)
        if nbma is None:
            return False
        key = self._key(request_id)
        self.port.context.timers.cancel(key)
        self.port.sockets.release(nbma, key)
        return True

    def stop(self) -> None:
        """The interface goes down: nobody waits any more."""
        for request_id in tuple(self._waiting):
            self.answered(request_id)

    def _transmit(self, packet: ClientPacket, transmissions: int, now: float) -> None:
        if transmissions > MOST_TRANSMISSIONS:
            self.answered(packet.request_id)
            return
        self.port.send(self._waiting[packet.request_id], packet)
        when = now + gap(transmissions) * self.port.context.rng.uniform(*RETRY_JITTER)
        again = partial(self._transmit, packet, transmissions + 1)
        self.port.context.timers.set(self._key(packet.request_id), when, again)

    def _key(self, request_id: int) -> tuple[str, str, int]:
        return "purge", self.port.name, request_id
