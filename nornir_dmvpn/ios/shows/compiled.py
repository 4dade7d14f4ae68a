"""TextFSM templates compiled: one fused expression per state instead of one per rule.

The template stays the only description of a layout. What cannot be fused is left to the stock engine.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from re import Pattern
from typing import Any

import textfsm

from nornir_dmvpn.ios.shows.fuse import Matcher, Piece, fused, fused_behind, piece
from nornir_dmvpn.ios.templates import textfsm_template

_OPTIONS = frozenset({"Filldown", "Required", "List", "Fillup", "Key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One ``Value`` line."""

    name: str
    options: tuple[str, ...]
    nested: Pattern[str] | None
    """Of a list whose items are made of groups: its expression."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a state, as a run needs it."""

    index: int
    """Within its state."""
    piece: Piece
    names: tuple[str, ...]
    positions: tuple[int, ...]
    """Of the values of those names within a record."""
    groups: tuple[int, ...]
    """Of those values within the rule's own expression, from 0."""
    own: tuple[int, ...]
    """Of ``positions`` those of values that are not filled down."""
    record: str
    """``Record``, ``Clear``, ``Clearall``, or nothing."""
    goes_on: bool
    """``Continue``: the line is shown to the rules below as well."""
    error: str | None
    """What TextFSM says of the line that an ``Error`` rule matches; the line goes where ``{}`` stands."""
    state: str
    """The state that follows; empty to stay."""

    @property
    def only_gives(self) -> bool:
        """Whether it consumes the line, gives values, and nothing more comes of it."""
        return not (self.record or self.goes_on or self.error or self.state)


Action = tuple[Rule, tuple[tuple[int, int], ...], bool, str]
"""What a match means: the rule; position and group of each of its values in the fused expression; whether it does no
more than give them; what a ``Continue`` rule above does to the record first.
"""


class Dispatch(dict[str, tuple[Matcher, dict[int, Action]]]):
    """The rules of a state, from one on: by a line's first character, those that can match it, fused.

    It remembers what it computed from its rules, nothing else; the key ``""`` is for all of them.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        self.rules = rules

    def __missing__(self, key: str) -> tuple[Matcher, dict[int, Action]]:
        if key and not key.isascii():
            return self[""]
        chosen = [one for one in self.rules if not key or one.piece.first is None or key in one.piece.first]
        found = self[key] = _fuse(chosen)
        return found


def _fuse(rules: Sequence[Rule]) -> tuple[Matcher, dict[int, Action]]:
    if not rules:
        return re.compile(r"(?!)").match, {}
    first, *others = rules
    if (
        others
        and _only_operates(first)
        and all(not one.goes_on and one.piece.prefix == first.piece.prefix for one in others)
    ):
        matcher, behind, alone, without = fused_behind(first.piece, [rule.piece for rule in others])
        actions = {marker: _action(rule, marker, first.record) for rule, marker in zip(others, behind, strict=True)}
        actions |= {marker: _action(rule, marker) for rule, marker in zip(others, without, strict=True)}
        return matcher, {**actions, alone: _action(first, alone)}
    matcher, markers = fused([rule.piece for rule in rules])
    return matcher, {marker: _action(rule, marker) for rule, marker in zip(rules, markers, strict=True)}


def _only_operates(rule: Rule) -> bool:
    """A ``Continue.Record`` or the like, which most often stands above the rules of the line that begins a record."""
    return rule.goes_on and bool(rule.record) and not rule.names


def _action(rule: Rule, marker: int, above: str = "") -> Action:
    first = marker - rule.piece.groups
    taken = tuple((position, first + group) for position, group in zip(rule.positions, rule.groups, strict=True))
    return rule, taken, rule.only_gives, above


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A compiled template."""

    header: tuple[str, ...]
    values: tuple[Value, ...]
    states: dict[str, tuple[Dispatch, ...]]
    """For each state the rules from the first on, from the second on, and so forth; the last has none."""
    ends_silently: bool
    """The template has an ``EOF`` state: the end of the text records nothing."""

    is_special: bool
    """A value needs more than to be required or filled down."""
    gives_early: bool
    """A ``Continue`` rule gives values: then a line may give some and still not be consumed."""
    required: tuple[int, ...]
    kept: tuple[int, ...]
    """The values that are filled down."""
    dropped: tuple[int, ...]
    """The others."""


@cache
def program(template: str) -> Program | None:
    """The packaged template of that stem, compiled; ``None`` if it must be left to the stock engine."""
    return compile_template(textfsm_template(template))


def compile_template(text: str) -> Program | None:
    """That template compiled; ``None`` if it must be left to the stock engine."""
    stock = textfsm.TextFSM(StringIO(text))
    values = tuple(_value(one) for one in stock.values)
    if any(not _OPTIONS.issuperset(value.options) for value in values):
        return None
    states: dict[str, tuple[Dispatch, ...]] = {}
    for name, stock_rules in stock.states.items():
        rules: list[Rule] = []
        for index, stock_rule in enumerate(stock_rules):
            made = piece(stock_rule.regex)
            if made is None:
                return None
            rules.append(_rule(index, stock_rule, made, values))
        states[name] = tuple(Dispatch(rules[start:]) for start in range(len(rules) + 1))
    rules_of_all = [rule for from_first, *_ in states.values() for rule in from_first.rules]
    positions = range(len(values))
    return Program(
        header=tuple(value.name for value in values),
        values=values,
        states=states,
        ends_silently="EOF" in stock.states,
        is_special=any({"List", "Fillup"} & {*value.options} for value in values),
        gives_early=any(rule.goes_on and rule.names for rule in rules_of_all),
        required=tuple(at for at in positions if "Required" in values[at].options),
        kept=tuple(at for at in positions if "Filldown" in values[at].options),
        dropped=tuple(at for at in positions if "Filldown" not in values[at].options),
    )


def _value(stock: Any) -> Value:
    options = tuple(stock.OptionNames())
    nested = stock.compiled_regex if "List" in options and stock.compiled_regex.groups > 1 else None
    return Value(name=stock.name, options=options, nested=nested)


def _rule(index: int, stock: Any, made: Piece, values: tuple[Value, ...]) -> Rule:
    positions = {value.name: position for position, value in enumerate(values)}
    found = {name: group for name, group in re.compile(stock.regex).groupindex.items() if name in positions}
    return Rule(
        index=index,
        piece=made,
        names=tuple(found),
        positions=tuple(positions[name] for name in found),
        groups=tuple(group - 1 for group in found.values()),
        own=tuple(positions[name] for name in found if "Filldown" not in values[positions[name]].options),
        record="" if stock.record_op == "NoRecord" else stock.record_op,
        goes_on=stock.line_op == "Continue",
        error=_error(stock),
        state="" if stock.line_op == "Error" else stock.new_state,
    )


def _error(stock: Any) -> str | None:
    if stock.line_op != "Error":
        return None
    where = f"Rule Line: {stock.line_num}. Input Line: {{}}"
    if not stock.new_state:
        return f"State Error raised. {where}"
    said = stock.new_state.replace("{", "{{").replace("}", "}}")
    return f"Error: {said}. {where}."
