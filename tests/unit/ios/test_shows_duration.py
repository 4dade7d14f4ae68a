"""Durations as IOS prints them."""

import pytest

from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.model.address import NEVER, Seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("00:00:00", 0), ("00:16:15", 975), ("23:59:59", 86_399), ("1d05h", 104_400), ("6d12h", 561_600)),
        *(("1w0d", 604_800), ("3w5d", 2_246_400), ("48w0d", 29_030_400), ("never", NEVER)),
        *(("1y17w", 41_817_600), ("3y20w", 106_704_000)),
    ],
)
def test_each_form_reads_and_prints(text: str, seconds: Seconds) -> None:
    assert parse_duration(text) == seconds
    assert render_duration(seconds) == text


@pytest.mark.parametrize(
    ("text", "seconds"), [("0:00:43", 43), ("1y2w", 32_745_600), ("NEVER", NEVER), ("30:00:00", 108_000)]
)
def test_forms_of_other_releases_read_too(text: str, seconds: Seconds) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("seconds", "left"), [(86_399, 86_399), (90_001, 90_000), (604_799, 601_200), (700_000, 691_200)]
)
def test_what_is_below_the_smallest_printed_unit_is_lost(seconds: int, left: int) -> None:
    assert quantise(seconds) == left


@pytest.mark.parametrize("text", ["", "UP", "00:1:2", "5", "1d-05h", "::"])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 s"):
        render_duration(-1)
