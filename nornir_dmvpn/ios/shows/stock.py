"""The stock TextFSM engine, taught to remember which line it is at, whether a rule took it, and where records began.

It runs what cannot be compiled, and it is what the compiled run is held against.
"""

from collections.abc import Iterable
from io import StringIO
from re import Match
from typing import Any

import textfsm

from nornir_dmvpn.ios.shows.outcome import Outcome
from nornir_dmvpn.ios.shows.terminal import Line

_ENDS = frozenset({"End", "EOF"})


class _Reader(textfsm.TextFSM):  # type: ignore[misc] # textfsm ships no types
    def start(self) -> None:
        self.line = 0
        self.taken = False
        self.began: int | None = None
        self.record_lines: list[int] = []
        self.lost: list[int] = []
        self.given: dict[str, str] = {}

    def feed(self, number: int, text: str) -> bool:
        """Read one line; whether a rule that is not a mere ``Continue`` matched it."""
        if self._cur_state_name in _ENDS:
            return False
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
        declared = self._GetValue(value)
        if declared is None or matched.group(value) is None:  # a group within a list's own expression is no value
            return
        self.given[value] = matched.group(value)
        if self.began is None and "Filldown" not in declared.OptionNames():
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


def run_stock(template: str, lines: Iterable[Line]) -> Outcome:
    """Run the text of a template over all lines. ``textfsm.TextFSMError``: an ``Error`` rule matched."""
    reader = _Reader(StringIO(template))
    reader.start()
    outcome = Outcome(tuple(reader.header))
    outcome.lost, outcome.began = reader.lost, reader.record_lines
    for number, text in lines:
        if reader.feed(number, text):
            if reader.given:
                outcome.given.append((number, tuple(reader.given), tuple(reader.given.values())))
        elif reader._cur_state_name not in _ENDS or text.strip():  # noqa: SLF001 # it is TextFSM's state
            outcome.unread.append((number, text))
    outcome.records = [tuple(record) for record in reader.ParseText("", eof=True)]
    if reader.began is not None:
        reader.lost.append(reader.began)
    return outcome
