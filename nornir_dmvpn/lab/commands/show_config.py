"""``show running-config``, ``show startup-config``, ``write terminal``."""

from dataclasses import replace

from nornir_dmvpn.ios.tree import tree_text
from nornir_dmvpn.lab.answer import Answer, Output
from nornir_dmvpn.lab.command import Arguments, ExecCommand
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.line import ConfigTree


def config_text(tree: ConfigTree) -> str:
    """A configuration as IOS stores it: the lines, closed by ``end``."""
    lines = tree_text(tree).rstrip("\n").split("\n")
    return "\n".join(lines if lines[-1].strip() == "end" else (*lines, "end"))


def _numbered(text: str) -> str:
    return f"Building configuration...\n\nCurrent configuration : {len(text.encode())} bytes\n{text}\n"


def _running(session: Session, _: Arguments) -> Answer:
    return Output(text=_numbered(config_text(session.router.running)), paged=True)


def _running_interface(session: Session, arguments: Arguments) -> Answer:
    tree = session.router.running
    wanted = f"interface {full_name(arguments['name'])}".lower()
    lines = tuple(
        line
        for line in tree.lines
        if line.text.lower().startswith("interface ") and f"interface {full_name(line.text[10:])}".lower() == wanted
    )
    if not lines:
        return Output(text="% Invalid interface type and number\n")
    return Output(text=_numbered("!\n" + config_text(replace(tree, lines=lines))), paged=True)


def _startup(session: Session, _: Arguments) -> Answer:
    text = config_text(session.router.startup)
    return Output(text=f"Using {len(text.encode())} out of 65536 bytes\n{text}\n", paged=True)


COMMANDS = (
    ExecCommand(syntaxes=("show running-config", "write terminal"), run=_running, filtered=True),
    ExecCommand(syntaxes=("show running-config interface <name...>",), run=_running_interface, filtered=True),
    ExecCommand(syntaxes=("show startup-config", "show configuration"), run=_startup, filtered=True),
)
