"""Runs a TextFSM template over an answer and knows which lines no rule consumed.

The templates work with stock TextFSM, so they have no ``^. -> Error``; completeness is this module's work. They are
executed compiled, and by the stock engine where that is not possible, with the same outcome.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, overload

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.compiled import program
from nornir_dmvpn.ios.shows.outcome import Given, Outcome
from nornir_dmvpn.ios.shows.run import run
from nornir_dmvpn.ios.shows.stock import run_stock
from nornir_dmvpn.ios.shows.terminal import Line, Screen, clean
from nornir_dmvpn.ios.templates import textfsm_template
from nornir_dmvpn.model.finding import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One TextFSM record. ``line`` is the first line that gave it a value of its own (not one filled down)."""

    line: int
    text: str
    values: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """The text of that value, ``None`` where nothing was printed."""
        return self.values[name].strip() or None

    def need(self, command: str, name: str) -> str:
        """As :meth:`get`; ``ParseError`` says that the entry was cut off."""
        value = self.get(name)
        if value is None:
            problem = f"the output is cut off: this row has no {name.lower().replace('_', ' ')}"
            raise ParseError(command, self.line, self.text, problem)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The values that one line gave, whether or not a record came of it."""

    line: int
    text: str
    values: Mapping[str, str]


class Places(Sequence[Place]):
    """Where records begin, each made when it is looked at: of ten thousand, a finding shows one."""

    def __init__(self, source: str, lines: Sequence[int], screen: Screen) -> None:
        self._source, self._lines, self._screen = source, lines, screen

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> "Places": ...

    def __getitem__(self, index: int | slice) -> "Place | Places":
        if isinstance(index, slice):
            return Places(self._source, self._lines[index], self._screen)
        line = self._lines[index]
        return Place(source=self._source, line=line, text=self._screen.text(line))


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything one answer said; ``unread`` are the lines that no rule consumed and records without a beginning."""

    command: str
    screen: Screen
    unread: tuple[Line, ...]
    template: str
    outcome: Outcome

    @cached_property
    def _given(self) -> list[Given]:
        """What each line gave: most commands never ask, and then a second run is the price."""
        return self.outcome.given or _run(self.template, self.screen.written(), keep_given=True).given

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every record with its values by name."""
        return tuple(self.row(index) for index in range(len(self.outcome.records)))

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """What each line gave."""
        return tuple(self.assignment(index) for index in range(len(self._given)))

    def row(self, index: int) -> Row:
        """One record with its values by name."""
        outcome = self.outcome
        record = ["" if value is None else value for value in outcome.records[index]]
        number = outcome.began[index]
        return Row(line=number, text=self.screen.text(number), values=dict(zip(outcome.header, record, strict=True)))

    def line(self, index: int) -> int:
        """The number of the line where one record begins."""
        return self.outcome.began[index]

    def places(self, indices: Sequence[int]) -> "Places":
        """Where these records begin."""
        return Places(self.command, [self.outcome.began[index] for index in indices], self.screen)

    def assignment(self, index: int) -> Assignment:
        """What one line gave."""
        line, names, values = self._given[index]
        return Assignment(line=line, text=self.screen.text(line), values=dict(zip(names, values, strict=True)))

    def outline(self) -> Iterator[tuple[str, ...]]:
        """The names of the values that each line gave: of ``assignments``, without making them all."""
        return (names for _, names, _ in self._given)

    def table(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """These values (two or more) of every record; ``None``, or nothing but blanks, where nothing was printed.

        For answers of ten thousand rows, where a :class:`Row` for each would cost more than reading it.
        """
        if names == self.outcome.header:
            return iter(self.outcome.records)
        return map(itemgetter(*map(self.outcome.header.index, names)), self.outcome.records)

    def refuse_unread(self) -> None:
        """``ParseError`` at the first line that was not understood, if there is one."""
        for number, text in self.unread:
            raise ParseError(self.command, number, text.strip())


def read(command: str, template: str, text: str, *, keep_given: bool = False) -> Reading:
    """Read ``text`` as the answer to ``command`` with the packaged template of that stem.

    ``keep_given``: the command will ask what each line gave, so it is kept while the lines are read.
    ``ParseError``: binary, rejected by the router, or nothing in it reads as this command's output.
    """
    screen = clean(command, text)
    written = screen.written()
    outcome = _run(template, written, keep_given=keep_given)
    unread = outcome.unread
    if written.texts and len(unread) == len(written.texts):
        raise ParseError(
            command, written.numbers[0], written.texts[0].strip(), "this is not the output of that command"
        )
    if outcome.lost:
        texts = dict(written.lines)
        unread = sorted([*unread, *((number, texts[number]) for number in outcome.lost)])
    return Reading(command=command, screen=screen, unread=tuple(unread), template=template, outcome=outcome)


def _run(template: str, screen: Screen, *, keep_given: bool) -> Outcome:
    compiled = program(template)
    lines = zip(screen.numbers, screen.texts, strict=True)
    if compiled is None:
        return run_stock(textfsm_template(template), lines)
    return run(compiled, lines, keep_given=keep_given)
