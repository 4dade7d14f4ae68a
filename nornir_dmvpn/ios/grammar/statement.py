"""Words ↔ values of one line, the part that TTP, the command line and the editor share."""

import re
from collections.abc import Hashable, Mapping

from nornir_dmvpn.ios.grammar.line import Line, Statement


def read_values(line: Line, texts: Mapping[str, str]) -> dict[str, object] | None:
    """Typed values of a recognised line; ``None`` when an argument does not read as its type.

    ``texts`` holds the words of the arguments that are there, and the names of the flags that are.
    """
    values: dict[str, object] = {}
    for name, argument in line.parsed.arguments.items():
        text = texts.get(name)
        if text is None:
            values[name] = argument.type.missing
            continue
        if not re.fullmatch(argument.type.regex, text):
            return None
        try:
            values[name] = argument.type.read(text)
        except ValueError:
            return None
    values.update({flag: flag in texts for flag in line.parsed.flags})
    return values


def item_key(said: Statement) -> Hashable:
    """What a statement answers: two with the same key replace each other."""
    return (said.line.mode, said.line.slot or id(said.line), said.identity)


def same_item(one: Statement, other: Statement) -> bool:
    """Whether two statements answer the same question, so that the later one replaces the earlier."""
    return same_slot(one.line, other.line) and one.identity == other.identity


def says_the_same(one: Statement, other: Statement) -> bool:
    """Whether two statements mean the same, however they are spelled (what is below them aside)."""
    if one.negated != other.negated:
        return False
    if one.line is not other.line:
        return _spelled_differently(one, other)
    names = (*one.line.parsed.arguments, *one.line.parsed.flags)
    return all((one.values.get(name) or None) == (other.values.get(name) or None) for name in names)


def _spelled_differently(one: Statement, other: Statement) -> bool:
    """Whether two lines give one field the same value (``ip vrf forwarding X``, ``vrf forwarding X``)."""
    lines = (one.line, other.line)
    if not same_slot(*lines) or one.line.field != other.line.field or any(it.record or it.is_flag for it in lines):
        return False
    return bool(one.values[one.line.value_names[0]] == other.values[other.line.value_names[0]])


def same_slot(one: Line, other: Line) -> bool:
    """Whether two lines fill the same place, as ``ip address A M`` and ``ip address dhcp`` do."""
    return one is other or (bool(one.slot) and one.slot == other.slot and one.mode == other.mode)
