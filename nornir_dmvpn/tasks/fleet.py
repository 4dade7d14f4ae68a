"""From our inventory to a ``Nornir`` object."""

import logging
import os

from nornir.core import Nornir
from nornir.core.inventory import ConnectionOptions, Defaults, Group, Host

from nornir_dmvpn.sources.inventory import Inventory
from nornir_dmvpn.sources.secrets import is_reference, resolve_secret
from nornir_dmvpn.tasks.limit import select
from nornir_dmvpn.tasks.ways import SETTING

_PATIENCE = {"netmiko": {"conn_timeout": 20, "auth_timeout": 30, "banner_timeout": 30}}
"""Seconds; a slow router behind a slow line is not an unreachable one."""
_CHATTY = ("nornir", "netmiko", "paramiko", "napalm")


def make_nornir(
    inventory: Inventory,
    *,
    forks: int | None = None,
    limit: str | None = None,
    dry_run: bool = False,
    via: str | None = None,
) -> Nornir:
    """The DMVPN routers that ``limit`` means, ``forks`` of them at a time, nothing logged to files.

    ``via`` is the name of one of :data:`nornir_dmvpn.tasks.ways.WAYS`; without it config.yaml decides. User names and
    passwords are those of ``inventory``, so references and the environment have been resolved.
    """
    from nornir import InitNornir

    chosen = frozenset(select(inventory, limit))
    settings = inventory.nornir_settings()
    if forks is not None:
        settings["runner"] = {"plugin": "threaded", "options": {"num_workers": forks}}
    if via is not None:
        user_defined = settings.get("user_defined") or {}
        ours = user_defined.get(SETTING) or {}
        settings["user_defined"] = user_defined | {SETTING: ours | {"via": via}}
    for name in _CHATTY:  # without a handler Python prints their errors, tracebacks included, to standard error
        logging.getLogger(name).addHandler(logging.NullHandler())
    nornir = InitNornir(dry_run=dry_run, **settings)
    for name, entry in inventory.hosts.items():
        host = nornir.inventory.hosts[name]
        host.username = entry.username
        host.password = entry.password.reveal() if entry.password is not None else None
    for kind, extras in _PATIENCE.items():
        given = nornir.inventory.defaults.connection_options.get(kind)
        if given is None or given.extras is None:
            nornir.inventory.defaults.connection_options[kind] = ConnectionOptions(extras=dict(extras))
    _resolve_enable(nornir, inventory)
    return nornir.filter(filter_func=lambda host: host.name in chosen)


def _resolve_enable(nornir: Nornir, inventory: Inventory) -> None:
    """Enable secrets (``connection_options: netmiko: extras: secret``) may be references; Nornir knows none."""
    known = nornir.inventory
    levels: list[Host | Group | Defaults] = [*known.hosts.values(), *known.groups.values(), known.defaults]
    for one in levels:
        for options in one.connection_options.values():
            extras = options.extras or {}
            for place in (extras, extras.get("optional_args") or {}):
                secret = place.get("secret")
                if isinstance(secret, str) and is_reference(secret):
                    place["secret"] = resolve_secret(secret, inventory.folder, os.environ).reveal()
