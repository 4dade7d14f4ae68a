"""Routes taken from one protocol into another, and what may pass between neighbours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Redistribution:
    """``redistribute SOURCE [metric M…] [route-map R]`` of EIGRP, BGP and RIP."""

    source: str
    """Protocol and process: ``connected``, ``static``, ``ospf 1``, ``bgp 65000``, ``nhrp`` …"""
    metric: tuple[int, ...] = ()
    """EIGRP: bandwidth, delay, reliability, load, MTU; others: one number."""
    route_map: str | None = None

    @property
    def protocol(self) -> str:
        """``ospf`` of ``ospf 1``."""
        return self.source.split()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfRedistribution:
    """``redistribute SOURCE [metric M] [metric-type T] [subnets] [tag G] [route-map R]`` of OSPF."""

    source: str
    metric: int | None = None
    metric_type: int | None = None
    subnets: bool = False
    tag: int | None = None
    route_map: str | None = None

    @property
    def protocol(self) -> str:
        """``eigrp`` of ``eigrp 100``."""
        return self.source.split()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributeList:
    """``distribute-list {ACL | prefix NAME | route-map NAME} {in|out} [INTERFACE|PROTOCOL]``."""

    kind: str
    """``access-list``, ``prefix``, ``gateway`` or ``route-map``."""
    name: str
    direction: str
    target: str | None = None
    """Interface (full name) or source protocol it is limited to."""
