"""The exec commands of a virtual router, one module per family."""

from nornir_dmvpn.lab.command import ExecCommand
from nornir_dmvpn.lab.commands import (
    archive,
    clear,
    configure,
    copy,
    files,
    ping,
    protocol,
    routing,
    session,
    show_config,
    system,
    tcl,
)

COMMANDS: tuple[ExecCommand, ...] = (
    *session.COMMANDS,
    *system.COMMANDS,
    *show_config.COMMANDS,
    *protocol.COMMANDS,
    *routing.COMMANDS,
    *files.COMMANDS,
    *copy.COMMANDS,
    *archive.COMMANDS,
    *configure.COMMANDS,
    *ping.COMMANDS,
    *clear.COMMANDS,
    *tcl.COMMANDS,
)
