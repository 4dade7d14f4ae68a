"""Configuration lines without their secrets, for people to read."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.recognise import recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.model.line import ConfigLine, ConfigTree
from nornir_dmvpn.model.secret import MASK

_KEYWORD: Final = re.compile(
    r"(?P<before>.*\b(?:password|secret|key-string|pre-shared-key(?: (?:local|remote|address \S+|hex))?|community|"
    r"key(?! chain| \d+$| config-key| generate| zeroize)|passphrase|md5|authentication(?= \S{1,8}$)|wpa-psk ascii)"
    r"(?: encryption-type)?(?: \d(?= ))?) (?P<secret>\S+)(?P<after>.*)"
)
_PLAIN_WORDS: Final = frozenset(
    {"pre-share", "rsa-sig", "mode", "ppp", "level", "chap", "pap", "text", "message-digest"}
)


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
    """One line with its secrets masked: those the grammar knows, and whatever follows a word that announces one."""
    said = recognise(mode, text)
    if said is not None and said.line.secrets:
        return statement_text(said)
    match = _KEYWORD.fullmatch(text)
    if match is None or match["secret"] in _PLAIN_WORDS or (said is not None and not said.line.raw):
        return text
    return f"{match['before']} {MASK}{match['after']}"
