"""One line of IOS configuration, described once. Parser, renderer, planner and command line read this record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from dataclasses import field as declare
from enum import Enum
from functools import cached_property
from typing import Any

from nornir_dmvpn.ios.grammar.argument import ArgumentType
from nornir_dmvpn.ios.grammar.syntax import Argument, Keyword, Syntax, parse_syntax
from nornir_dmvpn.model.generation import Generation


class No(Enum):
    """What the ``no`` form of a line means for its field."""

    FALSE = "false"
    """The opposite of the line's value: the ``no`` form is a statement that can stand in a configuration."""
    RESET = "reset"
    """Nothing written: the field goes back to ``None`` or loses the item."""
    OTHER = "other"
    """The ``no`` form puts the value into the field named by ``no_field``."""


_KEYED = re.compile(r"(\w+)\[(\w+)\]\.(\w+)")


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """A line of mode ``mode``.

    ``field`` is the path below the record of the mode (``nhrp.servers``; ``eigrp[asn].hello`` = the element of
    ``eigrp`` whose ``asn`` is the argument of that name). A line with ``record`` builds that dataclass from its
    arguments and option flags; without it the value is its one argument, or ``value`` (``True``) when it has none.
    """

    mode: str
    syntax: str
    types: Mapping[str, ArgumentType] = declare(default_factory=dict)
    field: str = ""
    aliases: tuple[str, ...] = ()
    """Other spellings that are read but never written; same argument names."""
    record: type | None = None
    fixed: Mapping[str, object] = declare(default_factory=dict)
    """Fields of ``record`` this spelling implies (``ip vrf`` → ``legacy=True``); without a record, fields beside
    ``field`` that the line sets as well (``ip nhrp redirect timeout`` → ``redirect=True``)."""
    opens: str | None = None
    """The mode whose lines stand below this one."""
    exit: str | None = None
    """The line that closes the section, where IOS prints one."""
    many: bool = False
    key: tuple[str, ...] = ()
    """Arguments that make two lines of a list the same one; empty: all."""
    value: object = True
    no: No | None = None
    no_field: str = ""
    default: object = None
    """The value IOS takes for granted and does not print."""
    hidden_in: frozenset[Generation] = frozenset()
    """Generations in which ``True`` is taken for granted and not printed (G-04)."""
    slot: str = ""
    """Lines of one slot replace one another (``ip address`` and ``ip address dhcp``)."""
    wipes: tuple[str, ...] = ()
    """Sibling fields that IOS clears when this line changes."""
    no_wipes: tuple[str, ...] = ()
    """Sibling fields that the ``no`` form clears as well."""
    no_needs: str = ""
    """With :attr:`No.OTHER`: the flag that must be on for the ``no`` form to stand; then the plain form does not."""
    starts_with: tuple[str, ...] = ()
    """Lines IOS puts into a new section by itself."""
    refers: tuple[tuple[str, str], ...] = ()
    """(list field of the router, argument): the line is refused while no item of that name exists."""
    negates_whole: bool = False
    """The ``no`` form repeats the whole line, though only one can stand there."""
    replaces: bool = True
    """``False``: IOS refuses another value while one stands; the old one must go first."""
    sticky: bool = False
    """A plan that says nothing about the line leaves it as it is."""
    last: bool = False
    """A plan undoes this line after everything else in its section (``no shutdown``)."""
    prints_no: bool = False
    """Unset, the section shows the ``no`` form (``no ip address``)."""
    typed: bool = True
    """``False``: IOS prints it, nobody types it (``version``)."""
    order: int = 500
    """Position among the lines of the mode, as IOS prints and accepts them."""
    raw: bool = False
    """Known to exist, kept as text: has no field."""

    @cached_property
    def parsed(self) -> Syntax:
        return parse_syntax(self.syntax, self.types)

    @cached_property
    def spellings(self) -> tuple[Syntax, ...]:
        return (self.parsed, *(parse_syntax(one, self.types) for one in self.aliases))

    @cached_property
    def keyed(self) -> tuple[str, str, str] | None:
        """(list field, key argument, field of the element) of a path like ``eigrp[asn].hello``."""
        match = _KEYED.fullmatch(self.field)
        return (match.group(1), match.group(2), match.group(3)) if match else None

    @cached_property
    def beside(self) -> Mapping[str, object]:
        """Path below the mode's record (or the keyed element) → what a line without a record sets there as well."""
        path = self.keyed[2] if self.keyed else self.field
        parent = path.rpartition(".")[0]
        prefix = f"{parent}." if parent else ""
        return {} if self.record else {prefix + name: value for name, value in self.fixed.items()}

    @cached_property
    def value_names(self) -> tuple[str, ...]:
        """Arguments that make the value (a key of the path is not one of them)."""
        key = self.keyed[1] if self.keyed else None
        return tuple(name for name in self.parsed.arguments if name != key)

    @property
    def is_flag(self) -> bool:
        return not self.record and not self.value_names and not self.raw

    @cached_property
    def no_means(self) -> No:
        return self.no or (No.FALSE if self.is_flag and isinstance(self.value, bool) else No.RESET)

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """Arguments that say which item of a list this is."""
        if self.key or not self.many:
            return self.key or ((self.keyed[1],) if self.keyed else ())
        return tuple(self.parsed.arguments)

    @cached_property
    def negated_length(self) -> int:
        """How many elements of the syntax the shortest ``no`` form has; lists want the whole item."""
        elements = self.parsed.elements
        if self.raw or self.negates_whole or (self.many and not self.opens):
            return len(elements)
        least = len(self.parsed.keywords)
        for position, element in enumerate(elements, start=1):
            if isinstance(element, Argument) and element.name in self.identity:
                least = position
        while least < len(elements) and isinstance(elements[least], Keyword):
            least += 1  # `no neighbor X timers`, not `no neighbor X`
        return least

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        return tuple(name for name, one in self.parsed.arguments.items() if "secret" in one.type.name)

    def record_fields(self) -> tuple[str, ...]:
        """Field names of ``record`` that this line itself fills."""
        if self.record is None:
            return ()
        known = {one.name for one in fields(self.record)}
        own = [*self.value_names, *self.parsed.flags, *self.fixed]
        return tuple(name for name in own if name in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The lines of one area. ``area`` names its TTP template, ``parsers/ttp/cisco_ios_<area>.ttp``."""

    area: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A line as it was said: which one, with which values. ``children`` are the statements below it."""

    line: Line
    values: Mapping[str, Any] = declare(repr=False)
    negated: bool = False
    children: tuple["Statement", ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        return tuple(self.values.get(name) for name in self.line.identity)
