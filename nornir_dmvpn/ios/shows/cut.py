"""Headings with nothing below them: an answer that was cut off, which no unread line tells."""

from collections.abc import Sequence

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.engine import Assignment, Reading


def refuse_empty_headings(reading: Reading, levels: Sequence[str], member: str) -> None:
    """``ParseError`` at a heading that no ``member`` follows before the next heading of its own level or above.

    ``levels`` are the names of the values that headings give, outermost first.
    """
    above: tuple[int, Assignment] | None = None
    for one in reading.assignments:
        level = next((index for index, name in enumerate(levels) if name in one.values), None)
        if member in one.values:
            above = None
        elif level is not None:
            if above is not None and level <= above[0]:
                break
            above = level, one
    if above is not None:
        line = above[1]
        raise ParseError(reading.command, line.line, line.text, "the output is cut off: nothing stands below this")
