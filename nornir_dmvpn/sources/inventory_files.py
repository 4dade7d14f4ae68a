"""The files of a Nornir inventory folder: finding and writing them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nornir_dmvpn.design.fleet import InventoryData
from nornir_dmvpn.errors import IntentError, SourceError
from nornir_dmvpn.sources.text_file import PRIVATE, write_text
from nornir_dmvpn.sources.yaml_file import YamlFile, read_yaml

HOSTS, GROUPS, DEFAULTS, CONFIG, UNDERLAY = "hosts.yaml", "groups.yaml", "defaults.yaml", "config.yaml", "underlay.yaml"

_PLUGIN = "SimpleInventory"
_PLACES = (Path("inventory"), Path(CONFIG))
_SECRET_BYTES = {"psk.secret": 18}


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryFiles:
    """Where the parts of an inventory are; ``None`` for a part that is not there."""

    folder: Path
    hosts: Path
    groups: Path | None
    defaults: Path | None
    config: Path | None
    underlay: Path | None


def find_inventory(path: Path | None) -> InventoryFiles:
    """``path`` is a folder with hosts.yaml or a config.yaml; without it ``inventory/``, then ``config.yaml`` here.

    Raises ``SourceError`` or ``IntentError``.
    """
    if path is None:
        path = next((place for place in _PLACES if place.exists()), _PLACES[0])
    path = path.expanduser()
    if not path.exists():
        raise SourceError(str(path), "there is no such inventory (a folder with hosts.yaml, or a Nornir config.yaml)")
    if not path.is_dir():
        return _of_config(path)
    if not (path / HOSTS).exists():
        if (path / CONFIG).exists():
            return _of_config(path / CONFIG)
        raise SourceError(str(path), f"holds no {HOSTS}, so it is not an inventory folder")
    config = path / CONFIG
    return _files(path / HOSTS, path / GROUPS, path / DEFAULTS, config if config.exists() else None)


def _files(hosts: Path, groups: Path, defaults: Path, config: Path | None) -> InventoryFiles:
    underlay = hosts.parent / UNDERLAY
    return InventoryFiles(
        folder=hosts.parent,
        hosts=hosts,
        groups=groups if groups.exists() else None,
        defaults=defaults if defaults.exists() else None,
        config=config,
        underlay=underlay if underlay.exists() else None,
    )


def _of_config(path: Path) -> InventoryFiles:
    file = read_yaml(path)
    inventory = _section(file, file.value, ("inventory",))
    plugin = inventory.get("plugin", _PLUGIN)
    if plugin != _PLUGIN:
        raise IntentError(
            file.place(("inventory", "plugin")), f"inventory plugin {plugin!r} is not known here, only {_PLUGIN}"
        )
    options = _section(file, inventory, ("inventory", "options"))
    names = (("host_file", HOSTS), ("group_file", GROUPS), ("defaults_file", DEFAULTS))
    hosts, groups, defaults = (_beside(path, str(options.get(option, default))) for option, default in names)
    if not hosts.exists():
        place = file.place(("inventory", "options", "host_file"))
        raise IntentError(place, f"the host file {hosts} does not exist")
    return _files(hosts, groups, defaults, path)


def _section(file: YamlFile, value: object, keys: tuple[str, ...]) -> dict[str, Any]:
    found = value.get(keys[-1]) if isinstance(value, dict) else value
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise IntentError(file.place(keys), f"{keys[-1]} must be a mapping of keys to values")
    return found


def _beside(config: Path, name: str) -> Path:
    """As Nornir does, from the current folder; else from that of ``config.yaml``."""
    given = Path(name).expanduser()
    return given if given.is_absolute() or given.exists() else config.parent / given.name


def write_inventory(folder: Path, data: InventoryData) -> None:
    """Write an inventory folder that both Nornir and :func:`find_inventory` load.

    Secrets that the data refers to are made up (unless their files exist) and readable to the owner only.
    Raises ``SourceError``.
    """
    folder = folder.absolute()
    options = {"host_file": HOSTS, "group_file": GROUPS, "defaults_file": DEFAULTS}
    config = data.config | {
        "inventory": {"plugin": _PLUGIN, "options": {key: str(folder / name) for key, name in options.items()}}
    }
    for name in data.secret_files:
        if not (folder / name).exists():
            write_text(folder / name, f"{secrets.token_hex(_SECRET_BYTES.get(name, 4))}\n", mode=PRIVATE)
    files: Mapping[str, dict[str, Any]] = {
        HOSTS: data.hosts,
        GROUPS: data.groups,
        DEFAULTS: data.defaults,
        CONFIG: config,
        **({UNDERLAY: data.underlay} if data.underlay else {}),
    }
    for name, value in files.items():
        write_text(folder / name, f"---\n{yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False)}")
