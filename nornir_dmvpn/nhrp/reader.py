"""Reading big-endian fields out of bytes, with the place in every error."""

from ipaddress import IPv4Address, IPv6Address

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress


class Reader:
    """A cursor over ``data[:end]``; every method raises :class:`NhrpDecodeError` instead of reading past the end."""

    def __init__(self, data: bytes, offset: int = 0, end: int | None = None) -> None:
        self._data = data
        self.offset = offset
        self.end = len(data) if end is None else end

    @property
    def left(self) -> int:
        """Bytes not read yet."""
        return self.end - self.offset

    def take(self, length: int, what: str) -> bytes:
        if length > self.left:
            raise NhrpDecodeError(self.offset, f"{what} needs {length} bytes, {max(self.left, 0)} are left")
        start = self.offset
        self.offset += length
        return self._data[start : self.offset]

    def number(self, length: int, what: str) -> int:
        return int.from_bytes(self.take(length, what), "big")


ADDRESS_LENGTHS = frozenset({0, 4, 16})
"""No address ("as in the packet's header"), IPv4, IPv6."""


def address_at(data: bytes, start: int, length: int, end: int, what: str) -> IPAddress | None:
    """The IPv4 or IPv6 address at ``start``; ``None`` for length 0, which means "as in the packet's header"."""
    if length > end - start:
        raise NhrpDecodeError(min(start, end), f"{what} needs {length} bytes, {max(end - start, 0)} are left")
    if length == 4:
        return IPv4Address(data[start : start + 4])
    if length == 0:
        return None
    if length == 16:
        return IPv6Address(data[start : start + 16])
    raise NhrpDecodeError(start, f"{what} of {length} bytes is neither IPv4 nor IPv6")
