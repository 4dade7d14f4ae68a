"""Quality of service as far as per-tunnel QoS needs it (protocol.md Q-01)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMap:
    """``class-map [match-any|match-all] NAME``."""

    name: str
    operator: str | None = None
    matches: tuple[str, ...] = ()
    """The words after ``match``, one text a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyClass:
    """``class NAME`` of a policy map."""

    name: str
    bandwidth: int | None = None
    """kb/s."""
    bandwidth_percent: int | None = None
    bandwidth_remaining_percent: int | None = None
    bandwidth_remaining_ratio: int | None = None
    priority: str | None = None
    """What follows ``priority``: kb/s, ``percent N``, ``level N``; ``""`` for the bare line."""
    shape_average: int | None = None
    """b/s."""
    shape_average_percent: int | None = None
    police: str | None = None
    fair_queue: bool | None = None
    queue_limit: str | None = None
    random_detect: str | None = None
    set_dscp: str | None = None
    service_policy: str | None = None
    """The child policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyMap:
    """``policy-map NAME``."""

    name: str
    description: str | None = None
    classes: tuple[PolicyClass, ...] = ()
