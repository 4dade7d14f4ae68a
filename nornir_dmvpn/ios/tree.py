"""Configuration text ↔ the tree of its lines. Nothing is lost: ``tree_text(tree_of(text)) == text``.

Nesting is that of the indentation. Banner bodies and certificates stand below the line that opens them, whatever
their own indentation. What pasted snippets without indentation mean is decided by the grammar, later.
"""

import re
from dataclasses import dataclass, field

from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_BANNER = re.compile(r"banner\s+\S+\s+(\^C|\S)(.*)", re.DOTALL)
_CERTIFICATE = re.compile(
    r"certificate\s+(?:self-signed\s+|ca\s+|rollover\s+)*[0-9A-Fa-f]{2,}"
)  # with `nvram:…` behind it nothing follows


@dataclass(slots=True)
class _Open:
    """A line whose children are still being collected."""

    text: str
    number: int
    indent: int
    children: list["ConfigLine | _Open"] = field(default_factory=list)

    def closed(self) -> ConfigLine:
        children = tuple(one.closed() if isinstance(one, _Open) else one for one in self.children)
        return ConfigLine(self.text, self.number, children, self.indent)


def tree_of(text: str, source: str = "") -> ConfigTree:
    """The lines of ``text``; ``source`` is the file name that findings cite. Never raises.

    Comments and blank lines end no section: they stand beside the line that follows them.
    """
    top: list[ConfigLine | _Open] = []
    stack: list[_Open] = []
    waiting: list[ConfigLine | _Open] = []  # comments and blank lines since the last line that says something
    ends: str | None = None  # what closes the block of raw lines we are in
    for number, raw in enumerate(text.split("\n"), start=1):
        body = raw.lstrip(" ")
        line = _Open(body, number, len(raw) - len(body))
        if ends is not None:
            stack[-1].children.append(line)
            ends = None if _closes(raw, ends) else ends
        elif not body.strip() or body.startswith("!"):
            waiting.append(line)
        else:
            while stack and stack[-1].indent >= line.indent:
                stack.pop()
            (stack[-1].children if stack else top).extend((*waiting, line))
            waiting = []
            stack.append(line)
            ends = _opens_block(body)
    lines = (*top, *waiting)
    return ConfigTree(tuple(one.closed() if isinstance(one, _Open) else one for one in lines), source)


def _opens_block(body: str) -> str | None:
    """The text that ends the raw lines after ``body``, or ``None`` when ordinary lines follow."""
    banner = _BANNER.match(body)
    if banner:
        delimiter, rest = banner.groups()
        return None if delimiter in rest else delimiter
    return "quit" if _CERTIFICATE.fullmatch(body.strip()) else None


def _closes(raw: str, ends: str) -> bool:
    return raw.strip() == "quit" if ends == "quit" else ends in raw


def tree_text(tree: ConfigTree) -> str:
    """The text the tree was read from, to the byte (carriage returns are part of the lines)."""
    return "\n".join(" " * line.indent + line.text for line in tree.walk())
