"""What a routing protocol contributes to a router's configuration."""

from dataclasses import dataclass

from nornir_dmvpn.model.interface import EigrpInterface
from nornir_dmvpn.model.routing import EigrpClassic, EigrpNamed, StaticRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingParts:
    """``tunnel_eigrp`` belongs below the tunnel interface, everything else to the top level."""

    eigrp_classic: tuple[EigrpClassic, ...] = ()
    eigrp_named: tuple[EigrpNamed, ...] = ()
    static_routes: tuple[StaticRoute, ...] = ()
    tunnel_eigrp: tuple[EigrpInterface, ...] = ()
