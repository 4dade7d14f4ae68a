"""Configuration text → ``RouterConfig``. TTP recognises the lines; what they mean is the grammar's business."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nornir_dmvpn.ios.grammar import GLOBAL, TABLES
from nornir_dmvpn.ios.grammar.line import Statement
from nornir_dmvpn.ios.grammar.matcher import Matcher
from nornir_dmvpn.ios.grammar.recognise import opened_mode, recognise
from nornir_dmvpn.ios.grammar.statement import read_values
from nornir_dmvpn.ios.grammar.ttp_template import NUMBER, file_name, group_names
from nornir_dmvpn.ios.grammar.words import plain
from nornir_dmvpn.ios.templates import ttp_template
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_MEMO_LIMIT: Final = 20_000  # top-level lines a parser remembers


@dataclass(slots=True)
class _Flat:
    """One line, flattened: its mode, and the words without a leading ``no``."""

    node: ConfigLine
    mode: str
    words: str
    negated: bool
    children: list["_Flat"]
    found: Statement | None = None


class ConfigParser:
    """Reads configurations. Holds a TTP object, so it belongs to one thread; making one takes about 25 ms.

    It remembers the statements of every top-level section it has read: reading a configuration again after one
    section was edited costs that section only.
    """

    def __init__(self) -> None:
        self._matcher = Matcher("\n".join(ttp_template(file_name(table)) for table in TABLES))
        self._lines = group_names()
        self._rank = {name: index for index, name in enumerate(self._lines)}
        self._memo: dict[tuple[str, ConfigLine], tuple[Statement, ...]] = {}

    def statements(self, lines: Sequence[ConfigLine], mode: str = GLOBAL) -> tuple[Statement, ...]:
        """What ``lines`` say in ``mode``, nested as they are; lines that are not modelled are left out."""
        if len(self._memo) > _MEMO_LIMIT:
            self._memo.clear()
        unread = [line for line in dict.fromkeys(lines) if (mode, line) not in self._memo]
        flats = [_flatten(line, mode) for line in unread]
        self._recognise(flats)
        for line, flat in zip(unread, flats, strict=True):
            self._memo[mode, line] = _modelled_statements([flat])
        return tuple(one for line in lines for one in self._memo[mode, line])

    def config_statements(self, tree: ConfigTree) -> tuple[Statement, ...]:
        return self.statements(tree.lines)

    def _recognise(self, flats: list[_Flat]) -> None:
        every = [one for flat in flats for one in _walk_flat(flat)]
        if not every:
            return
        text = "\n".join(f"{index} {one.mode}| {one.words}" for index, one in enumerate(every))
        best: dict[int, int] = {}
        for name, records in self._matcher.matches(text).items():
            line, rank = self._lines[name], self._rank[name]
            for record in records:
                index = int(record[NUMBER])
                values = read_values(line, record) if rank < best.get(index, 10_000) else None
                if values is not None:
                    best[index] = rank
                    every[index].found = Statement(line=line, values=values, negated=every[index].negated)
        for one in every:
            one.found = one.found or _walked(one)


def _walked(flat: _Flat) -> Statement | None:
    """An abbreviated line, or a ``no`` without its arguments: read as the command line would."""
    found = recognise(flat.mode, f"no {flat.words}" if flat.negated else flat.words)
    return None if found is None or found.line.raw else found


def _flatten(node: ConfigLine, mode: str) -> _Flat:
    words = plain(node.text)
    negated = words.startswith("no ")
    flat = _Flat(node, mode, words.removeprefix("no "), negated, [])
    if node.children and not node.is_comment:
        below = opened_mode(mode, words)
        if below is not None:
            flat.children = [_flatten(child, below) for child in node.children if not child.is_comment]
    return flat


def _walk_flat(flat: _Flat) -> list[_Flat]:
    if flat.node.is_comment:
        return []
    return [flat, *(one for child in flat.children for one in _walk_flat(child))]


def _modelled_statements(flats: list[_Flat]) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for flat in flats:
        if flat.found is not None:
            one = flat.found
            children = _modelled_statements(flat.children)
            found.append(Statement(line=one.line, values=one.values, negated=one.negated, children=children))
    return tuple(found)
