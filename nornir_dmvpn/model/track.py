"""Tracked reachability that routes hang on: IP SLA probes and tracked objects."""

from dataclasses import dataclass
from ipaddress import IPv4Address


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaEcho:
    """``icmp-echo TARGET [source-ip A] [source-interface IF]``."""

    address: str
    source_ip: IPv4Address | None = None
    source_interface: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IpSla:
    """``ip sla NUMBER`` with its ICMP echo. Frequency in seconds, threshold and timeout in milliseconds."""

    number: int
    echo: SlaEcho | None = None
    vrf: str | None = None
    frequency: int | None = None
    threshold: int | None = None
    timeout: int | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaSchedule:
    """``ip sla schedule NUMBER [life L] [start-time T]``."""

    number: int
    life: str | None = None
    start_time: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackDelay:
    """``delay [down D] [up U]``, seconds."""

    down: int | None = None
    up: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedObject:
    """``object NUMBER [not]``."""

    number: int
    not_: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """``track NUMBER {ip sla N [reachability|state] | interface IF {line-protocol|ip routing} | list boolean OP}``."""

    number: int
    sla: int | None = None
    interface: str | None = None
    what: str | None = None
    """``reachability`` or ``state`` of a probe, ``line-protocol`` or ``ip routing`` of an interface."""
    operator: str | None = None
    """``and`` or ``or`` of ``list boolean``."""
    objects: tuple[TrackedObject, ...] = ()
    delay: TrackDelay | None = None
