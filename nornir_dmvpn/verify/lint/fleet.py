"""The routers under lint, and who registers with whom. Made once; rules only look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import EffectiveTunnel, effective_tunnels
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface import Interface, Nhrp
from nornir_dmvpn.reference.underlay import Underlay


@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelEnd:
    """One tunnel interface: as written, with its defaults, and the NBMA address it starts from."""

    router: str
    written: Interface
    effective: EffectiveTunnel
    nbma: IPAddress | None

    @property
    def name(self) -> str:
        return self.written.name

    @property
    def section(self) -> str:
        """The line that opens it in a configuration."""
        return f"interface {self.written.name}"


@dataclass(frozen=True, kw_only=True)
class Node:
    """One router."""

    name: str
    config: RouterConfig
    generation: Generation
    tunnels: tuple[TunnelEnd, ...]
    fleet: "Fleet"

    @cached_property
    def nhrp_tunnels(self) -> tuple[TunnelEnd, ...]:
        """Tunnels that take part in a DMVPN, or were meant to: mGRE, or with any NHRP line."""
        return tuple(
            one
            for one in self.tunnels
            if one.effective.multipoint or one.effective.network_id is not None or one.written.nhrp != Nhrp()
        )

    def is_server(self, tunnel: TunnelEnd) -> bool:
        """Whether some client registers with this tunnel, or it is mGRE without an NHS (C-45)."""
        address = tunnel.effective.address
        if address is not None and self.fleet.clients_of(address.ip):
            return True
        return tunnel.effective.multipoint and not tunnel.effective.servers


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A client tunnel and the server it names (by NHS address, or by NBMA address where no address matches)."""

    client: Node
    client_tunnel: TunnelEnd
    server: Node
    server_tunnel: TunnelEnd


class Fleet:
    """All routers. Look-ups are dictionaries: no rule needs to try all pairs."""

    def __init__(
        self, configs: Mapping[str, RouterConfig], *, generations: Mapping[str, Generation], underlay: Underlay
    ) -> None:
        self.underlay = underlay
        self.nodes: dict[str, Node] = {
            name: Node(
                name=name,
                config=config,
                generation=generations[name],
                tunnels=_ends(name, config, generations[name], underlay),
                fleet=self,
            )
            for name, config in configs.items()
        }
        self._by_address: dict[IPAddress, list[TunnelEnd]] = {}
        self._by_nbma: dict[IPAddress, list[TunnelEnd]] = {}
        self._clients: dict[IPAddress, list[TunnelEnd]] = {}
        for tunnel in (tunnel for node in self.nodes.values() for tunnel in node.tunnels):
            if tunnel.effective.address is not None:
                self._by_address.setdefault(tunnel.effective.address.ip, []).append(tunnel)
            if tunnel.nbma is not None:
                self._by_nbma.setdefault(tunnel.nbma, []).append(tunnel)
            for server in tunnel.effective.servers:
                if server.address is not None:
                    self._clients.setdefault(server.address, []).append(tunnel)

    def at_address(self, address: IPAddress) -> tuple[TunnelEnd, ...]:
        """Tunnels with that tunnel address."""
        return tuple(self._by_address.get(address, ()))

    def at_nbma(self, nbma: IPAddress) -> tuple[TunnelEnd, ...]:
        """Tunnels that start from that NBMA address."""
        return tuple(self._by_nbma.get(nbma, ()))

    def clients_of(self, address: IPAddress) -> tuple[TunnelEnd, ...]:
        """Tunnels that name that address as their NHS."""
        return tuple(self._clients.get(address, ()))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every client with every server it names."""
        return tuple(self._pairs())

    def _pairs(self) -> Iterator[Pair]:
        for node in self.nodes.values():
            for tunnel in node.tunnels:
                for server in self._servers(tunnel):
                    if server.router != node.name:
                        far = self.nodes[server.router]
                        yield Pair(client=node, client_tunnel=tunnel, server=far, server_tunnel=server)

    def _servers(self, tunnel: TunnelEnd) -> tuple[TunnelEnd, ...]:
        """Where it registers: the owner of the NHS address, else whoever stands at the mapped NBMA address."""
        found: dict[tuple[str, str], TunnelEnd] = {}
        maps = dict(tunnel.effective.maps)
        for server in tunnel.effective.servers:
            nbma = maps.get(server.address) if server.address is not None else None
            nbma = nbma or tunnel.effective.destination
            named = self.at_address(server.address) if server.address is not None else ()
            for one in named or (self.at_nbma(nbma) if nbma is not None else ()):
                found[one.router, one.name] = one
        return tuple(found.values())


def _ends(router: str, config: RouterConfig, generation: Generation, underlay: Underlay) -> tuple[TunnelEnd, ...]:
    return tuple(
        TunnelEnd(
            router=router,
            written=written,
            effective=effective,
            nbma=underlay.source_address(router, config, written),
        )
        for written, effective in zip(config.tunnels, effective_tunnels(config, generation), strict=True)
    )
