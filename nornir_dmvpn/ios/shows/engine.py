"""Runs a TextFSM template over an answer and knows which lines no rule consumed.

The templates work with stock TextFSM, so they have no ``^. -> Error``; completeness is this module's work.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from re import Match
from typing import Any

import textfsm

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.terminal import Line, Screen, clean
from nornir_dmvpn.ios.templates import textfsm_template


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one answer said; ``unread`` are the lines that no rule consumed and records without a beginning."""

    command: str
    screen: Screen
    rows: tuple[Row, ...]
    assignments: tuple[Assignment, ...]
    unread: tuple[Line, ...]

    def refuse_unread(self) -> None:
        """``ParseError`` at the first line that was not understood, if there is one."""
        for number, text in self.unread:
            raise ParseError(self.command, number, text.strip())


class _Reader(textfsm.TextFSM):  # type: ignore[misc] # textfsm ships no types
    """TextFSM that remembers which line it is at, whether a rule took it, and where each record began."""

    def start(self) -> None:
        self.line = 0
        self.taken = False
        self.began: int | None = None
        self.record_lines: list[int] = []
        self.lost: list[int] = []
        self.given: dict[str, str] = {}

    def feed(self, number: int, text: str) -> bool:
        """Read one line; whether a rule that is not a mere ``Continue`` matched it."""
        self.line, self.taken, self.given = number, False, {}
        self._CheckLine(text)
        return self.taken

    def _CheckRule(self, rule: Any, line: str) -> Match[str] | None:  # noqa: N802 # TextFSM's hook
        matched: Match[str] | None = super()._CheckRule(rule, line)
        if matched is not None and rule.line_op != "Continue":
            self.taken = True
        return matched

    def _AssignVar(self, matched: Match[str], value: str) -> None:  # noqa: N802 # TextFSM's hook
        super()._AssignVar(matched, value)
        if matched.group(value) is None:
            return
        self.given[value] = matched.group(value)
        if self.began is None and "Filldown" not in self._GetValue(value).OptionNames():
            self.began = self.line

    def _AppendRecord(self) -> None:  # noqa: N802 # TextFSM's hook
        before = len(self._result)
        super()._AppendRecord()
        if len(self._result) > before:
            self.record_lines.append(self.began or self.line)
        elif self.began is not None:
            self.lost.append(self.began)
        self.began = None

    def _ClearAllRecord(self) -> None:  # noqa: N802 # TextFSM's hook
        super()._ClearAllRecord()
        began = getattr(self, "began", None)  # TextFSM clears once before `start`
        if began is not None:
            self.lost.append(began)
            self.began = None


def read(command: str, template: str, text: str) -> Reading:
    """Read ``text`` as the answer to ``command`` with the packaged template of that stem.

    ``ParseError``: binary, rejected by the router, or nothing in it reads as this command's output.
    """
    screen = clean(command, text)
    reader = _Reader(StringIO(textfsm_template(template)))
    reader.start()
    assignments, unread = _feed(reader, screen.lines)
    records = reader.ParseText("", eof=True)
    texts = dict(screen.lines)
    if reader.began is not None:
        reader.lost.append(reader.began)
    written = [line for line in screen.lines if line[1].strip()]
    if written and len(unread) == len(written):
        raise ParseError(command, written[0][0], written[0][1].strip(), "this is not the output of that command")
    unread += [(number, texts[number]) for number in reader.lost]
    rows = [
        Row(line=number, text=texts.get(number, "").strip(), values=dict(zip(reader.header, record, strict=True)))
        for number, record in zip(reader.record_lines, records, strict=True)
    ]
    return Reading(
        command=command, screen=screen, rows=tuple(rows), assignments=tuple(assignments), unread=tuple(sorted(unread))
    )


def _feed(reader: _Reader, lines: Iterable[Line]) -> tuple[list[Assignment], list[Line]]:
    assignments: list[Assignment] = []
    unread: list[Line] = []
    for number, text in lines:
        if not text.strip():
            continue
        if not reader.feed(number, text):
            unread.append((number, text))
        elif reader.given:
            assignments.append(Assignment(line=number, text=text.strip(), values=dict(reader.given)))
    return assignments, unread
