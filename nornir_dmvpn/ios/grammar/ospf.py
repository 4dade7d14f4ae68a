"""OSPF for IPv4 and IPv6, with its lines on interfaces."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, IPV4, NETWORK, SECRET, WORD, integer
from nornir_dmvpn.ios.grammar.entry import each, flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, No, Table
from nornir_dmvpn.ios.grammar.policy import distribute_lists
from nornir_dmvpn.ios.grammar.value import AREA, ROUTE_SOURCE, words_of
from nornir_dmvpn.model.ospf import (
    OspfDefault,
    OspfKey,
    OspfNetwork,
    OspfNssa,
    OspfOn,
    OspfProcess,
    OspfRange,
    OspfSpf,
    OspfStub,
    Ospfv3Family,
    Ospfv3Process,
)
from nornir_dmvpn.model.redistribution import OspfRedistribution

_PROCESS: Final = "router ospf"
_PROCESS6: Final = "router ospfv3"
_LEGACY6: Final = "ipv6 router ospf"
_FAMILY6: Final = "ospfv3 address-family"
_NUMBER: Final = integer(1, 65535)
_SECONDS: Final = integer(1, 65535)
_METRIC: Final = integer(0, 16777214)
_TYPE: Final = integer(1, 2)
_SUBNETS_FIRST: Final = (
    "redistribute {source} [subnets] [metric {metric}] [metric-type {metric_type}] [tag {tag}] [route-map {route_map}]"
)
_NETWORK_TYPES: Final = words_of(
    "broadcast", "non-broadcast", "point-to-multipoint", "point-to-multipoint non-broadcast", "point-to-point"
)


def _timing(ospf: str, field: str, order: int) -> tuple[Line, ...]:
    """How an interface finds its neighbours."""
    return (
        one("interface", f"{ospf} network {{}}", _NETWORK_TYPES, f"{field}.network", order + 4),
        one("interface", f"{ospf} hello-interval {{}}", _SECONDS, f"{field}.hello", order + 3),
        one("interface", f"{ospf} dead-interval {{}}", _SECONDS, f"{field}.dead", order + 2),
        one(
            "interface",
            f"{ospf} dead-interval minimal hello-multiplier {{}}",
            integer(3, 20),
            f"{field}.hello_multiplier",
            order + 2,
        ),
        one("interface", f"{ospf} retransmit-interval {{}}", _SECONDS, f"{field}.retransmit", order + 5),
        one("interface", f"{ospf} priority {{}}", integer(0, 255), f"{field}.priority", order + 5),
        one("interface", f"{ospf} cost {{}}", integer(1, 65535), f"{field}.cost", order + 7),
        flag("interface", f"{ospf} mtu-ignore", f"{field}.mtu_ignore", order + 6, default=False),
        flag("interface", f"{ospf} bfd", f"{field}.bfd", order + 1),
        flag("interface", f"{ospf} demand-circuit", f"{field}.demand_circuit", order + 2, default=False),
        flag("interface", f"{ospf} database-filter all out", f"{field}.database_filter", order + 1, default=False),
        flag("interface", f"{ospf} flood-reduction", f"{field}.flood_reduction", order + 3, default=False),
        flag("interface", f"{ospf} prefix-suppression", f"{field}.prefix_suppression", order + 5),
        flag("interface", f"{ospf} shutdown", f"{field}.shutdown", order + 7, default=False),
    )


def _on_interface(ospf: str, field: str, order: int) -> tuple[Line, ...]:
    return (
        *_timing(ospf, field, order),
        Line(
            mode="interface",
            syntax=f"{ospf} {{process}} area {{area}}",
            types={"process": _NUMBER, "area": AREA},
            field=f"{field}.areas",
            record=OspfOn,
            many=True,
            key=("process",),
            order=order + 8,
        ),
        Line(
            mode="interface",
            syntax=f"{ospf} authentication [{{authentication}}]",
            types={"authentication": words_of("message-digest", "null", missing="")},
            field=f"{field}.authentication",
            slot=f"{ospf} authentication",
            order=order,
        ),
        one("interface", f"{ospf} authentication-key {{}}", SECRET, f"{field}.authentication_key", order),
        Line(
            mode="interface",
            syntax=f"{ospf} message-digest-key {{number}} md5 {{key}}",
            types={"number": integer(1, 255), "key": SECRET},
            field=f"{field}.keys",
            record=OspfKey,
            many=True,
            key=("number",),
            order=order + 4,
        ),
    )


def passive_lines(mode: str, order: int) -> tuple[Line, ...]:
    """``passive-interface …`` of OSPF, RIP and classic EIGRP."""
    return (
        flag(mode, "passive-interface default", "passive_default", order, default=False),
        Line(
            mode=mode,
            syntax="passive-interface {name}",
            types={"name": INTERFACE},
            field="passive_interfaces",
            many=True,
            no=No.OTHER,
            no_field="active_interfaces",
            no_needs="passive_default",
            order=order + 1,
        ),
    )


def _exchange(mode: str, order: int) -> tuple[Line, ...]:
    """What comes in from elsewhere."""
    return (
        *passive_lines(mode, order + 10),
        Line(
            mode=mode,
            syntax="redistribute {source} [metric {metric}] [metric-type {metric_type}] [subnets] [tag {tag}] "
            "[route-map {route_map}]",
            aliases=(_SUBNETS_FIRST,),
            types={
                "source": ROUTE_SOURCE,
                "metric": _METRIC,
                "metric_type": _TYPE,
                "tag": integer(0, 4294967295),
                "route_map": WORD,
            },
            field="redistribute",
            record=OspfRedistribution,
            many=True,
            key=("source",),
            order=order,
        ),
        Line(
            mode=mode,
            syntax="default-information originate [always] [metric {metric}] [metric-type {metric_type}] "
            "[route-map {route_map}]",
            types={"metric": _METRIC, "metric_type": _TYPE, "route_map": WORD},
            field="default_information",
            record=OspfDefault,
            order=order + 40,
        ),
    )


def _area_kinds(mode: str, order: int) -> tuple[Line, ...]:
    """What an area is and lets through, in either version."""
    types = {"area": AREA}
    return (
        Line(
            mode=mode,
            syntax="area {area} stub [no-summary]",
            types=types,
            field="areas[area].stub",
            record=OspfStub,
            order=order + 1,
        ),
        Line(
            mode=mode,
            syntax="area {area} nssa [no-redistribution] [default-information-originate] [no-summary]",
            types=types,
            field="areas[area].nssa",
            record=OspfNssa,
            order=order + 2,
        ),
        *(
            one(
                mode,
                f"area {{area}} filter-list prefix {{}} {way}",
                WORD,
                f"areas[area].filter_{way}",
                order + 5,
                types=types,
                negates_whole=True,
            )
            for way in ("in", "out")
        ),
    )


def _areas(mode: str, order: int) -> tuple[Line, ...]:
    types = {"area": AREA}
    return (
        Line(
            mode=mode,
            syntax="area {area} authentication [{authentication}]",
            types={"authentication": words_of("message-digest", missing=""), **types},
            field="areas[area].authentication",
            order=order,
        ),
        *_area_kinds(mode, order),
        one(mode, "area {area} default-cost {}", _METRIC, "areas[area].default_cost", order + 3, types=types),
        Line(
            mode=mode,
            syntax="area {area} range {prefix} [not-advertise] [cost {cost}]",
            types={"prefix": NETWORK, "cost": _METRIC, **types},
            field="areas[area].ranges",
            record=OspfRange,
            many=True,
            key=("area", "prefix"),
            order=order + 4,
        ),
    )


_PROCESS_LINES: Final = (
    section(
        "router ospf {process} [vrf {vrf}]",
        "ospf",
        OspfProcess,
        _PROCESS,
        710,
        types={"process": _NUMBER, "vrf": WORD},
        key=("process",),
        refers=(("vrfs", "vrf"),),
    ),
    one(_PROCESS, "router-id {}", IPV4, "router_id", 10),
    flag(_PROCESS, "log-adjacency-changes", "log_adjacency", 12, default=True),
    one(_PROCESS, "auto-cost reference-bandwidth {}", integer(1, 4294967), "reference_bandwidth", 15),
    flag(_PROCESS, "capability vrf-lite", "vrf_lite", 16, default=False),
    flag(_PROCESS, "prefix-suppression", "prefix_suppression", 17, default=False),
    flag(_PROCESS, "max-metric router-lsa", "max_metric", 18, default=False),
    *_areas(_PROCESS, 20),
    Line(
        mode=_PROCESS,
        syntax="timers throttle spf {start} {hold} {maximum}",
        types={"start": integer(1, 600000), "hold": integer(1, 600000), "maximum": integer(1, 600000)},
        field="spf",
        record=OspfSpf,
        order=28,
    ),
    each(_PROCESS, "summary-address {}", NETWORK, "summaries", 29),
    *_exchange(_PROCESS, 30),
    Line(
        mode=_PROCESS,
        syntax="network {address} {wildcard} area {area}",
        types={"address": IPV4, "wildcard": IPV4, "area": AREA},
        field="networks",
        record=OspfNetwork,
        many=True,
        order=50,
    ),
    each(_PROCESS, "neighbor {}", IPV4, "neighbors", 55),
    one(_PROCESS, "maximum-paths {}", integer(1, 32), "maximum_paths", 60),
    one(_PROCESS, "default-metric {}", _METRIC, "default_metric", 61),
    one(_PROCESS, "distance {}", integer(1, 255), "distance", 62),
    *distribute_lists(_PROCESS, 65),
    flag(_PROCESS, "bfd all-interfaces", "bfd", 75, default=False),
    flag(_PROCESS, "shutdown", "shutdown", 80, default=False, sticky=True),
)


def _process6(mode: str) -> tuple[Line, ...]:
    return (
        one(mode, "router-id {}", IPV4, "router_id", 10),
        one(mode, "auto-cost reference-bandwidth {}", integer(1, 4294967), "reference_bandwidth", 15),
        *_area_kinds(mode, 20),
        *_exchange(mode, 30),
        flag(mode, "bfd all-interfaces", "bfd", 75, default=False),
    )


_PROCESS6_LINES: Final = (
    section(
        "router ospfv3 {process}",
        "ospfv3",
        Ospfv3Process,
        _PROCESS6,
        712,
        types={"process": _NUMBER},
        fixed={"legacy": False},
    ),
    section(
        "ipv6 router ospf {process}",
        "ospfv3",
        Ospfv3Process,
        _LEGACY6,
        815,
        types={"process": _NUMBER},
        fixed={"legacy": True},
    ),
    *_process6(_PROCESS6),
    *_process6(_LEGACY6),
    section(
        "address-family {family} unicast [vrf {vrf}]",
        "families",
        Ospfv3Family,
        _FAMILY6,
        90,
        mode=_PROCESS6,
        types={"family": words_of("ipv4", "ipv6"), "vrf": WORD},
        exit="exit-address-family",
    ),
    one(_FAMILY6, "router-id {}", IPV4, "router_id", 10),
    *_exchange(_FAMILY6, 30),
)

TABLE: Final = Table(
    area="ospf",
    lines=(
        *_on_interface("ip ospf", "ospf", 301),
        *_on_interface("ipv6 ospf", "ospf6", 372),
        *_PROCESS_LINES,
        *_PROCESS6_LINES,
    ),
)
