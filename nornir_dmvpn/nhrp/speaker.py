"""One router's NHRP: the public face of the package."""

import random
from collections.abc import Iterable

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import Behaviour
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.event import Event
from nornir_dmvpn.nhrp.settings import NhrpInterface, Routes
from nornir_dmvpn.nhrp.status import NhsStatus, Outgoing, PendingStatus


class Speaker:
    """NHRP of one router. Bytes and time go in, bytes, events and the next timer come out (RFC 2332)."""

    def __init__(
        self, *, interfaces: Iterable[NhrpInterface], routes: Routes, behaviour: Behaviour, rng: random.Random
    ) -> None:
        raise NotImplementedError

    def receive(self, interface: str, source_nbma: IPAddress, data: bytes, now: float) -> None:
        raise NotImplementedError

    def next_timer(self) -> float | None:
        raise NotImplementedError

    def handle_timer(self, now: float) -> None:
        raise NotImplementedError

    def packets_to_send(self) -> list[Outgoing]:
        raise NotImplementedError

    def events(self) -> list[Event]:
        raise NotImplementedError

    def interface_up(self, name: str, now: float) -> None:
        raise NotImplementedError

    def interface_down(self, name: str, now: float, *, orderly: bool = True) -> None:
        raise NotImplementedError

    def socket_up(self, interface: str, nbma: IPAddress, now: float) -> None:
        raise NotImplementedError

    def socket_down(self, interface: str, nbma: IPAddress, now: float, *, orderly: bool = False) -> None:
        raise NotImplementedError

    def configure(self, interfaces: Iterable[NhrpInterface], now: float) -> None:
        raise NotImplementedError

    def next_hop(
        self, interface: str, next_hop: IPAddress, now: float, *, destination: IPAddress | None = None
    ) -> IPAddress | None:
        raise NotImplementedError

    def redirect(self, interface_in: str, source_nbma: IPAddress, packet: bytes, now: float) -> None:
        raise NotImplementedError

    def cache(self, interface: str) -> tuple[CacheEntry, ...]:
        raise NotImplementedError

    def nhs(self, interface: str) -> tuple[NhsStatus, ...]:
        raise NotImplementedError

    def pending(self, interface: str) -> tuple[PendingStatus, ...]:
        raise NotImplementedError

    def multicast(self, interface: str) -> tuple[IPAddress, ...]:
        raise NotImplementedError
