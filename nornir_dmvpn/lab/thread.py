"""A fleet in a thread of this process, for tests and short scripts."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from nornir_dmvpn.lab.fleet import Fleet
from nornir_dmvpn.lab.hostkey import host_key
from nornir_dmvpn.lab.spec import LabSpec

Answer = TypeVar("Answer")


class RunningFleet:
    """A fleet that runs in its own thread; every method may be called from any other."""

    def __init__(self, fleet: Fleet, loop: asyncio.AbstractEventLoop) -> None:
        self.fleet = fleet
        self._loop = loop

    def call(self, work: Callable[[Fleet], Coroutine[Any, Any, Answer]]) -> Answer:
        """Run ``work`` in the fleet's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work(self.fleet), self._loop).result()


@contextmanager
def fleet_running(spec: LabSpec, *, key_folder: Path | None = None) -> Iterator[RunningFleet]:
    """The fleet of ``spec``, up inside the block and stopped after it; ``LabError`` if it cannot start."""
    with TemporaryDirectory(prefix="dmvpn-lab-") as folder:
        key = host_key((key_folder or Path(folder)) / "host_key")
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name=f"lab {spec.name}", daemon=True)
        thread.start()
        try:
            fleet = asyncio.run_coroutine_threadsafe(_started(spec, key), loop).result()
            try:
                yield RunningFleet(fleet, loop)
            finally:
                asyncio.run_coroutine_threadsafe(fleet.stop(), loop).result()
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


async def _started(spec: LabSpec, key: Any) -> Fleet:
    fleet = Fleet(spec, key=key)
    await fleet.start()
    return fleet
