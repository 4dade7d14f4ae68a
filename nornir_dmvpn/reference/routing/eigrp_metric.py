"""EIGRP's composite metric with default K values: classic (P-31) and wide, as named EIGRP puts it into the table."""

import re
from collections.abc import Iterable

from nornir_dmvpn.model.interface import Interface

_DEFAULTS: tuple[tuple[str, int, int, int], ...] = (
    ("Tunnel", 100, 5000, 50_000_000_000),
    ("Loopback", 8_000_000, 500, 1_250_000),
    ("TenGigabitEthernet", 10_000_000, 1, 1_000_000),
    ("GigabitEthernet", 1_000_000, 1, 10_000_000),
    ("FastEthernet", 100_000, 10, 100_000_000),
    ("Ethernet", 10_000, 100, 1_000_000_000),
    ("Serial", 1544, 2000, 20_000_000_000),
    ("", 1_000_000, 1, 10_000_000),
)
"""Kind, bandwidth in kb/s, delay in tens of microseconds, delay in picoseconds as wide metrics have it."""
_RIB_SCALE = 128


def _default(name: str) -> tuple[int, int, int]:
    kind = re.split(r"\d", name, maxsplit=1)[0]
    return next((rest[0], rest[1], rest[2]) for known, *rest in _DEFAULTS if known in {kind, ""})


def classic_metric(interfaces: Iterable[Interface]) -> int:
    """256 · (10⁷ / slowest kb/s + delays in tens of microseconds) of the outgoing interfaces on the way (P-31)."""
    crossed = tuple(interfaces)
    slowest = min(one.bandwidth or _default(one.name)[0] for one in crossed)
    delay = sum(one.delay or _default(one.name)[1] for one in crossed)
    return 256 * (10_000_000 // slowest + delay)


def wide_metric(interfaces: Iterable[Interface]) -> int:
    """65536 · (10⁷ / slowest kb/s + delays in microseconds), divided by the RIB scale 128."""
    crossed = tuple(interfaces)
    slowest = min(one.bandwidth or _default(one.name)[0] for one in crossed)
    delay = sum(10_000_000 * one.delay if one.delay else _default(one.name)[2] for one in crossed)
    return (10_000_000 * 65_536 // slowest + delay * 65_536 // 1_000_000) // _RIB_SCALE
