"""Who owns which NBMA address, and what the network below the tunnels lets through."""

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, ip_address

from nornir_dmvpn.model.address import ANY, IPAddress, Nbma
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.underlay import Transport, UnderlaySpec

_UNKNOWABLE = int(IPv4Address("240.0.0.0"))
"""Class E: never routed, so it can stand for an address that no configuration shows."""


def is_placeholder(address: IPAddress) -> bool:
    """Whether ``address`` stands for one that cannot be known from the configurations."""
    return isinstance(address, IPv4Address) and int(address) >= _UNKNOWABLE


def shown(address: IPAddress) -> Nbma:
    """The address as an expected value: a placeholder becomes ``ANY``."""
    return ANY if is_placeholder(address) else address


class Underlay:
    """Addresses of tunnel sources and reachability between them.

    Reachability is any-to-any between addresses that have an owner, less what ``underlay.yaml`` blocks; an address that
    no router owns answers nobody (F-17).
    """

    def __init__(self, configs: Mapping[str, RouterConfig], spec: UnderlaySpec) -> None:
        self.spec = spec
        self._given = {(one.router.lower(), one.interface): one.address for one in spec.addresses}
        self._blocked = {(one.source.lower(), one.destination.lower(), one.transport) for one in spec.blocked}
        self._mapped = _addresses_in_maps(configs.values())
        self._placeholders: dict[tuple[str, str], IPAddress] = {}
        self._owners: dict[IPAddress, str] = {}
        self._sources: dict[str, tuple[IPAddress, ...]] = {}
        for name, config in configs.items():
            self.add(name, config)

    def add(self, router: str, config: RouterConfig) -> None:
        """Take in (again) the tunnel sources of one router."""
        for address in self._sources.pop(router, ()):
            if self._owners.get(address) == router:
                del self._owners[address]
        sources = (self.source_address(router, config, tunnel) for tunnel in config.tunnels)
        self._sources[router] = tuple(address for address in sources if address is not None)
        self._owners.update(dict.fromkeys(self._sources[router], router))

    def source_address(self, router: str, config: RouterConfig, tunnel: Interface) -> IPAddress | None:
        """The NBMA address of a tunnel: ``None`` without one (M-02, M-06), a placeholder when it cannot be known."""
        source = tunnel.tunnel.source
        if source is None:
            return None
        literal = _literal(source)
        if literal is not None:
            return literal
        name = full_name(source)
        given = self._given.get((router.lower(), name))
        if given is not None:
            return given
        interface = config.interface(name)
        if interface is not None and interface.address is not None:
            return interface.address.ip
        if interface is not None and not interface.address_dhcp:
            return None
        return self._unknown(router, name, tunnel)

    def _unknown(self, router: str, name: str, tunnel: Interface) -> IPAddress:
        """Others' static maps tell the address of a hub whose own interface is not in the configs."""
        mapped = self._mapped.get(tunnel.ip) if tunnel.ip is not None else None
        if mapped is not None:
            return mapped
        key = (router, name)
        if key not in self._placeholders:
            self._placeholders[key] = IPv4Address(_UNKNOWABLE + 1 + len(self._placeholders))
        return self._placeholders[key]

    def owner(self, address: IPAddress) -> str | None:
        """The router that has ``address`` as a tunnel source, if one of them does."""
        return self._owners.get(address)

    def passes(self, source: str, destination: str, transport: Transport) -> bool:
        """Whether packets of ``transport`` from one router reach the other."""
        one, other = source.lower(), destination.lower()
        return not any(
            (a, b, kind) in self._blocked
            for a in (one, "*")
            for b in (other, "*")
            for kind in (Transport.ALL, transport)
        )


def _literal(source: str) -> IPAddress | None:
    try:
        return ip_address(source)
    except ValueError:
        return None


def _addresses_in_maps(configs: Iterable[RouterConfig]) -> dict[IPAddress, IPAddress]:
    """Tunnel address to NBMA address, as far as all static maps of it agree."""
    found: dict[IPAddress, set[IPAddress]] = {}
    for config in configs:
        for tunnel in config.tunnels:
            for one in tunnel.nhrp.maps:
                found.setdefault(one.tunnel, set()).add(one.nbma)
            for server in tunnel.nhrp.servers:
                nbma = _literal(server.nbma) if server.nbma else None
                if server.address is not None and nbma is not None:
                    found.setdefault(server.address, set()).add(nbma)
    return {tunnel: next(iter(nbmas)) for tunnel, nbmas in found.items() if len(nbmas) == 1}
