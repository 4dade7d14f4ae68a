"""Timers of one speaker: set, cancel and the next one, each in O(log n)."""

import heapq
import itertools
from collections.abc import Callable, Hashable

Handler = Callable[[float], None]
_SLACK = 256
"""Queued times that nobody waits for are tolerated up to as many as are set, and this many more."""


class Timers:
    """At most one time per key. Moving a time later costs nothing until the earlier one comes up."""

    def __init__(self) -> None:
        self._due: dict[Hashable, tuple[float, Handler]] = {}
        self._queued: dict[Hashable, float] = {}
        self._heap: list[tuple[float, int, Hashable]] = []
        self._order = itertools.count()

    def set(self, key: Hashable, when: float, handler: Handler) -> None:
        """Call ``handler(now)`` at ``when`` instead of whatever ``key`` stood for."""
        self._due[key] = (when, handler)
        queued = self._queued.get(key)
        if queued is None or when < queued:
            self._queue(key, when)

    def cancel(self, key: Hashable) -> None:
        """Forget ``key``; nothing happens if it is not set."""
        self._due.pop(key, None)

    def next(self) -> float | None:
        """The earliest time that is set."""
        while self._heap:
            when, _, key = self._heap[0]
            if self._queued.get(key) != when:  # an earlier time was queued later, and is gone by now
                heapq.heappop(self._heap)
                continue
            due = self._due.get(key)
            if due is not None and due[0] == when:
                return when
            heapq.heappop(self._heap)
            del self._queued[key]
            if due is not None:
                self._queue(key, due[0])
        return None

    def __len__(self) -> int:
        """Times that are set."""
        return len(self._due)

    def pop(self, now: float) -> Handler | None:
        """Take out the earliest timer that is due at ``now``; equal times come out in the order they were set."""
        when = self.next()
        if when is None or when > now:
            return None
        key = heapq.heappop(self._heap)[2]
        del self._queued[key]
        return self._due.pop(key)[1]

    def _queue(self, key: Hashable, when: float) -> None:
        self._queued[key] = when
        heapq.heappush(self._heap, (when, next(self._order), key))
        if len(self._heap) > 2 * len(self._due) + _SLACK:
            self._compact()

    def _compact(self) -> None:
        """Forget what is queued for keys that are cancelled or stand earlier: memory follows what is set."""
        live: dict[Hashable, tuple[float, int, Hashable]] = {}
        for when, order, key in sorted(self._heap, key=lambda one: one[:2]):
            due = self._due.get(key)
            if self._queued.get(key) == when and due is not None and key not in live:
                live[key] = (due[0], order, key)
        self._heap = list(live.values())
        self._queued = {key: when for when, _, key in self._heap}
        heapq.heapify(self._heap)
