"""A Nornir inventory folder → hosts to log in to, and the intent of the network.

Hosts, groups and defaults are Nornir's own (SimpleInventory). The intent is below ``data: dmvpn:``: clouds in defaults
or groups, sites in hosts; what a group or the defaults say of a site holds for every host that does not say otherwise.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.intent import Intent
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.sources.faults import Faults
from nornir_dmvpn.sources.intent import read_intent
from nornir_dmvpn.sources.inventory_files import DEFAULTS, GROUPS, InventoryFiles, find_inventory
from nornir_dmvpn.sources.nornir_entries import Entries, read_entries
from nornir_dmvpn.sources.secrets import is_reference, resolve_secret
from nornir_dmvpn.sources.underlay import load_underlay
from nornir_dmvpn.sources.yaml_file import read_yaml

USERNAME, PASSWORD = "NORNIR_USERNAME", "NORNIR_PASSWORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostEntry:
    """How to reach one device; ``None`` where the inventory says nothing."""

    name: str
    hostname: str | None = None
    port: int | None = None
    username: str | None = None
    password: Secret | None = None
    platform: str | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything an inventory folder says. Sites of ``intent`` have the names of their hosts."""

    folder: Path
    files: InventoryFiles
    hosts: Mapping[str, HostEntry]
    intent: Intent
    underlay: UnderlaySpec
    has_secrets: bool
    """Whether the intent's secrets are resolved; if not, their values are the references and nothing may be pushed."""
    settings: Mapping[str, Any]
    """What ``config.yaml`` says beside ``inventory``: ``runner``, ``user_defined``, …."""

    def nornir_settings(self) -> dict[str, Any]:
        """Keyword arguments for ``InitNornir``, with absolute paths and without ``nornir.log``.

        User names and passwords must be taken from ``hosts``: Nornir knows neither references nor the environment.
        """
        files = self.files
        options = {
            "host_file": files.hosts,
            "group_file": files.groups or files.folder / GROUPS,  # one in the current folder is not ours
            "defaults_file": files.defaults or files.folder / DEFAULTS,
        }
        given = {key: str(path.absolute()) for key, path in options.items()}
        return {
            "logging": {"enabled": False},
            **self.settings,
            "inventory": {"plugin": "SimpleInventory", "options": given},
        }


def load_inventory(
    path: Path | None = None, *, environment: Mapping[str, str] | None = None, resolve_secrets: bool = True
) -> Inventory:
    """Read the inventory at ``path`` (a folder, or Nornir's config.yaml; ``./inventory`` without it).

    ``resolve_secrets=False`` is for commands that push nothing and compare no keys. Raises ``SourceError`` for files
    that cannot be read, ``IntentError`` with every fault of the inventory, a line each, ``file:line:column`` before it.
    """
    environment = os.environ if environment is None else environment
    files = find_inventory(path)
    faults = Faults()
    entries = read_entries(files, faults)

    def resolve(reference: str) -> Secret:
        try:
            return resolve_secret(reference, files.folder, environment)
        except IntentError as error:  # pydantic gives a place to ValueError only
            raise ValueError(error.problem) from None

    intent = read_intent(entries, resolve if resolve_secrets else None, faults)
    hosts = {name: _host(entries, name, environment, files.folder, faults) for name in entries.hosts}
    _check_addresses(entries, hosts, faults)
    faults.raise_any()
    return Inventory(
        folder=files.folder,
        files=files,
        hosts=hosts,
        intent=intent,
        underlay=load_underlay(files.underlay, tuple(hosts)) if files.underlay else UnderlaySpec(),
        has_secrets=resolve_secrets,
        settings=_settings(files.config),
    )


def _check_addresses(entries: Entries, hosts: Mapping[str, HostEntry], faults: Faults) -> None:
    """Two names for one device would give it the configuration of both."""
    known: dict[tuple[str | None, int | None], str] = {}
    for name, host in hosts.items():
        address = (host.hostname, host.port)
        first = known.setdefault(address, name)
        if first != name:
            file, keys = entries.origin(name, ("port",) if host.port is not None else ("hostname",))
            port = f" port {host.port}" if host.port is not None else ""
            faults.add(file, keys, f"{name} and {first} are both at {host.hostname}{port}")


def _settings(path: Path | None) -> dict[str, Any]:
    value = read_yaml(path).value if path is not None else None
    return {key: section for key, section in value.items() if key != "inventory"} if isinstance(value, dict) else {}


def _host(entries: Entries, name: str, environment: Mapping[str, str], folder: Path, faults: Faults) -> HostEntry:
    return HostEntry(
        name=name,
        hostname=entries.setting(name, "hostname") or name,
        port=entries.setting(name, "port"),
        username=environment.get(USERNAME) or entries.setting(name, "username"),
        password=_password(entries, name, environment, folder, faults),
        platform=entries.setting(name, "platform"),
        groups=entries.groups_of(name),
    )


def _password(
    entries: Entries, name: str, environment: Mapping[str, str], folder: Path, faults: Faults
) -> Secret | None:
    text = environment.get(PASSWORD) or entries.setting(name, "password")
    if text is None or environment.get(PASSWORD) or not is_reference(text):
        return None if text is None else Secret(text)
    try:
        return resolve_secret(text, folder, environment)
    except IntentError as error:
        file, keys = entries.origin(name, ("password",))
        faults.add(file, keys, error.problem)
        return None
