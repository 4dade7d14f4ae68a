"""``ip route`` and ``ipv6 route``."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, IPV4, NETWORK, WORD, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import IPV6, IPV6_NETWORK
from nornir_dmvpn.model.routing import StaticRoute, StaticRoute6

_START: Final = "ip route [vrf {vrf}] {prefix} [{interface}] [{next_hop}] [global] [{distance}]"
"""Typed, the options come in any order."""
_NAME_FIRST: Final = f"{_START} [name {{name}}] [tag {{tag}}] [permanent] [track {{track}}]"
_TRACK_FIRST: Final = f"{_START} [track {{track}}] [name {{name}}] [tag {{tag}}]"

TABLE: Final = Table(
    area="static_route",
    lines=(
        Line(
            mode="global",
            syntax="ip route [vrf {vrf}] {prefix} [{interface}] [{next_hop}] [dhcp] [global] [{distance}] "
            "[tag {tag}] [permanent] [name {name}] [track {track}]",
            aliases=(_NAME_FIRST, _TRACK_FIRST),
            types={
                "vrf": WORD,
                "prefix": NETWORK,
                "interface": INTERFACE,
                "next_hop": IPV4,
                "distance": integer(1, 255),
                "name": WORD,
                "track": integer(1, 1000),
                "tag": integer(1, 4294967295),
            },
            field="static_routes",
            record=StaticRoute,
            many=True,
            key=("prefix", "vrf", "interface", "next_hop"),
            refers=(("vrfs", "vrf"),),
            order=800,
        ),
        Line(
            mode="global",
            syntax="ipv6 route [vrf {vrf}] {prefix} [{interface}] [{next_hop}] [{distance}] [tag {tag}] "
            "[name {name}] [track {track}]",
            types={
                "vrf": WORD,
                "prefix": IPV6_NETWORK,
                "interface": INTERFACE,
                "next_hop": IPV6,
                "distance": integer(1, 254),
                "tag": integer(1, 4294967295),
                "name": WORD,
                "track": integer(1, 1000),
            },
            field="static_routes6",
            record=StaticRoute6,
            many=True,
            key=("prefix", "vrf", "interface", "next_hop"),
            refers=(("vrfs", "vrf"),),
            order=801,
        ),
    ),
)
