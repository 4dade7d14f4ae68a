"""The ``tunnel …`` lines of an interface."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import NUMBER, SOURCE, TUNNEL_MODE, WORD
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.interface import TunnelMode, TunnelProtection

_MODE: Final = "interface"

TABLE: Final = Table(
    area="tunnel",
    lines=(
        Line(mode=_MODE, syntax="tunnel source {source}", types={"source": SOURCE}, field="tunnel.source", order=400),
        Line(
            mode=_MODE,
            syntax="tunnel mode {mode}",
            types={"mode": TUNNEL_MODE},
            field="tunnel.mode",
            default=TunnelMode.GRE,
            order=410,
        ),
        Line(
            mode=_MODE,
            syntax="tunnel destination {destination}",
            types={"destination": WORD},
            field="tunnel.destination",
            order=420,
        ),
        Line(mode=_MODE, syntax="tunnel key {key}", types={"key": NUMBER}, field="tunnel.key", order=430),
        Line(
            mode=_MODE,
            syntax="tunnel vrf {vrf}",
            types={"vrf": WORD},
            field="tunnel.vrf",
            refers=(("vrfs", "vrf"),),
            negates_whole=True,
            order=440,
        ),
        Line(
            # F-37: an undefined profile is refused
            mode=_MODE,
            syntax="tunnel protection ipsec profile {profile} [shared]",
            types={"profile": WORD},
            field="tunnel.protection",
            record=TunnelProtection,
            refers=(("ipsec_profiles", "profile"),),
            negates_whole=True,
            order=450,
        ),
    ),
)
