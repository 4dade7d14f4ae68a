"""The story that ``dmvpn demo`` tells: each step says what it expects, and the story ends where it is not so."""

import os
import random
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from nornir.core import Nornir

from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.cli.lab_spec import lab_spec
from nornir_dmvpn.cli.terminal import colour, complain, emit, width
from nornir_dmvpn.design.fleet import InventoryData, generate_inventory
from nornir_dmvpn.errors import LabError
from nornir_dmvpn.lab.daemon import LabHandle, lab_up
from nornir_dmvpn.model.verdict import Verdict
from nornir_dmvpn.report import find_format
from nornir_dmvpn.rollout import apply, open_journal, prepare
from nornir_dmvpn.sources.inventory import Inventory, load_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory
from nornir_dmvpn.tasks import dmvpn_deploy, failure_of, make_nornir, verify_fleet

SPOKES = 3
VICTIM = "spoke2"
_SETTLE = 20.0
_PATIENCE = 20.0
"""Real seconds after which a fault that does not show will not show any more."""
_PSK, _AUTHENTICATION = "DMVPN_DEMO_PSK", "DMVPN_DEMO_AUTH"
_PORTS = range(20_000, 32_000)
"""Below those that systems hand out by themselves."""
_ATTEMPTS = 5


class StoryError(Exception):
    """A verdict was not the one the story expects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a step works with."""

    inventory: Inventory
    nornir: Nornir
    lab: LabHandle


def tell_story(speed: float) -> ExitCode:
    """Run the demo; the lab is down afterwards, also after Control-C."""
    try:
        with _stage(speed) as stage:
            for number, step in enumerate(STEPS, 2):
                emit(f"\n== {number}. {step.__doc__}")
                step(stage)
    except StoryError as error:
        complain(f"the demo did not go as it should: {error}")
        return ExitCode.WRONG
    emit("\nEvery verdict was the right one. The lab is down and its files are gone.")
    return ExitCode.OK


# --- the steps -------------------------------------------------------------------------------------------------------


def dry_run(stage: Stage) -> None:
    """Dry run: what would be changed, computed here from what the routers run. Nothing is touched."""
    prepared = prepare(stage.nornir, stage.inventory)
    for name, change in prepared.changes.items():
        emit(f"\n{name}: {len(change.commands)} commands\n{change.diff}")
    _demand(not prepared.problems, "; ".join(prepared.problems.values()))
    _demand(set(prepared.to_change) == set(prepared.changes), "a router without DMVPN needs no change")


def roll_out(stage: Stage) -> None:
    """Rollout: the hub first, then one spoke, then the others; each wave is verified before the next."""
    prepared = prepare(stage.nornir, stage.inventory)
    journal = open_journal()
    result = apply(stage.nornir, stage.inventory, prepared, journal, settle=_SETTLE, tell=emit)
    for wave in result.waves:
        if wave.verdict is not None and not wave.passed:
            _show(wave.verdict)
    _demand(
        result.passed, "; ".join(["a wave failed", *(one for wave in result.waves for one in wave.problems.values())])
    )
    _demand(not prepare(stage.nornir, stage.inventory).to_change, "a second rollout would change something")
    emit("A second rollout would change nothing.")


def verify_clean(stage: Stage) -> None:
    """Verify: every router shows what the reference says it must."""
    _show(_clean(stage))


def ping_across(stage: Stage) -> None:
    """A ping to the network behind another spoke makes a shortcut; verification knows that traffic may do that."""
    address = stage.inventory.intent.sites[VICTIM].lans[0].address.ip
    sent, received = stage.lab.ping("spoke1", address)
    emit(f"spoke1 pings the network behind {VICTIM}, {address}: {received} of {sent} came back")
    _demand(received > 0, f"no ping from spoke1 reached {VICTIM}")
    verdict = _clean(stage)
    _show(verdict)
    legal = [
        row for one in verdict.routers for part in one.sections for row in part.rows if row.judgement.value == "may"
    ]
    _demand(bool(legal), "the ping left no entry")
    emit(f"{len(legal)} entries are there only because of the ping.")


def break_spoke(stage: Stage) -> None:
    """Somebody changes the pre-shared key of spoke2 at its console and bounces the tunnel."""
    lines = ["crypto ikev2 keyring DMVPN", "peer ANY", f"pre-shared-key {secrets.token_hex(12)}"]
    tunnel = stage.inventory.intent.clouds[_cloud(stage)].interface
    answer = stage.lab.type(VICTIM, [*lines, f"interface {tunnel}", "shutdown", "no shutdown"])
    _demand(not answer.strip(), f"{VICTIM} answered {answer.strip()!r}")
    verdict = _wait_for(stage, _names_victim)
    _show(verdict)
    _demand(_names_victim(verdict), f"verification did not find {VICTIM} in state IKE with its key as the cause")


def mend_spoke(stage: Stage) -> None:
    """Mend it: deploy the intent to spoke2 once more."""
    chosen = stage.nornir.filter(name=VICTIM)
    result = chosen.run(dmvpn_deploy, intent=stage.inventory.intent)[VICTIM]
    failure = failure_of(VICTIM, result)
    _demand(failure is None, str(failure))
    emit(str(result[0].diff))
    _show(_clean(stage))


STEPS: tuple[Callable[[Stage], None], ...] = (dry_run, roll_out, verify_clean, ping_across, break_spoke, mend_spoke)


def _clean(stage: Stage) -> Verdict:
    verdict, _ = verify_fleet(stage.nornir, stage.inventory, settle=_SETTLE)
    if verdict.is_wrong or verdict.not_looked:
        _show(verdict)
        raise StoryError("a router that should be well is not")
    return verdict


def _wait_for(stage: Stage, wanted: Callable[[Verdict], bool]) -> Verdict:
    """Look until ``wanted`` holds: a fault takes its time to show."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        verdict, _ = verify_fleet(stage.nornir, stage.inventory, settle=0)
        if wanted(verdict) or time.monotonic() > deadline:
            return verdict
        time.sleep(1)


def _names_victim(verdict: Verdict) -> bool:
    """Whether some finding says that the victim is stuck in IKE, and that its own key is why."""
    stuck = (one for one in verdict.findings if one.router == VICTIM and one.what == "tunnel state")
    return any("IKE" in one.observed and any("key" in cause.text for cause in one.causes) for one in stuck)


def _cloud(stage: Stage) -> str:
    return next(iter(stage.inventory.intent.clouds))


def _show(verdict: Verdict) -> None:
    emit(find_format("table").write(verdict, colour=colour(), width=width()))


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise StoryError(otherwise)


# --- the stage -------------------------------------------------------------------------------------------------------


@contextmanager
def _stage(speed: float) -> Iterator[Stage]:
    """An inventory and a lab that live in a temporary folder, its keys in this process only."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="dmvpn-demo-")))
        stack.enter_context(_state_in(folder))
        stack.enter_context(_terminable())
        inventory, lab = _open_lab(folder, speed)
        stack.callback(lab.down)
        ports = sorted(one.port or 0 for one in inventory.hosts.values())
        emit(f"== 1. A hub and {SPOKES} spokes listen on 127.0.0.1, ports {ports[0]} to {ports[-1]}")
        nornir = make_nornir(inventory)
        stack.callback(nornir.close_connections)
        yield Stage(inventory=inventory, nornir=nornir, lab=lab)


def _open_lab(folder: Path, speed: float) -> tuple[Inventory, LabHandle]:
    """Somebody may take a port between looking and listening: then elsewhere."""
    keys = {_PSK: secrets.token_hex(18), _AUTHENTICATION: secrets.token_hex(4)}
    for attempt in range(1, _ATTEMPTS + 1):
        write_inventory(folder / "inventory", _data(_free_ports(SPOKES + 1)))
        inventory = load_inventory(folder / "inventory", environment=os.environ | keys)
        try:
            return inventory, lab_up(lab_spec(inventory, "demo", speed=speed))
        except LabError:
            if attempt == _ATTEMPTS:
                raise
    raise LabError("the lab did not start")


def _data(base_port: int) -> InventoryData:
    """A generated inventory whose secrets come from the environment instead of files."""
    data = generate_inventory(SPOKES, 3, "ikev2", "eigrp", base_port)
    for cloud in data.defaults["data"]["dmvpn"]["clouds"].values():
        cloud["authentication"] = f"env:{_AUTHENTICATION}"
        cloud["crypto"]["psk"] = f"env:{_PSK}"
    return replace(data, secret_files=())


def _free_ports(count: int) -> int:
    """The first of ``count`` ports in a row that nobody listens on."""
    choice = random.SystemRandom()
    while True:
        first = choice.randrange(_PORTS.start, _PORTS.stop - count)
        if all(_is_free(port) for port in range(first, first + count)):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@contextmanager
def _state_in(folder: Path) -> Iterator[None]:
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_STATE_HOME"]
        else:
            os.environ["XDG_STATE_HOME"] = before


@contextmanager
def _terminable() -> Iterator[None]:
    """A polite kill ends the demo as Control-C does, so the lab does not outlive it."""

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 # the signature of a signal handler
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
