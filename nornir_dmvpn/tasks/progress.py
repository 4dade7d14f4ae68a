"""Progress of a Nornir run on standard error: done, failed, time left. Silent where nobody watches."""

import sys
from threading import Lock

from nornir.core.inventory import Host
from nornir.core.task import AggregatedResult, MultiResult, Task
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class ProgressBar:
    """A Nornir processor: ``nornir.with_processors([ProgressBar()])``. Its methods are called from many threads.

    ``enabled=None`` shows it on a terminal only.
    """

    def __init__(self, *, enabled: bool | None = None) -> None:
        self._enabled = sys.stderr.isatty() if enabled is None else enabled
        self._lock = Lock()
        self._failed = 0
        self._bar: Progress | None = None
        self._row: TaskID | None = None

    def task_started(self, task: Task) -> None:
        if not self._enabled:
            return
        self._failed = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        total = len(task.nornir.inventory.hosts)
        self._row = self._bar.add_task(task.name, total=total, failed="")
        self._bar.start()

    def task_completed(self, task: Task, result: AggregatedResult) -> None:  # noqa: ARG002 # Nornir's signature
        if self._bar is not None:
            self._bar.stop()
            self._bar = self._row = None

    def task_instance_started(self, task: Task, host: Host) -> None:
        """Nothing to show yet."""

    def task_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:  # noqa: ARG002 # Nornir's
        with self._lock:
            self._failed += bool(result.failed)
            if self._bar is not None and self._row is not None:
                self._bar.update(self._row, advance=1, failed=f"{self._failed} failed" if self._failed else "")

    def subtask_instance_started(self, task: Task, host: Host) -> None:
        """Only whole tasks are counted."""

    def subtask_instance_completed(self, task: Task, host: Host, result: MultiResult) -> None:
        """Only whole tasks are counted."""
