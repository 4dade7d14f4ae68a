"""What a configuration means on a given generation: the written lines, and the defaults where nothing is written."""

from dataclasses import dataclass
from ipaddress import IPv4Interface, ip_address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import BEHAVIOUR, Behaviour, Generation, generation_of_version
from nornir_dmvpn.model.interface import Interface, NhrpNhs, TunnelMode, TunnelProtection
from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveTunnel:
    """One tunnel interface with every default filled in. ``network_id`` ``None``: NHRP is off on it (R-01)."""

    name: str
    address: IPv4Interface | None
    shutdown: bool
    source: str | None
    destination: IPAddress | None
    multipoint: bool
    key: int | None
    fvrf: str | None
    ivrf: str | None
    protection: TunnelProtection | None
    network_id: int | None
    authentication: Secret | None
    holdtime: int
    registration_interval: float
    unique: bool
    maps: tuple[tuple[IPAddress, IPAddress], ...]
    """Static mappings, tunnel address to NBMA address; those written as ``nhs … nbma`` included (R-03)."""
    multicast_static: tuple[IPAddress, ...]
    multicast_dynamic: bool
    servers: tuple[NhrpNhs, ...]
    redirect: bool
    shortcut: bool
    if_state_nhrp: bool


DEFAULT_GENERATION = Generation.E
"""Taken for a router about which nothing tells."""


def generation_of(config: RouterConfig, default: Generation = DEFAULT_GENERATION) -> Generation:
    """The generation by the config's ``version`` line; ``default`` where there is none."""
    return (generation_of_version(config.version) if config.version else None) or default


def effective_tunnel(interface: Interface, generation: Generation) -> EffectiveTunnel:
    """The tunnel interface as the router runs it (protocol.md 0.2; G-02 to G-04, R-03, R-10)."""
    behaviour = BEHAVIOUR[generation]
    tunnel, nhrp = interface.tunnel, interface.nhrp
    holdtime = nhrp.holdtime or behaviour.holdtime
    shortcut, dynamic = _implicit(interface, behaviour)
    return EffectiveTunnel(
        name=interface.name,
        address=interface.address,
        shutdown=bool(interface.shutdown),
        source=tunnel.source,
        destination=_address(tunnel.destination),
        multipoint=tunnel.mode in (TunnelMode.MGRE, TunnelMode.MGRE_IPV6),
        key=tunnel.key,
        fvrf=tunnel.vrf,
        ivrf=interface.vrf,
        protection=tunnel.protection,
        network_id=nhrp.network_id,
        authentication=nhrp.authentication,
        holdtime=holdtime,
        registration_interval=float(nhrp.registration_timeout or holdtime / 3),
        unique=behaviour.unique if nhrp.registration_unique is None else nhrp.registration_unique,
        maps=_maps(interface),
        multicast_static=_multicast(interface),
        multicast_dynamic=dynamic,
        servers=nhrp.servers,
        redirect=bool(nhrp.redirect),
        shortcut=shortcut,
        if_state_nhrp=bool(interface.if_state_nhrp),
    )


def effective_tunnels(config: RouterConfig, generation: Generation) -> tuple[EffectiveTunnel, ...]:
    """Every tunnel interface of a router, in the order of its configuration."""
    return tuple(effective_tunnel(one, generation) for one in config.tunnels)


def _implicit(interface: Interface, behaviour: Behaviour) -> tuple[bool, bool]:
    """``shortcut`` and ``map multicast dynamic``: absence means on in D and E (G-04)."""
    nhrp = interface.nhrp
    shortcut = behaviour.implicit_shortcut if nhrp.shortcut is None else nhrp.shortcut
    dynamic = behaviour.implicit_multicast_dynamic if nhrp.multicast_dynamic is None else nhrp.multicast_dynamic
    return shortcut, dynamic


def server_address(server: NhrpNhs) -> IPAddress | None:
    """The NBMA address of a server, where its line has one and not a name (R-03)."""
    return _address(server.nbma)


def _maps(interface: Interface) -> tuple[tuple[IPAddress, IPAddress], ...]:
    written = [(one.tunnel, one.nbma) for one in interface.nhrp.maps]
    for server in interface.nhrp.servers:
        nbma = _address(server.nbma)
        if server.address is not None and nbma is not None and (server.address, nbma) not in written:
            written.append((server.address, nbma))
    return tuple(written)


def _multicast(interface: Interface) -> tuple[IPAddress, ...]:
    addresses = list(interface.nhrp.multicast_maps)
    for server in interface.nhrp.servers:
        nbma = _address(server.nbma)
        if server.multicast and nbma is not None and nbma not in addresses:
            addresses.append(nbma)
    return tuple(addresses)


def _address(text: str | None) -> IPAddress | None:
    """An address as written, or ``None`` when it is a name (FQDN) or not there."""
    if text is None:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None
