"""The routers under lint, and who registers with whom. Made once; rules only look."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address
from typing import Any

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import EffectiveTunnel, effective_tunnels
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface import Interface, Nhrp
from nornir_dmvpn.reference.underlay import Underlay
from nornir_dmvpn.verify.lint.speakers import Speakers, speakers


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
        if self.fleet.has_clients(tunnel):
            return True
        return tunnel.effective.multipoint and not tunnel.effective.servers

    @cached_property
    def speakers(self) -> Mapping[str, Speakers]:
        """What routing protocols do on each tunnel, by its name."""
        return {one.name: speakers(self.config, one.written) for one in self.tunnels}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A client tunnel and the server it names (by NHS address, or by NBMA address where no address matches)."""

    client: Node
    client_tunnel: TunnelEnd
    server: Node
    server_tunnel: TunnelEnd


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """Tunnels that belong together: one subnet, or joined by who registers with whom."""

    hubs: tuple[TunnelEnd, ...]
    """Those that some client names, or that are mGRE and look like a hub."""
    spokes: tuple[TunnelEnd, ...]

    @cached_property
    def ends(self) -> tuple[TunnelEnd, ...]:
        return (*self.hubs, *self.spokes)

    @cached_property
    def spoke_addresses(self) -> tuple[int, ...]:
        """IPv4 NBMA addresses of the spokes as numbers, ascending."""
        return tuple(sorted(int(one.nbma) for one in self.spokes if isinstance(one.nbma, IPv4Address)))

    @cached_property
    def phase(self) -> int:
        """As the configurations say: no spoke is mGRE: 1; a hub redirects: 3; else 2 (P-10)."""
        if self.spokes and not any(one.effective.multipoint for one in self.spokes):
            return 1
        return 3 if any(one.effective.redirect for one in self.hubs) else 2


class Groups:
    """Things that belong together, joined two by two (union-find)."""

    def __init__(self, members: Iterable[Hashable]) -> None:
        self._parent: dict[Hashable, Hashable] = {one: one for one in members}

    def _root(self, one: Hashable) -> Hashable:
        self._parent.setdefault(one, one)
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: Hashable, other: Hashable) -> None:
        self._parent[self._root(one)] = self._root(other)

    def all(self) -> Iterator[list[Any]]:
        """Every group, its members in the order in which they came."""
        found: dict[Hashable, list[Any]] = {}
        for one in self._parent:
            found.setdefault(self._root(one), []).append(one)
        return iter(found.values())


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

    def has_clients(self, tunnel: TunnelEnd) -> bool:
        """Whether some tunnel of another router names this one as its NHS, by tunnel or NBMA address."""
        return (tunnel.router, tunnel.name) in self._served

    @cached_property
    def _served(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.server.name, one.server_tunnel.name) for one in self.pairs)

    @cached_property
    def pairs_by_server(self) -> Mapping[tuple[str, str], tuple[Pair, ...]]:
        """The pairs of each serving tunnel, by router and interface name."""
        found: dict[tuple[str, str], list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault((pair.server.name, pair.server_tunnel.name), []).append(pair)
        return {key: tuple(pairs) for key, pairs in found.items()}

    @cached_property
    def clouds(self) -> tuple[Cloud, ...]:
        """The NHRP tunnels, grouped; a tunnel that stands alone is a cloud of one."""
        ends = {(one.router, one.name): one for node in self.nodes.values() for one in node.nhrp_tunnels}
        groups = Groups(ends)
        for (router, name), end in ends.items():
            if end.effective.address is not None:
                groups.join((router, name), (end.effective.address.network, end.effective.ivrf))
        for pair in self.pairs:
            client, server = pair.client_tunnel, pair.server_tunnel
            groups.join((client.router, client.name), (server.router, server.name))
        return tuple(self._cloud([ends[key] for key in group if key in ends]) for group in groups.all())

    def _cloud(self, ends: list[TunnelEnd]) -> Cloud:
        hubs = [one for one in ends if self.is_hub(one)]
        return Cloud(hubs=tuple(hubs), spokes=tuple(one for one in ends if not self.is_hub(one)))

    def is_hub(self, end: TunnelEnd) -> bool:
        """Named by a client, or mGRE without an NHS; one with nothing but static maps has lost its NHS (L-007)."""
        if self.has_clients(end):
            return True
        nhrp = end.written.nhrp
        lost = bool(nhrp.maps) and not nhrp.multicast_dynamic and not nhrp.redirect
        return end.effective.multipoint and not end.effective.servers and not lost

    @cached_property
    def _cloud_of(self) -> Mapping[tuple[str, str], Cloud]:
        return {(one.router, one.name): cloud for cloud in self.clouds for one in cloud.ends}

    def cloud_of(self, end: TunnelEnd) -> Cloud | None:
        """The cloud of an NHRP tunnel."""
        return self._cloud_of.get((end.router, end.name))

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
