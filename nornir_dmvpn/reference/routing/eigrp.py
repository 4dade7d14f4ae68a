"""EIGRP over the cloud: who is a neighbour of whom, and the routes that follow. A result, not a message exchange.

Split horizon, next-hop-self, summaries and passive interfaces decide it (P-20, P-30 to P-33, SD82, SD83). A neighbour
passes on its own prefixes and those of its direct neighbours; longer chains are not followed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import EigrpInterface, Interface
from nornir_dmvpn.model.routing import EigrpAfInterface, EigrpClassic, EigrpFamily, EigrpNetwork
from nornir_dmvpn.reference.routing.rib import PrefixTable, RibRoute

NAME = "eigrp"
DISTANCE = 90
HELLO, HOLD = 5.0, 15.0
"""Seconds, on tunnels of every bandwidth (P-30)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpSetting:
    """What one autonomous system does on one interface, defaults filled in."""

    passive: bool
    split_horizon: bool
    next_hop_self: bool
    summaries: tuple[IPv4Network, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpInstance:
    """One autonomous system of one router, classic or named."""

    asn: int
    vrf: str | None
    networks: tuple[EigrpNetwork, ...]
    setting: Callable[[Interface], EigrpSetting]

    def runs_on(self, interface: Interface) -> bool:
        """A ``network`` statement covers its address, in the instance's VRF."""
        address = interface.ip
        return address is not None and interface.vrf == self.vrf and any(one.covers(address) for one in self.networks)


def instances(config: RouterConfig) -> tuple[EigrpInstance, ...]:
    """Every EIGRP instance a configuration starts."""
    classic = tuple(_from_classic(one) for one in config.eigrp_classic)
    named = tuple(_from_family(family) for process in config.eigrp_named for family in process.families)
    return classic + named


def _from_classic(process: EigrpClassic) -> EigrpInstance:
    def setting(interface: Interface) -> EigrpSetting:
        own = next((one for one in interface.eigrp if one.asn == process.asn), EigrpInterface(asn=process.asn))
        listed = interface.name in process.passive_interfaces
        default = bool(process.passive_default) and interface.name not in process.active_interfaces
        return EigrpSetting(
            passive=listed or default,
            split_horizon=own.split_horizon is not False,
            next_hop_self=own.next_hop_self is not False,
            summaries=tuple(one.network for one in own.summaries),
        )

    return EigrpInstance(asn=process.asn, vrf=None, networks=process.networks, setting=setting)


def _from_family(family: EigrpFamily) -> EigrpInstance:
    default = _af_interface(family, "default")

    def setting(interface: Interface) -> EigrpSetting:
        own = _af_interface(family, interface.name)

        def choose(name: str) -> bool | None:
            written: bool | None = getattr(own, name)
            inherited: bool | None = getattr(default, name)
            return inherited if written is None else written

        return EigrpSetting(
            passive=bool(choose("passive")) or bool(choose("shutdown")),
            split_horizon=choose("split_horizon") is not False,
            next_hop_self=choose("next_hop_self") is not False,
            summaries=tuple(one.network for one in own.summaries),
        )

    return EigrpInstance(asn=family.asn, vrf=family.vrf, networks=family.networks, setting=setting)


def _af_interface(family: EigrpFamily, name: str) -> EigrpAfInterface:
    found = (one for one in family.interfaces if one.name.lower() == name.lower())
    return next(found, EigrpAfInterface(name=name))


@dataclass(frozen=True, slots=True, kw_only=True)
class EigrpPath:
    """One way of a learned prefix. ``outgoing``: (router, interface) of each hop, and where the prefix is connected."""

    prefix: IPv4Network
    interface: str
    next_hop: IPv4Address
    outgoing: tuple[tuple[str, str], ...]
    internal: bool = True
    """Not a summary: what lies below a summary has ways of its own."""


@dataclass(slots=True)
class _Process:
    """One running instance: its own prefixes, its neighbours, and what it learned from them."""

    instance: EigrpInstance
    own: PrefixTable[str] = field(default_factory=PrefixTable)
    neighbours: dict[tuple[str, IPv4Address], tuple[str, str]] = field(default_factory=dict)
    """(interface, neighbour address) → (router, its interface)."""
    learned: PrefixTable[dict[tuple[str, IPv4Address], None]] = field(default_factory=PrefixTable)
    prefixes: tuple[IPv4Network, ...] = ()


class Eigrp:
    """All EIGRP processes of a network."""

    name = NAME
    hello = HELLO
    hold = HOLD

    def __init__(self) -> None:
        self._processes: dict[str, dict[int, _Process]] = {}
        self._configs: dict[str, RouterConfig] = {}

    def configure(self, router: str, config: RouterConfig) -> None:
        """Take in a router's configuration; its adjacencies must be down before (:meth:`down`)."""
        self._configs[router] = config
        self._processes[router] = {one.asn: _start(one, config) for one in instances(config)}

    def can_peer(self, router: str, interface: str, other: str, other_interface: str) -> bool:
        """Whether two interfaces agree on what EIGRP needs, multicast aside (P-02): system, subnet, not passive."""
        mine, theirs = self._configs[router].interface(interface), self._configs[other].interface(other_interface)
        if mine is None or theirs is None or mine.address is None or theirs.address is None:
            return False
        if theirs.address.ip not in mine.address.network or mine.address.ip not in theirs.address.network:
            return False
        return bool(self._active(router, mine) & self._active(other, theirs))

    def _active(self, router: str, interface: Interface) -> set[int]:
        return {
            asn
            for asn, process in self._processes[router].items()
            if process.instance.runs_on(interface) and not process.instance.setting(interface).passive
        }

    def up(self, router: str, interface: str, other: str, other_interface: str, address: IPv4Address) -> None:
        """``router`` has heard ``other`` (tunnel address ``address``) on ``interface``."""
        for asn, process in self._processes[router].items():
            peer = self._processes[other].get(asn)
            if peer is None or (interface, address) in process.neighbours:
                continue
            process.neighbours[interface, address] = (other, other_interface)
            for prefix in peer.prefixes:
                if process.own.get(prefix) is not None:
                    continue  # connected here as well: never better, and as many as there are spokes
                known = process.learned.get(prefix)
                if known is None:
                    process.learned[prefix] = known = {}
                known[interface, address] = None

    def down(self, router: str, interface: str, address: IPv4Address) -> None:
        """The neighbour ``address`` of ``router`` on ``interface`` is gone, with the routes through it."""
        for process in self._processes[router].values():
            gone = process.neighbours.pop((interface, address), None)
            if gone is None:
                continue
            peer = self._processes[gone[0]].get(process.instance.asn)
            for prefix in peer.prefixes if peer else ():
                known = process.learned.get(prefix)
                if known is not None:
                    known.pop((interface, address), None)
                    if not known:
                        del process.learned[prefix]

    def neighbours(self, router: str) -> tuple[tuple[str, IPv4Address], ...]:
        """(interface, address) of every neighbour of a router."""
        return tuple(key for process in self._processes.get(router, {}).values() for key in process.neighbours)

    def processes(self, router: str) -> Iterator[tuple[EigrpInstance, dict[tuple[str, IPv4Address], tuple[str, str]]]]:
        """Each instance of a router, and (interface, address) → (router, interface) of its neighbours."""
        for process in self._processes.get(router, {}).values():
            yield process.instance, dict(process.neighbours)

    def paths(self, router: str, asn: int) -> Iterator[EigrpPath]:
        """Every way that a router has to a learned prefix, good or bad: what :meth:`candidates` chooses from."""
        process = self._processes[router][asn]
        for prefix, sources in process.learned.items():
            for interface, address in sources:
                if not self._suppressed(process, interface, address, prefix):
                    other, _ = process.neighbours[interface, address]
                    end = self._processes[other][asn].own.get(prefix)
                    outgoing = ((router, interface), (other, end or interface))
                    yield EigrpPath(prefix=prefix, interface=interface, next_hop=address, outgoing=outgoing)
        if len(process.neighbours) <= _TRANSIT:
            for interface, address in process.neighbours:
                yield from self._paths_through(router, process, interface, address)

    def _paths_through(
        self, router: str, process: _Process, interface: str, address: IPv4Address
    ) -> Iterator[EigrpPath]:
        other, out = process.neighbours[interface, address]
        setting, peer = self._setting_of(process, interface, address), self._processes[other].get(process.instance.asn)
        if setting is None or peer is None:
            return
        here = (router, interface)
        for summary in setting.summaries:
            yield EigrpPath(prefix=summary, interface=interface, next_hop=address, outgoing=(here,), internal=False)
        for prefix, sources in peer.learned.items():
            if process.own.get(prefix) is not None or any(prefix.subnet_of(one) for one in setting.summaries):
                continue
            for source in sources:
                origin, _ = peer.neighbours[source]
                if origin == router or (source[0] == out and setting.split_horizon):
                    continue
                end = self._processes[origin][process.instance.asn].own.get(prefix) or source[0]
                kept = source[0] == out and not setting.next_hop_self
                next_hop = source[1] if kept else address
                hops = (here, (other, source[0]), (origin, end))
                yield EigrpPath(prefix=prefix, interface=interface, next_hop=next_hop, outgoing=hops)

    def candidates(self, router: str, destination: IPv4Address, vrf: str | None) -> Iterator[RibRoute]:
        """The routes ``router`` has for ``destination`` by EIGRP: learned directly, or passed on by a neighbour."""
        for process in self._processes.get(router, {}).values():
            if process.instance.vrf != vrf:
                continue
            for prefix, sources in process.learned.matches(destination):
                interface, address = min(sources, key=lambda pair: int(pair[1]))
                if not self._suppressed(process, interface, address, prefix):
                    yield _route(prefix, interface, address)
                    break
            if len(process.neighbours) <= _TRANSIT:
                yield from self._passed_on(router, process, destination)

    def _suppressed(self, process: _Process, interface: str, address: IPv4Address, prefix: IPv4Network) -> bool:
        """A neighbour that sends a summary does not send what the summary covers."""
        setting = self._setting_of(process, interface, address)
        return any(prefix != one and prefix.subnet_of(one) for one in setting.summaries) if setting else False

    def _setting_of(self, process: _Process, interface: str, address: IPv4Address) -> EigrpSetting | None:
        other, other_interface = process.neighbours[interface, address]
        far = self._configs[other].interface(other_interface)
        peer = self._processes[other].get(process.instance.asn)
        return peer.instance.setting(far) if far and peer else None

    def _passed_on(self, router: str, process: _Process, destination: IPv4Address) -> Iterator[RibRoute]:
        for (interface, address), (other, other_interface) in process.neighbours.items():
            setting = self._setting_of(process, interface, address)
            peer = self._processes[other].get(process.instance.asn)
            if setting is None or peer is None:
                continue
            summary = next((one for one in setting.summaries if destination in one), None)
            if summary is not None:
                yield _route(summary, interface, address)
                continue
            found = self._transit(router, peer, other_interface, setting, destination)
            if found is not None:
                prefix, originator = found
                yield _route(prefix, interface, originator or address)

    def _transit(
        self, asker: str, peer: _Process, out: str, setting: EigrpSetting, destination: IPv4Address
    ) -> tuple[IPv4Network, IPv4Address | None] | None:
        """What ``peer`` learned and sends out of ``out``; with the originator where it keeps the next hop."""
        for prefix, sources in peer.learned.matches(destination):
            for interface, address in sources:
                if peer.neighbours[interface, address][0] == asker or (interface == out and setting.split_horizon):
                    continue
                return prefix, (address if interface == out and not setting.next_hop_self else None)
        return None


_TRANSIT = 16
"""A router with more neighbours than this is a hub: what its clients pass on leads back to itself (SD81)."""


def _route(prefix: IPv4Network, interface: str, next_hop: IPv4Address) -> RibRoute:
    return RibRoute(prefix=prefix, interface=interface, next_hop=next_hop, distance=DISTANCE, source=NAME)


def _start(instance: EigrpInstance, config: RouterConfig) -> _Process:
    enabled = [one for one in config.interfaces if instance.runs_on(one) and not one.shutdown]
    process = _Process(instance)
    for interface in enabled:
        if interface.address is not None:
            process.own[interface.address.network] = interface.name
    process.prefixes = tuple(one.address.network for one in enabled if one.address is not None)
    return process
