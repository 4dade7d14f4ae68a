"""``ip route``."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, IPV4, NETWORK, WORD, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.routing import StaticRoute

TABLE: Final = Table(
    area="static_route",
    lines=(
        Line(
            mode="global",
            syntax="ip route [vrf {vrf}] {prefix} [{interface}] [{next_hop}] [{distance}] "
            "[name {name}] [track {track}]",
            types={
                "vrf": WORD,
                "prefix": NETWORK,
                "interface": INTERFACE,
                "next_hop": IPV4,
                "distance": integer(1, 255),
                "name": WORD,
                "track": integer(1, 1000),
            },
            field="static_routes",
            record=StaticRoute,
            many=True,
            key=("prefix", "vrf", "interface", "next_hop"),
            refers=(("vrfs", "vrf"),),
            order=800,
        ),
    ),
)
