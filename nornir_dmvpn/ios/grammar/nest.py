"""Sections of pasted snippets: lines that should be indented and are not.

IOS does not look at indentation: the mode decides. A line at the left margin below a line that opens a mode belongs
to that section as long as it is a line of that mode; ``!`` ends nothing.
"""

from collections.abc import Iterator

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.raw import KEPT
from nornir_dmvpn.ios.grammar.recognise import opened_mode, recognise
from nornir_dmvpn.ios.grammar.statement import item_key
from nornir_dmvpn.model.line import ConfigLine, ConfigTree


def nested(tree: ConfigTree) -> ConfigTree:
    """The same lines in the same order (its text does not change), with flat sections nested."""
    done: list[ConfigLine] = []
    waiting: list[ConfigLine] = []  # comments: of the section if one of its lines follows, else between sections
    mode: str | None = None
    for line in _left_early(tree.lines):
        if line.is_comment or not line.text.strip():
            waiting.append(line)
            continue
        if mode is not None and not line.children and _belongs(line, done[-1], mode):
            done[-1] = done[-1].with_children((*done[-1].children, *waiting, line))
        else:
            done += [*waiting, line]
            mode = opened_mode(GLOBAL, line.text)
        waiting = []
    return ConfigTree((*done, *waiting), tree.source)


def _left_early(lines: tuple[ConfigLine, ...]) -> Iterator[ConfigLine]:
    """The top-level lines, with sections cut where a line stands too far right: one only the global mode knows."""
    queue = list(reversed(lines))
    while queue:
        line = queue.pop()
        mode = opened_mode(GLOBAL, line.text) or KEPT
        line = line if mode == KEPT else line.with_children(tuple(_lifted(line.children, mode)))
        cut = _first_global(line.children, mode)
        if cut is not None:
            queue += reversed(line.children[cut:])
            line = line.with_children(line.children[:cut])
        yield line


def _lifted(children: tuple[ConfigLine, ...], mode: str) -> Iterator[ConfigLine]:
    """Lines below a line that opens no mode stand beside it: they are only indented too far."""
    for child in children:
        said = recognise(mode, child.text) if child.children and not child.is_comment else None
        if said is None or said.line.raw or said.line.opens:
            yield child
        else:
            yield child.with_children(())
            yield from _lifted(child.children, mode)


def _first_global(children: tuple[ConfigLine, ...], mode: str) -> int | None:
    """Index of the first line that leaves the section: not one of its own, but a modelled one of the global mode."""
    for index, child in enumerate(children):
        if child.is_comment or (mode != KEPT and recognise(mode, child.text) is not None):
            continue
        said = recognise(GLOBAL, child.text)
        if said is not None and not said.line.raw and not said.negated:
            return index
    return None


def _belongs(line: ConfigLine, section: ConfigLine, mode: str) -> bool:
    """Whether a line at the margin is one of the section above it."""
    if mode == KEPT or line.indent > section.indent:
        return False
    if any(child.indent > section.indent for child in section.children if not child.is_comment):
        return False  # that section is indented: what stands at the margin is not in it
    said = recognise(mode, line.text)
    if said is not None and said.line.raw:
        above = recognise(GLOBAL, line.text)
        return above is None or above.line.raw  # `ip route …` is not a short `ip route-cache`
    return said is not None


def merged(tree: ConfigTree) -> ConfigTree:
    """Sections that stand there more than once (in snippets) as one each, where the first was: what a router has."""
    done: list[ConfigLine] = []
    first: dict[object, int] = {}
    for line in tree.lines:
        said = None if line.is_comment else recognise(GLOBAL, line.text)
        if said is None or said.negated or said.line.record is None or not said.line.opens:
            done.append(line)
            continue
        index = first.setdefault(item_key(said), len(done))
        if index == len(done):
            done.append(line)
        else:
            done[index] = line.with_children((*done[index].children, *line.children))
    return ConfigTree(tuple(done), tree.source)
