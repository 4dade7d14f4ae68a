"""What a running fleet says of itself, and how that crosses the control socket."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


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
    process: int
    """Process id of the fleet."""
    speed: float
    """Virtual seconds per second."""
    virtual_time: float
    """Virtual seconds since the start."""
    routers: tuple[RouterStatus, ...]

    def to_json(self) -> dict[str, Any]:
        """As the control socket carries it."""
        return asdict(self)

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> "LabStatus":
        """The reverse of :meth:`to_json`."""
        routers = tuple(RouterStatus(**one) for one in fields["routers"])
        return cls(**{**fields, "routers": routers})
