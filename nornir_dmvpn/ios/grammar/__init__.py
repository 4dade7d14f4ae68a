"""The grammar of an IOS configuration: one table per area, one record per line, read by everyone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Final, get_args, get_type_hints

from nornir_dmvpn.ios.grammar import (
    bgp,
    eigrp,
    ikev2,
    interface,
    ipsec,
    isakmp,
    nat,
    nhrp,
    ospf,
    pki,
    policy,
    qos,
    raw,
    rip,
    static_route,
    system,
    track,
    tunnel,
    vrf,
)
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.config import RouterConfig

TABLES: Final[tuple[Table, ...]] = (
    system.TABLE,
    vrf.TABLE,
    track.TABLE,
    qos.TABLE,
    pki.TABLE,
    isakmp.TABLE,
    ikev2.TABLE,
    ipsec.TABLE,
    interface.TABLE,
    tunnel.TABLE,
    nhrp.TABLE,
    ospf.TABLE,
    eigrp.TABLE,
    rip.TABLE,
    bgp.TABLE,
    static_route.TABLE,
    nat.TABLE,
    policy.TABLE,
)
"""The tables of the modelled lines. What is only kept as text stands in :mod:`nornir_dmvpn.ios.grammar.raw`."""

GLOBAL: Final = "global"


def _by_mode(tables: tuple[Table, ...]) -> Mapping[str, tuple[Line, ...]]:
    modes: defaultdict[str, list[Line]] = defaultdict(list)
    for table in tables:
        for line in table.lines:
            modes[line.mode].append(line)
    return MappingProxyType({mode: tuple(sorted(lines, key=lambda one: one.order)) for mode, lines in modes.items()})


MODELLED: Final = _by_mode(TABLES)
"""Mode → its modelled lines in the order in which they are written."""
KNOWN: Final = _by_mode((*TABLES, raw.TABLE, raw.exits((*TABLES, raw.TABLE))))
"""Mode → every line that may be typed there."""


def fields_of_tables() -> Mapping[str, tuple[str, ...]]:
    """Every field path of ``RouterConfig`` that a line fills (``interfaces.nhrp.servers.nbma``) → the areas that do."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    area_of = {id(line): table.area for table in TABLES for line in table.lines}

    def visit(mode: str, prefix: str) -> None:
        for line in MODELLED.get(mode, ()):
            paths = _paths(line)
            for path in paths:
                found[prefix + path].add(area_of[id(line)])
            if line.opens and line.record:
                visit(line.opens, f"{prefix}{line.field}.")

    visit(GLOBAL, "")
    return MappingProxyType({path: tuple(sorted(areas)) for path, areas in found.items()})


def _paths(line: Line) -> list[str]:
    if line.keyed:
        owner, key, name = line.keyed
        paths = [f"{owner}.{name}.{one}" for one in line.record_fields()] if line.record else [f"{owner}.{name}"]
        return [f"{owner}.{key}", *paths, *(f"{owner}.{one}" for one in line.beside)]
    if line.record:
        return [f"{line.field}.{name}" for name in line.record_fields()]
    return [path for path in (line.field, line.no_field, *line.beside) if path]


def fields_of_config(record: type = RouterConfig, prefix: str = "") -> tuple[str, ...]:
    """Every leaf field path a ``RouterConfig`` has, the tree excepted (it is beside the values)."""
    found: list[str] = []
    hints = get_type_hints(record)
    for one in fields(record):
        if one.name == "tree":
            continue
        inner = _dataclass_in(hints[one.name])
        found += fields_of_config(inner, f"{prefix}{one.name}.") if inner else [prefix + one.name]
    return tuple(found)


def _dataclass_in(hint: object) -> type | None:
    """The record inside ``X``, ``X | None`` or ``tuple[X, ...]``."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((found for one in get_args(hint) if (found := _dataclass_in(one))), None)
