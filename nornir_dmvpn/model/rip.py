"""What a router was told about RIP and On-Demand Routing."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from nornir_dmvpn.model.redistribution import DistributeList, Redistribution


@dataclass(frozen=True, slots=True, kw_only=True)
class RipTimers:
    """``timers basic UPDATE INVALID HOLDDOWN FLUSH``, seconds."""

    update: int
    invalid: int
    holddown: int
    flush: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RipProcess:
    """``router rip``."""

    version: int | None = None
    networks: tuple[IPv4Address, ...] = ()
    neighbors: tuple[IPv4Address, ...] = ()
    passive_default: bool | None = None
    passive_interfaces: tuple[str, ...] = ()
    active_interfaces: tuple[str, ...] = ()
    auto_summary: bool | None = None
    timers: RipTimers | None = None
    default_originate: bool | None = None
    default_route_map: str | None = None
    """``default-information originate route-map NAME``."""
    default_metric: int | None = None
    maximum_paths: int | None = None
    validate_source: bool | None = None
    """``validate-update-source``; RIP over unnumbered or multi-subnet tunnels needs it off."""
    redistribute: tuple[Redistribution, ...] = ()
    distribute_lists: tuple[DistributeList, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OdrProcess:
    """``router odr``: routes the spokes' CDP carries."""

    networks: tuple[IPv4Address, ...] = ()
    timers: RipTimers | None = None
    default_metric: int | None = None
    distribute_lists: tuple[DistributeList, ...] = ()
