"""Runs a TextFSM template over an answer and knows which lines no rule consumed.

The templates work with stock TextFSM, so they have no ``^. -> Error``; completeness is this module's work. They are
executed compiled, and by the stock engine where that is not possible, with the same outcome.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from typing import overload

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.compiled import program
from nornir_dmvpn.ios.shows.outcome import Broken, Given, Outcome, Told
from nornir_dmvpn.ios.shows.run import run
from nornir_dmvpn.ios.shows.stock import run_stock
from nornir_dmvpn.ios.shows.tape import Make
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
    told: Told
    outcome: Outcome

    @cached_property
    def _given(self) -> list[Given]:
        """What each line gave: most commands never ask, and then a second run is the price."""
        if self.told is Told.ALL:
            return self.outcome.given
        return _run(self.template, self.screen, told=Told.ALL).given

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every record with its values by name."""
        return tuple(self.row(index) for index in range(len(self.outcome.records)))

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """What each line gave."""
        return tuple(self.assignment(index) for index in range(len(self._given)))

    def row(self, index: int) -> Row:
        """One record with its values by name; without them where something was made of it."""
        record, header = self.outcome.records[index], self.outcome.header
        cells = record.record if isinstance(record, Broken) else record if isinstance(record, tuple) else ()
        values = dict(zip(header, ("" if cell is None else cell for cell in cells), strict=False))
        number = self.outcome.began[index]
        return Row(line=number, text=self.screen.text(number), values=values)

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

    def broken(self) -> Iterator[tuple[int, ValueError]]:
        """The records of which nothing could be made, and why."""
        for index in self.outcome.broken:
            yield index, self.outcome.records[index].error

    @property
    def heads(self) -> list[Given]:
        """What the lines gave whose own rule records nothing, where the command asked for as much."""
        return self.outcome.given

    def begins_between(self, above: int, below: int) -> bool:
        """Whether a record begins between these lines."""
        began = self.outcome.began
        return bisect_right(began, above) < bisect_right(began, below)

    def outline(self) -> Iterator[tuple[str, ...]]:
        """The names of the values that each line gave: of ``assignments``, without making them all."""
        return (names for _, names, _ in self._given)

    def refuse_unread(self) -> None:
        """``ParseError`` at the first line that was not understood, if there is one."""
        for number, text in self.unread:
            raise ParseError(self.command, number, text.strip())


def read(
    command: str,
    template: str,
    text: str,
    *,
    told: Told = Told.NOTHING,
    make: Make | None = None,
    columns: tuple[str, ...] = (),
) -> Reading:
    """Read ``text`` as the answer to ``command`` with the packaged template of that stem.

    For answers of ten thousand rows: ``make`` is called with the ``columns`` of each record when it is complete, and
    the outcome holds what it returns; ``told`` keeps what lines gave, if the command will ask.
    ``ParseError``: binary, rejected by the router, or nothing in it reads as this command's output.
    """
    screen = clean(command, text)
    outcome = _run(template, screen, told=told, make=make, columns=columns)
    unread = outcome.unread
    if unread:
        written = [line for line in screen.flow() if line[1].strip()]
        if len(unread) == len(written):
            number, line = written[0]
            raise ParseError(command, number, line.strip(), "this is not the output of that command")
    if outcome.lost:
        texts = dict(screen.flow())
        unread = sorted([*unread, *((number, texts[number]) for number in outcome.lost)])
    return Reading(command=command, screen=screen, unread=tuple(unread), template=template, told=told, outcome=outcome)


def _run(
    template: str, screen: Screen, *, told: Told, make: Make | None = None, columns: tuple[str, ...] = ()
) -> Outcome:
    compiled = program(template)
    if compiled is None:
        return _run_stock(template, screen, make, columns)
    return run(compiled, screen.flow(), told=told, make=_arranged(make, columns, compiled.header), blanks=False)


def _run_stock(template: str, screen: Screen, make: Make | None, columns: tuple[str, ...]) -> Outcome:
    written = (line for line in screen.flow() if line[1].strip())
    outcome = run_stock(textfsm_template(template), written)
    if make is not None:
        arranged = _arranged(make, columns, outcome.header)
        for index, record in enumerate(outcome.records):
            try:
                outcome.records[index] = arranged(record)
            except ValueError as error:
                outcome.broken.append(index)
                outcome.records[index] = Broken(record, error)
    return outcome


def _arranged(make: Make | None, columns: tuple[str, ...], header: tuple[str, ...]) -> Make:
    if make is None:
        return tuple
    if columns == header:
        return make
    chosen = _columns(columns, header)
    return lambda record: make(chosen(record))


@cache
def _columns(columns: tuple[str, ...], header: tuple[str, ...]) -> Make:
    return itemgetter(*map(header.index, columns))
