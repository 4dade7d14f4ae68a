"""The underlay: GRE over IPv4 from one local address (RFC 2784, RFC 2890; NHRP W-60 to W-62)."""

import socket
from ipaddress import IPv4Address

from nornir_dmvpn.errors import NhrpDecodeError, WireError
from nornir_dmvpn.nhrp.gre import GreHeader, decode_gre, encode_gre

GRE = 47
_TTL = 255
_LARGEST = 65535
_IP_MTU_DISCOVER, _IP_PMTUDISC_DONT = 10, 0
"""Not in the socket module: outer packets may be fragmented, the inner DF bit is not copied (W-64)."""


class GreSocket:
    """Sends and receives what belongs to one tunnel: the local address and the key choose it."""

    def __init__(self, local: IPv4Address, *, key: int | None = None) -> None:
        """Raises :class:`WireError`: no right to open raw sockets, or ``local`` is not an address of this host."""
        self.local = local
        self.key = key
        self.ignored = 0
        """Received packets that are no GRE, or have another key: no tunnel has them (W-62)."""
        try:
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, GRE)
        except PermissionError:
            raise WireError(f"{local}: a raw GRE socket needs root or CAP_NET_RAW") from None
        except (AttributeError, OSError) as error:
            raise WireError(f"{local}: this system has no raw GRE sockets ({error})") from None
        try:
            self._socket.bind((str(local), 0))
            self._socket.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, _TTL)
            self._socket.setsockopt(socket.IPPROTO_IP, _IP_MTU_DISCOVER, _IP_PMTUDISC_DONT)
        except OSError as error:
            self._socket.close()
            raise WireError(f"{local}: cannot be the tunnel source: {error.strerror}") from None
        self._socket.setblocking(False)

    def fileno(self) -> int:
        """For ``select``."""
        return self._socket.fileno()

    def close(self) -> None:
        """Give it back; nothing more is received."""
        self._socket.close()

    def send(self, nbma: IPv4Address, protocol: int, payload: bytes) -> bool:
        """Whether it left. What the host cannot send (no route, no buffer) is lost, as on any network."""
        try:
            self._socket.sendto(encode_gre(GreHeader(protocol=protocol, key=self.key), payload), (str(nbma), 0))
        except OSError:
            return False
        return True

    def receive(self) -> tuple[IPv4Address, int, bytes] | None:
        """Outer source, GRE protocol and payload of the next packet; ``None``: none there, or not ours."""
        try:
            data = self._socket.recv(_LARGEST)
        except OSError:  # nothing there, or an ICMP error about something sent earlier
            return None
        start = (data[0] & 15) * 4
        try:
            header, payload = decode_gre(data[start:])
        except NhrpDecodeError:
            self.ignored += 1
            return None
        if header.key != self.key:
            self.ignored += 1
            return None
        return IPv4Address(data[12:16]), header.protocol, payload
