"""Access lists, prefix lists and route maps, and the distribute lists that use them."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import GROUPS, INTERFACE, IPV4, LINE, WORD, WORDS, ArgumentType, integer
from nornir_dmvpn.ios.grammar.entry import flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import (
    ACL_EXTENDED,
    ACL_OPTIONS,
    ACL_PORT,
    ACL_STANDARD,
    ACTION,
    ACTION_OR_PERMIT,
    CIDR4,
    EXTENDED_NUMBER,
    IP_PROTOCOL,
    IPV6_NETWORK,
    NAMES,
    STANDARD_NUMBER,
    words_of,
)
from nornir_dmvpn.model.acl import (
    AsPathEntry,
    CommunityListEntry,
    ExtendedAcl,
    ExtendedEntry,
    NumberedExtendedEntry,
    NumberedStandardEntry,
    PrefixListEntry,
    PrefixListEntry6,
    RouteMap,
    StandardAcl,
    StandardEntry,
    VerifiedNextHop,
)
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.redistribution import DistributeList

_STANDARD: Final = "standard access-list"
_EXTENDED: Final = "extended access-list"
_MAP: Final = "route-map"
_PROTOCOLS: Final = frozenset({"connected", "static", "rip", "odr", "nhrp", "bgp", "ospf", "eigrp"})
_EXTENDED_WORDS: Final = "{action} {protocol} {source} [{source_port}] {destination} [{destination_port}] [{options}]"
_EXTENDED_TYPES: Final = {
    "action": ACTION,
    "protocol": IP_PROTOCOL,
    "source": ACL_EXTENDED,
    "source_port": ACL_PORT,
    "destination": ACL_EXTENDED,
    "destination_port": ACL_PORT,
    "options": ACL_OPTIONS,
}
_SEQUENCE: Final = integer(1, 4294967294)


def _target(text: str) -> str:
    return text if text.split(maxsplit=1)[0] in _PROTOCOLS else full_name(text)


_TARGET: Final = ArgumentType(name="target", regex=r"[A-Za-z]\S*(?: \d\S*)?", read=_target, most=2)


def distribute_lists(mode: str, order: int) -> tuple[Line, ...]:
    """``distribute-list …`` of any routing protocol."""
    kinds = {"prefix": "prefix ", "route-map": "route-map ", "gateway": "gateway ", "access-list": ""}
    return tuple(
        Line(
            mode=mode,
            syntax=f"distribute-list {words}{{name}} {{direction}} [{{target}}]",
            types={"name": WORD, "direction": words_of("in", "out"), "target": _TARGET},
            field="distribute_lists",
            record=DistributeList,
            fixed={"kind": kind},
            many=True,
            order=order,
        )
        for kind, words in kinds.items()
    )


_ACCESS_LISTS: Final = (
    section("ip access-list standard {name}", "standard_acls", StandardAcl, _STANDARD, 818),
    section("ip access-list extended {name}", "extended_acls", ExtendedAcl, _EXTENDED, 819),
    Line(
        mode=_STANDARD,
        syntax="[{sequence}] {action} {source} [log]",
        types={"sequence": _SEQUENCE, "action": ACTION, "source": ACL_STANDARD},
        field="entries",
        record=StandardEntry,
        many=True,
        order=10,
    ),
    Line(
        mode=_EXTENDED,
        syntax=f"[{{sequence}}] {_EXTENDED_WORDS}",
        types={"sequence": _SEQUENCE, **_EXTENDED_TYPES},
        field="entries",
        record=ExtendedEntry,
        many=True,
        order=10,
    ),
    Line(
        mode="global",
        syntax="access-list {number} {action} {source} [log]",
        types={"number": STANDARD_NUMBER, "action": ACTION, "source": ACL_STANDARD},
        field="numbered_standard",
        record=NumberedStandardEntry,
        many=True,
        order=832,
    ),
    Line(
        mode="global",
        syntax=f"access-list {{number}} {_EXTENDED_WORDS}",
        types={"number": EXTENDED_NUMBER, **_EXTENDED_TYPES},
        field="numbered_extended",
        record=NumberedExtendedEntry,
        many=True,
        order=833,
    ),
)

_LISTS: Final = (
    Line(
        mode="global",
        syntax="ip prefix-list {name} [seq {sequence}] {action} {prefix} [ge {ge}] [le {le}]",
        types={
            "name": WORD,
            "sequence": _SEQUENCE,
            "action": ACTION,
            "prefix": CIDR4,
            "ge": integer(1, 32),
            "le": integer(1, 32),
        },
        field="prefix_lists",
        record=PrefixListEntry,
        many=True,
        order=825,
    ),
    Line(
        mode="global",
        syntax="ipv6 prefix-list {name} [seq {sequence}] {action} {prefix} [ge {ge}] [le {le}]",
        types={
            "name": WORD,
            "sequence": _SEQUENCE,
            "action": ACTION,
            "prefix": IPV6_NETWORK,
            "ge": integer(1, 128),
            "le": integer(1, 128),
        },
        field="prefix_lists6",
        record=PrefixListEntry6,
        many=True,
        order=829,
    ),
    Line(
        mode="global",
        syntax="ip as-path access-list {number} {action} {pattern}",
        types={"number": integer(1, 500), "action": ACTION, "pattern": LINE},
        field="as_paths",
        record=AsPathEntry,
        many=True,
        order=806,
    ),
    Line(
        mode="global",
        syntax="ip community-list {kind} {name} {action} {communities}",
        types={"kind": words_of("standard", "expanded"), "name": WORD, "action": ACTION, "communities": WORDS},
        field="community_lists",
        record=CommunityListEntry,
        many=True,
        order=807,
    ),
)

_MATCHES: Final = (
    one(_MAP, "description {}", LINE, "description", 5),
    one(_MAP, "match as-path {}", GROUPS, "match_as_paths", 10),
    one(_MAP, "match community {}", NAMES, "match_communities", 11),
    one(
        _MAP,
        "match interface {}",
        ArgumentType(
            name="interfaces",
            regex=r"[A-Z]\S*\d(?: [A-Z]\S*\d)*",
            read=lambda text: tuple(full_name(one) for one in text.split()),
            write=" ".join,
            most=99,
            missing=(),
        ),
        "match_interfaces",
        12,
    ),
    one(_MAP, "match ip address prefix-list {}", NAMES, "match_prefix_lists", 13),
    Line(
        mode=_MAP,
        syntax="match ip address {match_access_lists}",
        types={
            "match_access_lists": ArgumentType(
                name="acl-names",
                regex=r"(?!prefix-list )\S+(?: \S+)*",
                read=lambda text: tuple(text.split()),
                write=" ".join,
                most=99,
                missing=(),
            )
        },
        field="match_access_lists",
        order=14,
    ),
    one(_MAP, "match ip next-hop {}", NAMES, "match_next_hops", 15),
    one(_MAP, "match ipv6 address prefix-list {}", NAMES, "match_prefix_lists6", 16),
    one(_MAP, "match metric {}", integer(0, 4294967295), "match_metric", 17),
    one(_MAP, "match tag {}", GROUPS, "match_tags", 18),
    one(_MAP, "match route-type {}", NAMES, "match_route_types", 19),
    one(_MAP, "match source-protocol {}", NAMES, "match_source_protocols", 20),
)

_SETS: Final = (
    one(_MAP, "set metric {}", GROUPS, "set_metric", 30),
    one(_MAP, "set metric-type {}", words_of("type-1", "type-2", "internal", "external"), "set_metric_type", 31),
    one(_MAP, "set tag {}", integer(0, 4294967295), "set_tag", 32),
    one(_MAP, "set local-preference {}", integer(0, 4294967295), "set_local_preference", 33),
    one(_MAP, "set weight {}", integer(0, 65535), "set_weight", 34),
    one(_MAP, "set origin {}", words_of("igp", "incomplete"), "set_origin", 35),
    one(_MAP, "set as-path prepend {}", GROUPS, "set_as_path_prepend", 36),
    one(_MAP, "set community {}", NAMES, "set_community", 37),
    one(
        _MAP,
        "set ip next-hop {}",
        ArgumentType(
            name="addresses",
            regex=r"\d+\.\d+\.\d+\.\d+(?: \d+\.\d+\.\d+\.\d+)*",
            read=lambda text: tuple(IPV4.read(one) for one in text.split()),
            write=lambda value: " ".join(str(one) for one in value),
            most=99,
            missing=(),
            hint="A.B.C.D",
        ),
        "set_next_hops",
        38,
    ),
    flag(_MAP, "set ip next-hop peer-address", "set_next_hop_peer", 39, default=False),
    flag(_MAP, "set ip next-hop unchanged", "set_next_hop_unchanged", 40, default=False),
    Line(
        mode=_MAP,
        syntax="set ip next-hop verify-availability {address} {sequence} track {track}",
        types={"address": IPV4, "sequence": integer(1, 65535), "track": integer(1, 1000)},
        field="set_verified_next_hops",
        record=VerifiedNextHop,
        many=True,
        order=41,
    ),
    one(_MAP, "set vrf {}", WORD, "set_vrf", 42),
    flag(_MAP, "set global", "set_global", 43, default=False),
    one(_MAP, "set interface {}", INTERFACE, "set_interface", 44),
    one(_MAP, "continue {}", integer(1, 65535), "continue_at", 50),
)

TABLE: Final = Table(
    area="policy",
    lines=(
        *_ACCESS_LISTS,
        *_LISTS,
        section(
            "route-map {name} [{action}] [{sequence}]",
            "route_maps",
            RouteMap,
            _MAP,
            838,
            types={
                "name": WORD,
                "action": ACTION_OR_PERMIT,
                "sequence": ArgumentType(name="sequence", regex=r"\d+", read=int, hint="<0-65535>", missing=10),
            },
            key=("name", "sequence"),
        ),
        *_MATCHES,
        *_SETS,
    ),
)
