"""Edits on a configuration tree that need no knowledge of a line's meaning."""

from collections.abc import Callable
from dataclasses import replace

from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_Lines = tuple[ConfigLine, ...]


def put(tree: ConfigTree, path: tuple[str, ...], text: str) -> ConfigTree:
    """``text`` below ``path``, unless it stands there; missing parents are made."""
    return _at(tree, path, lambda lines, indent: _with(lines, text, indent))


def remove(tree: ConfigTree, path: tuple[str, ...], text: str) -> ConfigTree:
    """Without the lines below ``path`` that are ``text`` or begin with its words, and what is nested in them."""
    return _at(tree, path, lambda lines, _: tuple(line for line in lines if not _means(line.text, text)))


def put_block(tree: ConfigTree, head: str, block: ConfigLine) -> ConfigTree:
    """``block`` at the top level, in place of the one that begins with ``head`` (``banner motd``)."""
    others = remove(tree, (), head).lines
    kept = _closing(others)
    return replace(tree, lines=(*others[:kept], block, *others[kept:]))


def holds(tree: ConfigTree, path: tuple[str, ...], text: str) -> bool:
    """Whether ``text`` stands below ``path``."""
    return any(line.text == text for line in children(tree, path))


def children(tree: ConfigTree, path: tuple[str, ...]) -> _Lines:
    """The lines below ``path``; none when the path does not exist."""
    lines = tree.lines
    for parent in path:
        lines = next((line.children for line in lines if line.text == parent), ())
    return lines


def _means(line: str, text: str) -> bool:
    return line == text or line.startswith(text + " ")


def _at(tree: ConfigTree, path: tuple[str, ...], change: Callable[[_Lines, int], _Lines]) -> ConfigTree:
    return replace(tree, lines=_below(tree.lines, path, 0, change))


def _below(lines: _Lines, path: tuple[str, ...], indent: int, change: Callable[[_Lines, int], _Lines]) -> _Lines:
    if not path:
        return change(lines, indent)
    lines = _with(lines, path[0], indent)
    return tuple(
        line.with_children(_below(line.children, path[1:], indent + 1, change)) if line.text == path[0] else line
        for line in lines
    )


def _with(lines: _Lines, text: str, indent: int) -> _Lines:
    if any(line.text == text for line in lines):
        return lines
    kept = _closing(lines)
    return (*lines[:kept], ConfigLine(text, indent=indent), *lines[kept:])


def _closing(lines: _Lines) -> int:
    """Where the closing comments and ``end`` begin: new lines go before them."""
    kept = len(lines)
    while kept and (lines[kept - 1].is_comment or lines[kept - 1].text == "end"):
        kept -= 1
    return kept
