"""The grammar tables as TTP templates. They match *flattened* configuration: one line per configuration line,

``NUMBER MODE| LINE``, for example ``65 interface| ip address 10.0.0.1 255.255.255.0``, blanks collapsed and a leading
``no`` taken off. ``python -m nornir_dmvpn.ios.grammar`` rewrites the files under ``parsers/ttp``.
"""

from collections.abc import Iterator
from typing import Final

from nornir_dmvpn.ios.grammar import TABLES
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.syntax import Argument, Keyword

NUMBER: Final = "config_line"
_HEADER: Final = """<doc>
Cisco IOS configuration, area "{area}". Generated from nornir_dmvpn/ios/grammar/{area}.py by
python -m nornir_dmvpn.ios.grammar: change it there. Input is flattened configuration, "NUMBER MODE| LINE".
</doc>
"""


def file_name(table: Table) -> str:
    """The name of an area's template below ``parsers/ttp``."""
    return f"cisco_ios_{table.area}.ttp"


def group_names() -> dict[str, Line]:
    """TTP group name → the line it recognises."""
    return {f"{table.area}_{index}": line for table in TABLES for index, line in enumerate(table.lines)}


def template_text(table: Table) -> str:
    """The TTP template of one area."""
    parts = [_HEADER.format(area=table.area)]
    for index, line in enumerate(table.lines):
        body = "\n".join(dict.fromkeys(_alternatives(line)))
        parts.append(f'<group name="{table.area}_{index}*">\n{body}\n</group>\n')
    return "\n".join(parts)


def _alternatives(line: Line) -> Iterator[str]:
    """One template line per way to write it; ``_exact_``, else TTP takes every digit for any number (``ipv4``)."""
    flags = frozenset(line.parsed.flags)
    for syntax in line.spellings:
        for expansion in syntax.expansions():
            words = " ".join(_element(element, flags) for element in expansion)
            yield f"{{{{ {NUMBER} | DIGIT | _start_ | _exact_ }}}} {line.mode}| {words}"


def _element(element: Keyword | Argument, flags: frozenset[str]) -> str:
    if isinstance(element, Argument):
        return f'{{{{ {element.name} | re(r"{element.type.regex}") }}}}'
    flag = element.word.replace("-", "_")
    return f'{{{{ {flag} | re("{element.word}") }}}}' if flag in flags else element.word
