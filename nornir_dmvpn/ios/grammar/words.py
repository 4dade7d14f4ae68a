"""The words of a configuration line as the grammar sees them."""

import re
from collections.abc import Iterator
from typing import Final

_TRAILING_COMMENT: Final = re.compile(r"\s+!.*$")
_FREE_TEXT: Final = ("description ", "banner ", "remark ")


def plain(text: str) -> str:
    """Single blanks between the words, no comment behind them (``tunnel key 1   ! same as hub``)."""
    words = " ".join(text.split())
    return words if words.startswith(_FREE_TEXT) else _TRAILING_COMMENT.sub("", words)


def words_with_columns(text: str) -> Iterator[tuple[str, int]]:
    """Each word of a typed line with the column it starts in, counted from 0."""
    column = 0
    for word in text.split():
        column = text.index(word, column)
        yield word, column
        column += len(word)
