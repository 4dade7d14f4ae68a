"""Differences between two configurations as IOS prints them, and a configuration's way into another."""

from nornir_dmvpn.lab.trees import children
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_Lines = tuple[ConfigLine, ...]


def incremental(running: ConfigTree, change: ConfigTree) -> list[str]:
    """Lines of ``change`` that would alter ``running``, below their parents (``… incremental-diffs``)."""
    return _incremental(running, change.lines, ())


def _incremental(running: ConfigTree, lines: _Lines, path: tuple[str, ...]) -> list[str]:
    present = {line.text for line in children(running, path)}
    changed: list[str] = []
    for line in _meaningful(lines):
        below = _incremental(running, line.children, (*path, line.text))
        absent = not _stands(line.text, present)
        if below or absent:
            changed += [" " * len(path) + line.text, *below]
    return changed


def _stands(text: str, present: set[str]) -> bool:
    """Whether a line is in force: written, or (``no …``) nothing of that beginning written."""
    if text in present or not text.startswith("no "):
        return text in present
    negated = text[3:]
    return not any(one == negated or one.startswith(negated + " ") for one in present)


def contextual(old: ConfigTree, new: ConfigTree) -> list[str]:
    """``+``/``-`` lines below their parents (``show archive config differences OLD NEW``)."""
    return _contextual(_meaningful(old.lines), _meaningful(new.lines), 0)


def _contextual(old: list[ConfigLine], new: list[ConfigLine], depth: int) -> list[str]:
    before = {line.text: line for line in old}
    after = {line.text for line in new}
    changed: list[str] = []
    for line in new:
        twin = before.get(line.text)
        if twin is None:
            changed += _marked(line, "+", depth)
            continue
        below = _contextual(_meaningful(twin.children), _meaningful(line.children), depth + 1)
        if below:
            changed += [" " * depth + line.text, *below]
    for line in old:
        if line.text not in after:
            changed += _marked(line, "-", depth)
    return changed


def _marked(line: ConfigLine, mark: str, depth: int) -> list[str]:
    below = [text for child in _meaningful(line.children) for text in _marked(child, mark, depth + 1)]
    return [" " * depth + mark + line.text, *below]


def _meaningful(lines: _Lines) -> list[ConfigLine]:
    return [line for line in lines if not line.is_comment and line.text not in {"end", "exit"}]
