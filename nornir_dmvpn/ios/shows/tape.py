"""The record being made while a compiled template runs: TextFSM's Record, Clear, Clearall and value options."""

from collections.abc import Callable, Sequence
from typing import Any

from nornir_dmvpn.ios.shows.compiled import Program, Rule
from nornir_dmvpn.ios.shows.outcome import Broken, Outcome, Told

Make = Callable[[Sequence[Any]], Any]
"""What becomes of a record: it gets the values in the order of the header, and must not keep the list."""


class Tape:
    """For templates whose values are only ``Required`` and ``Filldown``: a filled-down value is simply kept."""

    def __init__(self, program: Program, outcome: Outcome, make: Make) -> None:
        self.outcome = outcome
        self.make = make
        self.size = len(program.header)
        self.required, self.kept, self.dropped = program.required, program.kept, program.dropped
        self.blank = [None] * self.size
        self.current: list[Any] = [None] * self.size
        """Filled and emptied in place, never another list."""
        self.began: int | None = None
        """The first line that gave this record a value of its own."""
        self.operate: dict[str, Callable[[int], None]] = {
            "Record": self._record,
            "Clear": self._forget,
            "Clearall": self._forget_all,
        }
        """What a rule does to the record at the line of that number."""

    def begin(self, own: Sequence[int], number: int) -> bool:
        """Whether a record begins with that line: of the values it gave these are not filled down, some absent."""
        for position in own:
            if self.current[position] is not None:
                self.began = number
                return True
        return False

    def watch(self, rule: Rule, number: int, told: Told) -> None:
        """See what a rule just gave at that line."""
        if told is Told.ALL or (told is Told.BUT_RECORDS and not rule.record):
            names, values = rule.names, tuple([self.current[position] for position in rule.positions])
            if None in values:
                names = tuple(name for name, value in zip(names, values, strict=True) if value is not None)
                values = tuple(value for value in values if value is not None)
            if names:
                self.outcome.given.append((number, names, values))

    def finish(self, number: int, *, record: bool) -> None:
        """The end of the text; ``record``: it records what was begun."""
        if record:
            self._record(number)
        self._lose()

    def _record(self, number: int) -> None:
        """Once a record: what could be a method of its own stands here."""
        current = self.current
        for position in self.required:
            if not current[position]:
                self._clear()
                self._lose()
                return
        if not self.required and current.count(None) == self.size:
            self._lose()
            return
        self._keep(number)
        self._clear()

    def _keep(self, number: int) -> None:
        outcome = self.outcome
        try:
            made = self.make(self.current)
        except ValueError as error:
            outcome.broken.append(len(outcome.records))
            made = Broken(tuple(self.current), error)
        outcome.records.append(made)
        outcome.began.append(self.began or number)
        self.began = None

    def _forget(self, _number: int) -> None:
        self._clear()

    def _forget_all(self, _number: int) -> None:
        self._clear_all()
        self._lose()

    def _lose(self) -> None:
        if self.began is not None:
            self.outcome.lost.append(self.began)
            self.began = None

    def _clear(self) -> None:
        if not self.kept:
            self.current[:] = self.blank
            return
        for position in self.dropped:
            self.current[position] = None

    def _clear_all(self) -> None:
        self.current[:] = [None] * self.size


class SpecialTape(Tape):
    """For templates with ``List`` or ``Fillup`` as well: each option acts in the order in which it was written."""

    def __init__(self, program: Program, outcome: Outcome, make: Make) -> None:
        super().__init__(program, outcome, make)
        self.values = program.values
        self.lists: list[list[Any]] = [[] for _ in program.values]
        self.memory: list[str | None] = [None] * self.size

    def watch(self, rule: Rule, number: int, told: Told) -> None:
        """See what a rule just gave at that line: each option acts on it."""
        super().watch(rule, number, told)
        for position in rule.positions:
            value = self.current[position]
            for option in self.values[position].options:
                if option == "Filldown":
                    self.memory[position] = value
                elif option == "Fillup":
                    self._fill_up(position, value)
                elif option == "List":
                    self._add(position, value)

    def _fill_up(self, position: int, value: str | None) -> None:
        records = self.outcome.records
        for index in reversed(range(len(records))):
            record = records[index]
            if not value or record[position]:
                break
            records[index] = (*record[:position], value, *record[position + 1 :])

    def _add(self, position: int, value: Any) -> None:
        """Groups named within a list's own expression make a dictionary of each item."""
        nested = self.values[position].nested
        match = None if nested is None else nested.match(value)
        self.lists[position].append((match and match.groupdict()) or value)

    def _record(self, number: int) -> None:
        if not self._is_complete():
            self._clear()
            self._lose()
        elif self.current.count(None) + self.current.count([]) == self.size:
            self._lose()
        else:
            self._keep(number)
            self._clear()

    def _is_complete(self) -> bool:
        for position, value in enumerate(self.values):
            for option in value.options:
                if option == "Required" and not self.current[position]:
                    return False
                if option == "List":
                    self.current[position] = list(self.lists[position])
        return True

    def _clear(self) -> None:
        self.current[:] = [None] * self.size
        for position, value in enumerate(self.values):
            if "Filldown" in value.options:
                self.current[position] = self.memory[position]
            elif "List" in value.options:
                self.lists[position] = []

    def _clear_all(self) -> None:
        self.current[:] = [None] * self.size
        self.memory = [None] * self.size
        self.lists = [[] for _ in self.values]
