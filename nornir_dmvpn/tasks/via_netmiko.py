"""Through Netmiko: line by line, each answer looked at."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from nornir.core.inventory import Host
from nornir.core.task import Task

from nornir_dmvpn.errors import CommandRejectedError, DeviceError
from nornir_dmvpn.tasks import session
from nornir_dmvpn.tasks.failures import translated
from nornir_dmvpn.tasks.session import Command, Way, refuse

_LOG = logging.getLogger(__name__)


class NetmikoSession:
    """On the Netmiko connection of a Nornir host."""

    def __init__(self, host: Host, connection: Any, address: str) -> None:
        self._name = host.name
        self._connection = connection
        self._address = address

    def ask(self, command: str) -> str:
        with translated(self._name, self._address, f"answering {command!r}"):
            return str(self._connection.send_command(command, read_timeout=session.READ_TIMEOUT))

    def push(self, commands: Sequence[Command]) -> None:
        try:
            for line, shown in commands:
                self._type(line, shown)
        except CommandRejectedError:
            self._leave()
            raise
        self._leave()

    def withdraw(self, undo: Sequence[Command]) -> None:
        for line, shown in undo:
            try:
                self._type(line, shown)
            except CommandRejectedError as error:
                _LOG.info("%s", error)
        self._leave()

    def save(self) -> None:
        with translated(self._name, self._address, "saving its configuration"):
            answer = str(self._connection.save_config())
        refuse(self._name, "write memory", answer)
        if "[OK]" not in answer:
            raise DeviceError(self._name, "did not confirm that its configuration is saved")

    def _type(self, line: str, shown: str) -> None:
        with translated(self._name, self._address, f"taking {shown!r}"):
            if not self._connection.check_config_mode():
                self._connection.config_mode()
            answer = str(
                self._connection.send_config_set(
                    [line], enter_config_mode=False, exit_config_mode=False, read_timeout=session.READ_TIMEOUT
                )
            )
        refuse(self._name, shown, answer)

    def _leave(self) -> None:
        with translated(self._name, self._address, "leaving configuration mode"):
            if self._connection.check_config_mode():
                self._connection.exit_config_mode()


@contextmanager
def _open(task: Task) -> Iterator[NetmikoSession]:
    """An enabled session. After a failure the connection is closed: what state it is in is not known."""
    host = task.host
    address = f"{host.hostname or host.name}:{host.port or 22}"
    try:
        with translated(host.name, address, "logging in"):
            connection = host.get_connection("netmiko", task.nornir.config)
            if connection.secret and not connection.check_enable_mode():
                connection.enable()
        yield NetmikoSession(host, connection, address)
    except DeviceError as error:
        if not isinstance(error, CommandRejectedError):
            close(host, NETMIKO.name)
        raise


def close(host: Host, name: str) -> None:
    """Close the host's connection of that name, if it has one; a broken one may say so in any words."""
    if name in host.connections:
        with suppress(Exception):
            host.close_connection(name)


NETMIKO = Way(name="netmiko", open=_open)
