"""``scp -t FILE``: the receiving side of the SCP protocol, sans-IO (bytes in, bytes out)."""

import re

from nornir_dmvpn.lab.flash import CAPACITY, flash_name
from nornir_dmvpn.lab.router import VirtualRouter

_OK = b"\x00"
_HEADER = re.compile(rb"C[0-7]{4} (\d+) (.*)")
_LONGEST_HEADER = 1024
_SINK = re.compile(r"scp (?:-[pvdqr]+ )*-[pvdqr]*t (?:-- )?(\S+)")


def sink_path(command: str) -> str | None:
    """The file that an exec request wants to write, or ``None`` when it is no ``scp -t``."""
    match = _SINK.fullmatch(command.strip())
    return match.group(1).strip("'\"") if match else None


class ScpSink:
    """Receives one file into the flash of ``router``. ``finished`` when the file is there or was refused."""

    def __init__(self, router: VirtualRouter, path: str) -> None:
        self.finished = False
        self.failed = False
        self._router = router
        self._name = flash_name(path)
        self._size: int | None = None
        self._data = bytearray()

    def greeting(self) -> bytes:
        return _OK if self._name else self._refuse("no such device")

    def feed(self, data: bytes) -> bytes:
        """What to answer to ``data``."""
        self._data += data
        answer = b""
        if self._size is None:
            answer = self._header()
        if self._size is not None and not self.finished and len(self._data) > self._size:
            answer += self._store(self._size)
        return answer

    def _header(self) -> bytes:
        line, newline, rest = self._data.partition(b"\n")
        if not newline:
            return self._refuse("bad header") if len(self._data) > _LONGEST_HEADER else b""
        if line.startswith(b"T"):  # times, with -p
            self._data = rest
            return _OK + (self._header() if rest else b"")
        match = _HEADER.fullmatch(bytes(line))
        if match is None:
            return self._refuse("bad header")
        size = int(match.group(1))
        if size > CAPACITY or not self._router.flash.fits(self._name or "", size):
            return self._refuse("no space left on device")
        self._size, self._data = size, rest
        self._name = self._name or match.group(2).decode("utf-8", "replace")
        return _OK

    def _store(self, size: int) -> bytes:
        self.finished = True
        stored = self._router.write_file(self._name or "", bytes(self._data[:size]))
        return _OK if stored else self._refuse("no space left on device")

    def _refuse(self, problem: str) -> bytes:
        self.finished = self.failed = True
        return b"\x01scp: " + problem.encode() + b"\n"
