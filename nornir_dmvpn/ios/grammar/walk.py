"""The keyword walk: typed words against the lines of a mode, as the IOS command line does it.

Keywords may be cut to a unique prefix, arguments are checked, and a refusal knows the word it is about.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from nornir_dmvpn.ios.grammar.line import Line
from nornir_dmvpn.ios.grammar.statement import read_values
from nornir_dmvpn.ios.grammar.syntax import Argument, Element, Keyword, flag_name, flat, may_end, next_steps


@dataclass(frozen=True, slots=True)
class Walked:
    """The line that was meant."""

    line: Line
    values: dict[str, object]
    negated: bool
    cut: int = 0
    """Keywords that were abbreviated."""


@dataclass(frozen=True, slots=True)
class Lost:
    """No line was meant. ``word`` counts the words that were understood; ``why``: invalid, incomplete, ambiguous."""

    word: int
    why: str


@dataclass(frozen=True, slots=True)
class _State:
    line: Line
    remaining: tuple[Element, ...]
    taken: int
    """Elements of the syntax already passed (optional ones count one each)."""
    texts: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    """Keywords that were abbreviated."""


def walk(lines: Iterable[Line], text: str, *, lenient: bool = False) -> Walked | Lost:
    """Find the line ``text`` means. ``lenient``: values IOS would refuse when typed are let through."""
    words = text.split()
    negated = bool(words) and words[0] == "no"
    start = 1 if negated else 0
    start, states = _fast_forward(tuple(lines), words, start)
    frontier: dict[int, list[_State]] = {start: [one for one in states if one.line.typed or lenient]}
    last = start
    while frontier:
        position = min(frontier)
        states = frontier.pop(position)
        if position == len(words):
            return _conclude(states, negated, position)
        last = max(last, position)
        steps = _steps(states, words, position, lenient)
        if isinstance(steps, Lost):
            return steps
        for end, state in steps:
            frontier.setdefault(end, []).append(state)
    return Lost(last, "invalid")


@dataclass(slots=True)
class _Node:
    """A place in the tree of the keywords lines begin with: the lines that can still be meant, and the next words."""

    states: dict[str, list[_State]] = field(default_factory=dict)
    """By the keyword that must come next; the empty one: an argument, an option or the end comes."""
    below: dict[str, "_Node"] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    """Keywords behind an option, and words an argument may be: lines that have them may be meant as well."""


@lru_cache(maxsize=512)
def _tree(lines: tuple[Line, ...]) -> _Node:
    root = _Node()
    for line in lines:
        for syntax in line.spellings:
            node = root
            for depth, word in enumerate((*syntax.keywords, None)):
                node.states.setdefault(word or "", []).append(_State(line, syntax.elements[depth:], depth))
                if word is None:
                    for one, _ in next_steps(syntax.elements[depth:]):
                        texts = (one.word,) if isinstance(one, Keyword) else one.type.choices
                        node.others.update(text.split()[0] for text in texts)
                else:
                    node = node.below.setdefault(word, _Node())
    return root


def _fast_forward(lines: tuple[Line, ...], words: list[str], position: int) -> tuple[int, list[_State]]:
    """How far the words are keywords in full, and the lines that begin so: an exact word beats all other readings."""
    node = _tree(lines)
    while position < len(words):
        word = words[position].lower()
        if word not in node.below or word in node.others:
            break
        node, position = node.below[word], position + 1
    word = words[position].lower() if position < len(words) else ""
    return position, [one for next_word, some in node.states.items() if _may_be(word, next_word) for one in some]


def _may_be(word: str, keyword: str) -> bool:
    return not keyword or keyword.startswith(word)


def _steps(states: list[_State], words: list[str], position: int, lenient: bool) -> list[tuple[int, _State]] | Lost:
    """Every way to take the word(s) at ``position``, or why there is none."""
    word = words[position].lower()
    options = [(state, element, rest) for state in states for element, rest in next_steps(state.remaining)]
    keywords = [one for one in options if isinstance(one[1], Keyword) and one[1].word.startswith(word)]
    exact = [one for one in keywords if isinstance(one[1], Keyword) and one[1].word == word]
    chosen = exact or keywords
    if _ambiguous(chosen):
        return Lost(position, "ambiguous")
    found = [(position + 1, _passed(*one, cut=not exact)) for one in chosen]
    short = False
    for state, element, rest in options:
        if isinstance(element, Argument) and (not exact or word in element.type.choices):
            took = _take(element, words, position, lenient)
            short = short or took == "short"
            if isinstance(took, tuple):
                found.append((position + took[0], _passed(state, element, rest, took[1])))
    if not found and short:
        return Lost(len(words), "incomplete")
    return found


def _ambiguous(chosen: list[tuple[_State, Keyword | Argument, tuple[Element, ...]]]) -> bool:
    """Whether a cut word means several keywords (two spellings of one line are one meaning)."""
    lines_of: dict[str, set[int]] = {}
    for state, element, _ in chosen:
        if isinstance(element, Keyword):
            lines_of.setdefault(element.word, set()).add(id(state.line))
    return len({frozenset(one) for one in lines_of.values()}) > 1


def _passed(
    state: _State, element: Keyword | Argument, rest: tuple[Element, ...], text: str = "", *, cut: bool = False
) -> _State:
    texts = state.texts
    if isinstance(element, Argument):
        texts = {**texts, element.name: text}
    else:
        flag = flag_name(element.word)
        if flag in state.line.parsed.flags:
            texts = {**texts, flag: flag}
    return _State(state.line, rest, state.taken + 1, texts, state.cut + cut)


def _take(
    argument: Argument, words: list[str], position: int, lenient: bool
) -> tuple[int, str] | Literal["short", "wrong"]:
    """(words taken, their text), or: the line ends too early for it, the words do not fit."""
    kind = argument.type
    there = len(words) - position
    for count in range(min(kind.most, there), kind.least - 1, -1):
        text = _completed(argument, words[position : position + count])
        if text is not None and _fits(argument, text, lenient):
            return count, text
    return "short" if there < kind.least else "wrong"


def _completed(argument: Argument, words: list[str]) -> str | None:
    """The words with a choice written out in full; ``None`` when they are no choice or an ambiguous one."""
    choices, text = argument.type.choices, " ".join(words)
    if not choices or text in choices:
        return text
    fitting = [one for one in choices if _abbreviates(words, one.split())]
    if fitting:
        return fitting[0] if len(fitting) == 1 else None
    return text


def _abbreviates(words: list[str], full: list[str]) -> bool:
    return len(words) == len(full) and all(
        long.startswith(short.lower()) for short, long in zip(words, full, strict=True)
    )


def _fits(argument: Argument, text: str, lenient: bool) -> bool:
    kind = argument.type
    if not re.fullmatch(kind.regex, text):
        return False
    try:
        value = kind.read(text)
    except ValueError:
        return False
    return lenient or kind.check is None or kind.check(value)


def _conclude(states: list[_State], negated: bool, position: int) -> Walked | Lost:
    for state in sorted(states, key=lambda one: one.line.raw):
        if may_end(state.remaining) or (negated and state.taken >= _needed(state.line)):
            values = read_values(state.line, state.texts)
            if values is not None:
                return Walked(state.line, values, negated, state.cut)
    return Lost(position, "incomplete")


def _needed(line: Line) -> int:
    return len(tuple(flat(line.parsed.elements[: line.negated_length])))
