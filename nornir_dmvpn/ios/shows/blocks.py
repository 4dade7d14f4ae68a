"""Rows of several lines: which lines belong to a row, and their values by name and as numbers and addresses."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, TypeVar

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.engine import Assignment, Reading, Row
from nornir_dmvpn.ios.shows.show_command import Parsed, ShowCommand, keep_or_refuse, place, refuse_other
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.finding import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Block:
    """A row and the lines it was made of, in order. Getters raise ``ParseError`` at the row's first line."""

    command: str
    row: Row
    lines: tuple[Assignment, ...]

    def get(self, name: str) -> str | None:
        """The row's value of that name."""
        return self.row.get(name)

    def need(self, name: str) -> str:
        return self.row.need(self.command, name)

    def number(self, name: str) -> int | None:
        text = self.row.get(name)
        return None if text is None else int(text)

    def address(self, name: str) -> IPAddress | None:
        text = self.row.get(name)
        return None if text is None else ip_address(text)

    def after(self, name: str) -> Iterator["Item"]:
        """The parts that begin at each line that has a value of that name; a part ends where the next one begins."""
        starts = [index for index, line in enumerate(self.lines) if name in line.values]
        for start, end in zip(starts, (*starts, len(self.lines))[1:], strict=True):
            yield Item(self.command, self.lines[start:end])


@dataclass(frozen=True, slots=True)
class Item:
    """Some lines of a row; a name that several of them give has its first value."""

    command: str
    lines: tuple[Assignment, ...]

    def get(self, name: str) -> str | None:
        for line in self.lines:
            text = line.values.get(name)
            if text is not None and text.strip():
                return text.strip()
        return None

    def all(self, name: str) -> list[str]:
        """Every value of that name, in order."""
        return [line.values[name] for line in self.lines if name in line.values]

    def need(self, name: str) -> str:
        text = self.get(name)
        if text is None:
            first = self.lines[0]
            words = name.lower().replace("_", " ")
            raise ParseError(self.command, first.line, first.text, f"the output is cut off: this part has no {words}")
        return text

    def number(self, name: str) -> int | None:
        text = self.get(name)
        return None if text is None else int(text)

    def address(self, name: str) -> IPAddress:
        """The address of that name; ``ParseError`` at the line that has it if it is none."""
        text = self.need(name)
        line = next(one for one in self.lines if name in one.values)
        try:
            return ip_address(text)
        except ValueError as error:
            raise ParseError(self.command, line.line, line.text, str(error)) from error


def blocks(reading: Reading) -> list[Block]:
    """The rows of an answer, each with its lines: those from its first to before the first of the next row.

    A record without a beginning is among the unread lines; its lines belong to no row.
    """
    unread = {number for number, _ in reading.unread}
    lost = {one.line for one in reading.assignments if one.line in unread}
    starts = sorted(lost | {row.line for row in reading.rows})
    parts: dict[int, list[Assignment]] = {start: [] for start in starts}
    for one in reading.assignments:
        index = bisect_right(starts, one.line) - 1
        if index >= 0:
            parts[starts[index]].append(one)
    return [Block(reading.command, row, tuple(parts[row.line])) for row in reading.rows]


def parse_blocks(
    show: ShowCommand[Any], reading: Reading, build: Callable[[Block], T], *, strict: bool
) -> Parsed[tuple[T, ...]]:
    """One value per row; strict mode refuses unread lines and rows that cannot be, lenient mode lists them."""
    refuse_other(show, reading)
    if strict:
        reading.refuse_unread()
    unread = list(reading.unread)
    values: list[T] = []
    places: list[Place] = []
    for block in blocks(reading):
        try:
            values.append(_built(block, build))
        except ParseError as error:
            keep_or_refuse(block.row, error, unread, strict=strict)
        else:
            places.append(place(reading, block.row))
    return Parsed(values=tuple(values), layout=None, unread=tuple(sorted(set(unread))), places=tuple(places))


def _built(block: Block, build: Callable[[Block], T]) -> T:
    try:
        return build(block)
    except ValueError as error:
        raise ParseError(block.command, block.row.line, block.row.text, str(error)) from error


def pair(one: str | None, other: str | None) -> tuple[int, int] | None:
    """Two numbers that IOS prints side by side; ``None`` unless both were."""
    return None if one is None or other is None else (int(one), int(other))


def flat(address: IPAddress) -> str:
    """An address as IOS prints it: IPv6 in capitals."""
    return str(address).upper()


def joined(lines: Sequence[str]) -> str:
    """Lines of an answer with their ends."""
    return "".join(line + "\n" for line in lines)
