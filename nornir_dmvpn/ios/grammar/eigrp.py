"""EIGRP, classic and named, with its lines on interfaces."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import (
    AF_INTERFACE,
    EIGRP_NAME,
    GROUPS,
    INTERFACE,
    IPV4,
    SECRET,
    SUMMARY,
    WILDCARD,
    WORD,
    WORDS,
    integer,
)
from nornir_dmvpn.ios.grammar.entry import each, flag, one
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.ospf import passive_lines
from nornir_dmvpn.ios.grammar.policy import distribute_lists
from nornir_dmvpn.ios.grammar.rip import redistribution
from nornir_dmvpn.ios.grammar.value import IPV6_NETWORK
from nornir_dmvpn.model.interface import EigrpSummary
from nornir_dmvpn.model.routing import (
    EigrpAfInterface,
    EigrpAfInterface6,
    EigrpClassic,
    EigrpFamily,
    EigrpFamily6,
    EigrpNamed,
    EigrpNeighbor,
    EigrpNetwork,
    EigrpSummaryMetric,
    EigrpTopology,
    EigrpTopology6,
)

_CLASSIC: Final = "router eigrp"
_NAMED: Final = "router eigrp named"
_FAMILY: Final = "eigrp address-family"
_AF_INTERFACE: Final = "eigrp af-interface"
_FAMILY6: Final = "eigrp ipv6 address-family"
_AF_INTERFACE6: Final = "eigrp ipv6 af-interface"
_TOPOLOGY: Final = "eigrp topology"
_TOPOLOGY6: Final = "eigrp ipv6 topology"
_ASN: Final = integer(1, 65535)


def _network(mode: str, order: int) -> Line:
    return Line(
        mode=mode,
        syntax="network {address} [{wildcard}]",
        types={"address": IPV4, "wildcard": WILDCARD},
        field="networks",
        record=EigrpNetwork,
        many=True,
        order=order,
    )


def _router_id(mode: str, order: int) -> Line:
    return Line(
        mode=mode, syntax="eigrp router-id {router_id}", types={"router_id": IPV4}, field="router_id", order=order
    )


def _stub(mode: str, order: int) -> Line:
    return Line(mode=mode, syntax="eigrp stub [{stub}]", types={"stub": WORDS}, field="stub", order=order)


def _exchange(mode: str, order: int, *, six: bool = False) -> tuple[Line, ...]:
    """What comes in from elsewhere, and what is computed with it."""
    both = (
        *distribute_lists(mode, order),
        redistribution(mode, order + 1),
        one(mode, "maximum-paths {}", integer(1, 32), "maximum_paths", order + 3),
        one(mode, "variance {}", integer(1, 128), "variance", order + 4),
    )
    if six:
        return both
    return (
        *both,
        one(mode, "default-metric {}", GROUPS, "default_metric", order + 2),
        one(mode, "timers active-time {}", integer(1, 65535), "active_time", order + 5),
    )


def _neighbor(mode: str, order: int) -> Line:
    return Line(
        mode=mode,
        syntax="neighbor {address} {interface}",
        types={"address": IPV4, "interface": INTERFACE},
        field="neighbors",
        record=EigrpNeighbor,
        many=True,
        order=order,
    )


def _family(six: str, field: str, record: type, mode: str, order: int) -> Line:
    return Line(
        mode=_NAMED,
        syntax=f"address-family ipv{six} unicast [vrf {{vrf}}] autonomous-system {{asn}}",
        aliases=(f"address-family ipv{six} [vrf {{vrf}}] autonomous-system {{asn}}",),
        types={"vrf": WORD, "asn": _ASN},
        field=field,
        record=record,
        many=True,
        key=("asn", "vrf"),
        opens=mode,
        starts_with=("topology base", "exit-af-topology"),
        exit="exit-address-family",
        order=order,
    )


def _topology(family: str, record: type, mode: str) -> Line:
    return Line(
        mode=family,
        syntax="topology base",
        field="topology",
        record=record,
        opens=mode,
        exit="exit-af-topology",
        sticky=True,
        order=20,
    )


def _af_interface(family: str, record: type, mode: str) -> Line:
    return Line(
        mode=family,
        syntax="af-interface {name}",
        types={"name": AF_INTERFACE},
        field="interfaces",
        record=record,
        many=True,
        key=("name",),
        opens=mode,
        exit="exit-af-interface",
        order=10,
    )


def _af_interface_lines(mode: str) -> tuple[Line, ...]:
    # the `no` of the flags stands in a configuration also when it is the default: it overrides `af-interface default`
    return (
        one(mode, "hello-interval {}", _ASN, "hello", 20),
        one(mode, "hold-time {}", _ASN, "hold", 30),
        flag(mode, "passive-interface", "passive", 40),
        flag(mode, "split-horizon", "split_horizon", 60),
        one(mode, "bandwidth-percent {}", integer(1, 999999), "bandwidth_percent", 5),
        flag(mode, "shutdown", "shutdown", 70),
    )


_ON_INTERFACE: Final = (
    Line(
        mode="interface",
        syntax="ip next-hop-self eigrp {asn}",
        types={"asn": _ASN},
        field="eigrp[asn].next_hop_self",
        default=True,
        fixed={"no_ecmp_mode": None},
        slot="ip next-hop-self",
        order=100,
    ),
    Line(  # only the `no` form means something: the hub leaves the next hops of equal paths alone (P-35)
        mode="interface",
        syntax="ip next-hop-self eigrp {asn} no-ecmp-mode",
        types={"asn": _ASN},
        field="eigrp[asn].no_ecmp_mode",
        value=False,
        fixed={"next_hop_self": False},
        slot="ip next-hop-self",
        order=101,
    ),
    one(
        "interface",
        "ip bandwidth-percent eigrp {asn} {}",
        integer(1, 999999),
        "eigrp[asn].bandwidth_percent",
        105,
        types={"asn": _ASN},
    ),
    flag(
        "interface",
        "ip authentication mode eigrp {asn} md5",
        "eigrp[asn].authentication_md5",
        90,
        types={"asn": _ASN},
        default=False,
    ),
    one(
        "interface", "ip authentication key-chain eigrp {asn} {}", WORD, "eigrp[asn].key_chain", 91, types={"asn": _ASN}
    ),
    Line(
        mode="interface",
        syntax="ip hello-interval eigrp {asn} {hello}",
        types={"asn": _ASN, "hello": integer(1, 65535)},
        field="eigrp[asn].hello",
        order=110,
    ),
    Line(
        mode="interface",
        syntax="ip hold-time eigrp {asn} {hold}",
        types={"asn": _ASN, "hold": integer(1, 65535)},
        field="eigrp[asn].hold",
        order=120,
    ),
    Line(
        mode="interface",
        syntax="ip split-horizon eigrp {asn}",
        types={"asn": _ASN},
        field="eigrp[asn].split_horizon",
        default=True,
        order=130,
    ),
    Line(
        mode="interface",
        syntax="ip summary-address eigrp {asn} {summary}",
        types={"asn": _ASN, "summary": SUMMARY},
        field="eigrp[asn].summaries",
        many=True,
        slot="eigrp summary",
        key=("asn", "summary"),
        order=140,
    ),
    Line(
        mode="interface",
        syntax="ip summary-address eigrp {asn} {summary} [{distance}] [leak-map {leak_map}]",
        types={"asn": _ASN, "summary": SUMMARY, "distance": integer(1, 255), "leak_map": WORD},
        field="eigrp[asn].tuned_summaries",
        record=EigrpSummary,
        many=True,
        slot="eigrp summary",
        key=("asn", "summary"),
        order=141,
    ),
)

_CLASSIC_LINES: Final = (
    Line(
        mode="global",
        syntax="router eigrp {asn}",
        types={"asn": _ASN},
        field="eigrp_classic",
        record=EigrpClassic,
        many=True,
        key=("asn",),
        opens=_CLASSIC,
        order=700,
    ),
    *passive_lines(_CLASSIC, 40),
    Line(mode=_CLASSIC, syntax="auto-summary", field="auto_summary", order=20),
    _network(_CLASSIC, 10),
    _router_id(_CLASSIC, 60),
    _stub(_CLASSIC, 70),
    *_exchange(_CLASSIC, 72),
    _neighbor(_CLASSIC, 90),
    flag(_CLASSIC, "bfd all-interfaces", "bfd", 92, default=False),
    flag(_CLASSIC, "shutdown", "shutdown", 95, default=False, sticky=True),
)

_NAMED_LINES: Final = (
    Line(
        mode="global",
        syntax="router eigrp {name}",
        types={"name": EIGRP_NAME},
        field="eigrp_named",
        record=EigrpNamed,
        many=True,
        key=("name",),
        opens=_NAMED,
        order=701,
    ),
    flag(_NAMED, "shutdown", "shutdown", 5, default=False, sticky=True),
    _family("4", "families", EigrpFamily, _FAMILY, 10),
    _family("6", "families6", EigrpFamily6, _FAMILY6, 11),
    _af_interface(_FAMILY, EigrpAfInterface, _AF_INTERFACE),
    _topology(_FAMILY, EigrpTopology, _TOPOLOGY),
    _network(_FAMILY, 30),
    _neighbor(_FAMILY, 35),
    _router_id(_FAMILY, 40),
    _stub(_FAMILY, 50),
    flag(_FAMILY, "shutdown", "shutdown", 5, default=False, sticky=True),
    _af_interface(_FAMILY6, EigrpAfInterface6, _AF_INTERFACE6),
    _topology(_FAMILY6, EigrpTopology6, _TOPOLOGY6),
    _router_id(_FAMILY6, 40),
    _stub(_FAMILY6, 50),
    flag(_FAMILY6, "shutdown", "shutdown", 5, default=False, sticky=True),
    *_af_interface_lines(_AF_INTERFACE),
    *_af_interface_lines(_AF_INTERFACE6),
    *_exchange(_TOPOLOGY, 10),
    flag(_TOPOLOGY, "auto-summary", "auto_summary", 20),
    flag(_TOPOLOGY, "default-information in", "default_in", 21),
    flag(_TOPOLOGY, "default-information out", "default_out", 22),
    Line(
        mode=_TOPOLOGY,
        syntax="summary-metric {prefix} distance {distance}",
        types={"prefix": SUMMARY, "distance": integer(1, 255)},
        field="summary_metrics",
        record=EigrpSummaryMetric,
        many=True,
        key=("prefix",),
        order=23,
    ),
    *_exchange(_TOPOLOGY6, 10, six=True),
)

_AF_LINES: Final = (
    Line(
        mode=_AF_INTERFACE,
        syntax="summary-address {summary}",
        types={"summary": SUMMARY},
        field="summaries",
        many=True,
        slot="summary-address",
        order=10,
    ),
    Line(
        mode=_AF_INTERFACE,
        syntax="summary-address {summary} [{distance}] [leak-map {leak_map}]",
        types={"summary": SUMMARY, "distance": integer(1, 255), "leak_map": WORD},
        field="tuned_summaries",
        record=EigrpSummary,
        many=True,
        slot="summary-address",
        key=("summary",),
        order=11,
    ),
    flag(
        _AF_INTERFACE,
        "next-hop-self",
        "next_hop_self",
        50,
        fixed={"no_ecmp_mode": None},
        slot="next-hop-self",
    ),
    flag(
        _AF_INTERFACE,
        "next-hop-self no-ecmp-mode",
        "no_ecmp_mode",
        51,
        value=False,
        fixed={"next_hop_self": False},
        slot="next-hop-self",
    ),
    flag(_AF_INTERFACE, "authentication mode md5", "authentication_md5", 2, default=False, slot="authentication mode"),
    one(
        _AF_INTERFACE,
        "authentication mode hmac-sha-256 {}",
        SECRET,
        "authentication_sha",
        3,
        slot="authentication mode",
    ),
    one(_AF_INTERFACE, "authentication key-chain {}", WORD, "key_chain", 4),
    flag(_AF_INTERFACE, "bfd", "bfd", 6, default=False),
    one(_AF_INTERFACE, "add-paths {}", integer(1, 4), "add_paths", 7),
    each(_AF_INTERFACE6, "summary-address {}", IPV6_NETWORK, "summaries", 10),
    flag(_AF_INTERFACE6, "next-hop-self", "next_hop_self", 50),
)

TABLE: Final = Table(area="eigrp", lines=(*_ON_INTERFACE, *_CLASSIC_LINES, *_NAMED_LINES, *_AF_LINES))
