"""The ``tunnel …`` lines of an interface."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import LINE, NUMBER, SECRET, SOURCE, TUNNEL_MODE, WORD, integer
from nornir_dmvpn.ios.grammar.entry import flag, one
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
            syntax="tunnel protection ipsec profile {profile} [shared] [isakmp-profile {isakmp_profile}] "
            "[ikev2-profile {ikev2_profile}]",
            types={"profile": WORD, "isakmp_profile": WORD, "ikev2_profile": WORD},
            field="tunnel.protection",
            record=TunnelProtection,
            refers=(("ipsec_profiles", "profile"),),
            negates_whole=True,
            order=450,
        ),
        one(_MODE, "tunnel protection psk {}", SECRET, "tunnel.psk", 451),  # IO-3
        flag(_MODE, "tunnel path-mtu-discovery", "tunnel.path_mtu_discovery", 445, default=False),
        one(_MODE, "tunnel bandwidth receive {}", NUMBER, "tunnel.bandwidth_receive", 446),
        one(_MODE, "tunnel bandwidth transmit {}", NUMBER, "tunnel.bandwidth_transmit", 447),
        one(_MODE, "tunnel tos {}", integer(0, 255), "tunnel.tos", 448),
        one(_MODE, "tunnel ttl {}", integer(1, 255), "tunnel.ttl", 449),
        flag(_MODE, "tunnel checksum", "tunnel.checksum", 441, default=False),
        flag(_MODE, "tunnel sequence-datagrams", "tunnel.sequence_datagrams", 442, default=False),
        one(_MODE, "tunnel route-via {}", LINE, "tunnel.route_via", 443),
    ),
)
