"""An underlay in memory for drivers: what one link sends, the link with that address receives."""

import socket
from collections import deque
from ipaddress import IPv4Address


class MemoryLink:
    def __init__(self, links: "dict[IPv4Address, MemoryLink]", local: IPv4Address) -> None:
        self._links = links
        self._local = local
        self._arrived: deque[tuple[IPv4Address, int, bytes]] = deque()
        self._signal, self._ready = socket.socketpair()
        self._ready.setblocking(False)
        links[local] = self

    def fileno(self) -> int:
        return self._ready.fileno()

    def send(self, nbma: IPv4Address, protocol: int, payload: bytes) -> bool:
        other = self._links.get(nbma)
        if other is None:
            return False
        # The mark first: whoever finds the packet finds a mark to take away, whenever it looks.
        other._signal.send(b"\0")
        other._arrived.append((self._local, protocol, payload))
        return True

    def receive(self) -> tuple[IPv4Address, int, bytes] | None:
        if not self._arrived:
            return None
        self._ready.recv(1)
        return self._arrived.popleft()

    def close(self) -> None:
        self._links.pop(self._local, None)
        self._signal.close()
        self._ready.close()
