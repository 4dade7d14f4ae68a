"""Global lines about the router itself: name, version, VRFs."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import WORD
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.routing import Vrf, VrfFamily

TABLE: Final = Table(
    area="system",
    lines=(
        Line(
            mode="global", syntax="version {version}", types={"version": WORD}, field="version", typed=False, order=10
        ),
        Line(mode="global", syntax="hostname {hostname}", types={"hostname": WORD}, field="hostname", order=20),
        Line(
            mode="global",
            syntax="vrf definition {name}",
            types={"name": WORD},
            field="vrfs",
            record=Vrf,
            fixed={"legacy": False},
            many=True,
            key=("name",),
            slot="vrf",
            opens="vrf definition",
            order=30,
        ),
        Line(
            mode="global",
            syntax="ip vrf {name}",
            types={"name": WORD},
            field="vrfs",
            record=Vrf,
            fixed={"legacy": True},
            many=True,
            key=("name",),
            slot="vrf",
            opens="ip vrf",
            order=31,
        ),
        Line(mode="vrf definition", syntax="rd {rd}", types={"rd": WORD}, field="rd", negates_whole=True, order=10),
        Line(
            mode="vrf definition",
            syntax="address-family ipv4",
            field="ipv4",
            record=VrfFamily,
            opens="vrf address-family",
            exit="exit-address-family",
            order=20,
        ),
        Line(mode="ip vrf", syntax="rd {rd}", types={"rd": WORD}, field="rd", negates_whole=True, order=10),
    ),
)
