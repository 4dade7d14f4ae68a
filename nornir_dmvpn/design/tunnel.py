"""The tunnel interface of one router in one cloud, phases 1 to 3."""

from ipaddress import IPv4Address, IPv4Interface

from nornir_dmvpn.design.crypto import NAME
from nornir_dmvpn.design.overhead import tunnel_mss, tunnel_mtu
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.intent import Cloud, EigrpRouting, Intent, Member, Site
from nornir_dmvpn.model.interface import (
    EigrpInterface,
    Interface,
    Nhrp,
    NhrpMap,
    NhrpNhs,
    Tunnel,
    TunnelMode,
    TunnelProtection,
)


def compile_tunnel(intent: Intent, cloud_name: str, member: Member, eigrp: tuple[EigrpInterface, ...]) -> Interface:
    """``interface TunnelN`` of ``member``; ``eigrp`` are the lines classic EIGRP wants below it."""
    cloud = intent.clouds[cloud_name]
    weighted = isinstance(cloud.routing, EigrpRouting)
    servers = _servers(intent, cloud_name, member)
    return Interface(
        name=cloud.interface,
        description=f"DMVPN {cloud_name} {member.attachment.role}",
        address=IPv4Interface((member.attachment.address, cloud.subnet.prefixlen)),
        shutdown=False,
        redirects=False,
        mtu=tunnel_mtu(cloud),
        adjust_mss=tunnel_mss(cloud),
        bandwidth=cloud.bandwidth if weighted else None,
        delay=cloud.delay if weighted else None,
        tunnel=_tunnel(intent, cloud, member, servers),
        nhrp=_nhrp(cloud, member, servers),
        eigrp=eigrp,
    )


def _servers(intent: Intent, cloud_name: str, member: Member) -> tuple[tuple[IPv4Address, IPv4Address], ...]:
    """(tunnel address, NBMA address) of every hub but ``member`` itself; hubs know each other (S-25)."""
    return tuple(
        (hub.attachment.address, hub.attachment.nbma)
        for hub in intent.hubs[cloud_name]
        if hub.router != member.router and hub.attachment.nbma is not None
    )


def _is_point_to_point(cloud: Cloud, member: Member) -> bool:
    return cloud.phase == 1 and member.attachment.role == "spoke"


def _tunnel(
    intent: Intent, cloud: Cloud, member: Member, servers: tuple[tuple[IPv4Address, IPv4Address], ...]
) -> Tunnel:
    direct = _is_point_to_point(cloud, member)
    return Tunnel(
        source=member.attachment.source,
        destination=str(servers[0][1]) if direct else None,
        mode=None if direct else TunnelMode.MGRE,  # IOS means `gre ip` without the line and never writes it
        key=cloud.key,
        protection=TunnelProtection(profile=NAME, shared=_is_shared(intent, member.site, member.attachment.source))
        if cloud.crypto.protected
        else None,
    )


def _is_shared(intent: Intent, site: Site, source: str) -> bool:
    """Several protected tunnels with one source need ``shared`` on each (K-04)."""
    return sum(one.source == source and intent.clouds[name].crypto.protected for name, one in site.tunnels.items()) > 1


def _nhrp(cloud: Cloud, member: Member, servers: tuple[tuple[IPv4Address, IPv4Address], ...]) -> Nhrp:
    """Also what generations D and E never print (G-04) is said here: the planner knows that they do not."""
    hub = member.attachment.role == "hub"
    multicast = () if _is_point_to_point(cloud, member) else tuple(nbma for _, nbma in servers)
    return Nhrp(
        network_id=cloud.network_id,
        authentication=cloud.authentication,
        maps=tuple(NhrpMap(tunnel=tunnel, nbma=nbma) for tunnel, nbma in servers),
        multicast_maps=multicast,
        multicast_dynamic=True if hub else None,
        servers=tuple(NhrpNhs(address=tunnel) for tunnel, _ in servers),
        holdtime=cloud.holdtime,
        registration_timeout=cloud.registration_timeout,
        registration_unique=_unique(member),
        redirect=True if hub and cloud.phase == 3 else None,
        shortcut=True if not hub and cloud.phase == 3 else None,
    )


def _unique(member: Member) -> bool | None:
    """A spoke whose NBMA address may change must not insist on it (L-033); D and E do not by default (G-03)."""
    changing = member.attachment.role == "spoke" and member.attachment.nbma is None
    return False if changing and member.site.generation not in (Generation.D, Generation.E) else None
