"""A session with one router, whichever library holds it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from nornir.core.inventory import Host
from nornir.core.task import Task

from nornir_dmvpn.errors import CommandRejectedError, DeviceError
from nornir_dmvpn.tasks.failures import translated

READ_TIMEOUT = 60.0
"""Seconds in which an answer must be complete; a hub with thousands of spokes prints for a while."""
_REJECTED = re.compile(r"^%(?![A-Z0-9_]+-\d-)\s*\S.*$", re.MULTILINE)
"""``% Invalid input``, ``% Incomplete command`` …, but not a log message such as ``%SYS-5-CONFIG_I``."""


class Session(Protocol):
    """What the tasks need of a router. Every method raises :class:`~nornir_dmvpn.errors.DeviceError`."""

    def ask(self, command: str) -> str:
        """The answer to one exec command, whatever it says."""

    def configure(self, line: str, shown: str) -> None:
        """Type one configuration line; ``CommandRejectedError`` names it as ``shown``."""

    def leave(self) -> None:
        """Leave configuration mode."""

    def save(self) -> None:
        """``write memory``."""


class NetmikoSession:
    """Through the Netmiko connection of a Nornir host."""

    def __init__(self, host: Host, connection: Any, address: str) -> None:
        self._name = host.name
        self._connection = connection
        self._address = address

    def ask(self, command: str) -> str:
        with translated(self._name, self._address, f"answering {command!r}"):
            return str(self._connection.send_command(command, read_timeout=READ_TIMEOUT))

    def configure(self, line: str, shown: str) -> None:
        with translated(self._name, self._address, f"taking {shown!r}"):
            if not self._connection.check_config_mode():
                self._connection.config_mode()
            answer = str(
                self._connection.send_config_set(
                    [line], enter_config_mode=False, exit_config_mode=False, read_timeout=READ_TIMEOUT
                )
            )
        refuse(self._name, shown, answer)

    def leave(self) -> None:
        with translated(self._name, self._address, "leaving configuration mode"):
            if self._connection.check_config_mode():
                self._connection.exit_config_mode()

    def save(self) -> None:
        with translated(self._name, self._address, "saving its configuration"):
            answer = str(self._connection.save_config())
        refuse(self._name, "write memory", answer)
        if "[OK]" not in answer:
            raise DeviceError(self._name, "did not confirm that its configuration is saved")


def refuse(router: str, shown: str, answer: str) -> None:
    """``CommandRejectedError`` if the router's answer says so; only the complaint itself is quoted."""
    complaint = _REJECTED.search(answer)
    if complaint is not None:
        raise CommandRejectedError(router, shown, complaint.group().strip())


@contextmanager
def netmiko_session(task: Task) -> Iterator[NetmikoSession]:
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
            close(host)
        raise


def close(host: Host) -> None:
    """Close the host's Netmiko connection, if it has one; one that is broken already may say so in any words."""
    if "netmiko" in host.connections:
        with suppress(Exception):
            host.close_connection("netmiko")
