"""What a virtual router boots with, before any DMVPN: its name, underlay, LANs and the way to the underlay."""

from ipaddress import IPv4Address, IPv4Interface, IPv4Network

from nornir_dmvpn.errors import ConfigError
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.intent import Attachment, Intent, Site
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.routing import StaticRoute

VERSIONS = {
    Generation.A: "12.4",
    Generation.B: "15.0",
    Generation.C: "15.4",
    Generation.D: "15.9",
    Generation.E: "17.3",
}
"""The ``version`` line by which a configuration shows its generation."""

_POOL = IPv4Network("198.18.0.0/15")
"""Addresses for tests (RFC 2544): a /30 for each spoke whose NBMA address the inventory does not know."""
_DEFAULT = IPv4Network("0.0.0.0/0")


def day_zero(intent: Intent, router: str) -> RouterConfig:
    """Raises ``ConfigError`` for a router that the intent does not have."""
    site = intent.sites.get(router)
    if site is None:
        raise ConfigError(router, "is not a DMVPN router of the inventory")
    sources = {attachment.source: name for name, attachment in reversed(site.tunnels.items())}
    uplinks = {source: underlay_address(intent, cloud, site.tunnels[cloud]) for source, cloud in sources.items()}
    return RouterConfig(
        hostname=router,
        version=VERSIONS[site.generation or Generation.E],
        interfaces=(
            *(_interface(source, address) for source, address in uplinks.items()),
            *(_interface(lan.interface, lan.address) for lan in site.lans),
        ),
        static_routes=_underlay_routes(intent, site),
    )


def _interface(name: str, address: IPv4Interface) -> Interface:
    """Every interface but a loopback comes shut down from the factory."""
    return Interface(name=name, address=address, shutdown=None if name.startswith("Loopback") else False)


def underlay_address(intent: Intent, cloud: str, attachment: Attachment) -> IPv4Interface:
    """Address and mask of a tunnel source: the smallest subnet that holds the gateway as well, at least a /30."""
    if attachment.nbma is None:
        return IPv4Interface((_pool_network(intent, cloud, attachment).network_address + 2, 30))
    if attachment.gateway is None:
        return IPv4Interface((attachment.nbma, 24))
    prefixes = (IPv4Interface((attachment.nbma, length)) for length in range(30, 7, -1))
    return next(
        (one for one in prefixes if _both_usable(one.network, attachment.nbma, attachment.gateway)),
        IPv4Interface((attachment.nbma, 24)),
    )


def underlay_gateway(intent: Intent, cloud: str, attachment: Attachment) -> IPv4Address:
    """Next hop of the underlay: as said, else the first of the allocated /30 or the last of the /24."""
    if attachment.nbma is None:
        return _pool_network(intent, cloud, attachment).network_address + 1
    if attachment.gateway is not None:
        return attachment.gateway
    last = IPv4Interface((attachment.nbma, 24)).network.broadcast_address - 1
    return last if last != attachment.nbma else last - 1


def _pool_network(intent: Intent, cloud: str, attachment: Attachment) -> IPv4Network:
    """A /30 that follows from cloud and tunnel address alone, so another spoke does not move it."""
    share = _POOL.num_addresses // 4 // len(intent.clouds)
    offset = int(attachment.address) - int(intent.clouds[cloud].subnet.network_address)
    block = list(intent.clouds).index(cloud) * share + offset % share
    return IPv4Network((int(_POOL.network_address) + 4 * block, 30))


def _both_usable(network: IPv4Network, *addresses: IPv4Address) -> bool:
    edges = (network.network_address, network.broadcast_address)
    return all(one in network and one not in edges for one in addresses)


def _underlay_routes(intent: Intent, site: Site) -> tuple[StaticRoute, ...]:
    """A default route to the first gateway; host routes to the hubs where the default is not the underlay's.

    That is so on further sources, and on spokes whose cloud sends them a default route (phase 1, P-60).
    """
    overlay_default = any(intent.clouds[name].advertise == "default" for name in site.tunnels)
    first = next(iter(site.tunnels.values()))
    routes: dict[StaticRoute, None] = {}
    for cloud, attachment in site.tunnels.items():
        gateway = underlay_gateway(intent, cloud, attachment)
        if attachment.source == first.source and not (overlay_default and attachment.role == "spoke"):
            routes[StaticRoute(prefix=_DEFAULT, next_hop=gateway)] = None
            continue
        for hub in intent.hubs[cloud]:
            if hub.attachment.nbma is not None and hub.attachment is not attachment:
                routes[StaticRoute(prefix=IPv4Network(hub.attachment.nbma), next_hop=gateway)] = None
    return tuple(routes)
