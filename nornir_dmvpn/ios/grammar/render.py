"""Statements → IOS text, each line through its own Jinja template, which is made from its syntax."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from nornir_dmvpn.ios.grammar.emit import config_statements
from nornir_dmvpn.ios.grammar.line import Line, Statement
from nornir_dmvpn.ios.grammar.syntax import Argument, Element, Keyword, Optional, flat
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import MASK

_ENVIRONMENT: Final = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - not HTML


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
def _line_template(line: Line, negated: bool) -> tuple[Template, tuple[Argument, ...]]:
    """The template of a line (of its shortest ``no`` form), and the arguments it shows."""
    elements = line.parsed.elements[: line.negated_length] if negated else line.parsed.elements
    arguments = tuple(one for one in flat(elements) if isinstance(one, Argument))
    return _ENVIRONMENT.from_string(jinja_source(elements).strip()), arguments


def statement_text(statement: Statement, *, reveal: bool = False) -> str:
    """The line as IOS writes it. Secrets are masked unless ``reveal``."""
    line, values = statement.line, statement.values
    template, arguments = _line_template(line, statement.negated)
    texts: dict[str, str | None] = {flag: flag if values.get(flag) else None for flag in line.parsed.flags}
    for argument in arguments:
        value = values.get(argument.name)
        if argument.name in line.parsed.optional_names and value in (None, ()):
            texts[argument.name] = None
        else:
            masked = argument.name in line.secrets and not reveal
            texts[argument.name] = MASK if masked else argument.type.write(value)
    text = template.render(texts)
    return f"no {text}" if statement.negated else text


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
    """The statements a generation prints."""
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
