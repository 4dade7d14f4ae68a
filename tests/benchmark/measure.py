"""Honest ratios: two things measured in turn in one run, on processor time, the best of several rounds."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Measured:
    """Best processor seconds of each of the two."""

    one: float
    other: float

    @property
    def ratio(self) -> float:
        return self.one / self.other


def side_by_side(one: Callable[[], object], other: Callable[[], object], *, rounds: int = ROUNDS) -> Measured:
    """Run both in turn, ``rounds`` times, and keep the best time of each."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for index, work in enumerate((one, other)):
            gc.collect()
            started = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - started)
    return Measured(*best)


def report(what: str, value: float, bound: float, *, word: str = "at most") -> None:
    """One line of the table that ``make bench`` prints."""
    print(f"{what:<78} {value:8.2f}   ({word} {bound:.2f})")  # noqa: T201
