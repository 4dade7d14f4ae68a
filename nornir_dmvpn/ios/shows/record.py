"""From the records of an answer to values: the loop that the commands share, and words that say 'nothing here'."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import parse_duration
from nornir_dmvpn.ios.shows.engine import Reading, Row, read
from nornir_dmvpn.ios.shows.outcome import Told
from nornir_dmvpn.ios.shows.show_command import ShowCommand, keep_or_refuse, place, refuse_other
from nornir_dmvpn.ios.shows.terminal import Line
from nornir_dmvpn.model.address import Seconds
from nornir_dmvpn.model.finding import Place

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Records(Generic[V]):
    """One value and one place per record, in printed order, and the lines that gave none."""

    values: tuple[V, ...]
    places: tuple[Place, ...]
    unread: tuple[Line, ...]


def read_answer(
    show: ShowCommand[Any], text: str, *, strict: bool, nothing: str = "", told: Told = Told.NOTHING
) -> Reading:
    """Read ``text`` with the template of ``show``; in strict mode every line must be understood.

    ``nothing`` is a pattern of lines that begin with ``%`` and yet answer the command, such as ``% BGP not active``.
    ``told`` is ``ALL`` for commands that ask what each line gave.
    """
    if nothing:
        text = re.sub(rf"(?m)^[ \t]*(?:{nothing})[ \t\r]*$", "", text)
    reading = read(show.commands[0].split(" {")[0], show.name, text, told=told)
    refuse_other(show, reading)
    if strict:
        reading.refuse_unread()
    return reading


def records(reading: Reading, build: Callable[[Row], V], *, strict: bool) -> Records[V]:
    """``build`` every record; a ``ValueError`` of it becomes a ``ParseError`` with its place."""
    values: list[V] = []
    places: list[Place] = []
    unread = list(reading.unread)
    for row in reading.rows:
        try:
            values.append(_built(reading, row, build))
        except ParseError as error:
            keep_or_refuse(row, error, unread, strict=strict)
        else:
            places.append(place(reading, row))
    return Records(values=tuple(values), places=tuple(places), unread=tuple(sorted(set(unread))))


def _built(reading: Reading, row: Row, build: Callable[[Row], V]) -> V:
    try:
        return build(row)
    except ValueError as error:
        raise ParseError(reading.command, row.line, row.text, str(error)) from error


def number(row: Row, name: str) -> int | None:
    """The whole number of that name, ``None`` where it was not printed."""
    text = row.get(name)
    return None if text is None else int(text)


def duration(row: Row, name: str) -> Seconds | None:
    """The duration of that name, ``None`` where it was not printed."""
    text = row.get(name)
    return None if text is None else parse_duration(text)
