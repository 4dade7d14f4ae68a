"""One typed line: configuration mode takes it, or exec mode finds the command it means and filters its output."""

from collections.abc import Iterable

from nornir_dmvpn.ios.grammar import KNOWN
from nornir_dmvpn.lab.answer import INCOMPLETE, Answer, Invalid, Output, ambiguous
from nornir_dmvpn.lab.command import ExecCommand
from nornir_dmvpn.lab.commands import COMMANDS
from nornir_dmvpn.lab.configuring import configure
from nornir_dmvpn.lab.keywords import AmbiguousWord, Matched, Node, Unfinished, Unmatched, keyword_tree, match, walk_to
from nornir_dmvpn.lab.pipe import Filter, read_filter, split_pipe
from nornir_dmvpn.lab.session import Session


def _tree(*, privileged: bool) -> Node[ExecCommand]:
    return keyword_tree(
        (syntax, command) for command in COMMANDS if privileged or command.user for syntax in command.syntaxes
    )


_PRIVILEGED = _tree(privileged=True)
_USER = _tree(privileged=False)


def run_line(session: Session, text: str) -> Answer:
    """Run one line in the mode the session is in; ``do`` runs an exec command from configuration mode."""
    if not session.places:
        return execute(session, text)
    words = text.split()
    if words[0].lower() == "do" and len(words) > 1:
        start = text.index(words[1], text.index(words[0]) + len(words[0]))
        answer = execute(session, text[start:])
        return Invalid(offset=answer.offset + start) if isinstance(answer, Invalid) else answer
    session.places, answer = configure(session.router, session.places, text)
    return answer


def execute(session: Session, text: str) -> Answer:
    """Run one exec command line."""
    root = _root(session)
    found = match(root, text)
    if isinstance(found, Matched) and not found.command.filtered:
        return found.command.run(session, found.arguments)
    command, filter_text, offset = split_pipe(text)
    found = match(root, command)
    match found:
        case Unmatched(offset=column):
            return Invalid(offset=column)
        case AmbiguousWord():
            return ambiguous(command)
        case Unfinished():
            return INCOMPLETE
        case Matched():
            return _run(session, found, filter_text, offset)


def _run(session: Session, found: Matched[ExecCommand], filter_text: str | None, offset: int) -> Answer:
    if filter_text is None:
        return found.command.run(session, found.arguments)
    if not found.command.filtered:
        return Invalid(offset=offset)
    wanted = read_filter(filter_text, offset)
    if not isinstance(wanted, Filter):
        return wanted
    answer = found.command.run(session, found.arguments)
    return Output(text=wanted(answer.text), paged=answer.paged) if isinstance(answer, Output) else answer


def help_text(session: Session, typed: str) -> str:
    """What ``?`` shows behind ``typed``: the words that may stand there, one a line, and an empty line."""
    complete, _, partial = typed.rpartition(" ")
    words = [word for word in _help_words(session, complete) if word.startswith(partial.lower())]
    if not words:
        return "% Unrecognized command\n"
    return "".join(f"  {word}\n" for word in words) + "\n"


def _help_words(session: Session, complete: str) -> Iterable[str]:
    if not session.places:
        node = walk_to(_root(session), complete)
        return node.help_words() if node else ()
    if complete.strip() not in {"", "no"}:
        return ()  # behind the first word, the grammar says what it wants when it refuses a line
    return sorted({one.parsed.keywords[0] for one in KNOWN.get(session.places[-1].mode, ()) if one.typed})


def _root(session: Session) -> Node[ExecCommand]:
    return _PRIVILEGED if session.privileged else _USER
