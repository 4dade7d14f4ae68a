"""Configuration lines without their secrets, for people to read."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.recognise import recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.words import plain
from nornir_dmvpn.model.line import ConfigLine, ConfigTree
from nornir_dmvpn.model.secret import MASK

_ANNOUNCED: Final = re.compile(
    r"(?<![\w-])(?<!set )("
    r"(?:password|secret|passphrase|key-string|authentication-key|community|md5|nhrp authentication"
    r"|pre-shared-key(?: local| remote| hex| address .+ key)?"
    r"|standby \d+ authentication(?: text)?"
    r"|key(?! chain\b| config-key\b| generate\b| zeroize\b))"
    r"(?: encryption-type)?(?: \d)?"
    r") +(\S+)",
    re.IGNORECASE,
)
"""Words after which a secret stands, with the type of its encryption; the secret is the word that follows."""


def masked_lines(tree: ConfigTree) -> tuple[tuple[str, str], ...]:
    """(as it is, with its secrets masked) of every line, indented as it stands."""
    return tuple(_masked(tree.lines, GLOBAL))


def _masked(lines: Iterable[ConfigLine], mode: str) -> Iterator[tuple[str, str]]:
    for line in lines:
        margin = " " * line.indent
        yield margin + line.text, margin + masked(line.text, mode)
        said = None if line.is_comment else recognise(mode, line.text)
        yield from _masked(line.children, (said.line.opens if said else None) or "kept")


def masked(text: str, mode: str = GLOBAL) -> str:
    """One line with its secrets masked: those the grammar knows, and whatever follows a word that announces one.

    A line the grammar models without a secret (``tunnel key 1``) is left alone, unless a comment stands behind it.
    """
    said = recognise(mode, text)
    if said is not None and said.line.secrets:
        return statement_text(said)
    if said is not None and not said.line.raw and plain(text) == text:
        return text
    return _ANNOUNCED.sub(lambda found: f"{found[1]} {MASK}", text)
