"""``dmvpn_collect``: ask a router what there is to ask, and read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nornir.core.task import Result, Task

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.tasks.session import Session, refuse
from nornir_dmvpn.tasks.ways import open_session
from nornir_dmvpn.verify.observation import CapturedOutput, Observation, observe

RUNNING = "show running-config"
SHOWS = ("show version", "show dmvpn", "show ip nhrp", "show ip nhrp nhs detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One router: the texts as they came, and what they say. The texts hold keys, so they are not shown."""

    router: str
    running_text: str = field(repr=False)
    running: RouterConfig = field(repr=False)
    outputs: Mapping[str, str] = field(repr=False)
    """By command, without the running-config."""
    observation: Observation = field(repr=False)


def dmvpn_collect(task: Task, *, shows: Sequence[str] = SHOWS) -> Result:
    """Nornir task. ``Result.result`` is a :class:`Collected`.

    An output that cannot be read is a problem in its observation and loses none of the others. Fails with a
    :class:`~nornir_dmvpn.errors.DeviceError` if the router cannot be reached or stops answering.
    """
    with open_session(task) as session:
        collected = collect(session, task.host.name, shows)
    return Result(host=task.host, result=collected)


def collect(session: Session, router: str, shows: Sequence[str] = SHOWS) -> Collected:
    """Read the running-config and the outputs over an open session."""
    running_text = read_running(session, router)
    outputs = {command: session.ask(command) for command in shows}
    captured = (CapturedOutput(command=command, text=text, source=command) for command, text in outputs.items())
    return Collected(
        router=router,
        running_text=running_text,
        running=parse_config(running_text, RUNNING),
        outputs=outputs,
        observation=observe(router, captured),
    )


def read_running(session: Session, router: str) -> str:
    """The running-config; ``CommandRejectedError`` if this user may not see it."""
    text = session.ask(RUNNING)
    refuse(router, RUNNING, text[:_HEAD])
    return text


_HEAD = 200
"""Characters in which a refusal stands; further down ``%`` may begin a line of a banner."""
