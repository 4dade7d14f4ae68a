"""The clock of a fleet: virtual time is elapsed time times the speed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic


def _utc_now() -> datetime:
    return datetime.now(tz=UTC)


class Clock:
    """Virtual seconds since the fleet started; ``speed`` of them pass in a real second."""

    def __init__(
        self,
        speed: float,
        *,
        monotonic: Callable[[], float] = monotonic,
        utc_now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.speed = speed
        self._monotonic = monotonic
        self._started = monotonic()
        self._date = utc_now()

    def now(self) -> float:
        return (self._monotonic() - self._started) * self.speed

    def slip(self, now: float) -> None:
        """It is ``now``: the simulation could not keep up, and time goes on from where it is."""
        self._started = self._monotonic() - now / self.speed

    def date(self, at: float) -> datetime:
        """The calendar time that the routers' clocks show at virtual second ``at``."""
        return self._date + timedelta(seconds=at)
