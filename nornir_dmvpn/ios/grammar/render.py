"""Statements → IOS text, each line through its own Jinja template, which is made from its syntax."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from nornir_dmvpn.ios.grammar.emit import config_statements
from nornir_dmvpn.ios.grammar.line import Line, Statement
from nornir_dmvpn.ios.grammar.syntax import Argument, Element, Keyword, Optional
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import MASK

_ENVIRONMENT: Final = Environment(undefined=StrictUndefined, autoescape=False)


def jinja_source(elements: Iterable[Element]) -> str:
    """``ip mtu {mtu}`` → ``ip mtu {{ mtu }}``; options become conditions."""
    parts: list[str] = []
    for element in elements:
        match element:
            case Keyword(word):
                parts.append(f" {word}")
            case Argument(name):
                parts.append(f" {{{{ {name} }}}}")
            case Optional(inner):
                condition = element.flag or next(one.name for one in inner if isinstance(one, Argument))
                parts.append(f"{{% if {condition} is not none %}}{jinja_source(inner)}{{% endif %}}")
    return "".join(parts)


@cache
def _template(source: str) -> Template:
    return _ENVIRONMENT.from_string(source)


@cache
def _sources(line: Line) -> tuple[str, str]:
    shortest = line.parsed.elements[: line.negated_length]
    return jinja_source(line.parsed.elements).strip(), jinja_source(shortest).strip()


def statement_text(statement: Statement, *, reveal: bool = False) -> str:
    """The line as IOS writes it. Secrets are masked unless ``reveal``."""
    line = statement.line
    whole, shortest = _sources(line)
    source = shortest if statement.negated else whole
    texts = {name: _argument_text(line, name, statement, reveal) for name in line.parsed.arguments}
    texts |= {flag: flag if statement.values.get(flag) else None for flag in line.parsed.flags}
    text = _template(source).render(texts)
    return f"no {text}" if statement.negated else text


def _argument_text(line: Line, name: str, statement: Statement, reveal: bool) -> str | None:
    value = statement.values.get(name)
    optional = name in line.parsed.optional_names
    if optional and value in (None, ()):
        return None
    kind = line.parsed.arguments[name].type
    if name not in statement.values:
        return None
    if name in line.secrets and not reveal:
        return MASK
    return kind.write(value)


def render_statements(statements: Iterable[Statement], *, reveal: bool = False, depth: int = 0) -> Iterator[str]:
    """Lines of text, one blank of indentation per level, with the lines that close sections."""
    for statement in statements:
        yield " " * depth + statement_text(statement, reveal=reveal)
        yield from render_statements(statement.children, reveal=reveal, depth=depth + 1)
        if statement.line.exit and not statement.negated:
            yield " " * depth + statement.line.exit


def is_hidden(statement: Statement, generation: Generation | None) -> bool:
    """G-04: some lines are taken for granted in a generation and never printed; their ``no`` form is."""
    return generation in statement.line.hidden_in and not statement.negated


def without_hidden(statements: Iterable[Statement], generation: Generation | None) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            line=one.line,
            values=one.values,
            negated=one.negated,
            children=without_hidden(one.children, generation),
        )
        for one in statements
        if not is_hidden(one, generation)
    )


def render_config(config: RouterConfig, *, reveal: bool = False, generation: Generation | None = None) -> str:
    """IOS text of the values, in an order IOS accepts; ends with a newline unless it is empty.

    ``reveal`` writes secrets in the clear (only for what is pushed or archived). With a ``generation`` the lines it
    does not print are left out, as in its ``show running-config``.
    """
    statements = without_hidden(config_statements(config), generation)
    return "".join(f"{line}\n" for line in render_statements(statements, reveal=reveal))
