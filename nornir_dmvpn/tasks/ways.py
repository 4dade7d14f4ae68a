"""The ways to a router: one module each, one line in ``WAYS`` each."""

from contextlib import AbstractContextManager

from nornir.core.task import Task

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.tasks.session import Session, Way
from nornir_dmvpn.tasks.via_napalm import NAPALM
from nornir_dmvpn.tasks.via_netmiko import NETMIKO

WAYS: tuple[Way, ...] = (NETMIKO, NAPALM)
SETTING = "dmvpn"
"""Key of Nornir's ``user_defined`` below which ``via`` may stand in config.yaml."""


def open_session(task: Task) -> AbstractContextManager[Session]:
    """A session by the way that ``user_defined: {dmvpn: {via: …}}`` names; Netmiko without it."""
    settings = task.nornir.config.user_defined.get(SETTING) or {}
    name = settings.get("via", NETMIKO.name)
    for way in WAYS:
        if way.name == name:
            return way.open(task)
    known = ", ".join(way.name for way in WAYS)
    raise IntentError("", f"user_defined: dmvpn: via: {name!r} is no way to a router (known: {known})")
