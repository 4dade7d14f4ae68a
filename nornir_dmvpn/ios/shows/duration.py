"""Durations as IOS prints them (C-23): ``hh:mm:ss`` below a day, ``1d05h`` below a week, ``3w5d``, ``never``.

From a year on IOS prints years and weeks, ``1y17w``, as in captured tables of EIGRP and BGP.
"""

import re

from nornir_dmvpn.model.address import NEVER, Seconds

MINUTE, HOUR, DAY, WEEK, YEAR = 60, 3600, 86_400, 604_800, 31_536_000

_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)")
_PAIRS = {f"{number:02}": number for number in range(100)}
_UNITS = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?")


def parse_duration(text: str) -> Seconds:
    """``00:16:15`` → 975, ``3w5d`` → 2246400, ``never`` → ``NEVER``; ``ValueError`` if it is no duration."""
    if len(text) == 8 and text[2] == text[5] == ":":  # what most rows have, by table
        hours, minutes, seconds = _PAIRS.get(text[:2]), _PAIRS.get(text[3:5]), _PAIRS.get(text[6:])
        if hours is not None and minutes is not None and seconds is not None:
            return hours * HOUR + minutes * MINUTE + seconds
    word = text.strip()
    if word.lower() == "never":
        return NEVER
    clock = _CLOCK.fullmatch(word)
    if clock is not None:
        return sum(int(part) * unit for part, unit in zip(clock.groups(), (HOUR, MINUTE, 1), strict=True))
    units = _UNITS.fullmatch(word)
    if units is None or not word:
        raise ValueError(f"{text!r} is not a duration as IOS prints it")
    years, weeks, days, hours = (int(part or 0) for part in units.groups())
    return years * YEAR + weeks * WEEK + days * DAY + hours * HOUR


def render_duration(seconds: Seconds) -> str:
    """What IOS prints for that many seconds; the part below the smallest printed unit is cut off, not rounded."""
    if seconds is NEVER:
        return "never"
    if seconds < 0:
        raise ValueError(f"a duration cannot be {seconds} s")
    if seconds < DAY:
        return f"{seconds // HOUR:02}:{seconds % HOUR // MINUTE:02}:{seconds % MINUTE:02}"
    if seconds < WEEK:
        return f"{seconds // DAY}d{seconds % DAY // HOUR:02}h"
    if seconds < YEAR:
        return f"{seconds // WEEK}w{seconds % WEEK // DAY}d"
    return f"{seconds // YEAR}y{seconds % YEAR // WEEK}w"


def quantise(seconds: Seconds) -> Seconds:
    """What is left of a duration once it was printed and read again."""
    return parse_duration(render_duration(seconds))
