"""Moving configurations: ``write memory`` and ``copy``."""

from nornir_dmvpn.lab.answer import Answer, Output, Question
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.commands.archive import text_tree
from nornir_dmvpn.lab.commands.files import config_named, no_such_file, read_path
from nornir_dmvpn.lab.configuring import type_text
from nornir_dmvpn.lab.flash import flash_name
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.trees import holds

_SAVED = Output(text="Building configuration...\n[OK]")


def _write(session: Session, _: Arguments) -> Answer:
    session.router.save()
    return _SAVED


def _copy(session: Session, arguments: Arguments) -> Answer:
    source, target = arguments["from"], arguments["to"]
    name = config_named(target) or flash_name(target)
    if not name:
        return Output(text=f"%Error opening {target} (No such device)")

    def then(typed: str) -> Answer:
        return _do_copy(session, source, typed.strip() or name)

    if holds(session.router.running, (), "file prompt quiet"):
        return then("")
    return Question(text=f"Destination filename [{name}]? ", then=then)


def _do_copy(session: Session, source: str, name: str) -> Answer:
    router = session.router
    data = read_path(router, source)
    if data is None:
        return no_such_file(source)
    if name == "startup-config" and config_named(source) == "running-config":
        router.save()
        return _SAVED
    copied = f"{len(data)} bytes copied in 0.052 secs ({len(data) * 19} bytes/sec)"
    text = data.decode("utf-8", "surrogateescape")
    if name == "running-config":
        return Output(text=type_text(router, text) + copied)
    if name == "startup-config":
        router.startup = text_tree(data)
        return Output(text=copied)
    if not router.write_file(flash_name(name) or name, data):
        return Output(text=f"%Error writing flash:/{name} (No space left on device)")
    return Output(text=copied)


COMMANDS = (
    ExecCommand(syntaxes=("write", "write memory"), run=_write),
    ExecCommand(syntaxes=("copy <from> <to>",), run=_copy),
)
