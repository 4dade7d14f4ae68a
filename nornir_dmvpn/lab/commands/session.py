"""The login itself: privilege, terminal settings, leaving."""

from hmac import compare_digest

from nornir_dmvpn.lab.answer import Answer, Goodbye, Invalid, Output, Question
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.session import IOS_LENGTH, IOS_WIDTH, Session

_LARGEST = 512


def _enable(session: Session, _: Arguments) -> Answer:
    if session.privileged:
        return Output()
    secret = session.router.enable
    if secret is None:
        return Output(text="% No password set")

    def then(typed: str) -> Answer:
        session.privileged = compare_digest(typed.encode(), secret.reveal().encode())
        return Output() if session.privileged else Output(text="% Error in authentication.\n")

    return Question(text="Password: ", then=then, hidden=True)


def _disable(session: Session, _: Arguments) -> Answer:
    session.privileged = False
    return Output()


def _exit(session: Session, _: Arguments) -> Answer:
    if session.tcl:
        session.tcl = False
        return Output()
    return Goodbye()


def _number(arguments: Arguments, name: str, typed: str) -> int | Invalid:
    word = arguments[name]
    return int(word) if word.isdigit() and int(word) <= _LARGEST else Invalid(offset=len(typed))


def _length(session: Session, arguments: Arguments) -> Answer:
    number = _number(arguments, "lines", "terminal length ")
    if isinstance(number, Invalid):
        return number
    session.length = number
    return Output()


def _width(session: Session, arguments: Arguments) -> Answer:
    number = _number(arguments, "columns", "terminal width ")
    if isinstance(number, Invalid):
        return number
    session.width = number
    return Output()


def _default_length(session: Session, _: Arguments) -> Answer:
    session.length = IOS_LENGTH
    return Output()


def _default_width(session: Session, _: Arguments) -> Answer:
    session.width = IOS_WIDTH
    return Output()


def _nothing(_session: Session, _arguments: Arguments) -> Answer:
    return Output()


COMMANDS = (
    ExecCommand(syntaxes=("enable", "enable 15"), run=_enable, user=True),
    ExecCommand(syntaxes=("disable",), run=_disable, user=True),
    ExecCommand(syntaxes=("exit", "logout", "quit"), run=_exit, user=True),
    ExecCommand(syntaxes=("terminal length <lines>",), run=_length, user=True),
    ExecCommand(syntaxes=("terminal width <columns>",), run=_width, user=True),
    ExecCommand(syntaxes=("terminal no length",), run=_default_length, user=True),
    ExecCommand(syntaxes=("terminal no width",), run=_default_width, user=True),
    ExecCommand(
        syntaxes=("terminal monitor", "terminal no monitor", "undebug all", "no debug all"), run=_nothing, user=True
    ),
)
