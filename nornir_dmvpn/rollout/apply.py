"""Wave by wave: change, verify, and only then the next; stop at the first wave that is not as it should be."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from nornir.core import Nornir

from nornir_dmvpn.model.verdict import Verdict
from nornir_dmvpn.rollout.journal import Journal
from nornir_dmvpn.rollout.prepare import Prepared
from nornir_dmvpn.rollout.waves import BATCH, is_hub, waves
from nornir_dmvpn.sources.inventory import Inventory
from nornir_dmvpn.tasks.deploy import Deployed, dmvpn_deploy, dmvpn_undo
from nornir_dmvpn.tasks.expectation import Expectation, expectation
from nornir_dmvpn.tasks.failures import failure_of
from nornir_dmvpn.tasks.verify import SETTLE, Look, verify_fleet


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveResult:
    """One wave: what was done, on whom it failed and why, the verdict of its gate (none if nobody was changed)."""

    routers: tuple[str, ...]
    deployed: Mapping[str, Deployed] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict | None = None
    undone: tuple[str, ...] = ()
    """Routers whose change was taken back."""

    @property
    def passed(self) -> bool:
        return not self.problems and (self.verdict is None or not (self.verdict.is_wrong or self.verdict.not_looked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollout:
    """The waves that were started; ``waiting`` are the routers of those that were not."""

    waves: tuple[WaveResult, ...]
    waiting: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.waiting and all(one.passed for one in self.waves)


def apply(
    nornir: Nornir,
    inventory: Inventory,
    prepared: Prepared,
    journal: Journal,
    *,
    batch: int = BATCH,
    settle: float = SETTLE,
    undo_on_failure: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Rollout:
    """Change the routers that ``prepared`` says need it. ``tell`` hears a sentence at every step."""
    planned = waves(inventory.intent, prepared.to_change, batch=batch)
    journal.add("planned", waves=planned, problems=dict(prepared.problems))
    done: list[WaveResult] = []
    for number, routers in enumerate(planned, 1):
        tell(f"wave {number} of {len(planned)}: {', '.join(routers)}")
        changed = {name for wave in done for name in wave.routers} | set(routers)
        wave = _wave(nornir, inventory, prepared, routers, changed, settle)
        if not wave.passed and undo_on_failure:
            wave = _undo(nornir, wave)
        _record(journal, number, wave)
        done.append(wave)
        if not wave.passed:
            tell(f"wave {number} is not as it should be: stopped")
            break
    waiting = tuple(name for routers in planned[len(done) :] for name in routers)
    return Rollout(waves=tuple(done), waiting=waiting)


def _wave(
    nornir: Nornir,
    inventory: Inventory,
    prepared: Prepared,
    routers: tuple[str, ...],
    changed: Collection[str],
    settle: float,
) -> WaveResult:
    """Change ``routers``, then look at them and at the hubs."""
    results = _only(nornir, routers).run(dmvpn_deploy, intent=inventory.intent, undo_on_failure=True)
    nornir.data.reset_failed_hosts()
    failures = {name: failure_of(name, result) for name, result in results.items()}
    deployed = {name: result[0].result for name, result in results.items() if failures[name] is None}
    problems = {name: str(failure) for name, failure in failures.items() if failure is not None}
    if problems:
        return WaveResult(routers=routers, deployed=deployed, problems=problems)
    in_force = set(prepared.changes) - set(prepared.to_change) | set(changed)
    seen = [name for name in in_force if name in routers or is_hub(inventory.intent, name)]
    expect = partial(_expected, inventory, prepared, in_force)
    verdict, _ = verify_fleet(_only(nornir, seen), inventory, settle=settle, expected=expect)
    return WaveResult(routers=routers, deployed=deployed, verdict=verdict)


def _expected(inventory: Inventory, prepared: Prepared, changed: Collection[str], seen: Look) -> Expectation:
    """Of routers whose wave has not come only what they were found to run."""
    return expectation(inventory, dict(prepared.running) | seen.running, changed=changed)


def _undo(nornir: Nornir, wave: WaveResult) -> WaveResult:
    """Take back what the wave changed; who fails at that is a problem more."""
    undo = {name: one.undo for name, one in wave.deployed.items()}
    results = _only(nornir, undo).run(dmvpn_undo, undo=undo)
    nornir.data.reset_failed_hosts()
    failures = {name: failure_of(name, result) for name, result in results.items()}
    problems = {name: f"{failure} (while undoing)" for name, failure in failures.items() if failure is not None}
    return WaveResult(
        routers=wave.routers,
        deployed=wave.deployed,
        problems={**wave.problems, **problems},
        verdict=wave.verdict,
        undone=tuple(name for name, failure in failures.items() if failure is None),
    )


def _only(nornir: Nornir, names: Collection[str]) -> Nornir:
    wanted = frozenset(names)
    return nornir.filter(filter_func=lambda host: host.name in wanted)


def _record(journal: Journal, number: int, wave: WaveResult) -> None:
    findings = wave.verdict.findings if wave.verdict is not None else ()
    journal.add(
        "wave",
        number=number,
        routers=wave.routers,
        passed=wave.passed,
        commands={name: one.commands for name, one in wave.deployed.items()},
        problems=dict(wave.problems),
        findings=[finding.sentence() for finding in findings],
        undone=wave.undone,
    )
