"""Records → statements, in the order in which IOS prints and accepts them: :mod:`fold` the other way round."""

from collections.abc import Iterator
from typing import Any

from nornir_dmvpn.ios.grammar import GLOBAL, MODELLED
from nornir_dmvpn.ios.grammar.line import Line, No, Statement
from nornir_dmvpn.model.config import RouterConfig


def statements_of(record: object, mode: str) -> tuple[Statement, ...]:
    """What must be said in ``mode`` to come to ``record``."""
    found: list[Statement] = []
    done: set[str] = set()
    for line in MODELLED.get(mode, ()):
        if line.keyed is None:
            found += _of_line(record, line)
        elif line.keyed[0] not in done:
            done.add(line.keyed[0])
            found += _of_keyed(record, line.keyed[0], mode)
    return tuple(found)


def config_statements(config: RouterConfig) -> tuple[Statement, ...]:
    """Everything ``config`` says, top-level lines with their sections below them."""
    return statements_of(config, GLOBAL)


def _of_line(record: object, line: Line) -> Iterator[Statement]:
    if any(_at(record, path) != value for path, value in line.beside.items()):
        return
    yield from _of_value(line, _at(record, line.field), {})
    if line.no_field:
        for item in _at(record, line.no_field):
            yield Statement(line=line, values={line.value_names[0]: item}, negated=True)


def _of_keyed(record: object, owner: str, mode: str) -> Iterator[Statement]:
    """The lines of one element after the other, as IOS prints them (all of a ``neighbor`` together)."""
    lines = [(line, line.keyed) for line in MODELLED[mode] if line.keyed and line.keyed[0] == owner]
    for element in getattr(record, owner):
        for line, (_, key, name) in lines:
            if all(getattr(element, path) == value for path, value in line.beside.items()):
                yield from _of_value(line, getattr(element, name), {key: getattr(element, key)})


def _at(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = getattr(record, name)
    return record


def _of_value(line: Line, value: Any, given: dict[str, object]) -> Iterator[Statement]:
    if line.many:
        spellings = _spellings(line)
        for item in value if line is spellings[0] else ():
            fitting = (one for one in spellings if all(getattr(item, name) == it for name, it in one.fixed.items()))
            yield _statement(next(fitting), item, given)
    elif line.is_flag:
        if value is not None:
            negated = line.no_means is No.FALSE and value != line.value
            children = statements_of(value, line.opens) if line.opens and line.record else ()
            yield Statement(line=line, values=given, negated=negated, children=children)
    elif value is not None and not _empty_list(line, value):
        yield _statement(line, value, given)


def _spellings(line: Line) -> tuple[Line, ...]:
    """The lines that fill the same list, in its order: each item says by its fixed fields which one it is."""
    if not line.fixed:
        return (line,)
    return tuple(one for one in MODELLED[line.mode] if one.field == line.field)


def _empty_list(line: Line, value: object) -> bool:
    """An empty tuple stands for "not written", unless the line may be written without its words (``eigrp stub``)."""
    return value == () and line.value_names[0] not in line.parsed.optional_names


def _statement(line: Line, value: object, given: dict[str, object]) -> Statement:
    if line.record is None:
        return Statement(line=line, values={**given, line.value_names[0]: value})
    own = {name: getattr(value, name) for name in line.record_fields() if name not in line.fixed}
    children = statements_of(value, line.opens) if line.opens else ()
    return Statement(line=line, values={**given, **own}, children=children)
