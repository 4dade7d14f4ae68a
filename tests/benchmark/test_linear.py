"""No line is so long, and no run of blanks or digits so monotonous, that reading it takes more than linear time."""

import time
from typing import Any

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import SHOWS, ShowCommand
from tests.benchmark.measure import report
from tests.property.damage import ANSWERS

pytestmark = pytest.mark.benchmark

LENGTH = 2_000
RUNS = (" ", "1", "a", "1.", "1d", "- ", "-More", "a ", "1 ", ": ", "(", "a,", "\x1b[", "\b")
LINES = sorted({line for answer in ANSWERS for line in answer.split("\n")})


def stretched(run: str, length: int) -> str:
    """Lines of every kind with a run of that length in front, in the middle and behind, and one run of 25 lengths."""
    filling = f" {run * (length // len(run))} "
    made = [
        " ".join(words[:gap]) + filling + " ".join(words[gap:])
        for words in (line.split(" ") for line in LINES)
        for gap in sorted({0, len(words) // 2, len(words)})
    ]
    return "\n".join([*made, run * (25 * length // len(run))])


def took(show: ShowCommand[Any], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        try:
            show.parse(text, strict=False)
        except ParseError:
            pass
        finally:
            best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.name)
def test_twice_the_line_takes_at_most_three_times_the_time(show: ShowCommand[Any]) -> None:
    growth = {run: took(show, stretched(run, 2 * LENGTH)) / took(show, stretched(run, LENGTH)) for run in RUNS}
    worst = max(growth, key=lambda run: growth[run])
    report(f"{show.name}: lines twice as long (worst: runs of {worst!r}) take as many times", growth[worst], 3.0)
    assert growth[worst] <= 3.0
