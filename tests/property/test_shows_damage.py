"""No accident makes a parser raise anything but ParseError, and what a lenient reading leaves out it names."""

from typing import Any

import pytest
from hypothesis import given, settings

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import SHOWS, ShowCommand
from tests.property.damage import damaged

EXAMPLES = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.name)
@EXAMPLES
@given(text=damaged)
def test_a_damaged_answer_raises_nothing_but_a_parse_error(show: ShowCommand[Any], text: str) -> None:
    for strict in (True, False):
        try:
            parsed = show.parse(text, strict=strict)
        except ParseError as error:
            assert 0 <= error.line_number <= text.count("\n") + text.count("\r") + 1  # noqa: PT017 # either is right
        else:
            assert not (strict and parsed.unread)
            assert len(parsed.places) == len(show.rows(parsed.values))
