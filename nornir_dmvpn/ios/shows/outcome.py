"""What running a template over lines gives, whichever engine ran it."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from nornir_dmvpn.ios.shows.terminal import Line


@dataclass(frozen=True, slots=True)
class Broken:
    """A record of which nothing could be made, and why."""

    record: tuple[Any, ...]
    error: ValueError


class Told(Enum):
    """How much a run tells of what each line gave: that is work, and most of the memory."""

    NOTHING = "nothing"
    BUT_RECORDS = "but records"
    """Not of the lines whose own rule records."""
    ALL = "all"


Given = tuple[int, tuple[str, ...], tuple[str, ...]]
"""What one line gave: its number, the names of the values, and what each is."""


class Outcome:
    """The records of a run and what is known of its lines. Filled by one run, read by one :class:`Reading`."""

    __slots__ = ("began", "broken", "given", "header", "lost", "records", "unread")

    def __init__(self, header: tuple[str, ...]) -> None:
        self.header = header
        self.records: list[Any] = []
        """TextFSM's records, or what was made of them. A value not given is ``None`` where TextFSM writes ``""``."""
        self.broken: list[int] = []
        """Indices of the records of which nothing could be made; a :class:`Broken` stands there."""
        self.began: list[int] = []
        """For each record the first line that gave it a value of its own (not one filled down)."""
        self.lost: list[int] = []
        """First lines of what was begun and never recorded."""
        self.unread: list[Line] = []
        """Lines that no rule consumed; a mere ``Continue`` consumes nothing."""
        self.given: list[Given] = []

    def textfsm_records(self) -> list[list[Any]]:
        """The records as TextFSM returns them."""
        return [["" if value is None else value for value in record] for record in self.records]

    def merge_given(self) -> None:
        """One entry a line: what a ``Continue`` rule gave belongs to the rule that consumed the line, or to none."""
        unread = {number for number, _ in self.unread}
        merged: dict[int, dict[str, str]] = {}
        for number, names, values in self.given:
            if number not in unread:
                merged.setdefault(number, {}).update(zip(names, values, strict=True))
        self.given = [(number, tuple(told), tuple(told.values())) for number, told in merged.items()]
