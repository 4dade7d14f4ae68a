"""The ``ip nhrp …``, ``ipv6 nhrp …`` and ``nhrp …`` lines of an interface."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import IP, IPV4, LINE, NETWORK, NHRP_SECRET, NHS, WORD, integer
from nornir_dmvpn.ios.grammar.entry import each, flag, one
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import CIDR4, IPV6_HOST, IPV6_NETWORK, MASK
from nornir_dmvpn.model.generation import BEHAVIOUR
from nornir_dmvpn.model.nhrp import NhrpGroupMap, NhrpMap, NhrpMaxSend, NhrpNhs, NhrpSummaryMap, NhsCluster

_MODE: Final = "interface"
_IMPLICIT_DYNAMIC: Final = frozenset(one for one, how in BEHAVIOUR.items() if how.implicit_multicast_dynamic)
_IMPLICIT_SHORTCUT: Final = frozenset(one for one, how in BEHAVIOUR.items() if how.implicit_shortcut)
_SECONDS: Final = integer(1, 65535)
_CLUSTER: Final = integer(0, 10)
_SERVER: Final = {
    "address": NHS,
    "network": NETWORK,
    "nbma": WORD,
    "priority": integer(0, 255),
    "cluster": _CLUSTER,
}


def _maps(nhrp: str, field: str, order: int, *, six: bool) -> tuple[Line, ...]:
    """``map …``: in the IPv6 form a tunnel address has its length behind it."""
    mapped = "{tunnel} {nbma}" if six else "{tunnel} [{prefix_length}] {nbma}"
    types = {"tunnel": IPV6_HOST, "nbma": IP} if six else {"tunnel": IPV4, "prefix_length": MASK, "nbma": IP}
    return (
        flag(
            _MODE,
            f"{nhrp} map multicast dynamic",
            f"{field}.multicast_dynamic",
            order + 10,
            hidden_in=_IMPLICIT_DYNAMIC,
            default=False,
        ),
        each(_MODE, f"{nhrp} map multicast {{}}", IP, f"{field}.multicast_maps", order + 11),
        Line(
            mode=_MODE,
            syntax=f"{nhrp} map {mapped}",
            types=types,
            field=f"{field}.maps",
            record=NhrpMap,
            fixed={"prefix_length": None} if six else {},
            many=True,
            key=("tunnel",),
            order=order + 12,
        ),
        Line(
            mode=_MODE,
            syntax=f"{nhrp} map group {{group}} service-policy output {{policy}}",
            types={"group": WORD, "policy": WORD},
            field=f"{field}.group_maps",
            record=NhrpGroupMap,
            many=True,
            key=("group",),
            order=order + 13,
        ),
    )


def _servers(nhrp: str, field: str, order: int, *, six: bool) -> tuple[Line, ...]:
    """``nhs …``, and what a server answers for."""
    served = "nhs {address} [nbma" if six else "nhs {address} [{network}] [nbma"
    return (
        Line(
            mode=_MODE,
            syntax=f"{nhrp} {served} {{nbma}}] [multicast] [priority {{priority}}] [cluster {{cluster}}]",
            types=_SERVER,
            field=f"{field}.servers",
            record=NhrpNhs,
            fixed={"network": None} if six else {},
            many=True,
            key=("address", "nbma"),
            order=order + 24,
        ),
        Line(
            mode=_MODE,
            syntax=f"{nhrp} nhs cluster {{cluster}} max-connections {{max_connections}}",
            types={"cluster": _CLUSTER, "max_connections": integer(0, 255)},
            field=f"{field}.clusters",
            record=NhsCluster,
            many=True,
            key=("cluster",),
            order=order + 25,
        ),
        one(_MODE, f"{nhrp} nhs fallback {{}}", integer(0, 60), f"{field}.fallback", order + 26),
        Line(
            mode=_MODE,
            syntax=f"{nhrp} summary-map {{prefix}} [{{nbma}}]",
            types={"prefix": IPV6_NETWORK if six else CIDR4, "nbma": IP},
            field=f"{field}.summary_maps",
            record=NhrpSummaryMap,
            many=True,
            order=order + 27,
        ),
    )


def _timing(nhrp: str, field: str, order: int) -> tuple[Line, ...]:
    """Holding time, registration, shortcut switching."""
    slot = f"{nhrp} redirect"
    plain, timed = {"redirect_timeout": None}, {"redirect": True}
    return (
        one(_MODE, f"{nhrp} holdtime {{}}", _SECONDS, f"{field}.holdtime", order + 23),
        flag(
            _MODE,
            f"{nhrp} registration no-unique",
            f"{field}.registration_unique",
            order + 28,
            value=False,
            default=True,
        ),
        one(_MODE, f"{nhrp} registration timeout {{}}", _SECONDS, f"{field}.registration_timeout", order + 29),
        flag(_MODE, f"{nhrp} shortcut", f"{field}.shortcut", order + 30, hidden_in=_IMPLICIT_SHORTCUT, default=False),
        flag(_MODE, slot, f"{field}.redirect", order + 31, default=False, fixed=plain, slot=slot),
        one(
            _MODE,
            f"{slot} timeout {{}}",
            integer(2, 30),
            f"{field}.redirect_timeout",
            order + 32,
            fixed=timed,
            slot=slot,
        ),
        Line(
            mode=_MODE,
            syntax=f"{nhrp} max-send {{packets}} every {{interval}}",
            types={"packets": _SECONDS, "interval": _SECONDS},
            field=f"{field}.max_send",
            record=NhrpMaxSend,
            order=order + 33,
        ),
    )


def _serving(nhrp: str, field: str, order: int) -> tuple[Line, ...]:
    """What a router answers, records and asks for."""
    server_only = f"{nhrp} server-only"
    return (
        # SD30
        one(_MODE, f"{nhrp} network-id {{}}", integer(1, 4294967295), f"{field}.network_id", order + 20),
        one(_MODE, f"{nhrp} authentication {{}}", NHRP_SECRET, f"{field}.authentication", order),
        one(_MODE, f"{nhrp} group {{}}", WORD, f"{field}.group", order + 34),
        one(_MODE, f"{nhrp} attribute {{}}", LINE, f"{field}.attribute", order + 35),
        flag(
            _MODE,
            server_only,
            f"{field}.server_only",
            order + 36,
            default=False,
            fixed={"server_only_non_caching": None},
            slot=server_only,
        ),
        flag(
            _MODE,
            f"{server_only} non-caching",
            f"{field}.server_only_non_caching",
            order + 37,
            fixed={"server_only": True},
            slot=server_only,
        ),
        flag(_MODE, f"{nhrp} record", f"{field}.record", order + 38, default=True),
        one(_MODE, f"{nhrp} interest {{}}", WORD, f"{field}.interest", order + 39),
        one(_MODE, f"{nhrp} use {{}}", _SECONDS, f"{field}.use", order + 40),
        one(_MODE, f"{nhrp} responder {{}}", WORD, f"{field}.responder", order + 41),
        flag(_MODE, f"{nhrp} cache non-authoritative", f"{field}.cache_non_authoritative", order + 42),
        one(_MODE, f"{nhrp} connect {{}}", integer(1, 255), f"{field}.connect", order + 43),
        flag(_MODE, f"{nhrp} send-routed", f"{field}.send_routed", order + 44, default=False),
        one(_MODE, f"{nhrp} trigger-svc {{}}", LINE, f"{field}.trigger_svc", order + 45),
        one(_MODE, f"{nhrp} path preference {{}}", integer(1, 255), f"{field}.path_preference", order + 46),
    )


def _protocol(nhrp: str, field: str, order: int, *, six: bool = False) -> tuple[Line, ...]:
    tables = (_maps(nhrp, field, order, six=six), _servers(nhrp, field, order, six=six))
    return (*tables[0], *tables[1], *_timing(nhrp, field, order), *_serving(nhrp, field, order))


TABLE: Final = Table(
    area="nhrp",
    lines=(
        *_protocol("ip nhrp", "nhrp", 200),
        *_protocol("ipv6 nhrp", "nhrp6", 380, six=True),
        one(_MODE, "nhrp group {}", WORD, "nhrp_group", 345),
        Line(
            mode=_MODE,
            syntax="nhrp map group {group} service-policy output {policy}",
            types={"group": WORD, "policy": WORD},
            field="nhrp_group_maps",
            record=NhrpGroupMap,
            many=True,
            key=("group",),
            order=346,
        ),
        one(_MODE, "nhrp event-publisher {}", LINE, "nhrp_events", 347),
    ),
)
