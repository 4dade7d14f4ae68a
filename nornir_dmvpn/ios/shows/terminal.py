"""From what a terminal received to the lines that the router meant: prompts, pager and control bytes taken away."""

import re
from dataclasses import dataclass

from nornir_dmvpn.errors import ParseError

Line = tuple[int, str]
"""Line number, from 1 within the text that came in, and the line without its end."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])")
_PAGER = re.compile(r"\s?(?<!-)-++\s?[Mm]ore\s?-+\s?")
_PROMPT = re.compile(r"(?P<host>[A-Za-z0-9][\w.()/:@-]*)[#>]\s*(?P<command>.*)")
_TIMESTAMP = re.compile(r"Load for five secs: |Time source is |No time source, ")
_SYSLOG = re.compile(r"[*.]?(?:\d+: )?[*.]?[A-Z][a-z]{2} +\d+ .*: %[A-Z0-9_]+-\d-[A-Z0-9_]+:")
_REJECTED = re.compile(r"\s*% |Command authorization failed")
_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\ufffd]")

_TERMINAL_BYTES = bytes(code for code in range(128) if not _CONTROL.match(chr(code)))
# What must stand somewhere in a text for one of its lines to match an expression above. Looking for these in the whole
# is nothing beside trying each of the forty thousand lines that a hub prints.
_DISPLAY_MARKS = ("\x1b", "\b", "\r", "More", "more")
_REMARKS = ("Load for five secs: ", "Time source is ", "No time source, ", ": %")
_REFUSALS = ("% ", "Command authorization failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The lines of one answer; ``host`` and ``command`` are those of the prompt line, if there was one."""

    lines: tuple[Line, ...]
    host: str | None = None
    command: str | None = None


def split_prompt(line: str) -> tuple[str, str] | None:
    """``R1#sh dmvpn`` → ``("R1", "sh dmvpn")``; a bare prompt has the command ``""``; ``None`` if it is none."""
    match = _PROMPT.fullmatch(line.strip())
    if match is None:
        return None
    command = match["command"]
    return None if command and not command[0].isalpha() else (match["host"], command)


def clean(command: str, text: str) -> Screen:
    """The lines of an answer. ``ParseError`` if the text is binary or the router rejected ``command``."""
    _refuse_binary(command, text)
    text = _with_newlines(text)
    lines = list(enumerate(text.split("\n"), 1))
    moves = any(mark in text for mark in _DISPLAY_MARKS)
    if moves:
        lines = [(number, _as_displayed(line)) for number, line in lines]
    if moves or any(mark in text for mark in _REMARKS):
        lines = [line for line in lines if not _TIMESTAMP.match(line[1]) and not _SYSLOG.match(line[1])]
    host, typed = _take_leading_prompt(lines)
    _drop_trailing_prompt(lines)
    if moves or any(mark in text for mark in _REFUSALS):
        for number, line in lines:
            if _REJECTED.match(line):
                raise ParseError(command, number, line.strip(), "the router rejected the command")
    return Screen(lines=tuple(lines), host=host, command=typed)


def _take_leading_prompt(lines: list[Line]) -> tuple[str | None, str | None]:
    """Host and command of the first line that says something, if it is a prompt or an echo; it is taken away."""
    first = next((index for index, line in enumerate(lines) if line[1].strip()), None)
    if first is None:
        return None, None
    text = lines[first][1]
    prompt = split_prompt(text)
    if prompt is not None:
        del lines[: first + 1]
        return prompt
    if re.match(r"\s*sh\w*\s+\S", text):
        del lines[: first + 1]
        return None, text.strip()
    return None, None


def _refuse_binary(command: str, text: str) -> None:
    if text.isascii() and not text.encode().translate(None, _TERMINAL_BYTES):
        return
    match = _CONTROL.search(text)
    if match is not None:
        number = text.count("\n", 0, match.start()) + 1
        raise ParseError(command, number, text[match.start()], "this is not text from a terminal")


def _with_newlines(text: str) -> str:
    r"""Whatever ends its lines made ``\n``; a carriage return within a line stays, it moves the cursor."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")


def _as_displayed(line: str) -> str:
    """The line as a terminal shows it: escapes gone, backspace and carriage return move, later characters overwrite."""
    line = _ESCAPE.sub("", line)
    if "\b" in line or "\r" in line:
        line = _overwrite(line)
    return _PAGER.sub("", line, count=1)


def _overwrite(line: str) -> str:
    cells: list[str] = []
    column = 0
    for character in line.rstrip("\r"):
        if character == "\b":
            column = max(0, column - 1)
        elif character == "\r":
            column = 0
        else:
            cells[column : column + 1] = [character]
            column += 1
    return "".join(cells)


def _drop_trailing_prompt(lines: list[Line]) -> None:
    while lines and not lines[-1][1].strip():
        lines.pop()
    if lines:
        prompt = split_prompt(lines[-1][1])
        if prompt is not None and (not prompt[1] or prompt[1] in {"exit", "logout"}):
            lines.pop()
