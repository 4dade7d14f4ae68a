"""The limit on what an interface sends, as a token bucket (NHRP R-70)."""

INTERVAL = 10.0
"""Seconds that the limit is counted over."""


class Bucket:
    """``limit`` packets at once, and as many again in every :data:`INTERVAL`."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._tokens = float(limit)
        self._at = 0.0

    def take(self, now: float) -> bool:
        """Whether one more packet may leave at ``now``."""
        self._fill(now)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def usage(self, now: float) -> int:
        """Percent of the limit that is used up, as ``show ip nhrp traffic`` prints it (C-27)."""
        self._fill(now)
        return int(100 * (self.limit - self._tokens) / self.limit) if self.limit else 0

    def _fill(self, now: float) -> None:
        self._tokens = min(float(self.limit), self._tokens + (now - self._at) * self.limit / INTERVAL)
        self._at = now
