"""Static routes over the cloud, each with its next hop.

An interface alone would make the destination itself the address to resolve (S-04, L-126).
"""

from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.design.routing.parts import RoutingParts
from nornir_dmvpn.model.intent import Intent, Member
from nornir_dmvpn.model.routing import StaticRoute

_DEFAULT = IPv4Network("0.0.0.0/0")


def compile_routing(intent: Intent, cloud_name: str, member: Member) -> RoutingParts:
    """The hub routes every LAN to its spoke; spokes route what the cloud advertises (P-10)."""
    cloud = intent.clouds[cloud_name]
    hubs = intent.hubs[cloud_name]
    if member.attachment.role == "hub":
        return RoutingParts(static_routes=_lans(intent, cloud_name, member, via_hub=None))
    hub = hubs[0].attachment.address
    if cloud.advertise == "specific":
        return RoutingParts(
            static_routes=_lans(intent, cloud_name, member, via_hub=None if cloud.phase == 2 else hub),
        )
    prefixes = (_DEFAULT,) if cloud.advertise == "default" else cloud.summaries
    return RoutingParts(static_routes=tuple(StaticRoute(prefix=prefix, next_hop=hub) for prefix in prefixes))


def _lans(intent: Intent, cloud_name: str, member: Member, *, via_hub: IPv4Address | None) -> tuple[StaticRoute, ...]:
    """A route to each LAN of the other routers, by its own router or by the hub."""
    return tuple(
        StaticRoute(prefix=lan.address.network, next_hop=via_hub or other.attachment.address)
        for other in intent.members[cloud_name]
        if other.router != member.router
        for lan in other.site.lans
    )
