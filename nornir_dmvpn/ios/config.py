"""Running-config text ↔ :class:`~nornir_dmvpn.model.config.RouterConfig`: what the rest of the program calls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.emit import config_statements
from nornir_dmvpn.ios.grammar.fold import fold, value_of
from nornir_dmvpn.ios.grammar.line import No, Statement
from nornir_dmvpn.ios.grammar.nest import nested
from nornir_dmvpn.ios.grammar.parse import ConfigParser
from nornir_dmvpn.ios.grammar.raw import KEPT
from nornir_dmvpn.ios.grammar.render import render_config
from nornir_dmvpn.ios.grammar.statement import item_key, says_the_same
from nornir_dmvpn.ios.tree import tree_of, tree_text
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

__all__ = [
    "ConfigParser",
    "ReadLine",
    "modelled",
    "parse_config",
    "parse_section",
    "parse_tree",
    "render_config",
    "render_tree",
]


def parse_config(text: str, source: str = "", *, parser: ConfigParser | None = None) -> RouterConfig:
    """Read a configuration: a saved running-config, or lines as somebody would paste them. Never raises.

    ``source`` is the file findings cite. A ``parser`` is worth keeping when there are several texts: making one takes
    about 25 ms. Lines the grammar does not know stay in ``tree`` only.
    """
    return parse_tree(nested(tree_of(text, source)), parser=parser)


def parse_tree(tree: ConfigTree, *, parser: ConfigParser | None = None) -> RouterConfig:
    """Read the values of a tree of lines. With the same ``parser`` only sections that changed are read again."""
    reader = parser or ConfigParser()
    config: RouterConfig = fold(RouterConfig, {}, reader.config_statements(tree))
    return replace(config, tree=tree)


def parse_section(line: ConfigLine, *, parser: ConfigParser | None = None, mode: str = GLOBAL) -> object | None:
    """The record one section builds (an ``Interface``, an ``IsakmpPolicy`` …); ``None`` when it is not modelled."""
    reader = parser or ConfigParser()
    statements = reader.statements((line,), mode)
    return value_of(statements[0]) if statements and not statements[0].negated else None


def render_tree(config: RouterConfig) -> str:
    """The text the configuration was read from, unchanged (secrets as they stood there)."""
    return tree_text(config.tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One line of a configuration: is it modelled, or only kept?"""

    line: ConfigLine
    path: tuple[str, ...]
    """The lines above it, outermost first."""
    modelled: bool


def modelled(config: RouterConfig, *, parser: ConfigParser | None = None) -> tuple[ReadLine, ...]:
    """Every line but comments, with whether rendering the values reproduces it.

    A line that a later one overrides is not modelled; one that only says that something is not there (``no ip
    address``) is when the values do not have it either.
    """
    reader = parser or ConfigParser()
    return tuple(_read_lines(config.tree.lines, (), GLOBAL, reader, config_statements(config)))


def _read_lines(
    lines: Sequence[ConfigLine], path: tuple[str, ...], mode: str, reader: ConfigParser, written: Sequence[Statement]
) -> list[ReadLine]:
    """``written`` is what rendering says in this section."""
    by_item = {item_key(one): one for one in written}
    closing = {one.line.exit for one in written}
    found: list[ReadLine] = []
    for line in lines:
        if line.is_comment:
            continue
        said = next(iter(reader.statements((line,), mode)), None)
        there = by_item.get(item_key(said)) if said else None
        if said is None:
            reproduced = line.text.strip() in closing
        elif said.negated and said.line.no_means is No.RESET:
            reproduced = there is None
        else:
            reproduced = there is not None and says_the_same(said, there)
        found.append(ReadLine(line=line, path=path, modelled=reproduced))
        opens = said.line.opens if said else None
        below = there.children if there else ()
        found += _read_lines(line.children, (*path, line.text), opens or KEPT, reader, below)
    return found
