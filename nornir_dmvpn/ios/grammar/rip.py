"""RIP version 2 and On-Demand Routing."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import GROUPS, IPV4, WORD, integer
from nornir_dmvpn.ios.grammar.entry import each, flag, one
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.ospf import passive_lines
from nornir_dmvpn.ios.grammar.policy import distribute_lists
from nornir_dmvpn.ios.grammar.value import ROUTE_SOURCE
from nornir_dmvpn.model.redistribution import Redistribution
from nornir_dmvpn.model.rip import OdrProcess, RipProcess, RipTimers

_RIP: Final = "router rip"
_ODR: Final = "router odr"
_TIME: Final = integer(0, 4294967295)


def _timers(mode: str, order: int) -> Line:
    return Line(
        mode=mode,
        syntax="timers basic {update} {invalid} {holddown} {flush}",
        types={"update": _TIME, "invalid": _TIME, "holddown": _TIME, "flush": _TIME},
        field="timers",
        record=RipTimers,
        order=order,
    )


def redistribution(mode: str, order: int) -> Line:
    """``redistribute …`` of EIGRP, BGP and RIP."""
    return Line(
        mode=mode,
        syntax="redistribute {source} [metric {metric}] [route-map {route_map}]",
        types={"source": ROUTE_SOURCE, "metric": GROUPS, "route_map": WORD},
        field="redistribute",
        record=Redistribution,
        many=True,
        key=("source",),
        order=order,
    )


TABLE: Final = Table(
    area="rip",
    lines=(
        Line(mode="global", syntax="router rip", field="rip", record=RipProcess, opens=_RIP, order=720),
        one(_RIP, "version {}", integer(1, 2), "version", 10),
        _timers(_RIP, 15),
        flag(_RIP, "validate-update-source", "validate_source", 17, default=True),
        redistribution(_RIP, 20),
        *passive_lines(_RIP, 25),
        each(_RIP, "network {}", IPV4, "networks", 30),
        each(_RIP, "neighbor {}", IPV4, "neighbors", 32),
        flag(
            _RIP,
            "default-information originate",
            "default_originate",
            40,
            default=False,
            fixed={"default_route_map": None},
            slot="default-information",
        ),
        one(
            _RIP,
            "default-information originate route-map {}",
            WORD,
            "default_route_map",
            41,
            fixed={"default_originate": True},
            slot="default-information",
        ),
        one(_RIP, "default-metric {}", integer(1, 16), "default_metric", 42),
        one(_RIP, "maximum-paths {}", integer(1, 32), "maximum_paths", 43),
        *distribute_lists(_RIP, 45),
        flag(_RIP, "auto-summary", "auto_summary", 50),
        Line(mode="global", syntax="router odr", field="odr", record=OdrProcess, opens=_ODR, order=722),
        _timers(_ODR, 10),
        each(_ODR, "network {}", IPV4, "networks", 20),
        one(_ODR, "default-metric {}", integer(1, 4294967295), "default_metric", 30),
        *distribute_lists(_ODR, 40),
    ),
)
