"""Routing over the cloud, one module per protocol."""

from nornir_dmvpn.design.routing import eigrp, static
from nornir_dmvpn.design.routing.parts import RoutingParts
from nornir_dmvpn.model.intent import EigrpRouting, Intent, Member, NoRouting, StaticRouting


def compile_routing(intent: Intent, cloud_name: str, member: Member) -> RoutingParts:
    """The routing of ``member`` over one cloud."""
    cloud = intent.clouds[cloud_name]
    match cloud.routing:
        case EigrpRouting() as routing:
            return eigrp.compile_routing(cloud, routing, member)
        case StaticRouting():
            return static.compile_routing(intent, cloud_name, member)
        case NoRouting():
            return RoutingParts()
