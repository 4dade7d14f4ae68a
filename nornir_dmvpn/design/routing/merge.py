"""The routing of several clouds on one router, as one: a process that two clouds share is written once."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from nornir_dmvpn.design.routing.parts import RoutingParts
from nornir_dmvpn.model.routing import EigrpClassic, EigrpFamily, EigrpNamed, StaticRoute

T = TypeVar("T")


def merge(parts: Iterable[RoutingParts]) -> RoutingParts:
    """One value for the top level; the lines below the tunnels stay with their cloud."""
    classic: dict[int, EigrpClassic] = {}
    named: dict[str, EigrpNamed] = {}
    routes: dict[StaticRoute, None] = {}
    for part in parts:
        for process in part.eigrp_classic:
            known = classic.get(process.asn)
            classic[process.asn] = process if known is None else _join_classic(known, process)
        for instance in part.eigrp_named:
            other = named.get(instance.name)
            named[instance.name] = instance if other is None else _join_named(other, instance)
        routes |= dict.fromkeys(part.static_routes)
    return RoutingParts(
        eigrp_classic=tuple(classic.values()), eigrp_named=tuple(named.values()), static_routes=tuple(routes)
    )


def _both(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _join_classic(first: EigrpClassic, second: EigrpClassic) -> EigrpClassic:
    return replace(
        first,
        networks=_both(first.networks, second.networks),
        passive_interfaces=_both(first.passive_interfaces, second.passive_interfaces),
        stub=None if first.stub is None or second.stub is None else first.stub,
    )


def _join_named(first: EigrpNamed, second: EigrpNamed) -> EigrpNamed:
    families = {one.asn: one for one in first.families}
    for family in second.families:
        known = families.get(family.asn)
        families[family.asn] = family if known is None else _join_family(known, family)
    return replace(first, families=tuple(families.values()))


def _join_family(first: EigrpFamily, second: EigrpFamily) -> EigrpFamily:
    """A router that is a hub in one of the clouds is no stub."""
    return replace(
        first,
        interfaces=_both(first.interfaces, second.interfaces),
        networks=_both(first.networks, second.networks),
        stub=None if first.stub is None or second.stub is None else first.stub,
    )
