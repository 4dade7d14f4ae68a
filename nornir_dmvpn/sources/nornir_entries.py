"""Hosts, groups and defaults of a Nornir inventory, and how a host inherits from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.sources.faults import Faults
from nornir_dmvpn.sources.inventory_files import InventoryFiles
from nornir_dmvpn.sources.yaml_file import YamlFile, read_yaml

Keys = tuple[str | int, ...]
Entry = Mapping[str, Any]

_TYPES: Mapping[str, tuple[type, str]] = {
    "hostname": (str, "text"),
    "port": (int, "a number"),
    "username": (str, "text"),
    "password": (str, "text (quote it)"),
    "platform": (str, "text"),
    "groups": (list, "a list of group names"),
    "data": (dict, "a mapping of keys to values"),
    "connection_options": (dict, "a mapping of keys to values"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The three files, checked; a host's settings come from itself, its groups in order, the defaults."""

    hosts: Mapping[str, Entry]
    groups: Mapping[str, Entry]
    defaults: Entry
    hosts_file: YamlFile
    groups_file: YamlFile
    defaults_file: YamlFile
    _ancestors: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def groups_of(self, host: str) -> tuple[str, ...]:
        """The groups of a host as written."""
        return tuple(self.hosts[host].get("groups") or ())

    def ancestors(self, host: str) -> tuple[str, ...]:
        """Every group of a host, depth first, each once."""
        return tuple(dict.fromkeys(self._walk(self.groups_of(host), ())))

    def _walk(self, names: tuple[str, ...], above: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            if name in self.groups and name not in above:
                yield name
                yield from self._walk(tuple(self.groups[name].get("groups") or ()), (*above, name))

    def layers(self, host: str) -> Iterator[tuple[YamlFile, Keys, Entry]]:
        """What speaks for a host, the closest first: file, path of the entry in it, entry."""
        yield self.hosts_file, (host,), self.hosts[host]
        for group in self.ancestors(host):
            yield self.groups_file, (group,), self.groups[group]
        yield self.defaults_file, (), self.defaults

    def setting(self, host: str, key: str) -> Any:
        """The first value of ``key`` that speaks for ``host``."""
        return next((entry[key] for _, _, entry in self.layers(host) if entry.get(key) is not None), None)

    def origin(self, host: str, keys: Keys) -> tuple[YamlFile, Keys]:
        """Where ``keys`` of a host are said: the layer that has most of them, the closest of these."""
        best, depth = (self.hosts_file, (host, *keys)), -1
        for file, start, entry in self.layers(host):
            found = _depth(entry, keys)
            if found > depth:
                best, depth = (file, (*start, *keys)), found
        return best


def _depth(value: Any, keys: Keys) -> int:
    for number, key in enumerate(keys):
        keyed = isinstance(value, Mapping) and key in value
        listed = isinstance(value, list) and isinstance(key, int) and key < len(value)
        if not keyed and not listed:
            return number
        value = value[key]
    return len(keys)


def read_entries(files: InventoryFiles, faults: Faults) -> Entries:
    """Read and check the files; what is wrong in an entry goes to ``faults`` and the entry is left out."""
    hosts_file, groups_file, defaults_file = (_read(path) for path in (files.hosts, files.groups, files.defaults))
    if not hosts_file.value:
        raise IntentError(f"{files.hosts}:1:1", "there are no hosts in this file")
    defaults = _mapping(defaults_file)
    _check_entry(defaults_file, (), defaults, faults)
    entries = Entries(
        hosts=_checked(hosts_file, faults),
        groups=_checked(groups_file, faults),
        defaults=defaults,
        hosts_file=hosts_file,
        groups_file=groups_file,
        defaults_file=defaults_file,
    )
    _check_groups(hosts_file, entries.hosts, entries.groups, faults)
    _check_groups(groups_file, entries.groups, entries.groups, faults)
    return entries


def _read(path: Path | None) -> YamlFile:
    return YamlFile(Path("-"), "", None) if path is None else read_yaml(path)


def _mapping(file: YamlFile) -> dict[Any, Any]:
    if file.value is None:
        return {}
    if not isinstance(file.value, dict):
        raise IntentError(file.place(), "this file must hold a mapping of names to entries")
    return file.value


def _checked(file: YamlFile, faults: Faults) -> dict[str, Entry]:
    sound: dict[str, Entry] = {}
    for name, entry in _mapping(file).items():
        if not isinstance(name, str):
            faults.add(file, (name,), f"the name {name!r} must be text: quote it", of_key=True)
        elif entry is not None and not isinstance(entry, dict):
            faults.add(file, (name,), f"{name!r} must be a mapping of keys to values")
        elif _check_entry(file, (name,), entry or {}, faults):
            sound[name] = entry or {}
    return sound


def _check_entry(file: YamlFile, keys: Keys, entry: Entry, faults: Faults) -> bool:
    sound = True
    for key, value in entry.items():
        if key not in _TYPES:
            faults.add(file, (*keys, key), f"unknown key {key!r} (Nornir knows {', '.join(_TYPES)})", of_key=True)
            sound = False
        elif value is not None and (not isinstance(value, _TYPES[key][0]) or isinstance(value, bool)):
            faults.add(file, (*keys, key), f"{key} must be {_TYPES[key][1]}")
            sound = False
    return sound


def _check_groups(file: YamlFile, entries: Mapping[str, Entry], groups: Mapping[str, Entry], faults: Faults) -> None:
    for name, entry in entries.items():
        for index, group in enumerate(entry.get("groups") or ()):
            if group not in groups:
                known = ", ".join(groups) or "none"
                faults.add(file, (name, "groups", index), f"there is no group {group!r} (groups: {known})")
