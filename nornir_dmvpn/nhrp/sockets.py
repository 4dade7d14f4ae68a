"""Paths to NBMA addresses: who needs one, whether it is usable, what waits for it (NHRP S-20 step 4, S-52)."""

from collections import deque
from collections.abc import Callable, Hashable

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.event import Event, SocketReleased, SocketWanted
from nornir_dmvpn.nhrp.limits import MOST_WAITING, MOST_WAITING_PATHS

_WAITING = "packets"
"""Owner of a path that only waiting packets need."""


class Sockets:
    """Paths of one interface. While it is not active nothing is asked for and nothing is usable."""

    def __init__(
        self, interface: str, *, emit: Callable[[Event], None], transmit: Callable[[IPAddress, bytes], None]
    ) -> None:
        self._interface = interface
        self._emit = emit
        self._transmit = transmit
        self._owners: dict[IPAddress, dict[Hashable, None]] = {}
        self._usable: set[IPAddress] = set()
        self._waiting: dict[IPAddress, deque[bytes]] = {}
        self._active = False

    def is_up(self, nbma: IPAddress) -> bool:
        """Whether packets to ``nbma`` can leave."""
        return nbma in self._usable

    def activate(self) -> None:
        """The interface came up: ask for every path that is needed."""
        self._active = True
        for nbma in self._owners:
            self._emit(SocketWanted(interface=self._interface, nbma=nbma))

    def deactivate(self) -> None:
        """The interface went down: no path is usable, owners stay for the next time."""
        self._active = False
        for nbma in list(self._waiting):
            self._forget_waiting(nbma)
        for nbma in self._owners:
            self._emit(SocketReleased(interface=self._interface, nbma=nbma))
        self._usable.clear()

    def claim(self, nbma: IPAddress, owner: Hashable) -> None:
        """``owner`` needs the path; the first one asks for it."""
        owners = self._owners.setdefault(nbma, {})
        if not owners and self._active:
            self._emit(SocketWanted(interface=self._interface, nbma=nbma))
        owners[owner] = None

    def release(self, nbma: IPAddress, owner: Hashable) -> None:
        """``owner`` needs it no more; the last one gives it up."""
        owners = self._owners.get(nbma)
        if owners is None or owner not in owners:
            return
        del owners[owner]
        if owners:
            return
        del self._owners[nbma]
        self._usable.discard(nbma)
        if self._active:
            self._emit(SocketReleased(interface=self._interface, nbma=nbma))

    def send(self, nbma: IPAddress, data: bytes) -> bool:
        """Send if the path is usable; whether it was."""
        if nbma in self._usable:
            self._transmit(nbma, data)
            return True
        return False

    def send_when_up(self, nbma: IPAddress, data: bytes) -> bool:
        """Send now, or as soon as the path opens; ``False`` if packets wait for too many paths already."""
        if self.send(nbma, data):
            return True
        if nbma not in self._waiting and len(self._waiting) >= MOST_WAITING_PATHS:
            return False
        self._waiting.setdefault(nbma, deque(maxlen=MOST_WAITING)).append(data)
        self.claim(nbma, _WAITING)
        return True

    def opened(self, nbma: IPAddress) -> None:
        """The path is usable: what waited leaves."""
        if not self._active:
            return
        self._usable.add(nbma)
        for data in self._waiting.pop(nbma, ()):
            self._transmit(nbma, data)
        self.release(nbma, _WAITING)

    def closed(self, nbma: IPAddress) -> bool:
        """The path is not usable; whether packets had waited for it in vain (they are lost)."""
        self._usable.discard(nbma)
        return self._forget_waiting(nbma)

    def _forget_waiting(self, nbma: IPAddress) -> bool:
        waited = self._waiting.pop(nbma, None) is not None
        if waited:
            self.release(nbma, _WAITING)
        return waited
