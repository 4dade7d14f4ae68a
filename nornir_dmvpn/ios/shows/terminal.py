"""From what a terminal received to the lines that the router meant: prompts, pager and control bytes taken away."""

import re
from bisect import bisect_left
from collections.abc import Sequence
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
_TIMESTAMPS = ("Load for five secs: ", "Time source is ", "No time source, ")
_UNAUTHORISED = "Command authorization failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The lines of one answer; ``host`` and ``command`` are those of the prompt line, if there was one."""

    numbers: Sequence[int]
    """Of the lines, ascending, from 1 within the text that came in."""
    texts: Sequence[str]
    host: str | None = None
    command: str | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Each line with its number."""
        return tuple(zip(self.numbers, self.texts, strict=True))

    def text(self, number: int) -> str:
        """That line without the blanks around it; nothing if there is none of that number."""
        index = bisect_left(self.numbers, number) if isinstance(self.numbers, list) else number - self.numbers[0]
        return self.texts[index].strip()

    def written(self) -> "Screen":
        """Without the blank lines."""
        texts = [text for text in self.texts if text and not text.isspace()]
        if len(texts) == len(self.texts):
            return self
        numbers = [number for number, text in zip(self.numbers, self.texts, strict=True) if text and not text.isspace()]
        return Screen(numbers=numbers, texts=texts, host=self.host, command=self.command)


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
    texts: list[str] = text.split("\n")
    numbers: Sequence[int] = range(1, len(texts) + 1)
    moves = any(mark in text for mark in _DISPLAY_MARKS)
    if moves:
        texts = [_as_displayed(line) for line in texts]
    if moves or "%" in text or any(mark in text for mark in _TIMESTAMPS):
        kept = [(number, line) for number, line in enumerate(texts, 1) if not _is_remark(line)]
        numbers, texts = [number for number, _ in kept], [line for _, line in kept]
    start, host, typed = _leading_prompt(texts)
    end = _end(texts, start)
    texts, numbers = texts[start:end], numbers[start:end]
    if moves or "%" in text or _UNAUTHORISED in text:
        for number, line in zip(numbers, texts, strict=True):
            if _REJECTED.match(line):
                raise ParseError(command, number, line.strip(), "the router rejected the command")
    return Screen(numbers=numbers, texts=texts, host=host, command=typed)


def _is_remark(line: str) -> bool:
    """A timestamp that ``terminal exec prompt timestamp`` adds, or a log message between the lines."""
    return bool(_TIMESTAMP.match(line) or _SYSLOG.match(line))


def _leading_prompt(texts: list[str]) -> tuple[int, str | None, str | None]:
    """Where the answer starts, and host and command of the line above it, if that is a prompt or an echo."""
    first = next((index for index, line in enumerate(texts) if line.strip()), None)
    if first is None:
        return 0, None, None
    text = texts[first]
    prompt = split_prompt(text)
    if prompt is not None:
        return first + 1, *prompt
    if re.match(r"\s*sh\w*\s+\S", text):
        return first + 1, None, text.strip()
    return 0, None, None


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


def _end(texts: list[str], start: int) -> int:
    """Where the answer ends: before blank lines, and before a prompt that waits for the next command."""
    end = len(texts)
    while end > start and not texts[end - 1].strip():
        end -= 1
    prompt = split_prompt(texts[end - 1]) if end > start else None
    return end - 1 if prompt is not None and (not prompt[1] or prompt[1] in {"exit", "logout"}) else end
