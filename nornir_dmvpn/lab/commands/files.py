"""Flash: ``dir``, ``more``, ``delete``, ``verify /md5``; and finding the file a path means."""

from nornir_dmvpn.lab.answer import Answer, Output, Question
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.commands.show_config import config_text
from nornir_dmvpn.lab.flash import CAPACITY, File, flash_name
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.session import Session

_CONFIGS = {
    "running-config": "running-config",
    "system:running-config": "running-config",
    "startup-config": "startup-config",
    "nvram:startup-config": "startup-config",
}
_SHORTEST = 3


def config_named(path: str) -> str | None:
    """``running-config`` or ``startup-config`` when ``path`` means one of them (``run``, ``nvram:/startup-config``)."""
    path = path.replace(":/", ":")
    found = {name for full, name in _CONFIGS.items() if full == path or _abbreviates(path, full)}
    return found.pop() if len(found) == 1 else None


def _abbreviates(path: str, full: str) -> bool:
    return len(path) >= _SHORTEST and ":" not in path and full.startswith(path.lower())


def read_path(router: VirtualRouter, path: str) -> bytes | None:
    """Content of a configuration or a file; ``None`` when there is none of that name."""
    named = config_named(path)
    if named is not None:
        return (config_text(router.running if named == "running-config" else router.startup) + "\n").encode()
    if path == "null:":
        return b""
    name = flash_name(path)
    file = router.flash.files.get(name) if name else None
    return file.data if file else None


def no_such_file(path: str) -> Output:
    """What IOS says of a file that is not there."""
    return Output(text=f"%Error opening {path} (No such file or directory)")


def _row(number: int, name: str, file: File) -> str:
    return f"{number:>5}  -rw-  {len(file.data):>10}  {file.written:%b %d %Y %H:%M:%S} +00:00  {name}"


def _totals(router: VirtualRouter) -> str:
    return f"{CAPACITY} bytes total ({router.flash.free} bytes free)"


def _dir(session: Session, arguments: Arguments) -> Answer:
    router, path = session.router, arguments.get("path", "flash:")
    name = flash_name(path)
    if name is None:
        return Output(text=f"%Error opening {path} (No such device)")
    files = router.flash.files
    if not name:
        rows = [_row(number, one, file) for number, (one, file) in enumerate(files.items(), 1)]
        listing = "\n".join(rows) or "No files in directory"
        return Output(text=f"Directory of flash:/\n\n{listing}\n\n{_totals(router)}", paged=True)
    if name not in files:
        return no_such_file(path)
    row = _row(list(files).index(name) + 1, name, files[name])
    return Output(text=f"Directory of {path}\n\n{row}\n\n{_totals(router)}", paged=True)


def _more(session: Session, arguments: Arguments) -> Answer:
    data = read_path(session.router, arguments["path"])
    if data is None:
        return no_such_file(arguments["path"])
    return Output(text=data.decode("utf-8", "surrogateescape"), paged=True)


def _verify(session: Session, arguments: Arguments) -> Answer:
    path = arguments["path"]
    file = session.router.flash.files.get(flash_name(path) or "")
    if file is None:
        return no_such_file(path)
    return Output(text=f".Done!\nverify /md5 ({path}) = {file.md5}\n")


def _delete(session: Session, arguments: Arguments) -> Answer:
    path = arguments["path"]
    name = flash_name(path) or ""
    return Question(text=f"Delete filename [{name}]? ", then=lambda typed: _sure(session, typed.strip() or name))


def _sure(session: Session, name: str) -> Answer:
    def then(typed: str) -> Answer:
        return _remove(session, name) if typed.strip().lower() in {"", "y", "yes"} else Output()

    return Question(text=f"Delete flash:/{name}? [confirm]", then=then)


def _delete_now(session: Session, arguments: Arguments) -> Answer:
    return _remove(session, flash_name(arguments["path"]) or "")


def _remove(session: Session, name: str) -> Answer:
    if session.router.flash.files.pop(name, None) is None:
        return Output(text=f"%Error deleting flash:/{name} (No such file or directory)")
    return Output()


COMMANDS = (
    ExecCommand(syntaxes=("dir", "dir <path>"), run=_dir, filtered=True),
    ExecCommand(syntaxes=("more <path>",), run=_more, filtered=True),
    ExecCommand(syntaxes=("verify /md5 <path>",), run=_verify),
    ExecCommand(syntaxes=("delete <path>",), run=_delete),
    ExecCommand(syntaxes=("delete /force <path>",), run=_delete_now),
)
