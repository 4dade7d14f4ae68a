"""``show archive …``: whether configurations are archived, and how two of them differ."""

from nornir_dmvpn.ios.grammar.nest import nested
from nornir_dmvpn.ios.tree import tree_of
from nornir_dmvpn.lab.answer import Answer, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.commands.files import no_such_file, read_path
from nornir_dmvpn.lab.config_diff import contextual, incremental
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.trees import children
from nornir_dmvpn.model.line import ConfigTree


def archive_path(router: VirtualRouter) -> str | None:
    """Where configurations are archived; ``None`` when the archive is not set up."""
    lines = (line.text for line in children(router.running, ("archive",)))
    return next((text.removeprefix("path ") for text in lines if text.startswith("path ")), None)


def read_tree(router: VirtualRouter, path: str) -> ConfigTree | None:
    """The configuration in a file, or ``None`` when there is no such file."""
    data = read_path(router, path)
    return None if data is None else text_tree(data)


def text_tree(data: bytes) -> ConfigTree:
    """The lines of a configuration file, whatever its line ends."""
    text = data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return nested(tree_of(text.rstrip("\n")))


def _archive(session: Session, _: Arguments) -> Answer:
    path = archive_path(session.router)
    if path is None:
        return Output(text="Archive feature not enabled")
    lines = (
        "The maximum archive configurations allowed is 10.",
        "There are currently 0 archive configurations saved.",
        f"The next archive file will be named {path}-0",
        " Archive #  Name",
    )
    return Output(text="\n".join(lines), paged=True)


def _timer(session: Session, _: Arguments) -> Answer:
    pending = session.router.revert
    if pending is None:
        return Output(text="%No Rollback Confirmed Change pending")
    left = max(0, int(pending.deadline - session.router.network.now))
    lines = (
        "Time configured(minutes): " + str(pending.minutes),
        f"Time left(minutes): {left // 60}",
        "Rollback: Timed",
        f"User: {pending.user}",
    )
    return Output(text="\n".join(lines))


def _incremental(session: Session, arguments: Arguments) -> Answer:
    change = read_tree(session.router, arguments["path"])
    if change is None:
        return no_such_file(arguments["path"])
    lines = incremental(session.router.running, change)
    if not lines:
        return Output(text="!No changes were found")
    return Output(text="\n".join(("!List of Commands:", *lines, "end")), paged=True)


def _differences(session: Session, arguments: Arguments) -> Answer:
    router = session.router
    trees = []
    for path in (arguments.get("old", "nvram:startup-config"), arguments.get("new", "system:running-config")):
        tree = read_tree(router, path)
        if tree is None:
            return no_such_file(path)
        trees.append(tree)
    lines = contextual(*trees) or ["!No changes were found"]
    return Output(text="\n".join(("!Contextual Config Diffs:", *lines)), paged=True)


_DIFFS = "show archive config incremental-diffs <path>"

COMMANDS = (
    ExecCommand(syntaxes=("show archive",), run=_archive, filtered=True),
    ExecCommand(syntaxes=("show archive config rollback timer",), run=_timer, filtered=True),
    ExecCommand(syntaxes=(_DIFFS, f"{_DIFFS} ignorecase"), run=_incremental, filtered=True),
    ExecCommand(
        syntaxes=(
            "show archive config differences",
            "show archive config differences <old>",
            "show archive config differences <old> <new>",
        ),
        run=_differences,
        filtered=True,
    ),
)
