"""EIGRP, classic and named, with its lines on interfaces."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import (
    AF_INTERFACE,
    EIGRP_NAME,
    INTERFACE,
    IPV4,
    SUMMARY,
    WILDCARD,
    WORD,
    WORDS,
    integer,
)
from nornir_dmvpn.ios.grammar.line import Line, No, Table
from nornir_dmvpn.model.routing import EigrpAfInterface, EigrpClassic, EigrpFamily, EigrpNamed, EigrpNetwork

_CLASSIC: Final = "router eigrp"
_NAMED: Final = "router eigrp named"
_FAMILY: Final = "eigrp address-family"
_AF_INTERFACE: Final = "eigrp af-interface"
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


_ON_INTERFACE: Final = (
    Line(
        mode="interface",
        syntax="ip next-hop-self eigrp {asn}",
        types={"asn": _ASN},
        field="eigrp[asn].next_hop_self",
        default=True,
        order=100,
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
        order=140,
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
    Line(mode=_CLASSIC, syntax="passive-interface default", field="passive_default", default=False, order=40),
    Line(
        mode=_CLASSIC,
        syntax="passive-interface {name}",
        types={"name": INTERFACE},
        field="passive_interfaces",
        many=True,
        no=No.OTHER,
        no_field="active_interfaces",
        no_needs="passive_default",
        order=50,
    ),
    Line(mode=_CLASSIC, syntax="auto-summary", field="auto_summary", order=20),
    _network(_CLASSIC, 10),
    _router_id(_CLASSIC, 60),
    _stub(_CLASSIC, 70),
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
    Line(
        mode=_NAMED,
        syntax="address-family ipv4 unicast [vrf {vrf}] autonomous-system {asn}",
        aliases=("address-family ipv4 [vrf {vrf}] autonomous-system {asn}",),
        types={"vrf": WORD, "asn": _ASN},
        field="families",
        record=EigrpFamily,
        many=True,
        key=("asn", "vrf"),
        opens=_FAMILY,
        starts_with=("topology base", "exit-af-topology"),
        exit="exit-address-family",
        order=10,
    ),
    Line(
        mode=_FAMILY,
        syntax="af-interface {name}",
        types={"name": AF_INTERFACE},
        field="interfaces",
        record=EigrpAfInterface,
        many=True,
        key=("name",),
        opens=_AF_INTERFACE,
        exit="exit-af-interface",
        order=10,
    ),
    _network(_FAMILY, 30),
    _router_id(_FAMILY, 40),
    _stub(_FAMILY, 50),
    Line(
        mode=_AF_INTERFACE,
        syntax="summary-address {summary}",
        types={"summary": SUMMARY},
        field="summaries",
        many=True,
        order=10,
    ),
    Line(mode=_AF_INTERFACE, syntax="hello-interval {hello}", types={"hello": _ASN}, field="hello", order=20),
    Line(mode=_AF_INTERFACE, syntax="hold-time {hold}", types={"hold": _ASN}, field="hold", order=30),
    # the `no` of these stands in a configuration also when it is the default: it overrides `af-interface default`
    Line(mode=_AF_INTERFACE, syntax="passive-interface", field="passive", order=40),
    Line(mode=_AF_INTERFACE, syntax="next-hop-self", field="next_hop_self", order=50),
    Line(mode=_AF_INTERFACE, syntax="split-horizon", field="split_horizon", order=60),
    Line(mode=_AF_INTERFACE, syntax="shutdown", field="shutdown", order=70),
)

TABLE: Final = Table(area="eigrp", lines=(*_ON_INTERFACE, *_CLASSIC_LINES, *_NAMED_LINES))
