"""Short ways to write the entries of the tables: lines whose one argument is named like the field it fills."""

from typing import Any

from nornir_dmvpn.ios.grammar.argument import WORD, ArgumentType
from nornir_dmvpn.ios.grammar.line import Line


def flag(mode: str, syntax: str, field: str, order: int, **more: Any) -> Line:
    """A line without arguments: it stands there, its ``no`` form does, or neither."""
    return Line(mode=mode, syntax=syntax, field=field, order=order, **more)


def one(mode: str, syntax: str, kind: ArgumentType, field: str, order: int, **more: Any) -> Line:
    """A line with one value. ``{}`` in ``syntax`` (and ``aliases``) is the argument."""
    name = field.rpartition(".")[2]
    aliases = tuple(text.replace("{}", f"{{{name}}}") for text in more.pop("aliases", ()))
    types = {name: kind, **more.pop("types", {})}
    syntax = syntax.replace("{}", f"{{{name}}}")
    return Line(mode=mode, syntax=syntax, types=types, field=field, aliases=aliases, order=order, **more)


def each(mode: str, syntax: str, kind: ArgumentType, field: str, order: int, **more: Any) -> Line:
    """A line with one value that may stand there more than once."""
    return one(mode, syntax, kind, field, order, many=True, **more)


def section(syntax: str, field: str, record: type, opens: str, order: int, **more: Any) -> Line:
    """A global line that opens a named section."""
    types = more.pop("types", {"name": WORD})
    return Line(
        mode=more.pop("mode", "global"),
        syntax=syntax,
        types=types,
        field=field,
        record=record,
        many=True,
        key=more.pop("key", tuple(types)),
        opens=opens,
        order=order,
        **more,
    )
