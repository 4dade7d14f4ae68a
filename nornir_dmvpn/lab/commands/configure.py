"""``configure terminal``, ``configure replace``, and going back by timer."""

from collections.abc import Iterable

from nornir_dmvpn.lab.answer import Answer, Invalid, Output, Question
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.commands.archive import archive_path, read_tree
from nornir_dmvpn.lab.commands.files import no_such_file
from nornir_dmvpn.lab.config_diff import contextual
from nornir_dmvpn.lab.place import TOP
from nornir_dmvpn.lab.router import PendingRevert
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.model.line import ConfigTree

_HELLO = Output(text="Enter configuration commands, one per line.  End with CNTL/Z.")
_NO_ARCHIVE = Output(text="%Please turn config archive on to use this feature")
_NOTHING_PENDING = Output(text="%No Rollback Confirmed Change pending")
_MINUTES = range(1, 121)


def _terminal(session: Session, _: Arguments) -> Answer:
    session.places = (TOP,)
    return _HELLO


def _ask(session: Session, _: Arguments) -> Answer:
    def then(typed: str) -> Answer:
        if "terminal".startswith(typed.strip().lower()):
            return _terminal(session, {})
        return Output(text='?Must be "terminal"')

    return Question(text="Configuring from terminal, memory, or network [terminal]? ", then=then)


def _terminal_timed(session: Session, arguments: Arguments) -> Answer:
    minutes = _minutes(arguments["minutes"])
    if minutes is None:
        return Invalid(offset=len("configure terminal revert timer "))
    problem = _arm(session, session.router.running, minutes)
    return problem or _terminal(session, {})


def _minutes(text: str) -> int | None:
    return int(text) if text.isdigit() and int(text) in _MINUTES else None


def _arm(session: Session, tree: ConfigTree, minutes: int) -> Output | None:
    """Go back to ``tree`` after ``minutes`` unless confirmed; the refusal, if there is one."""
    router = session.router
    if archive_path(router) is None:
        return _NO_ARCHIVE
    if router.revert is not None:
        return Output(text="%Rollback Confirmed Change is already pending")
    deadline = router.network.now + 60 * minutes
    router.revert = PendingRevert(tree=tree, user=session.user, minutes=minutes, deadline=deadline)
    return None


def _confirm(session: Session, _: Arguments) -> Answer:
    if session.router.revert is None:
        return _NOTHING_PENDING
    session.router.revert = None
    return Output()


def _revert_now(session: Session, _: Arguments) -> Answer:
    if session.router.revert is None:
        return _NOTHING_PENDING
    session.router.go_back()
    return Output(text="Rollback Confirmed Change: the previous configuration is in force again")


def _replace(session: Session, arguments: Arguments) -> Answer:
    words = arguments["rest"].split()
    path, options = words[0], words[1:]
    tree = read_tree(session.router, path)
    if tree is None:
        return no_such_file(path)
    if "force" in options:
        return _replace_now(session, tree, options)

    def then(typed: str) -> Answer:
        return _replace_now(session, tree, options) if typed.strip().lower() in {"", "y", "yes"} else Output()

    warning = (
        "This will apply all necessary additions and deletions\n"
        "to replace the current running configuration with the\n"
        "contents of the specified configuration file, which is\n"
        "assumed to be a complete configuration, not a partial\n"
        "configuration. Enter Y if you are sure you want to proceed. ? [no]: "
    )
    return Question(text=warning, then=then)


def _replace_now(session: Session, tree: ConfigTree, options: Iterable[str]) -> Answer:
    router = session.router
    words = list(options)
    if archive_path(router) is None:
        return _NO_ARCHIVE
    if "timer" in words:
        minutes = _minutes(words[-1])
        if minutes is None:
            return Output(text="% Incomplete command.\n")
        problem = _arm(session, router.running, minutes)
        if problem is not None:
            return problem
    changes = sum(line.lstrip()[:1] in "+-" for line in contextual(router.running, tree))
    router.edit(tree)
    return Output(text=f"\nTotal number of passes: {1 if changes else 0}\nRollback Done\n")


COMMANDS = (
    ExecCommand(syntaxes=("configure",), run=_ask),
    ExecCommand(syntaxes=("configure terminal",), run=_terminal),
    ExecCommand(syntaxes=("configure terminal revert timer <minutes>",), run=_terminal_timed),
    ExecCommand(syntaxes=("configure confirm",), run=_confirm),
    ExecCommand(syntaxes=("configure revert now",), run=_revert_now),
    ExecCommand(syntaxes=("configure replace <rest...>",), run=_replace),
)
