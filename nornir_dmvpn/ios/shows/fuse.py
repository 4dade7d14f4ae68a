r"""Joins the expressions of a state's rules into one that finds what trying them in turn would find.

An alternation takes the first alternative that matches, as TextFSM takes the first rule. Each alternative ends with an
empty group, which tells by ``lastindex`` whose it was. Two things make it quick without changing what it finds:

* Rules that begin with the same ``\s*`` share it, possessively. That is the same only where what follows must begin
  with something that is no blank; such a rule can match at one place only, behind all leading blanks.
* Rules that cannot match a line that begins (behind blanks) with a given character are left out for it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from re import Match, Pattern
from typing import Any

try:
    from re import _parser  # type: ignore[attr-defined] # the standard library's own reader of expressions, not public
except ImportError:
    _parser = None

Matcher = Callable[[str], Match[str] | None]

_ASCII = frozenset(map(chr, range(128)))
_BLANKS = frozenset(one for one in _ASCII if one.isspace())
_PREFIX = re.compile(r"\^(\\s[*+]|)(?![*+?{])")
_NAMED = re.compile(r"\(\?P<\w+>")
_NOT_MOVABLE = re.compile(r"\(\?P=|\(\?\(|\\[1-9]|\(\?[aiLmsux]+\)")
_CATEGORIES = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}
_ZERO_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One rule's expression, ready to stand in an alternation."""

    prefix: str
    r"""``\s*`` or ``\\s+`` where it may be shared, else nothing."""
    body: str
    groups: int
    """Number of capturing groups, all unnamed in ``body``."""
    first: frozenset[str] | None
    """ASCII characters with which a matching line can begin behind its blanks; ``None``: with any, or with none."""


def piece(expression: str) -> Piece | None:
    """That rule's part of a fused expression; ``None`` if it cannot be one (back references, global flags)."""
    if _NOT_MOVABLE.search(expression):
        return None
    compiled = re.compile(expression)
    plain = _NAMED.sub("(", expression)
    prefix = _PREFIX.match(expression)
    if prefix is not None and not _has_alternatives(plain):
        body = plain[prefix.end() :]
        first = _first(body)
        if first is not None and not first & _BLANKS:
            return _checked(Piece(prefix=prefix[1], body=body, groups=compiled.groups, first=first), compiled)
    return _checked(Piece(prefix="", body=f"(?:{plain})", groups=compiled.groups, first=None), compiled)


def _checked(made: Piece, original: Pattern[str]) -> Piece | None:
    """Taking names away is textual: refuse if it changed more than names."""
    return made if re.compile(made.body).groups == original.groups else None


def _has_alternatives(expression: str) -> bool:
    """Whether a ``|`` stands outside all groups and classes."""
    depth = 0
    rest = re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", expression, re.DOTALL)
    for token in rest:
        if token[0] == "(":
            depth += 1
        elif token[0] == ")":
            depth -= 1
        elif token[0] == "|" and depth == 0:
            return True
    return False


def fused(pieces: Sequence[Piece]) -> tuple[Matcher, list[int]]:
    """A matcher over all pieces, and for each piece the number of its marker group.

    The groups of piece ``i`` are the ``pieces[i].groups`` ones before its marker.
    """
    parts: list[str] = []
    markers: list[int] = []
    group = 0
    for prefix, shared in groupby(pieces, key=lambda one: one.prefix):
        bodies = []
        for one in shared:
            group += one.groups + 1
            markers.append(group)
            bodies.append(f"{one.body}()")
        joined = "|".join(bodies)
        parts.append(f"{prefix}+(?:{joined})" if prefix else joined)
    return re.compile("|".join(parts)).match, markers


def fused_behind(guard: Piece, pieces: Sequence[Piece]) -> tuple[Matcher, list[int], int, list[int]]:
    """Tries ``guard`` and ``pieces`` at once, all of one prefix: which piece is first to match, and whether guard does.

    Returns the matcher and the marker groups: of each piece where guard matched too, of guard where no piece did, of
    each piece where guard did not.
    """
    bodies = "|".join(f"{one.body}()" for one in pieces)
    prefix = f"{guard.prefix}+" if guard.prefix else ""
    behind = _markers(pieces, guard.groups)
    alone = behind[-1] + 1
    expression = f"{prefix}(?:(?={guard.body})(?:{bodies}|())|{bodies})"
    return re.compile(expression).match, behind, alone, _markers(pieces, alone)


def _markers(pieces: Sequence[Piece], group: int) -> list[int]:
    """The marker group of each piece, if ``group`` groups stand before them."""
    markers: list[int] = []
    for one in pieces:
        group += one.groups + 1
        markers.append(group)
    return markers


def _first(body: str) -> frozenset[str] | None:
    if _parser is None:
        return None
    characters, may_be_empty = _of_sequence(_parser.parse(body))
    return None if characters is None or may_be_empty else characters


def _of_sequence(nodes: Any) -> tuple[frozenset[str] | None, bool]:
    """ASCII characters that can come first (``None``: unknown), and whether it may match without any character."""
    found: frozenset[str] = frozenset()
    for name, argument in ((str(code), argument) for code, argument in nodes):
        characters, may_be_empty = _of_node(name, argument)
        if characters is None:
            return None, True
        found |= characters
        if not may_be_empty:
            return found, False
    return found, True


def _of_node(name: str, argument: Any) -> tuple[frozenset[str] | None, bool]:
    if name in _ZERO_WIDTH:
        return frozenset(), True
    if name == "LITERAL":
        return _ASCII & {chr(argument)}, False
    if name == "NOT_LITERAL":
        return _ASCII - {chr(argument)}, False
    if name == "ANY":
        return _ASCII, False
    if name == "IN":
        return _of_class(argument), False
    if name == "SUBPATTERN":
        _, added, removed, inner = argument
        return (None, True) if added or removed else _of_sequence(inner)
    if name == "ATOMIC_GROUP":
        return _of_sequence(argument)
    if name in _REPEATS:
        least, _, inner = argument
        characters, may_be_empty = _of_sequence(inner)
        return characters, may_be_empty or least == 0
    if name == "BRANCH":
        return _of_branches(argument[1])
    return None, True


def _of_branches(branches: Any) -> tuple[frozenset[str] | None, bool]:
    found: frozenset[str] = frozenset()
    empty = False
    for characters, may_be_empty in map(_of_sequence, branches):
        if characters is None:
            return None, True
        found |= characters
        empty = empty or may_be_empty
    return found, empty


def _of_class(items: Any) -> frozenset[str] | None:
    names = [(str(code), argument) for code, argument in items]
    parts = list(_of_class_items(names))
    if None in parts:
        return None
    found = frozenset().union(*(part for part in parts if part is not None))
    return _ASCII - found if names[0][0] == "NEGATE" else found


def _of_class_items(items: list[tuple[str, Any]]) -> Iterator[frozenset[str] | None]:
    for name, argument in items:
        if name == "LITERAL":
            yield _ASCII & {chr(argument)}
        elif name == "RANGE":
            yield frozenset(one for one in _ASCII if argument[0] <= ord(one) <= argument[1])
        elif name == "CATEGORY":
            expression = _CATEGORIES.get(str(argument).removeprefix("CATEGORY_"))
            yield None if expression is None else frozenset(one for one in _ASCII if re.match(expression, one))
        elif name != "NEGATE":
            yield None
