"""``dmvpn_deploy``: bring a router to its intent, and prove that it is there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nornir.core.task import Result, Task

from nornir_dmvpn.design.compile import compile_router
from nornir_dmvpn.design.plan import Plan, plan
from nornir_dmvpn.errors import CommandRejectedError, DeviceError
from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.ios.grammar.mask import masked_lines
from nornir_dmvpn.ios.grammar.nest import nested
from nornir_dmvpn.ios.tree import tree_of
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.intent import Intent
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.tasks.collect import RUNNING, read_running
from nornir_dmvpn.tasks.session import Command, Session
from nornir_dmvpn.tasks.ways import open_session


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """What was (or, in a dry run, would be) done on one router. ``diff`` and ``commands`` are masked."""

    router: str
    diff: str = ""
    commands: tuple[str, ...] = ()
    saved: bool = False
    undo: tuple[Secret, ...] = field(default=(), repr=False)
    """Configuration commands that take the change back; each may hold a key, so each is a secret."""


def dmvpn_deploy(
    task: Task, *, intent: Intent, dry_run: bool | None = None, save: bool = True, undo_on_failure: bool = False
) -> Result:
    """Nornir task. ``Result.result`` is a :class:`Deployed`, ``diff`` its masked diff, ``changed`` if not empty.

    The difference is computed here from the running-config just read; a dry run touches nothing. After a change the
    running-config is read again and must need no further change; only then is it saved. A line that the router refuses
    raises :class:`~nornir_dmvpn.errors.CommandRejectedError`: nothing is saved, and with ``undo_on_failure`` what was
    typed before is taken back.
    """
    router = task.host.name
    with open_session(task) as session:
        before = parse_config(read_running(session, router), RUNNING)
        change = _plan(intent, router, before)
        deployed = _deployed(router, change)
        if not change.empty and not task.is_dry_run(dry_run):
            try:
                session.push(shown_commands(change.commands))
                _prove(session, router, intent)
            except DeviceError as error:
                if undo_on_failure and _still_there(error):
                    take_back(session, router, change.undo, before)
                raise
            if save:
                session.save()
                deployed = _deployed(router, change, saved=True)
    return Result(host=task.host, result=deployed, diff=deployed.diff, changed=not change.empty)


def dmvpn_undo(task: Task, *, undo: Mapping[str, tuple[Secret, ...]], save: bool = True) -> Result:
    """Nornir task: take back the changes that :class:`Deployed` describes; ``undo`` is by router."""
    router = task.host.name
    commands = tuple(one.reveal() for one in undo.get(router, ()))
    with open_session(task) as session:
        if commands:
            take_back(session, router, commands, None)
            if save:
                session.save()
    return Result(host=task.host, changed=bool(commands))


def take_back(session: Session, router: str, undo: Iterable[str], before: RouterConfig | None) -> None:
    """Type ``undo``. What was never there is refused, which is no failure; ``before`` must be there again."""
    session.withdraw(shown_commands(undo))
    if before is not None and parse_config(read_running(session, router), RUNNING) != before:
        raise DeviceError(router, "the change failed and could not be taken back whole; nothing was saved")


def shown_commands(commands: Iterable[str]) -> list[Command]:
    """Each command as it is typed, and with its secrets masked."""
    lines = masked_lines(nested(tree_of("\n".join(commands))))
    return [(line.strip(), shown.strip()) for line, shown in lines if line.strip()]


def planned(intent: Intent, router: str, running: RouterConfig) -> Deployed:
    """What :func:`dmvpn_deploy` would do on a router that runs this."""
    return _deployed(router, _plan(intent, router, running))


def _plan(intent: Intent, router: str, running: RouterConfig) -> Plan:
    return plan(running, compile_router(intent, router), generation=intent.sites[router].generation)


def _deployed(router: str, change: Plan, *, saved: bool = False) -> Deployed:
    return Deployed(
        router=router,
        diff=change.diff,
        commands=tuple(shown for _, shown in shown_commands(change.commands)),
        saved=saved,
        undo=tuple(Secret(line) for line in change.undo),
    )


def _prove(session: Session, router: str, intent: Intent) -> None:
    left = _plan(intent, router, parse_config(read_running(session, router), RUNNING))
    if not left.empty:
        lines = "; ".join(shown for _, shown in shown_commands(left.commands))
        raise DeviceError(router, f"took the change, yet would still need: {lines}; nothing was saved")


def _still_there(error: DeviceError) -> bool:
    """Whether the session is in a known state, so that it can be used to take the change back."""
    return isinstance(error, CommandRejectedError) or type(error) is DeviceError
