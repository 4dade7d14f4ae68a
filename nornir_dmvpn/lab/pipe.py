"""The output filters behind ``|``: include, exclude, begin, section, count.

The patterns of IOS are regular expressions close enough to Python's for what people type (``^interface|nhrp``).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from nornir_dmvpn.lab.answer import INCOMPLETE, Invalid, Output, ambiguous

_Lines = Iterable[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter with its pattern: text in, text out."""

    apply: Callable[[re.Pattern[str], list[str]], _Lines]
    pattern: re.Pattern[str]

    def __call__(self, text: str) -> str:
        return "\n".join(self.apply(self.pattern, text.split("\n")))


def _include(pattern: re.Pattern[str], lines: list[str]) -> _Lines:
    return (line for line in lines if pattern.search(line))


def _exclude(pattern: re.Pattern[str], lines: list[str]) -> _Lines:
    return (line for line in lines if not pattern.search(line))


def _begin(pattern: re.Pattern[str], lines: list[str]) -> _Lines:
    start = next((index for index, line in enumerate(lines) if pattern.search(line)), len(lines))
    return lines[start:]


def _count(pattern: re.Pattern[str], lines: list[str]) -> _Lines:
    return (f"Number of lines which match regexp = {sum(bool(pattern.search(line)) for line in lines)}",)


def _in_sections(pattern: re.Pattern[str], lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it matches or lies below (is indented deeper than) a line that does."""
    below: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if below is not None and (indent <= below or not line.strip()):
            below = None
        if below is None and pattern.search(line):
            below = indent
        yield line, below is not None


def _section(pattern: re.Pattern[str], lines: list[str]) -> _Lines:
    return (line for line, inside in _in_sections(pattern, lines) if inside)


def _section_exclude(pattern: re.Pattern[str], lines: list[str]) -> _Lines:
    return (line for line, inside in _in_sections(pattern, lines) if not inside)


_FILTERS: dict[str, Callable[[re.Pattern[str], list[str]], _Lines]] = {
    "begin": _begin,
    "count": _count,
    "exclude": _exclude,
    "include": _include,
    "section": _section,
}
_SECTION_FORMS = {"include": _section, "exclude": _section_exclude}


def split_pipe(text: str) -> tuple[str, str | None, int]:
    """The command, the filter behind the first ``|`` (``None``: there is none), and the column where it starts."""
    command, bar, rest = text.partition("|")
    start = len(command) + 1 + len(rest) - len(rest.lstrip())
    return command.rstrip(), rest.strip() if bar else None, start


def read_filter(text: str, offset: int) -> Filter | Output | Invalid:
    """The filter that ``text`` (``i Tunnel``, ``section include nhrp``) means, or what IOS answers to it."""
    word, _, pattern = text.partition(" ")
    pattern = pattern.strip()
    if not word:
        return INCOMPLETE
    found = [name for name in _FILTERS if name.startswith(word.lower())]
    if len(found) != 1:
        return ambiguous(text) if found else Invalid(offset=offset)
    apply = _FILTERS[found[0]]
    if found[0] == "section":
        form, _, tail = pattern.partition(" ")
        named = [name for name in _SECTION_FORMS if len(form) > 1 and name.startswith(form.lower())]
        if named and tail.strip():
            apply, pattern = _SECTION_FORMS[named[0]], tail.strip()
    if not pattern:
        return INCOMPLETE
    try:
        return Filter(apply=apply, pattern=re.compile(pattern))
    except re.error:
        return Output(text="% Failed to compile regular expression.")
