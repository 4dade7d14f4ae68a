"""A fleet as a detached background process: up, down, status, and a handle to speak to it."""

import pickle
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import IO, Any

from nornir_dmvpn.errors import LabError
from nornir_dmvpn.lab.control import ask
from nornir_dmvpn.lab.folder import LabFolder, lab_folder
from nornir_dmvpn.lab.spec import LabSpec
from nornir_dmvpn.lab.status import LabStatus

_WAIT = 60.0
_POLL = 0.01
_READY = "ready"


@dataclass(frozen=True, slots=True)
class LabHandle:
    """A running lab, by name. Every method raises ``LabError`` when the lab is gone."""

    name: str

    def status(self) -> LabStatus:
        return LabStatus.from_json(self._ask(do="status"))

    def ping(self, router: str, destination: IPv4Address | str, *, count: int = 5) -> tuple[int, int]:
        """Echo requests sent and answered, from ``router`` through the virtual network."""
        answer = self._ask(do="ping", router=router, destination=str(destination), count=count)
        return answer["sent"], answer["received"]

    def type(self, router: str, lines: Sequence[str]) -> str:
        """Type configuration lines on ``router``; what it prints about the lines it refuses."""
        answer = self._ask(do="type", router=router, lines=list(lines))
        return str(answer)

    def down(self) -> None:
        lab_down(self.name)

    def _ask(self, **request: Any) -> Any:
        return ask(_running(self.name), request)


def lab_up(spec: LabSpec, *, wait: float = _WAIT) -> LabHandle:
    """Start the fleet of ``spec`` and return when every listener answers.

    ``LabError`` when it is up already, cannot start, or is not ready after ``wait`` seconds; then nothing is left.
    """
    folder = lab_folder(spec.name)
    folder.make()
    if folder.is_up():
        raise LabError(f"the lab {spec.name} is already up (process {folder.process()})")
    child = _spawn(spec, folder)
    try:
        sentence = _first_line(child, wait)
    except LabError:
        child.kill()
        child.wait()
        folder.tidy()
        raise
    if sentence != _READY:
        child.wait()
        raise LabError(sentence or f"the lab {spec.name} ended while it started; its log is {folder.log}")
    return LabHandle(spec.name)


def _spawn(spec: LabSpec, folder: LabFolder) -> subprocess.Popen[bytes]:
    folder.log.touch(mode=0o600)
    with folder.log.open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "nornir_dmvpn.lab.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    try:
        with _pipe(child.stdin) as stdin:
            pickle.dump(spec, stdin)
    except BrokenPipeError as problem:
        child.wait()
        raise LabError(f"the lab {spec.name} ended while it started; its log is {folder.log}") from problem
    return child


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise LabError("the process of the lab has no pipe")
    return stream


def _first_line(child: subprocess.Popen[bytes], wait: float) -> str:
    with _pipe(child.stdout) as stdout:
        readable, _, _ = select.select([stdout], [], [], wait)
        if not readable:
            raise LabError(f"the lab is not ready after {wait:g} s")
        return stdout.readline().decode().strip()


def lab_down(name: str) -> None:
    """Stop the lab and return when its process has ended and its files are gone; ``LabError`` if it is not up."""
    folder = _running(name)
    process = folder.process()
    ask(folder, {"do": "down"})
    deadline = time.monotonic() + _WAIT
    while folder.is_up():
        if time.monotonic() > deadline:
            raise LabError(f"the lab {name} (process {process}) does not stop")
        time.sleep(_POLL)


def lab_status(name: str) -> LabStatus | None:
    """What the lab says of itself; ``None`` when it is not up. Left-overs of a dead one are removed."""
    folder = lab_folder(name)
    if not folder.is_up():
        folder.tidy()
        return None
    return LabHandle(name).status()


def _running(name: str) -> LabFolder:
    folder = lab_folder(name)
    if not folder.is_up():
        folder.tidy()
        raise LabError(f"the lab {name} is not up")
    return folder
