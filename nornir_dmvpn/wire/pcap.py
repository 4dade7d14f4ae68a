"""Frames of capture files: classic pcap of either byte order, and pcapng (as tcpdump and Wireshark write them)."""

from collections.abc import Iterator
from dataclasses import dataclass

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.nhrp.reader import Reader

_MICRO, _NANO = 0xA1B2C3D4, 0xA1B23C4D
_CLASSIC_HEADER, _RECORD_HEADER = 24, 16
_SECTION, _INTERFACE, _SIMPLE, _ENHANCED = 0x0A0D0D0A, 1, 3, 6
_BYTE_ORDER = 0x1A2B3C4D
_RESOLUTION_OPTION = 9
_Order = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One captured frame; ``link_type`` is a LINKTYPE number, ``time`` is in seconds (``None``: not recorded)."""

    number: int
    """From 1, as tools count them."""
    link_type: int
    time: float | None
    data: bytes
    is_cut: bool
    """Only its beginning was captured."""


def is_capture(data: bytes) -> bool:
    """Whether ``data`` begins as a capture file does."""
    magic = data[:4]
    numbers = {int.from_bytes(magic, "big"), int.from_bytes(magic, "little")} if len(magic) == 4 else set()
    return bool(numbers & {_MICRO, _NANO, _SECTION})


def frames(data: bytes) -> Iterator[Frame]:
    """All frames; raises :class:`NhrpDecodeError` with the offset in the file where it is damaged."""
    return _pcapng(data) if data[:4] == _SECTION.to_bytes(4, "big") else _classic(data)


def _number(data: bytes, order: _Order) -> int:
    return int.from_bytes(data, "big" if order == "big" else "little")


def _classic(data: bytes) -> Iterator[Frame]:
    if len(data) < _CLASSIC_HEADER:
        raise NhrpDecodeError(len(data), "the capture file ends within its header")
    order = "big" if _number(data[:4], "big") in {_MICRO, _NANO} else "little"
    fraction = 1e-9 if _number(data[:4], order) == _NANO else 1e-6
    link_type = _number(data[20:24], order) & 0xFFFF
    reader, number = Reader(data, _CLASSIC_HEADER), 0
    while reader.left:
        number += 1
        head = reader.take(_RECORD_HEADER, f"header of frame {number}")
        seconds, parts, captured, original = (_number(head[at : at + 4], order) for at in (0, 4, 8, 12))
        content = reader.take(captured, f"frame {number}")
        yield Frame(
            number=number,
            link_type=link_type,
            time=seconds + parts * fraction,
            data=content,
            is_cut=captured < original,
        )


def _pcapng(data: bytes) -> Iterator[Frame]:
    reader, number = Reader(data), 0
    order: _Order = "little"
    interfaces: list[tuple[int, float]] = []
    while reader.left:
        start = reader.offset
        kind, length = reader.take(4, "block type"), reader.take(4, "block length")
        if kind == _SECTION.to_bytes(4, "big"):
            order = _byte_order(data[reader.offset : reader.offset + 4], reader.offset)
            interfaces = []
        size = _number(length, order)
        if size < 12 or size % 4:
            raise NhrpDecodeError(start + 4, f"a block of {size} bytes cannot be")
        body = reader.take(size - 12, "block")
        reader.take(4, "block length at its end")
        match _number(kind, order):
            case 1:
                interfaces.append(_interface(body, order, start))
            case 3 | 6 as packet:
                number += 1
                yield _packet(body, order, start, number, interfaces, is_simple=packet == _SIMPLE)


def _byte_order(mark: bytes, at: int) -> _Order:
    for order in ("big", "little"):
        if _number(mark, order) == _BYTE_ORDER:
            return order
    raise NhrpDecodeError(at, "a section without a byte order mark")


def _interface(body: bytes, order: _Order, start: int) -> tuple[int, float]:
    """Link type, and the seconds in one unit of its time stamps."""
    reader = Reader(body)
    try:
        head = reader.take(8, "interface description")
        unit = 1e-6
        while reader.left:
            code, length = (_number(reader.take(2, "option"), order) for _ in range(2))
            value = reader.take(length + -length % 4, "option value")
            if code == _RESOLUTION_OPTION and length == 1:
                unit = 2.0 ** -(value[0] & 0x7F) if value[0] & 0x80 else 10.0 ** -value[0]
    except NhrpDecodeError as error:
        raise NhrpDecodeError(start + 8 + error.offset, error.problem) from None
    return _number(head[:2], order), unit


def _packet(
    body: bytes, order: _Order, start: int, number: int, interfaces: list[tuple[int, float]], *, is_simple: bool
) -> Frame:
    reader = Reader(body)
    try:
        words = [_number(reader.take(4, f"header of frame {number}"), order) for _ in range(1 if is_simple else 5)]
        index, original = (0, words[0]) if is_simple else (words[0], words[4])
        content = reader.take(min(original, reader.left) if is_simple else words[3], f"frame {number}")
    except NhrpDecodeError as error:
        raise NhrpDecodeError(start + 8 + error.offset, error.problem) from None
    if index >= len(interfaces):
        raise NhrpDecodeError(start + 8, f"frame {number} is of interface {index}, which is not described")
    link_type, unit = interfaces[index]
    time = None if is_simple else (words[1] << 32 | words[2]) * unit
    return Frame(number=number, link_type=link_type, time=time, data=content, is_cut=len(content) < original)
