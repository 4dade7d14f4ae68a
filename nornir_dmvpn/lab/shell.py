r"""The command line of one login, sans-IO: characters in, text out.

Line ends: return and line feed both end a line; a line feed right behind a return counts with it only inside one
:meth:`Shell.feed`, because clients send ``\r`` and, later, an independent ``\n``.
"""

from dataclasses import dataclass

from nornir_dmvpn.lab.answer import Answer, Gather, Goodbye, Invalid, Output, Question
from nornir_dmvpn.lab.editor import LineEditor
from nornir_dmvpn.lab.execute import help_text, run_line
from nornir_dmvpn.lab.pager import Pager
from nornir_dmvpn.lab.session import Session

_CTRL_C = "\x03"
_CTRL_Z = "\x1a"


@dataclass(slots=True)
class _Gathered:
    """The lines that a :class:`Gather` has so far."""

    want: Gather
    text: str


class Shell:
    """Feed it what was typed; it returns what the terminal shows. ``closed`` after ``exit``."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.closed = False
        self._editor = LineEditor()
        self._waiting: Pager | Question | _Gathered | None = None

    def greeting(self) -> str:
        """What stands on the screen right after the login."""
        return "\r\n" + self.session.prompt

    def feed(self, text: str) -> str:
        r"""The screen's side of ``text``: echo, output, prompt; line ends as ``\r\n``."""
        shown: list[str] = []
        position = 0
        while position < len(text) and not self.closed:
            char = text[position]
            position += 1
            if char == "\r" and text[position : position + 1] == "\n":
                position += 1
            shown.append(self._key(char))
        return "".join(shown)

    @property
    def _prompt(self) -> str:
        """What stands before the line being typed."""
        match self._waiting:
            case Question(text=text):
                return text
            case _Gathered(want=want):
                return want.prompt
            case Pager():
                return ""
            case None:
                return self.session.prompt

    def _key(self, char: str) -> str:
        if isinstance(self._waiting, Pager):
            return self._page(self._waiting, char)
        if char in "\r\n":
            return "\r\n" + self._end_of_line()
        if char == _CTRL_C:
            self._editor, self._waiting, self.session.places = LineEditor(), None, ()
            return "\r\n" + self._prompt
        if self._waiting is None and char == _CTRL_Z:
            return self._ctrl_z()
        if self._waiting is None and char == "?":
            return "?\r\n" + _screen(help_text(self.session, self._editor.text)) + self._prompt + self._editor.text
        return self._editor.key(char, self._prompt)

    def _page(self, pager: Pager, char: str) -> str:
        shown = pager.key(char)
        if not pager.finished:
            return shown
        self._waiting = None
        return shown + self._prompt

    def _ctrl_z(self) -> str:
        shown = "^Z\r\n" + self._respond(self._run(self._take()))
        self.session.places = ()
        return shown + self._then_prompt()

    def _take(self) -> str:
        text, self._editor = self._editor.text, LineEditor()
        return text

    def _end_of_line(self) -> str:
        text = self._take()
        waiting, self._waiting = self._waiting, None
        if isinstance(waiting, _Gathered):
            waiting.text += "\n" + text
            if not waiting.want.complete(waiting.text):
                self._waiting = waiting
                return waiting.want.prompt
            answer = waiting.want.then(waiting.text)
        elif isinstance(waiting, Question):
            answer = waiting.then(text)
        else:
            answer = self._run(text)
        return self._respond(answer) + self._then_prompt()

    def _run(self, text: str) -> Answer:
        if not text.strip():
            return Output()
        return run_line(self.session, text)

    def _respond(self, answer: Answer) -> str:
        """What the terminal shows for ``answer``, without the prompt behind it."""
        match answer:
            case Output(text=text, paged=paged):
                return self._print(text, paged=paged)
            case Invalid(offset=offset):
                caret = " " * (len(self.session.prompt) + offset) + "^"
                return f"{caret}\r\n% Invalid input detected at '^' marker.\r\n\r\n"
            case Question(text=text, hidden=hidden):
                self._editor, self._waiting = LineEditor(hidden=hidden), answer
                return _screen(text)
            case Gather():
                self._waiting = _Gathered(want=answer, text=answer.first)
                return _screen(answer.greeting) + answer.prompt
            case Goodbye():
                self.closed = True
                return ""

    def _print(self, text: str, *, paged: bool) -> str:
        if not text:
            return ""
        if not paged or not self.session.length or text.count("\n") < self.session.length - 1:
            return _screen(text) + "\r\n"
        pager = Pager(text, self.session.length)
        self._waiting = pager
        return pager.start()

    def _then_prompt(self) -> str:
        return "" if self.closed or self._waiting is not None else self.session.prompt


def _screen(text: str) -> str:
    return text.replace("\n", "\r\n")
