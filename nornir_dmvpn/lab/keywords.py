"""Keyword trees: how IOS finds the command that abbreviated words mean.

A syntax is words separated by blanks: ``show`` is a keyword, ``<file>`` one argument,
``<rest...>`` the rest of the line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Command = TypeVar("Command")


@dataclass(slots=True)
class Node(Generic[Command]):
    """What may follow the words that lead here."""

    keywords: dict[str, "Node[Command]"] = field(default_factory=dict)
    argument: tuple[str, "Node[Command]"] | None = None
    rest: str | None = None
    """Name of the argument that takes the rest of the line; the command is this node's."""
    command: Command | None = None

    def help_words(self) -> Iterator[str]:
        """What ``?`` lists here, in alphabetical order, ``<cr>`` last."""
        yield from sorted(self.keywords)
        if self.argument is not None:
            yield f"<{self.argument[0]}>"
        if self.rest is not None:
            yield f"<{self.rest}>"
        if self.command is not None and self.rest is None:
            yield "<cr>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched(Generic[Command]):
    """The command that was meant, and its arguments by name."""

    command: Command
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """``% Invalid input``: the word at ``offset`` fits nothing."""

    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousWord:
    """The word at ``offset`` abbreviates several keywords."""

    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """The words are right but more must follow."""


Match = Matched[Command] | Unmatched | AmbiguousWord | Unfinished

_WORD = re.compile(r"\S+")


def keyword_tree(commands: Iterable[tuple[str, Command]]) -> Node[Command]:
    """The tree of ``(syntax, command)`` pairs; ``ValueError`` for two commands of one syntax."""
    root: Node[Command] = Node()
    for syntax, command in commands:
        node = root
        for word in syntax.split():
            node = _grow(node, word, syntax)
        if node.command is not None and node.command is not command:
            raise ValueError(f"two commands for {syntax!r}")
        node.command = command
    return root


def _grow(node: Node[Command], word: str, syntax: str) -> Node[Command]:
    if word.startswith("<") and word.endswith("...>"):
        following: Node[Command] = Node(rest=word[1:-4])
        if node.argument is not None:
            raise ValueError(f"{syntax!r}: an argument stands here already")
        node.argument = (word[1:-4], following)
        return following
    if word.startswith("<"):
        if node.argument is None:
            node.argument = (word[1:-1], Node())
        elif node.argument[0] != word[1:-1]:
            raise ValueError(f"{syntax!r}: the argument is called {node.argument[0]} elsewhere")
        return node.argument[1]
    return node.keywords.setdefault(word, Node())


def match(root: Node[Command], text: str) -> Match[Command]:
    """The command that ``text`` means, its arguments by name, or where it goes wrong."""
    node = root
    arguments: dict[str, str] = {}
    for word in _WORD.finditer(text):
        step = _step(node, word.group())
        if isinstance(step, Node):
            node = step
            continue
        if step:
            return AmbiguousWord(offset=word.start())
        if node.argument is None:
            return Unmatched(offset=word.start())
        name, node = node.argument
        if node.rest is not None:
            arguments[name] = text[word.start() :]
            break
        arguments[name] = word.group()
    if node.command is None:
        return Unfinished()
    return Matched(command=node.command, arguments=arguments)


def _step(node: Node[Command], word: str) -> "Node[Command] | list[str]":
    """The child that ``word`` names, or the keywords it abbreviates (none, or several)."""
    wanted = word.lower()
    if wanted in node.keywords:
        return node.keywords[wanted]
    found = [keyword for keyword in node.keywords if keyword.startswith(wanted)]
    return node.keywords[found[0]] if len(found) == 1 else found


def walk_to(root: Node[Command], text: str) -> "Node[Command] | None":
    """The node behind complete words of ``text`` (for ``?``), or ``None`` when a word fits nothing."""
    node = root
    for word in _WORD.finditer(text):
        step = _step(node, word.group())
        if isinstance(step, Node):
            node = step
        elif step or node.argument is None:
            return None
        else:
            node = node.argument[1]
    return node
