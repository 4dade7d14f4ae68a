"""From what a terminal received to the lines that the router meant: prompts, pager and control bytes taken away."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

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
_SAID_OF_THE_ROUTER = ("Load for five secs: ", "Time source is ", "No time source, ", "Command authorization failed")
_BLOCK = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Screen:
    """The lines of one answer; ``host`` and ``command`` are those of the prompt line, if there was one."""

    source: str
    """The lines as they are shown, each but the last with a newline behind it; nothing where there is none."""
    first: int = 1
    """The number of its first line within the text that came in."""
    kept: Sequence[int] | None = None
    """The numbers of its lines where they are not consecutive."""
    host: str | None = None
    command: str | None = None

    @cached_property
    def texts(self) -> list[str]:
        """The lines."""
        return self.source.split("\n") if self.source else []

    @property
    def numbers(self) -> Sequence[int]:
        """Of the lines, ascending, from 1 within the text that came in."""
        if not self.source:
            return ()
        return range(self.first, self.first + self.source.count("\n") + 1) if self.kept is None else self.kept

    @property
    def lines(self) -> tuple[Line, ...]:
        """Each line with its number."""
        return tuple(zip(self.numbers, self.texts, strict=True))

    def flow(self) -> Iterator[Line]:
        """Each line with its number, without a moment at which all are there."""
        return zip(self.numbers, chain.from_iterable(self._blocks()), strict=True)

    def _blocks(self) -> Iterator[list[str]]:
        start = 0
        while start < len(self.source):
            end = self.source.find("\n", start + _BLOCK)
            yield self.source[start : None if end < 0 else end].split("\n")
            start = len(self.source) if end < 0 else end + 1

    def text(self, number: int) -> str:
        """That line without the blanks around it."""
        index = number - self.first if self.kept is None else bisect_left(self.kept, number)
        return self.texts[index].strip()


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
    kept: list[int] | None = None
    moves = _has_one_of(text, _DISPLAY_MARKS)
    marked = moves or "%" in text or _has_one_of(text, _SAID_OF_THE_ROUTER)
    if marked:
        shown = enumerate(map(_as_displayed, text.split("\n")) if moves else text.split("\n"), 1)
        lines = [line for line in shown if not _is_remark(line[1])]
        kept, text = [number for number, _ in lines], "\n".join(line for _, line in lines)
    start, above, host, typed = _leading_prompt(text)
    text = text[start : _end(text, start)]
    if kept is not None:
        kept = kept[above : above + text.count("\n") + 1]
    screen = Screen(source=text, first=above + 1, kept=kept, host=host, command=typed)
    for number, line in screen.flow() if marked else ():
        if _REJECTED.match(line):
            raise ParseError(command, number, line.strip(), "the router rejected the command")
    return screen


def _has_one_of(text: str, marks: Sequence[str]) -> bool:
    for mark in marks:  # noqa: SIM110 # a spoke's answer is read in the time that `any` takes to start a dozen generators
        if mark in text:
            return True
    return False


def _is_remark(line: str) -> bool:
    """A timestamp that ``terminal exec prompt timestamp`` adds, or a log message between the lines."""
    return bool(_TIMESTAMP.match(line) or _SYSLOG.match(line))


def _leading_prompt(text: str) -> tuple[int, int, str | None, str | None]:
    """Where the answer starts, how many lines are above it, host and command of the last of these: prompt or echo."""
    begin, above = 0, 0
    while True:
        end = text.find("\n", begin)
        line = text[begin : None if end < 0 else end]
        if line.strip() or end < 0:
            break
        begin, above = end + 1, above + 1
    start = len(text) if end < 0 else end + 1
    prompt = split_prompt(line)
    if prompt is not None:
        return start, above + 1, *prompt
    if re.match(r"\s*sh\w*\s+\S", line):
        return start, above + 1, None, line.strip()
    return 0, 0, None, None


def _refuse_binary(command: str, text: str) -> None:
    if text.isascii() and not text.encode().translate(None, _TERMINAL_BYTES):
        return
    match = _CONTROL.search(text)
    if match is not None:
        number = text.count("\n", 0, match.start()) + 1
        raise ParseError(command, number, text[match.start()], "this is not text from a terminal")


def _with_newlines(text: str) -> str:
    r"""Whatever ends its lines made ``\n``; a carriage return within a line stays, it moves the cursor."""
    text = text.removeprefix("\ufeff")
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
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


def _end(text: str, start: int) -> int:
    """Where the answer ends: before blank lines, and before a prompt that waits for the next command."""
    written = max(start, len(text.rstrip()))
    begin = max(start, text.rfind("\n", start, written) + 1)
    prompt = split_prompt(text[begin:written])
    if prompt is not None and (not prompt[1] or prompt[1] in {"exit", "logout"}):
        return max(start, begin - 1)
    end = text.find("\n", written)
    return start if written == start else len(text) if end < 0 else end
