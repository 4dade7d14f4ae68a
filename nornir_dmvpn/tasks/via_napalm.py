"""Through NAPALM: a merge candidate, committed with a timer that takes it back unless it is confirmed.

NAPALM notices the refusal ``Invalid input detected`` only, so what it calls a success is proved by reading again (as
after every deployment); until then the change is unconfirmed and not saved. IOS needs ``archive`` for that.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from nornir.core.inventory import Host
from nornir.core.task import Task

from nornir_dmvpn.errors import CommandRejectedError, DeviceError
from nornir_dmvpn.tasks.failures import translated
from nornir_dmvpn.tasks.session import Command, Way
from nornir_dmvpn.tasks.via_netmiko import close

REVERT = 300
"""Seconds after which IOS takes back a change that nobody confirmed; whole minutes."""
_NEEDS_ARCHIVE = re.compile("archive", re.IGNORECASE)


class NapalmSession:
    """On the NAPALM connection of a Nornir host."""

    def __init__(self, host: Host, device: Any, address: str) -> None:
        self._name = host.name
        self._device = device
        self._address = address

    def ask(self, command: str) -> str:
        with translated(self._name, self._address, f"answering {command!r}"):
            return str(self._device.cli([command])[command])

    def push(self, commands: Sequence[Command]) -> None:
        text = "".join(f"{line}\n" for line, _ in commands)
        with self._refusals(), translated(self._name, self._address, "taking the candidate configuration"):
            self._device.load_merge_candidate(config=text)
            self._device.commit_config(revert_in=REVERT)

    def withdraw(self, undo: Sequence[Command]) -> None:
        with translated(self._name, self._address, "taking the change back"):
            if self._device.has_pending_commit():
                self._device.rollback()
                return
        self.push(undo)

    def save(self) -> None:
        with translated(self._name, self._address, "confirming the change"):
            self._device.confirm_commit()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """NAPALM has taken back what it could by the time it raises these; their words quote the configuration."""
        from napalm.base.exceptions import CommitConfirmException, MergeConfigException

        try:
            yield
        except DeviceError as error:
            cause = error.__context__
            if not isinstance(cause, MergeConfigException | CommitConfirmException):
                raise
            if _NEEDS_ARCHIVE.search(str(cause)):
                needs = (
                    "needs 'archive' configured (path flash:archive) for a change through NAPALM that can be taken back"
                )
                raise DeviceError(self._name, needs) from None
            raise CommandRejectedError(self._name, "the candidate configuration", "% Invalid input detected") from None


@contextmanager
def _open(task: Task) -> Iterator[NapalmSession]:
    host = task.host
    address = f"{host.hostname or host.name}:{host.port or 22}"
    try:
        with translated(host.name, address, "logging in"):
            device = host.get_connection("napalm", task.nornir.config)
        yield NapalmSession(host, device, address)
    except DeviceError:
        close(host, NAPALM.name)
        raise


NAPALM = Way(name="napalm", open=_open)
