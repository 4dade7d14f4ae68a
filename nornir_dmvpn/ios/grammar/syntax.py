"""The small notation in which a configuration line is described: ``ip nhrp nhs {address} [nbma {nbma}] [multicast]``.

Plain words are keywords, ``{name}`` an argument, ``[…]`` may be left out. The types of the arguments stand beside
the text, by name (:class:`~nornir_dmvpn.ios.grammar.line.Line`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from keyword import iskeyword

from nornir_dmvpn.ios.grammar.argument import ArgumentType


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that must stand there."""

    word: str


@dataclass(frozen=True, slots=True)
class Argument:
    """A value."""

    name: str
    type: ArgumentType


def flag_name(word: str) -> str:
    """The field a keyword that may be left out sets: ``no-summary`` → ``no_summary``, ``global`` → ``global_``."""
    name = word.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


@dataclass(frozen=True, slots=True)
class Optional:
    """Elements that may be left out together."""

    elements: tuple["Element", ...]

    @property
    def flag(self) -> str | None:
        """The field a lone keyword sets when it is there: ``[multicast]`` → ``multicast``."""
        words = [one.word for one in self.elements if isinstance(one, Keyword)]
        return flag_name(words[-1]) if len(words) == len(self.elements) else None


Element = Keyword | Argument | Optional
_TOKEN = re.compile(r"\[|\]|\{[a-z0-9_]+\}|[^\s\[\]{}]+")


@dataclass(frozen=True)
class Syntax:
    """A parsed description. ``elements`` in the order in which IOS prints them."""

    text: str
    elements: tuple[Element, ...]

    @cached_property
    def arguments(self) -> dict[str, Argument]:
        return {one.name: one for one in flat(self.elements) if isinstance(one, Argument)}

    @cached_property
    def optional_names(self) -> frozenset[str]:
        """Arguments that need not be written, and the flags."""
        found: set[str] = set()
        for element in self.elements:
            if isinstance(element, Optional):
                found.update(one.name for one in flat(element.elements) if isinstance(one, Argument))
                if element.flag:
                    found.add(element.flag)
        return frozenset(found)

    @cached_property
    def flags(self) -> tuple[str, ...]:
        return tuple(one.flag for one in self.elements if isinstance(one, Optional) and one.flag)

    @cached_property
    def keywords(self) -> tuple[str, ...]:
        """The keywords before the first argument or option."""
        words: list[str] = []
        for element in self.elements:
            if not isinstance(element, Keyword):
                break
            words.append(element.word)
        return tuple(words)

    @cached_property
    def options(self) -> tuple[Optional, ...]:
        return tuple(one for one in self.elements if isinstance(one, Optional))

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(regex_of((one,), named=True)) for one in self.options)

    def option_texts(self, index: int, text: str) -> dict[str, str]:
        """The words of the arguments (and the flag) in the text of option ``index``, with its leading blank."""
        option = self.options[index]
        if not text:
            return {}
        if option.flag:
            return {option.flag: option.flag}
        match = self._patterns[index].fullmatch(text)
        return {name: found for name, found in match.groupdict().items() if found is not None} if match else {}


def parse_syntax(text: str, types: Mapping[str, ArgumentType]) -> Syntax:
    """Read the notation; ``ValueError`` when brackets do not match or an argument has no type."""
    tokens = _TOKEN.findall(text)
    elements, rest = _elements(tokens, types)
    if rest:
        raise ValueError(f"unmatched ] in {text!r}")
    return Syntax(text, elements)


def _elements(tokens: list[str], types: Mapping[str, ArgumentType]) -> tuple[tuple[Element, ...], list[str]]:
    found: list[Element] = []
    while tokens:
        mark, tokens = tokens[0], tokens[1:]
        if mark == "]":
            return tuple(found), ["]", *tokens]
        if mark == "[":
            inner, tokens = _elements(tokens, types)
            if not tokens:
                raise ValueError("unmatched [")
            tokens = tokens[1:]
            found.append(Optional(inner))
        elif mark.startswith("{"):
            name = mark[1:-1]
            if name not in types:
                raise ValueError(f"argument {name!r} has no type")
            found.append(Argument(name, types[name]))
        else:
            found.append(Keyword(mark))
    return tuple(found), []


def flat(elements: tuple[Element, ...]) -> Iterator[Keyword | Argument]:
    """The elements with the brackets taken away."""
    for element in elements:
        if isinstance(element, Optional):
            yield from flat(element.elements)
        else:
            yield element


def regex_of(elements: Iterable[Element], *, named: bool = False) -> str:
    """The elements as a regular expression, a blank before each; arguments are groups of their name if ``named``."""
    parts: list[str] = []
    for element in elements:
        match element:
            case Keyword(word):
                parts.append(f" {word}")
            case Argument(name, kind):
                parts.append(f" (?P<{name}>{kind.regex})" if named else f" (?:{kind.regex})")
            case Optional(inner):
                parts.append(f"(?:{regex_of(inner, named=named)})?")
    return "".join(parts)


def next_steps(remaining: tuple[Element, ...]) -> Iterator[tuple[Keyword | Argument, tuple[Element, ...]]]:
    """The elements that may come next, each with what may follow it."""
    if not remaining:
        return
    head, tail = remaining[0], remaining[1:]
    if isinstance(head, Optional):
        yield from next_steps(head.elements + tail)
        yield from next_steps(tail)
    else:
        yield head, tail


def may_end(remaining: tuple[Element, ...]) -> bool:
    """Whether nothing more has to follow."""
    return all(isinstance(one, Optional) for one in remaining)
