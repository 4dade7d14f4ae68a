"""The grammar tables as TTP templates. They match *flattened* configuration: one line per configuration line,

``MODE| LINE #NUMBER``, for example ``interface| ip address 10.0.0.1 255.255.255.0 #65``, blanks collapsed and a leading
``no`` taken off. What may be left out of a line is one variable, ``option_SPELLING_INDEX``, so that a line is one
regular expression however many options it has. ``python -m nornir_dmvpn.ios.grammar`` rewrites ``parsers/ttp``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from nornir_dmvpn.ios.grammar import TABLES
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.syntax import Argument, Keyword, Optional, regex_of

NUMBER: Final = "config_line"
_GROUP: Final = re.compile(r'<group name="(\w+)\*">.*?</group>', re.DOTALL)
_HEADER: Final = """<doc>
Cisco IOS configuration, area "{area}". Generated from nornir_dmvpn/ios/grammar/{area}.py by
python -m nornir_dmvpn.ios.grammar: change it there. Input is flattened configuration, "MODE| LINE #NUMBER".
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
        body = "\n".join(_spelling(line, number) for number in range(len(line.spellings)))
        parts.append(f'<group name="{table.area}_{index}*">\n{body}\n</group>\n')
    return "\n".join(parts)


def groups_of(text: str) -> Iterator[tuple[str, str]]:
    """(name, group with its tags) of every group of a template."""
    for match in _GROUP.finditer(text):
        yield match[1], match[0]


def texts_of(line: Line, record: Mapping[str, str]) -> dict[str, str]:
    """What TTP found of a line → the words of its arguments, and the names of its flags."""
    texts: dict[str, str] = {}
    for name, text in record.items():
        if name.startswith("option_"):
            spelling, index = name.split("_")[1:]
            texts.update(line.spellings[int(spelling)].option_texts(int(index), text))
        else:
            texts[name] = text
    return texts


def _spelling(line: Line, number: int) -> str:
    """One template line; ``_exact_``, else TTP takes every digit for any number (``ipv4``)."""
    parts = [f"{line.mode}|"]
    options = 0
    for element in line.spellings[number].elements:
        match element:
            case Keyword(word):
                parts.append(f" {word}")
            case Argument(name, kind):
                parts.append(f" {{{{ {name} | re({_quoted(kind.regex)}) }}}}")
            case Optional():
                parts.append(f"{{{{ option_{number}_{options} | re({_quoted(regex_of((element,)))}) }}}}")
                options += 1
    return "".join((*parts, f" #{{{{ {NUMBER} | DIGIT | _start_ | _exact_ }}}}"))


def _quoted(regex: str) -> str:
    """A Python string of a regular expression. TTP cuts its filters at every bar, inside quotes too."""
    if "|" not in regex:
        return f'r"{regex}"'
    return '"' + regex.replace("\\", "\\\\").replace("|", "\\x7c") + '"'
