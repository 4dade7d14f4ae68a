"""Statements → records. Order matters as it does to a router: what is said later wins."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from typing import Any, get_args, get_type_hints

from nornir_dmvpn.ios.grammar.line import Line, No, Statement
from nornir_dmvpn.ios.grammar.statement import item_key


class _Draft:
    """A record under construction: paths below it and what stands there."""

    def __init__(self) -> None:
        self.scalars: dict[str, object] = {}
        self.lists: dict[str, dict[object, object]] = {}
        self.sections: dict[str, dict[object, Statement]] = {}
        self.keyed: dict[str, dict[Any, _Draft]] = {}
        self.slots: dict[object, Line] = {}
        self.ranks: dict[str, Callable[[Any], Any]] = {}

    def say_section(self, path: str, statement: Statement) -> None:
        """A section entered again goes on where it was left."""
        items = self.sections.setdefault(path, {})
        before = items.get(item_key(statement))
        children = (*before.children, *statement.children) if before else statement.children
        items[item_key(statement)] = replace(statement, children=children)

    def take_slot(self, statement: Statement, path: str) -> None:
        """What another line said in the same place is gone."""
        key = (statement.line.slot, statement.identity)
        before = self.slots.get(key)
        self.slots[key] = statement.line
        if before is None or before is statement.line:
            return
        said = before.keyed[2] if before.keyed else before.field
        self.lists.get(said, {}).pop(item_key(statement), None)
        for one in (said, *before.beside) if said != path else ():
            self.scalars.pop(one, None)

    def element(self, owner: str, key: object) -> "_Draft":
        return self.keyed.setdefault(owner, {}).setdefault(key, _Draft())


def fold(record: type, own: Mapping[str, object], statements: Iterable[Statement]) -> Any:
    """Build ``record`` from the arguments of the line that opened it (``own``) and the statements below it."""
    draft = _Draft()
    for statement in statements:
        if not statement.line.raw:
            _say(draft, statement)
    return _finish(record, dict(own), draft)


def _say(draft: _Draft, statement: Statement) -> None:
    line, path = statement.line, statement.line.field
    if line.keyed:
        owner, key, path = line.keyed
        draft.ranks[owner] = line.parsed.arguments[key].type.rank
        draft = draft.element(owner, statement.values[key])
    if line.slot and not (line.opens and line.record):
        draft.take_slot(statement, path)
    if statement.negated:
        _unsay(draft, statement, path)
        return
    if line.opens and line.record:
        draft.say_section(path, statement)
        return
    value = value_of(statement)
    if line.many:
        items = draft.lists.setdefault(path, {})
        items[item_key(statement)] = value
        if line.no_means is No.OTHER:
            draft.lists.get(line.no_field, {}).pop(item_key(statement), None)
    else:
        draft.scalars[path] = value
        draft.scalars.update(line.beside)


def _unsay(draft: _Draft, statement: Statement, path: str) -> None:
    line = statement.line
    match line.no_means:
        case No.FALSE:
            draft.scalars[path] = not line.value
            draft.scalars.update(line.beside)
        case No.OTHER:
            draft.lists.get(path, {}).pop(item_key(statement), None)
            draft.lists.setdefault(line.no_field, {})[item_key(statement)] = value_of(statement)
        case No.RESET if line.many:
            draft.lists.get(path, {}).pop(item_key(statement), None)
            draft.sections.get(path, {}).pop(item_key(statement), None)
        case No.RESET:
            for one in (path, *line.beside):
                draft.scalars.pop(one, None)
            draft.sections.pop(path, None)


def value_of(statement: Statement) -> object:
    """The value a positive statement gives its field."""
    line, values = statement.line, statement.values
    if line.record is not None:
        own = {name: value for name, value in values.items() if name in line.record_fields()}
        return fold(line.record, {**own, **line.fixed}, statement.children)
    if line.value_names:
        return values[line.value_names[0]]
    return line.value


def _finish(record: type, values: dict[str, object], draft: _Draft) -> Any:
    nested: dict[str, _Draft] = {}
    for path, value in draft.scalars.items():
        _place(values, nested, path, value, "scalars")
    for path, items in draft.lists.items():
        _place(values, nested, path, items, "lists")
    for path, sections in draft.sections.items():
        built = tuple(value_of(one) for one in sections.values())
        many = any(one.line.many for one in sections.values())
        if built:
            values[path] = built if many else built[-1]
    hints = _hints(record)
    for name, below in nested.items():
        values[name] = _finish(hints[name], {}, below)
    for owner, elements in draft.keyed.items():
        element_type = get_args(hints[owner])[0]
        key_name = fields(element_type)[0].name
        keys = sorted(elements, key=draft.ranks[owner])
        found = [_finish(element_type, {key_name: key}, elements[key]) for key in keys]
        values[owner] = tuple(one for one in found if not _says_nothing(one, key_name))
    return record(**values)


@cache
def _hints(record: type) -> Mapping[str, Any]:
    return get_type_hints(record)


def _place(values: dict[str, object], nested: dict[str, _Draft], path: str, value: Any, kind: str) -> None:
    head, _, tail = path.partition(".")
    if tail:
        getattr(nested.setdefault(head, _Draft()), kind)[tail] = value
    else:
        values[head] = tuple(value.values()) if kind == "lists" else value


def _says_nothing(record: Any, key_name: str) -> bool:
    """Whether a keyed element holds nothing but its key (its last line was taken away)."""
    return all(
        getattr(record, one.name) == one.default
        for one in fields(record)
        if one.name != key_name and one.default is not MISSING
    )
