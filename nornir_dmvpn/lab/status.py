"""What a running fleet says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterStatus:
    """Where a router listens and who is on it."""

    name: str
    hostname: str
    port: int
    sessions: int
    """Logins that are open now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabStatus:
    """A fleet that answers."""

    name: str
    speed: float
    """Virtual seconds per second."""
    virtual_time: float
    """Virtual seconds since the start."""
    routers: tuple[RouterStatus, ...]
