"""Configuration text → ``RouterConfig``. TTP recognises the lines; what they mean is the grammar's business."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from nornir_dmvpn.ios.grammar import GLOBAL, MODELLED, TABLES
from nornir_dmvpn.ios.grammar.line import Line, Statement
from nornir_dmvpn.ios.grammar.matcher import Matcher, own_functions
from nornir_dmvpn.ios.grammar.recognise import opened_mode, recognise
from nornir_dmvpn.ios.grammar.statement import read_values
from nornir_dmvpn.ios.grammar.ttp_template import NUMBER, file_name, group_names, groups_of, texts_of
from nornir_dmvpn.ios.grammar.words import plain
from nornir_dmvpn.ios.templates import ttp_template
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_MEMO_LIMIT: Final = 20_000  # lines and top-level sections a parser remembers
_LAST: Final = 100_000  # more than there are lines in the tables
_MANY: Final = 30
_Bucket = tuple[str, str]
_Found = tuple[Line, Mapping[str, Any]]


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
    """Reads configurations. Holds TTP objects, so it belongs to one thread.

    It remembers what every line it has read says, and the statements of every top-level section: reading a
    configuration again after one section was edited costs that section only.
    """

    def __init__(self) -> None:
        self._functions = own_functions()
        self._matchers: dict[_Bucket, Matcher] = {}
        self._lines = group_names()
        self._rank = {name: index for index, name in enumerate(self._lines)}
        self._known: dict[tuple[str, str], _Found | None] = {}
        self._memo: dict[tuple[str, ConfigLine], tuple[Statement, ...]] = {}

    def statements(self, lines: Sequence[ConfigLine], mode: str = GLOBAL) -> tuple[Statement, ...]:
        """What ``lines`` say in ``mode``, nested as they are; lines that are not modelled are left out."""
        if len(self._memo) > _MEMO_LIMIT:
            self._memo.clear()
        if len(self._known) > _MEMO_LIMIT:
            self._known.clear()
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
        unknown: dict[_Bucket, dict[str, None]] = {}
        for one in every:
            if (one.mode, one.words) not in self._known:
                unknown.setdefault(_bucket(one.mode, one.words), {})[one.words] = None
        for bucket, texts in unknown.items():
            self._match(bucket, tuple(texts))
        for one in every:
            known = self._known[one.mode, one.words]
            if known is not None:
                one.found = Statement(line=known[0], values=known[1], negated=one.negated)
            else:
                one.found = _walked(one)

    def _match(self, bucket: _Bucket, texts: tuple[str, ...]) -> None:
        """Let TTP say which line each text is; of several the first in the tables."""
        mode = bucket[0]
        self._known.update({(mode, text): None for text in texts})
        template = _templates().get(bucket)
        if template is None:
            return
        if bucket not in self._matchers:
            self._matchers[bucket] = Matcher(template, self._functions)
        flattened = "\n".join(f"{mode}| {text} #{index}" for index, text in enumerate(texts))
        best: dict[int, int] = {}
        for name, records in self._matchers[bucket].matches(flattened).items():
            line, rank = self._lines[name], self._rank[name]
            for record in records:
                index = int(record.pop(NUMBER))
                if rank >= best.get(index, _LAST):
                    continue
                values = read_values(line, texts_of(line, record))
                if values is not None:
                    best[index] = rank
                    self._known[mode, texts[index]] = (line, values)


def _bucket(mode: str, words: str) -> _Bucket:
    """The template a line is held against: that of its mode, in big modes that of its first word."""
    first = words.partition(" ")[0]
    return mode, first if first in _split_modes().get(mode, ()) else ""


@cache
def _split_modes() -> Mapping[str, frozenset[str]]:
    """Mode → the first words that so many lines share that they have a template of their own."""
    found: dict[str, frozenset[str]] = {}
    for mode, lines in MODELLED.items():
        heads = [syntax.keywords[:1] for line in lines for syntax in line.spellings]
        shared = Counter(head[0] for head in heads if head)
        if all(heads):
            found[mode] = frozenset(word for word, count in shared.items() if count >= _MANY)
    return MappingProxyType(found)


@cache
def _templates() -> Mapping[_Bucket, str]:
    """The groups of the templates by the lines they can match."""
    lines = group_names()
    groups: dict[_Bucket, list[str]] = {}
    for table in TABLES:
        for name, group in groups_of(ttp_template(file_name(table))):
            line = lines[name]
            heads = dict.fromkeys(" ".join(syntax.keywords[:1]) for syntax in line.spellings)
            for head in heads:
                some = groups.setdefault(_bucket(line.mode, head), [])
                if group not in some:
                    some.append(group)
    return MappingProxyType({bucket: "\n".join(found) for bucket, found in groups.items()})


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
