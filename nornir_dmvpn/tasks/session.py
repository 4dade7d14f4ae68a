"""A session with one router, whichever library holds it."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from nornir.core.task import Task

from nornir_dmvpn.errors import CommandRejectedError

READ_TIMEOUT = 60.0
"""Seconds in which an answer must be complete; a hub with thousands of spokes prints for a while."""
Command = tuple[str, str]
"""A configuration command as it is typed, and with its secrets masked."""

_REJECTED = re.compile(r"^%(?![A-Z0-9_]+-\d-)\s*\S.*$", re.MULTILINE)
"""``% Invalid input``, ``% Incomplete command`` …, but not a log message such as ``%SYS-5-CONFIG_I``."""


class Session(Protocol):
    """What the tasks need of a router. Every method raises :class:`~nornir_dmvpn.errors.DeviceError`."""

    def ask(self, command: str) -> str:
        """The answer to one exec command, whatever it says."""

    def push(self, commands: Sequence[Command]) -> None:
        """Put configuration commands in force; ``CommandRejectedError`` names the first that is refused, masked."""

    def withdraw(self, undo: Sequence[Command]) -> None:
        """Take back what was pushed; what was never there is no failure."""

    def save(self) -> None:
        """Make it the startup configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to a router; ``name`` is what ``--via`` takes."""

    name: str
    open: Callable[[Task], AbstractContextManager[Session]]


def refuse(router: str, shown: str, answer: str) -> None:
    """``CommandRejectedError`` if the router's answer says so; only the complaint itself is quoted."""
    complaint = _REJECTED.search(answer)
    if complaint is not None:
        raise CommandRejectedError(router, shown, complaint.group().strip())
