"""Where a lab keeps its state: ``$XDG_STATE_HOME/nornir-dmvpn/<name>/``, for its owner only.

The running fleet holds a lock on ``lock``. The kernel lets go of it when the process ends, however it ends, so a lab
is up exactly when the lock is held; files of a dead one are left-overs.
"""

import fcntl
import os
import re
from dataclasses import dataclass
from pathlib import Path

from nornir_dmvpn.errors import LabError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST_SOCKET = 100
"""Bytes of a Unix socket's path that every system takes."""


@dataclass(frozen=True, slots=True)
class LabFolder:
    """The folder of one lab."""

    path: Path

    @property
    def socket(self) -> Path:
        return self.path / "control"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def host_key(self) -> Path:
        """Shared by all labs of a user."""
        return self.path.parent / "host_key"

    def make(self) -> None:
        """Create the folder, mode 0700; ``LabError`` if that cannot be, or if its path is too long for a socket."""
        if len(os.fsencode(self.socket)) > _LONGEST_SOCKET:
            raise LabError(f"the state folder {self.path} is too deep for a control socket: set XDG_STATE_HOME")
        try:
            for folder in (self.path.parent, self.path):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder.chmod(0o700)
        except OSError as problem:
            raise LabError(f"the state folder {self.path} cannot be made: {problem.strerror}") from problem

    def is_up(self) -> bool:
        """Whether a fleet holds the lock."""
        try:
            handle = os.open(self.lock, os.O_RDONLY)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(handle)

    def process(self) -> str:
        """Process id of the fleet that holds the lock, as it wrote it there."""
        try:
            return self.lock.read_text(encoding="ascii").strip() or "unknown"
        except FileNotFoundError:
            return "unknown"

    def take(self) -> int | None:
        """Hold the lock as long as the returned file descriptor is open; ``None`` when another fleet has it."""
        while True:
            handle = os.open(self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                return None
            if self._is_lock(handle):
                os.truncate(handle, 0)
                os.write(handle, f"{os.getpid()}\n".encode())
                return handle
            os.close(handle)  # its last holder removed the file in between: take the new one

    def _is_lock(self, handle: int) -> bool:
        try:
            return self.lock.stat().st_ino == os.fstat(handle).st_ino
        except FileNotFoundError:
            return False

    def clear(self) -> None:
        """Remove socket and lock; only for whoever holds the lock."""
        for file in (self.socket, self.lock):
            file.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what a dead fleet left; nothing while one is up."""
        if not self.path.is_dir():
            return
        handle = self.take()
        if handle is not None:
            self.clear()
            os.close(handle)


def lab_folder(name: str) -> LabFolder:
    """The folder of the lab called ``name``; ``LabError`` for a name that is no file name."""
    if not _NAME.fullmatch(name):
        raise LabError(f"{name!r} is not a name for a lab: letters, digits, dots, dashes and underscores")
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return LabFolder(Path(state) / "nornir-dmvpn" / name)
