"""What ``dmvpn doctor`` looks at: one function per check, listed in ``CHECKS``."""

import resource
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from nornir_dmvpn.errors import DmvpnError

Level = Literal["ok", "warn", "bad"]

_LIBRARIES = (
    "nornir",
    "netmiko",
    "napalm",
    "nornir-netmiko",
    "nornir-napalm",
    "paramiko",
    "textfsm",
    "ttp",
    "asyncssh",
)
_FILES_PER_SESSION = 2
_SPARE_FILES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was looked at; ``cure`` says what to do where it is not ok."""

    level: Level
    what: str
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is examined."""

    inventory: Path | None
    forks: int


def _python(_: Patient) -> Iterator[Line]:
    """It runs this, so it is new enough; which one it is helps whoever reads the report."""
    yield Line(level="ok", what=f"Python {sys.version.split()[0]}")


def _libraries(_: Patient) -> Iterator[Line]:
    for name in _LIBRARIES:
        try:
            yield Line(level="ok", what=f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Line(level="bad", what=f"{name} is not installed", cure="install nornir-dmvpn with its dependencies")


def _legacy_ssh(_: Patient) -> Iterator[Line]:
    from paramiko import Transport

    if "diffie-hellman-group14-sha1" in Transport._preferred_kex:  # noqa: SLF001 # Paramiko has no public name for it
        yield Line(level="ok", what="SSH: the SHA-1 key exchange of classic IOS is available")
    else:
        what = f"SSH: paramiko {version('paramiko')} has no SHA-1 key exchange, so classic IOS cannot be reached"
        yield Line(level="warn", what=what, cure="pip install 'paramiko<5'")


def _templates(_: Patient) -> Iterator[Line]:
    from nornir_dmvpn.ios.shows import SHOWS
    from nornir_dmvpn.ios.templates import parsers_dir

    folder = parsers_dir() / "textfsm"
    missing = [show.name for show in SHOWS if not (folder / f"cisco_ios_{show.name}.textfsm").is_file()]
    if missing:
        yield Line(
            level="bad",
            what=f"templates missing in {parsers_dir()}: {', '.join(missing)}",
            cure="reinstall nornir-dmvpn",
        )
    else:
        yield Line(level="ok", what=f"{len(SHOWS)} show templates in {parsers_dir()}")


def _open_files(patient: Patient) -> Iterator[Line]:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = patient.forks * _FILES_PER_SESSION + _SPARE_FILES
    if soft >= needed:
        yield Line(level="ok", what=f"{soft} open files allowed, {patient.forks} forks need {needed}")
    else:
        cure = f"ulimit -n {needed}, or fewer --forks"
        yield Line(level="bad", what=f"{soft} open files allowed, {patient.forks} forks need {needed}", cure=cure)


def _inventory(patient: Patient) -> Iterator[Line]:
    """First without secrets, so that a variable that is not set hides no other fault."""
    from nornir_dmvpn.sources.inventory import load_inventory

    try:
        found = load_inventory(patient.inventory, resolve_secrets=False)
    except DmvpnError as error:
        for fault in str(error).splitlines():
            yield Line(level="bad", what=fault, cure="mend the inventory")
        return
    yield Line(level="ok", what=f"inventory {found.folder}: {len(found.intent.sites)} DMVPN routers")
    for host in found.hosts.values():
        if host.name in found.intent.sites and (host.username is None or host.password is None):
            cure = "set NORNIR_USERNAME and NORNIR_PASSWORD, or say them in the inventory"
            yield Line(level="bad", what=f"{host.name} has no user name or password", cure=cure)
    try:
        load_inventory(patient.inventory)
    except DmvpnError as error:
        for fault in str(error).splitlines():
            yield Line(level="bad", what=fault, cure="provide the secret")
    else:
        yield Line(level="ok", what="every secret the inventory names is there")


def _ports(patient: Patient) -> Iterator[Line]:
    """A lab needs the ports; live routers need somebody behind them."""
    from nornir_dmvpn.sources.inventory import load_inventory

    try:
        found = load_inventory(patient.inventory, resolve_secrets=False)
    except DmvpnError:
        return  # said above
    local = [
        (one.name, one.hostname, one.port)
        for one in found.hosts.values()
        if one.name in found.intent.sites and (one.hostname or "").startswith("127.") and one.port
    ]
    taken = [f"{name} ({port})" for name, address, port in local if _answers(address or "", port or 0)]
    if not local:
        return
    if len(taken) == len(local):
        yield Line(level="ok", what="every port of the lab is in use: a lab is up")
    elif taken:
        cure = "stop what listens there, or change the ports in the inventory"
        yield Line(level="warn", what=f"some ports of the lab are taken: {', '.join(taken)}", cure=cure)
    else:
        yield Line(level="ok", what="the ports of the lab are free: dmvpn lab up")


def _answers(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((address, port)) == 0


CHECKS: tuple[Callable[[Patient], Iterator[Line]], ...] = (
    _python,
    _libraries,
    _legacy_ssh,
    _templates,
    _open_files,
    _inventory,
    _ports,
)
