"""IPsec: transform sets and profiles."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import DH_GROUP, WORD, WORDS, choice, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.crypto import IpsecProfile, TransformSet

_TRANSFORM: Final = "transform-set"
_PROFILE: Final = "ipsec profile"

TABLE: Final = Table(
    area="ipsec",
    lines=(
        Line(
            mode="global",
            syntax="crypto ipsec transform-set {name} {transforms}",
            types={"name": WORD, "transforms": WORDS},
            field="transform_sets",
            record=TransformSet,
            many=True,
            key=("name",),
            opens=_TRANSFORM,
            order=400,
        ),
        Line(
            mode=_TRANSFORM,
            syntax="mode {mode}",
            types={"mode": choice("tunnel", "transport", "transport require")},
            field="mode",
            order=10,
        ),
        Line(
            mode="global",
            syntax="crypto ipsec profile {name}",
            types={"name": WORD},
            field="ipsec_profiles",
            record=IpsecProfile,
            many=True,
            key=("name",),
            opens=_PROFILE,
            order=410,
        ),
        Line(
            mode=_PROFILE,
            syntax="set security-association lifetime seconds {lifetime}",
            types={"lifetime": integer(120, 2592000)},
            field="lifetime",
            order=10,
        ),
        Line(
            mode=_PROFILE,
            syntax="set transform-set {names}",
            types={"names": WORDS},
            field="transform_sets",
            refers=(("transform_sets", "names"),),
            order=20,
        ),
        Line(mode=_PROFILE, syntax="set pfs {pfs}", types={"pfs": DH_GROUP}, field="pfs", order=30),
        Line(
            mode=_PROFILE,
            syntax="set ikev2-profile {name}",
            types={"name": WORD},
            field="ikev2_profile",
            refers=(("ikev2_profiles", "name"),),
            negates_whole=True,
            order=40,
        ),
    ),
)
