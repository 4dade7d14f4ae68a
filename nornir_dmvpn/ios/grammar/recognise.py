"""One line of text → what it says, without TTP: for single lines, abbreviated ones and siblings of an edited line."""

from collections.abc import Iterable
from functools import lru_cache

from nornir_dmvpn.ios.grammar import KNOWN
from nornir_dmvpn.ios.grammar.line import Line, Statement
from nornir_dmvpn.ios.grammar.walk import Walked, walk
from nornir_dmvpn.ios.grammar.words import plain
from nornir_dmvpn.model.line import ConfigLine

_REMEMBERED = 65_536


@lru_cache(maxsize=_REMEMBERED)  # a memo of a pure function
def recognise(mode: str, text: str) -> Statement | None:
    """The statement of a line of a saved configuration, kept lines included; ``None`` when IOS would not know it."""
    words = plain(text)
    if words.startswith("default "):
        return None  # a command, never a line of a configuration
    outcome = walk(KNOWN.get(mode, ()), words, lenient=True)
    if not isinstance(outcome, Walked):
        return None
    return Statement(line=outcome.line, values=outcome.values, negated=outcome.negated)


@lru_cache(maxsize=_REMEMBERED)
def opened_mode(mode: str, text: str) -> str | None:
    """The mode a line opens, if it is known to open one."""
    outcome = walk(_openers(mode), plain(text), lenient=True)
    return outcome.line.opens if isinstance(outcome, Walked) and not outcome.negated else None


@lru_cache
def _openers(mode: str) -> tuple[Line, ...]:
    return tuple(one for one in KNOWN.get(mode, ()) if one.opens)


def spoken(lines: Iterable[ConfigLine], mode: str) -> tuple[Statement, ...]:
    """The modelled statements of lines, nested: what the TTP reader finds, by the walk alone (a few lines at most)."""
    found: list[Statement] = []
    for line in lines:
        said = None if line.is_comment else recognise(mode, line.text)
        if said is not None and not said.line.raw:
            below = spoken(line.children, said.line.opens) if said.line.opens else ()
            found.append(Statement(line=said.line, values=said.values, negated=said.negated, children=below))
    return tuple(found)


def closes(line: Line) -> bool:
    """Whether this is the line that closes its mode (``exit-af-interface``)."""
    return line.raw and line.syntax.startswith("exit")
