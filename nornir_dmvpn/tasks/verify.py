"""Looking at a fleet and judging it; ``dmvpn_verify`` judges one router."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nornir.core import Nornir
from nornir.core.task import Result, Task

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.verdict import Verdict
from nornir_dmvpn.sources.inventory import Inventory
from nornir_dmvpn.tasks.collect import SHOWS, Collected, dmvpn_collect
from nornir_dmvpn.tasks.expectation import Expectation, expectation
from nornir_dmvpn.tasks.failures import failure_of
from nornir_dmvpn.verify.observation import Observation

SETTLE = 30.0
"""Seconds in which a network that comes up is given time: four tries of a registration (R-10)."""
_PAUSE = 2.0
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a fleet: what was read, and who could not be read, with the reason."""

    collected: Mapping[str, Collected] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def running(self) -> dict[str, RouterConfig]:
        return {name: one.running for name, one in self.collected.items()}

    @property
    def observed(self) -> dict[str, Observation]:
        return {name: one.observation for name, one in self.collected.items()}


def dmvpn_verify(task: Task, *, expected: Expectation, shows: Sequence[str] = SHOWS) -> Result:
    """Nornir task. ``Result.result`` is the :class:`Verdict` on this router alone.

    A wrong router is a verdict, not a failure; fails if the router cannot be looked at. ``expected`` comes from
    :func:`nornir_dmvpn.tasks.expectation`.
    """
    collected: Collected = task.run(dmvpn_collect, shows=shows)[0].result
    return Result(host=task.host, result=expected.verdict({task.host.name: collected.observation}, {}))


def look(nornir: Nornir, *, shows: Sequence[str] = SHOWS) -> Look:
    """Collect from every router; those that fail do not stop the others, now or in a later look."""
    results = nornir.run(dmvpn_collect, shows=shows)
    nornir.data.reset_failed_hosts()
    failures = {name: failure_of(name, result) for name, result in results.items()}
    return Look(
        collected={name: result[0].result for name, result in results.items() if failures[name] is None},
        problems={name: str(failure) for name, failure in failures.items() if failure is not None},
    )


def verify_fleet(
    nornir: Nornir,
    inventory: Inventory,
    *,
    settle: float = SETTLE,
    expected: Callable[[Look], Expectation] | None = None,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> tuple[Verdict, Look]:
    """Look, judge, and look again while something is wrong, for ``settle`` seconds: a router may be just coming up.

    ``expected`` is for those who expect something else than the whole intent everywhere. Returns the last verdict and
    the look it is about.
    """
    expect = expected or (lambda seen: expectation(inventory, seen.running))
    deadline = clock() + settle
    while True:
        seen = look(nornir)
        verdict = expect(seen).verdict(seen.observed, seen.problems)
        left = deadline - clock()
        if not verdict.is_wrong or left <= 0:
            return verdict, seen
        wait(min(_PAUSE, left))
