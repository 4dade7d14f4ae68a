"""What a configuration tree holds, and the one edit on it that is not a configuration line: a block of raw text."""

from dataclasses import replace

from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_Lines = tuple[ConfigLine, ...]


def holds(tree: ConfigTree, path: tuple[str, ...], text: str) -> bool:
    """Whether ``text`` stands below ``path``."""
    return any(line.text == text for line in children(tree, path))


def children(tree: ConfigTree, path: tuple[str, ...]) -> _Lines:
    """The lines below ``path``; none when the path does not exist."""
    lines = tree.lines
    for parent in path:
        lines = next((line.children for line in lines if line.text == parent), ())
    return lines


def put_block(tree: ConfigTree, head: str, block: ConfigLine | None) -> ConfigTree:
    """``block`` at the top level in place of the one that begins with ``head`` (``banner motd``); ``None``: none."""
    lines = tuple(line for line in tree.lines if not line.text.startswith(head + " "))
    if block is None:
        return replace(tree, lines=lines)
    kept = len(lines)
    while kept and (lines[kept - 1].is_comment or lines[kept - 1].text == "end"):
        kept -= 1  # a new block goes before the closing comment and ``end``
    return replace(tree, lines=(*lines[:kept], block, *lines[kept:]))
