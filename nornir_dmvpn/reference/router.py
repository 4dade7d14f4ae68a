"""One router of the reference network: the configuration in force and everything that lives by it."""

import random
from collections.abc import Iterable
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import EffectiveTunnel, effective_tunnels, server_address
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting, Route
from nornir_dmvpn.nhrp.speaker import Speaker
from nornir_dmvpn.reference.crypto import Endpoint
from nornir_dmvpn.reference.routing.eigrp import Eigrp
from nornir_dmvpn.reference.routing.local import LocalRoutes
from nornir_dmvpn.reference.routing.rib import RibRoute
from nornir_dmvpn.reference.socket import CryptoSocket
from nornir_dmvpn.reference.tunnel import Line, line_protocol
from nornir_dmvpn.reference.underlay import Underlay


class Router:
    """State of one router. It decides nothing about others: :class:`~nornir_dmvpn.reference.network.Network` does."""

    def __init__(
        self, name: str, config: RouterConfig, generation: Generation, *, eigrp: Eigrp, rng: random.Random
    ) -> None:
        self.name = name
        self.generation = generation
        self.config = config
        self.tunnels: dict[str, EffectiveTunnel] = {}
        self.sources: dict[str, IPAddress | None] = {}
        self.lines: dict[str, Line] = {}
        self.sockets: dict[tuple[str, IPAddress], CryptoSocket] = {}
        self.answered: dict[tuple[IPAddress, IPAddress], float] = {}
        """(own, remote NBMA address) with which IKE came up as responder but IPsec did not, and since when."""
        self._eigrp = eigrp
        self._local: dict[str | None, LocalRoutes] = {}
        self.speaker = Speaker(interfaces=(), routes=_Overlay(self), behaviour=BEHAVIOUR[generation], rng=rng)

    def take(self, config: RouterConfig, underlay: Underlay) -> None:
        """Put ``config`` in force: tunnels, their sources and lines, local routes; speaker and sockets come after."""
        self.config = config
        self.tunnels = {one.name: one for one in effective_tunnels(config, self.generation)}
        self.sources = {one.name: underlay.source_address(self.name, config, one) for one in config.tunnels}
        self.lines = {
            name: line_protocol(config, tunnel, has_source=self.sources[name] is not None)
            for name, tunnel in self.tunnels.items()
        }
        vrfs = {one.vrf for one in config.interfaces} | {None}
        self._local = {vrf: LocalRoutes(config, vrf, self.is_up) for vrf in vrfs}

    def nhrp_interfaces(self) -> Iterable[NhrpInterface]:
        """Settings for the speaker: every tunnel with a network-id, an address and a source (R-01, M-08)."""
        for name, tunnel in self.tunnels.items():
            source = self.sources[name]
            if tunnel.network_id is None or tunnel.address is None or source is None:
                continue
            yield NhrpInterface(
                name=name,
                network_id=tunnel.network_id,
                address=tunnel.address.ip,
                prefix_length=tunnel.address.network.prefixlen,
                nbma=source,
                multipoint=tunnel.multipoint,
                destination=tunnel.destination,
                holdtime=tunnel.holdtime,
                registration_interval=tunnel.registration_interval,
                authentication=tunnel.authentication,
                unique=tunnel.unique,
                maps=tunnel.maps,
                nhs=_servers(tunnel),
                multicast_static=tunnel.multicast_static,
                multicast_dynamic=tunnel.multicast_dynamic,
                redirect=tunnel.redirect,
                shortcut=tunnel.shortcut,
                if_state=tunnel.if_state_nhrp,
            )

    def is_up(self, interface: str) -> bool:
        """Line protocol of any interface; one without an address of its own still counts as up."""
        line = self.lines.get(interface)
        if line is not None:
            return line.up
        known = self.config.interface(interface)
        return known is not None and not known.shutdown

    def endpoint(self, tunnel: str) -> Endpoint | None:
        """The tunnel as one side of a negotiation; ``None`` while it has no source."""
        source = self.sources.get(tunnel)
        if source is None:
            return None
        return Endpoint(router=self.name, config=self.config, tunnel=self.tunnels[tunnel], nbma=source)

    def is_protected(self, tunnel: str) -> bool:
        endpoint = self.endpoint(tunnel)
        return endpoint is not None and endpoint.profile is not None

    def tunnel_for(self, local: IPAddress, key: int | None, remote: IPAddress) -> str | None:
        """The tunnel a GRE packet belongs to: local address, key, and for p2p GRE the far end (W-61, W-62)."""
        for name, tunnel in self.tunnels.items():
            ends = tunnel.multipoint or tunnel.destination == remote
            if ends and self.sources[name] == local and tunnel.key == key and self.lines[name].up:
                return name
        return None

    def tunnels_from(self, local: IPAddress) -> tuple[str, ...]:
        """Every tunnel whose source is ``local`` and whose line is up: what IKE from outside can be for."""
        return tuple(name for name, source in self.sources.items() if source == local and self.lines[name].up)

    def owns(self, address: IPv4Address) -> bool:
        """Whether one of the router's interfaces that are up has ``address``."""
        return any(
            address in (one.ip, *(two.ip for two in one.secondaries)) and self.is_up(one.name)
            for one in self.config.interfaces
            if one.address is not None
        )

    def local_routes(self, vrf: str | None = None) -> Iterable[RibRoute]:
        """The connected and static routes of a VRF."""
        local = self._local.get(vrf)
        return local.routes() if local else ()

    def route(self, destination: IPv4Address, vrf: str | None = None) -> RibRoute | None:
        """Best route of the overlay table: longest prefix, then administrative distance, then protocol order."""
        local = self._local.get(vrf)
        best: RibRoute | None = None
        candidates = list(local.candidates(destination)) if local else []
        for one in (*candidates, *self._eigrp.candidates(self.name, destination, vrf)):
            if best is None or (one.prefix.prefixlen, -one.distance) > (best.prefix.prefixlen, -best.distance):
                best = one
        return best


class _Overlay:
    """The overlay routes of a router as its speaker sees them (S-80: without NHRP's own)."""

    def __init__(self, router: Router) -> None:
        self._router = router

    def lookup(self, destination: IPAddress) -> Route | None:
        if not isinstance(destination, IPv4Address):
            return None
        vrfs: dict[str | None, None] = dict.fromkeys(one.ivrf for one in self._router.tunnels.values())
        found = (self._router.route(destination, vrf) for vrf in vrfs or {None: None})
        route = next((one for one in found if one is not None), None)
        return Route(prefix=route.prefix, interface=route.interface, next_hop=route.next_hop) if route else None


def _servers(tunnel: EffectiveTunnel) -> tuple[NhsSetting, ...]:
    known = dict(tunnel.maps)
    return tuple(
        NhsSetting(
            address=one.address,
            nbma=known.get(one.address) if one.address is not None else server_address(one),
            priority=one.priority or 0,
            cluster=one.cluster or 0,
            fqdn=one.nbma if server_address(one) is None else None,
        )
        for one in tunnel.servers
    )
