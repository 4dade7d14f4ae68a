"""The process of a detached fleet: ``python -m nornir_dmvpn.lab.child``, started by :mod:`nornir_dmvpn.lab.daemon`.

The specification comes through stdin (it holds passwords and keys, so it is in no file and no argument list). One line
goes to stdout: ``ready``, or the sentence that says why not. Then stdout is closed and the fleet serves until it is
told to stop.
"""

import asyncio
import contextlib
import gc
import logging
import os
import pickle
import signal
import sys

from nornir_dmvpn.errors import DmvpnError, LabError
from nornir_dmvpn.lab.control import open_control
from nornir_dmvpn.lab.fleet import Fleet
from nornir_dmvpn.lab.folder import LabFolder, lab_folder
from nornir_dmvpn.lab.hostkey import host_key
from nornir_dmvpn.lab.spec import LabSpec

READY = "ready"


def main() -> int:
    """Serve until told to stop; the exit code of the process."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    spec: LabSpec = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the parent process, through a pipe
    folder = lab_folder(spec.name)
    lock = folder.take()
    if lock is None:
        return _fail(f"the lab {spec.name} is already up (process {folder.process()})")
    try:
        asyncio.run(_serve(spec, folder))
    except DmvpnError as problem:
        return _fail(str(problem))
    finally:
        folder.clear()
        os.close(lock)
    return 0


def _fail(sentence: str) -> int:
    print(sentence, flush=True)  # noqa: T201 - the parent reads it
    return 1


async def _serve(spec: LabSpec, folder: LabFolder) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    fleet = Fleet(spec, key=host_key(folder.host_key))
    await fleet.start()
    try:
        server = await open_control(fleet, folder, stopped.set)
    except OSError as problem:
        await fleet.stop()
        raise LabError(f"the control socket {folder.socket} cannot be opened: {problem.strerror}") from problem
    gc.freeze()  # what exists now lives as long as the fleet
    print(READY, flush=True)  # noqa: T201 - the parent reads it
    _close_stdout()
    await stopped.wait()
    server.close()
    await fleet.stop()


def _close_stdout() -> None:
    """The parent has its answer; whoever reads its output to the end must not wait for us."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
