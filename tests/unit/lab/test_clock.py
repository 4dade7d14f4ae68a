from datetime import UTC, datetime

from nornir_dmvpn.lab.clock import Clock


class Wall:
    """A monotonic clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def _clock(wall: Wall, speed: float) -> Clock:
    return Clock(speed, monotonic=wall, utc_now=lambda: datetime(2026, 11, 20, tzinfo=UTC))


def test_virtual_time_is_elapsed_time_times_speed() -> None:
    wall = Wall()
    clock = _clock(wall, 60.0)
    assert clock.now() == 0.0
    wall.seconds += 2.5
    assert clock.now() == 150.0


def test_after_a_slip_time_goes_on_from_there() -> None:
    wall = Wall()
    clock = _clock(wall, 10.0)
    wall.seconds += 100
    clock.slip(250.0)
    assert clock.now() == 250.0
    wall.seconds += 1
    assert clock.now() == 260.0


def test_the_calendar_follows_virtual_time() -> None:
    assert _clock(Wall(), 60.0).date(86_400) == datetime(2026, 11, 21, tzinfo=UTC)
