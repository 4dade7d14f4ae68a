"""``tclsh``, as far as it writes files: NAPALM's inline transfer types a configuration into ``puts``."""

import re

from nornir_dmvpn.lab.answer import Answer, Gather, Invalid, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.flash import flash_name
from nornir_dmvpn.lab.session import Session

_PUTS = re.compile(r'\[open "(\S+)" w\+?\] \{(.*)', re.DOTALL)


def _enter(session: Session, _: Arguments) -> Answer:
    session.tcl = True
    return Output()


def _quit(session: Session, _: Arguments) -> Answer:
    session.tcl = False
    return Output()


def _puts(session: Session, arguments: Arguments) -> Answer:
    opened = _PUTS.fullmatch(arguments["rest"])
    if not session.tcl or opened is None:
        return Invalid(offset=0)
    path, first = opened.groups()

    def then(text: str) -> Answer:
        body = text[: text.rindex("}")] + "\n"  # puts ends what it writes with a line end
        name = flash_name(path)
        if not name or not session.router.write_file(name, body.encode("utf-8", "surrogateescape")):
            return Output(text=f'couldn\'t open "{path}"')
        return Output()

    return then(first) if _closed(first) else Gather(prompt="+>", first=first, complete=_closed, then=then)


def _closed(text: str) -> bool:
    """Whether the brace that ``puts`` opened is closed."""
    return text.count("}") > text.count("{")


COMMANDS = (
    ExecCommand(syntaxes=("tclsh",), run=_enter),
    ExecCommand(syntaxes=("tclquit",), run=_quit),
    ExecCommand(syntaxes=("puts <rest...>",), run=_puts),
)
