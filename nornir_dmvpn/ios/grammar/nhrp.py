"""The ``ip nhrp …`` lines of an interface."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import IP, NHRP_SECRET, NHS, WORD, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.generation import BEHAVIOUR
from nornir_dmvpn.model.interface import NhrpMap, NhrpNhs

_MODE: Final = "interface"
_IMPLICIT_DYNAMIC: Final = frozenset(one for one, how in BEHAVIOUR.items() if how.implicit_multicast_dynamic)
_IMPLICIT_SHORTCUT: Final = frozenset(one for one, how in BEHAVIOUR.items() if how.implicit_shortcut)

TABLE: Final = Table(
    area="nhrp",
    lines=(
        Line(
            mode=_MODE,
            syntax="ip nhrp authentication {authentication}",
            types={"authentication": NHRP_SECRET},
            field="nhrp.authentication",
            order=200,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp map multicast dynamic",
            field="nhrp.multicast_dynamic",
            hidden_in=_IMPLICIT_DYNAMIC,
            default=False,
            order=210,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp map multicast {nbma}",
            types={"nbma": IP},
            field="nhrp.multicast_maps",
            many=True,
            order=211,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp map {tunnel} {nbma}",
            types={"tunnel": IP, "nbma": IP},
            field="nhrp.maps",
            record=NhrpMap,
            many=True,
            key=("tunnel",),
            order=212,
        ),
        Line(
            # SD30
            mode=_MODE,
            syntax="ip nhrp network-id {network_id}",
            types={"network_id": integer(1, 4294967295)},
            field="nhrp.network_id",
            order=220,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp holdtime {holdtime}",
            types={"holdtime": integer(1, 65535)},
            field="nhrp.holdtime",
            order=230,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp nhs {address} [nbma {nbma}] [multicast] [priority {priority}] [cluster {cluster}]",
            types={"address": NHS, "nbma": WORD, "priority": integer(0, 255), "cluster": integer(0, 10)},
            field="nhrp.servers",
            record=NhrpNhs,
            many=True,
            key=("address", "nbma"),
            order=240,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp registration no-unique",
            field="nhrp.registration_unique",
            value=False,
            default=True,
            order=250,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp registration timeout {registration_timeout}",
            types={"registration_timeout": integer(1, 65535)},
            field="nhrp.registration_timeout",
            order=251,
        ),
        Line(
            mode=_MODE,
            syntax="ip nhrp shortcut",
            field="nhrp.shortcut",
            hidden_in=_IMPLICIT_SHORTCUT,
            default=False,
            order=260,
        ),
        Line(mode=_MODE, syntax="ip nhrp redirect", field="nhrp.redirect", default=False, order=270),
    ),
)
