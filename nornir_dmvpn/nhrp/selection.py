"""Which servers of a cluster a client talks to, as a table (NHRP R-50 to R-52).

Servers are walked from the best to the worst: by priority, then in the order of the configuration. For each of them
the table answers (standing, room) with a choice; better servers decide how much room is left for the worse.
"""

from collections.abc import Sequence
from enum import Enum


class Standing(Enum):
    """How one server is known."""

    IDLE = "not asked"
    ASKED = "asked, neither answered nor given up"
    SILENT = "declared down, still asked"
    RETURNED = "answers again, for less than the fallback time, while enough others answer"
    ANSWERS = "answers"


class Room(Enum):
    """What the better servers of the cluster leave over of its ``max-connections``."""

    OPEN = "fewer than that many are asked or answer"
    CLAIMED = "that many are asked or answer, but fewer answer"
    TAKEN = "that many answer"


class Choice(Enum):
    """What becomes of one server."""

    ASK = "start asking; it takes a place"
    KEEP = "go on; it takes a place"
    PROBE = "go on, without a place (PROBE, letter E)"
    WAIT = "do not ask (DOWN, letter W)"


CHOICES: dict[tuple[Standing, Room], Choice] = {
    (Standing.IDLE, Room.OPEN): Choice.ASK,
    (Standing.IDLE, Room.CLAIMED): Choice.WAIT,
    (Standing.IDLE, Room.TAKEN): Choice.WAIT,
    (Standing.ASKED, Room.OPEN): Choice.KEEP,
    (Standing.ASKED, Room.CLAIMED): Choice.WAIT,
    (Standing.ASKED, Room.TAKEN): Choice.WAIT,
    (Standing.SILENT, Room.OPEN): Choice.PROBE,
    (Standing.SILENT, Room.CLAIMED): Choice.WAIT,
    (Standing.SILENT, Room.TAKEN): Choice.WAIT,
    (Standing.RETURNED, Room.OPEN): Choice.PROBE,
    (Standing.RETURNED, Room.CLAIMED): Choice.PROBE,
    (Standing.RETURNED, Room.TAKEN): Choice.WAIT,
    (Standing.ANSWERS, Room.OPEN): Choice.KEEP,
    # What answers is given up for better servers that answer, not for those that might.
    (Standing.ANSWERS, Room.CLAIMED): Choice.KEEP,
    (Standing.ANSWERS, Room.TAKEN): Choice.WAIT,
}
ASKING = frozenset({Choice.ASK, Choice.KEEP, Choice.PROBE})
"""Choices by which requests are sent."""
_WITH_PLACE = frozenset({Choice.ASK, Choice.KEEP})


def room(limit: int | None, placed: int, answering: int) -> Room:
    """What is left of ``limit`` (``None``: everyone, R-50)."""
    if limit is None or placed < limit:
        return Room.OPEN
    return Room.CLAIMED if answering < limit else Room.TAKEN


def choose(standings: Sequence[Standing], limit: int | None) -> list[Choice]:
    """Choices for the servers of one cluster, given from the best to the worst."""
    choices, placed, answering = [], 0, 0
    for standing in standings:
        choice = CHOICES[standing, room(limit, placed, answering)]
        choices.append(choice)
        if choice in _WITH_PLACE:
            placed += 1
            answering += standing is Standing.ANSWERS
    return choices
