"""Why there is no raw socket, in one sentence."""

import errno
import socket
from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.errors import WireError
from nornir_dmvpn.wire.gre_socket import GreSocket

LOCAL = IPv4Address("192.0.2.1")


def test_without_the_right_the_sentence_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> socket.socket:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(socket, "socket", refuse)
    with pytest.raises(WireError, match=r"^192\.0\.2\.1: a raw GRE socket needs root or CAP_NET_RAW$"):
        GreSocket(LOCAL)


def test_a_system_without_raw_sockets_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: object) -> socket.socket:
        raise OSError(errno.EPROTONOSUPPORT, "Protocol not supported")

    monkeypatch.setattr(socket, "socket", unknown)
    with pytest.raises(WireError, match="no raw GRE sockets"):
        GreSocket(LOCAL)
