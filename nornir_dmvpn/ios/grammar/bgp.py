"""BGP: the process, its neighbours and peer groups, its address families and templates."""

from typing import Any, Final

from nornir_dmvpn.ios.grammar.argument import IPV4, LINE, NETWORK, SECRET, SOURCE, WORD, ArgumentType, integer
from nornir_dmvpn.ios.grammar.entry import flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.policy import distribute_lists
from nornir_dmvpn.ios.grammar.rip import redistribution
from nornir_dmvpn.ios.grammar.value import ASN, CIDR, IPV6_NETWORK, PEER, words_of
from nornir_dmvpn.model.bgp import (
    BgpAggregate,
    BgpFamily,
    BgpListenRange,
    BgpMaximumPrefix,
    BgpNetwork,
    BgpPeerPolicy,
    BgpPeerSession,
    BgpProcess,
    BgpTimers,
)

_BGP: Final = "router bgp"
_FAMILY: Final = "bgp address-family"
_SESSION: Final = "bgp peer-session"
_POLICY: Final = "bgp peer-policy"
_SECONDS: Final = integer(0, 65535)
_PATHS: Final = integer(1, 32)
_TIMERS: Final = {"keepalive": _SECONDS, "hold": _SECONDS}
_HOPS: Final = ArgumentType(name="hops", regex=r"\d+", read=int, hint="<1-255>", missing=255)
_TIMES: Final = ArgumentType(name="times", regex=r"\d+", read=int, hint="<1-10>", missing=3)
_COMMUNITY: Final = words_of("standard", "extended", "both", missing="")
_BFD: Final = words_of("bfd", missing="")


def _family_name(text: str) -> str:
    return text.removesuffix(" unicast")


_FAMILY_NAME: Final = ArgumentType(
    name="family",
    regex=r"(?:ipv4|ipv6|vpnv4|vpnv6|l2vpn|nsap)(?: (?:unicast|multicast|mdt|evpn|vpls|tunnel))?",
    read=_family_name,
    most=2,
    hint="ipv4",
)


def _session_lines(mode: str, who: str, field: str, order: int) -> tuple[Line, ...]:
    """What a template of sessions has as well as a neighbour; ``who`` is ``neighbor {peer} `` or nothing."""
    types = {"peer": PEER} if who else {}
    return (
        one(mode, f"{who}remote-as {{}}", ASN, f"{field}remote_as", order, types=types),
        one(mode, f"{who}description {{}}", LINE, f"{field}description", order + 4, types=types),
        Line(
            mode=mode,
            syntax=f"{who}ebgp-multihop [{{ebgp_multihop}}]",
            types={"ebgp_multihop": _HOPS, **types},
            field=f"{field}ebgp_multihop",
            order=order + 6,
        ),
        one(mode, f"{who}password {{}}", SECRET, f"{field}password", order + 8, types=types),
        one(mode, f"{who}update-source {{}}", SOURCE, f"{field}update_source", order + 9, types=types),
        Line(
            mode=mode,
            syntax=f"{who}timers {{keepalive}} {{hold}}",
            types={**_TIMERS, **types},
            field=f"{field}timers",
            record=BgpTimers,
            order=order + 11,
        ),
        Line(
            mode=mode,
            syntax=f"{who}fall-over [{{fall_over}}]",
            types={"fall_over": _BFD, **types},
            field=f"{field}fall_over",
            order=order + 13,
        ),
    )


def _in_and_out(
    mode: str, who: str, field: str, order: int, kinds: tuple[tuple[str, ArgumentType], ...]
) -> tuple[Line, ...]:
    """Filters of either direction: ``prefix-list NAME in``."""
    types = {"peer": PEER} if who else {}
    return tuple(
        one(
            mode,
            f"{who}{word} {{}} {way}",
            kind,
            f"{field}{word.replace('-', '_')}_{way}",
            order,
            types=types,
            negates_whole=True,
        )
        for word, kind in kinds
        for way in ("in", "out")
    )


def _policy_lines(mode: str, who: str, field: str, order: int) -> tuple[Line, ...]:
    """What a template of policies has as well as a neighbour."""
    types = {"peer": PEER} if who else {}
    off: dict[str, Any] = {"types": types, "default": False}
    slot = f"{mode} next-hop-self"
    plain, every = {"next_hop_self_all": None}, {"next_hop_self": True}
    return (
        flag(mode, f"{who}next-hop-self", f"{field}next_hop_self", order, slot=slot, fixed=plain, **off),
        flag(
            mode,
            f"{who}next-hop-self all",
            f"{field}next_hop_self_all",
            order + 1,
            types=types,
            slot=slot,
            fixed=every,
        ),
        flag(mode, f"{who}next-hop-unchanged", f"{field}next_hop_unchanged", order + 2, **off),
        flag(mode, f"{who}route-reflector-client", f"{field}route_reflector_client", order + 3, **off),
        Line(
            mode=mode,
            syntax=f"{who}send-community [{{send_community}}]",
            types={"send_community": _COMMUNITY, **types},
            field=f"{field}send_community",
            order=order + 4,
        ),
        flag(mode, f"{who}soft-reconfiguration inbound", f"{field}soft_reconfiguration", order + 6, **off),
        Line(
            mode=mode,
            syntax=f"{who}allowas-in [{{allowas_in}}]",
            types={"allowas_in": _TIMES, **types},
            field=f"{field}allowas_in",
            order=order + 7,
        ),
        *_in_and_out(mode, who, field, order + 10, (("prefix-list", WORD), ("route-map", WORD))),
    )


def _neighbors(mode: str, order: int) -> tuple[Line, ...]:
    """``neighbor …`` of the process or of a family: IOS decides which may stand where; both are read alike."""
    who, field, types = "neighbor {peer} ", "neighbors[peer].", {"peer": PEER}
    return (
        flag(mode, f"{who}peer-group", f"{field}is_group", order, types=types, default=False),
        *_session_lines(mode, who, field, order + 1),
        one(mode, f"{who}local-as {{}}", ASN, f"{field}local_as", order + 2, types=types),
        one(mode, f"{who}peer-group {{}}", WORD, f"{field}peer_group", order + 3, types=types),
        one(mode, f"{who}inherit peer-session {{}}", WORD, f"{field}session", order + 4, types=types),
        flag(mode, f"{who}shutdown", f"{field}shutdown", order + 6, types=types, default=False, sticky=True),
        flag(
            mode,
            f"{who}disable-connected-check",
            f"{field}disable_connected_check",
            order + 8,
            types=types,
            default=False,
        ),
        one(mode, f"{who}transport {{}}", LINE, f"{field}transport", order + 11, types=types),
        one(
            mode,
            f"{who}advertisement-interval {{}}",
            _SECONDS,
            f"{field}advertisement_interval",
            order + 13,
            types=types,
        ),
        flag(mode, f"{who}activate", f"{field}activate", order + 20, types=types),
        one(mode, f"{who}inherit peer-policy {{}}", WORD, f"{field}policy", order + 21, types=types),
        one(mode, f"{who}weight {{}}", integer(0, 65535), f"{field}weight", order + 21, types=types),
        flag(mode, f"{who}remove-private-as", f"{field}remove_private_as", order + 21, types=types, default=False),
        flag(mode, f"{who}as-override", f"{field}as_override", order + 21, types=types, default=False),
        *_policy_lines(mode, who, field, order + 22),
        *_filters(mode, order + 30),
    )


def _filters(mode: str, order: int) -> tuple[Line, ...]:
    who, field, types = "neighbor {peer} ", "neighbors[peer].", {"peer": PEER}
    slot = f"{mode} default-originate"
    return (
        flag(
            mode,
            f"{who}default-originate",
            f"{field}default_originate",
            order,
            types=types,
            default=False,
            fixed={"default_originate_map": None},
            slot=slot,
        ),
        one(
            mode,
            f"{who}default-originate route-map {{}}",
            WORD,
            f"{field}default_originate_map",
            order,
            types=types,
            fixed={"default_originate": True},
            slot=slot,
        ),
        Line(
            mode=mode,
            syntax=f"{who}maximum-prefix {{limit}} [{{threshold}}] [warning-only]",
            types={"limit": integer(1, 2147483647), "threshold": integer(1, 100), **types},
            field=f"{field}maximum_prefix",
            record=BgpMaximumPrefix,
            order=order + 5,
        ),
        *_in_and_out(mode, who, field, order + 1, (("distribute-list", WORD), ("filter-list", integer(1, 500)))),
    )


def _exchange(mode: str, order: int) -> tuple[Line, ...]:
    """Networks, aggregates and what else a family has."""
    return (
        Line(
            mode=mode,
            syntax="network {address} [mask {mask}] [route-map {route_map}]",
            types={"address": IPV4, "mask": IPV4, "route_map": WORD},
            field="networks",
            record=BgpNetwork,
            many=True,
            key=("address", "mask"),
            order=order,
        ),
        Line(
            mode=mode,
            syntax="aggregate-address {prefix} [as-set] [summary-only]",
            types={"prefix": NETWORK},
            field="aggregates",
            record=BgpAggregate,
            many=True,
            key=("prefix",),
            order=order + 1,
        ),
        redistribution(mode, order + 2),
        flag(mode, "synchronization", "synchronization", order - 60),
        flag(mode, "auto-summary", "auto_summary", order + 85),
        *distribute_lists(mode, order + 80),
        flag(mode, "default-information originate", "default_originate", order + 81, default=False),
        one(mode, "maximum-paths {}", _PATHS, "maximum_paths", order + 82),
        one(mode, "maximum-paths ibgp {}", _PATHS, "maximum_paths_ibgp", order + 83),
    )


def _template(kind: str, field: str, record: type, mode: str, order: int) -> Line:
    return section(f"template {kind} {{name}}", field, record, mode, order, mode=_BGP, exit=f"exit-{kind}")


_PROCESS_LINES: Final = (
    Line(
        mode="global",
        syntax="router bgp {asn}",
        types={"asn": ASN},
        field="bgp",
        record=BgpProcess,
        opens=_BGP,
        order=730,
    ),
    one(_BGP, "bgp router-id {}", IPV4, "router_id", 20),
    flag(_BGP, "bgp log-neighbor-changes", "log_neighbor_changes", 22),
    one(_BGP, "bgp cluster-id {}", WORD, "cluster_id", 23),
    flag(_BGP, "bgp default ipv4-unicast", "default_ipv4_unicast", 24, default=True),
    one(_BGP, "bgp default local-preference {}", integer(0, 4294967295), "default_local_preference", 25),
    flag(_BGP, "bgp graceful-restart", "graceful_restart", 26, default=False),
    flag(_BGP, "bgp bestpath as-path multipath-relax", "multipath_relax", 27, default=False),
    Line(
        mode=_BGP,
        syntax="bgp listen range {prefix} peer-group {peer_group}",
        types={"prefix": CIDR, "peer_group": WORD},
        field="listen_ranges",
        record=BgpListenRange,
        many=True,
        key=("prefix",),
        order=28,
    ),
    one(_BGP, "bgp listen limit {}", integer(1, 5000), "listen_limit", 29),
    _template("peer-policy", "policies", BgpPeerPolicy, _POLICY, 5),
    *_policy_lines(_POLICY, "", "", 10),
    flag(_POLICY, "default-originate", "default_originate", 9, default=False),
    _template("peer-session", "sessions", BgpPeerSession, _SESSION, 6),
    *_session_lines(_SESSION, "", "", 10),
    one(_SESSION, "inherit peer-session {}", WORD, "inherit", 30),
    Line(mode=_BGP, syntax="timers bgp {keepalive} {hold}", types=_TIMERS, field="timers", record=BgpTimers, order=45),
    *_neighbors(_BGP, 110),
    *_exchange(_BGP, 100),
    section(
        "address-family {family} [vrf {vrf}]",
        "families",
        BgpFamily,
        _FAMILY,
        200,
        mode=_BGP,
        types={"family": _FAMILY_NAME, "vrf": WORD},
        refers=(("vrfs", "vrf"),),
        exit="exit-address-family",
    ),
    one(_FAMILY, "bgp router-id {}", IPV4, "router_id", 20),
    Line(
        mode=_FAMILY,
        syntax="network {networks6}",
        types={"networks6": IPV6_NETWORK},
        field="networks6",
        many=True,
        order=99,
    ),
    *_neighbors(_FAMILY, 110),
    *_exchange(_FAMILY, 100),
)

TABLE: Final = Table(area="bgp", lines=_PROCESS_LINES)
