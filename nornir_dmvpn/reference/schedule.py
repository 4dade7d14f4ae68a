"""Things that happen at a time: an event heap on a clock that is supplied, never read."""

import heapq
from collections.abc import Callable

Action = Callable[[], None]


class Schedule:
    """Runs actions in order of time, then of being scheduled. ``now`` never goes back."""

    def __init__(self, start: float) -> None:
        self.now = start
        self._heap: list[tuple[float, int, Action]] = []
        self._count = 0

    def at(self, when: float, action: Action) -> None:
        """Run ``action`` at ``when`` (not before ``now``)."""
        self._count += 1
        heapq.heappush(self._heap, (max(when, self.now), self._count, action))

    def after(self, delay: float, action: Action) -> None:
        self.at(self.now + delay, action)

    def next_time(self) -> float | None:
        return self._heap[0][0] if self._heap else None

    def step(self, limit: float) -> bool:
        """Run the next action if its time is not after ``limit``; ``False`` when there is none."""
        if not self._heap or self._heap[0][0] > limit:
            return False
        when, _, action = heapq.heappop(self._heap)
        self.now = max(self.now, when)
        action()
        return True

    def run_until(self, when: float) -> None:
        """Run everything that is due up to ``when``, which becomes ``now``."""
        while self.step(when):
            pass
        self.now = max(self.now, when)
