"""Which routing protocols speak on a tunnel, and how: the lines of process and interface taken together."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.bgp import BgpProcess
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.ospf import OspfProcess
from nornir_dmvpn.reference.routing.eigrp import HELLO, instances
from nornir_dmvpn.verify.lint.neighbors import Neighbor, neighbors

OSPF_TIMERS = {
    "point-to-point": (10, 40),
    "broadcast": (10, 40),
    "non-broadcast": (30, 120),
    "point-to-multipoint": (30, 120),
    "point-to-multipoint non-broadcast": (30, 120),
}
"""Hello and dead interval of each network type, in seconds (P-40)."""
ANYWHERE = IPv4Network("0.0.0.0/0")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnEigrp:
    """One EIGRP autonomous system on a tunnel, defaults filled in (P-30 to P-32)."""

    asn: int
    named: str | None
    """Name of the instance in named mode."""
    passive: bool
    split_horizon: bool
    next_hop_self: bool
    summaries: tuple[IPv4Network, ...]
    stub: bool
    unicast: bool
    """It has ``neighbor`` statements on the tunnel: no multicast."""
    redistributes: frozenset[str]
    unfiltered: frozenset[str]
    """Protocols that are redistributed, and those of them without a route map."""
    hello: float = HELLO


@dataclass(frozen=True, slots=True, kw_only=True)
class OnOspf:
    """OSPF version 2 on a tunnel, defaults filled in (P-40)."""

    process: OspfProcess
    area: int
    network: str
    priority: int
    hello: int
    dead: int
    passive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRip:
    """RIP on a tunnel."""

    passive: bool
    split_horizon: bool
    summaries: tuple[IPv4Network, ...]
    default: bool
    unicast: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBgp:
    """BGP sessions across a tunnel: neighbours and listen ranges in its subnet."""

    process: BgpProcess
    neighbors: tuple[Neighbor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Everything that speaks on one tunnel."""

    eigrp: tuple[OnEigrp, ...] = ()
    ospf: OnOspf | None = None
    rip: OnRip | None = None
    bgp: OnBgp | None = None

    @property
    def by_multicast(self) -> str | None:
        """A protocol that finds its neighbours by multicast and is not passive, if there is one."""
        if any(not one.passive and not one.unicast for one in self.eigrp):
            return "EIGRP"
        if self.ospf is not None and not self.ospf.passive and "non-broadcast" not in self.ospf.network:
            return "OSPF"
        return "RIP" if self.rip is not None and not self.rip.passive and not self.rip.unicast else None

    @property
    def hello(self) -> float:
        """The longest hello of the interior protocols here, in seconds."""
        found = [one.hello for one in self.eigrp] + ([float(self.ospf.hello)] if self.ospf else [])
        return max(found, default=HELLO)


def speakers(config: RouterConfig, tunnel: Interface) -> Speakers:
    """What runs on ``tunnel`` of ``config``."""
    return Speakers(
        eigrp=_eigrp(config, tunnel), ospf=_ospf(config, tunnel), rip=_rip(config, tunnel), bgp=_bgp(config, tunnel)
    )


def _eigrp(config: RouterConfig, tunnel: Interface) -> tuple[OnEigrp, ...]:
    if tunnel.ip is None:
        return ()
    found = []
    families = [(process.name, family) for process in config.eigrp_named for family in process.families]
    processes = [
        *((None, one.stub, one.neighbors, one.redistribute) for one in config.eigrp_classic),
        *((name, one.stub, one.neighbors, one.topology.redistribute if one.topology else ()) for name, one in families),
    ]
    for instance, (name, stub, unicast, redistribute) in zip(instances(config), processes, strict=True):
        if instance.runs_on(tunnel):
            setting = instance.setting(tunnel)
            one = OnEigrp(
                asn=instance.asn,
                named=name,
                passive=setting.passive,
                split_horizon=setting.split_horizon,
                next_hop_self=setting.next_hop_self,
                summaries=setting.summaries,
                stub=stub is not None,
                unicast=any(each.interface == tunnel.name for each in unicast),
                redistributes=frozenset(each.protocol for each in redistribute),
                unfiltered=frozenset(each.protocol for each in redistribute if each.route_map is None),
            )
            found.append(one)
    return tuple(found)


def _ospf(config: RouterConfig, tunnel: Interface) -> OnOspf | None:
    lines = tunnel.ospf
    for process in config.ospf:
        direct = next((one.area for one in lines.areas if one.process == process.process), None)
        address = tunnel.ip
        by_network = next((one.area for one in process.networks if address is not None and one.covers(address)), None)
        area = by_network if direct is None else direct
        if area is None or process.vrf != tunnel.vrf:
            continue
        network = lines.network or "point-to-point"
        hello, dead = OSPF_TIMERS.get(network, (10, 40))
        hello = lines.hello or hello
        return OnOspf(
            process=process,
            area=area,
            network=network,
            priority=1 if lines.priority is None else lines.priority,
            hello=hello,
            dead=lines.dead or (hello * 4 if lines.hello else dead),
            passive=is_passive(process, tunnel.name),
        )
    return None


def is_passive(process: OspfProcess, interface: str) -> bool:
    """Whether the process sends no hellos there."""
    default = bool(process.passive_default) and interface not in process.active_interfaces
    return default or interface in process.passive_interfaces


def _rip(config: RouterConfig, tunnel: Interface) -> OnRip | None:
    process, address = config.rip, tunnel.ip
    if process is None or address is None or tunnel.vrf is not None:
        return None
    if not any(address in classful(one) for one in process.networks):
        return None
    default = bool(process.passive_default) and tunnel.name not in process.active_interfaces
    subnet = tunnel.address.network if tunnel.address else ANYWHERE
    return OnRip(
        passive=default or tunnel.name in process.passive_interfaces,
        split_horizon=tunnel.split_horizon is not False,
        summaries=tuple(one.network for one in tunnel.rip.summaries),
        default=bool(process.default_originate) or process.default_route_map is not None,
        unicast=any(one in subnet for one in process.neighbors),
    )


def classful(address: IPv4Address) -> IPv4Network:
    """The classful network of an address, as RIP's ``network`` takes it."""
    first = int(address) >> 24
    return IPv4Network((int(address), 8 if first < 128 else 16 if first < 192 else 24), strict=False)


def _bgp(config: RouterConfig, tunnel: Interface) -> OnBgp | None:
    if config.bgp is None or tunnel.address is None:
        return None
    subnet = tunnel.address.network
    found = tuple(one for one in neighbors(config.bgp, tunnel.vrf) if one.is_within(subnet))
    return OnBgp(process=config.bgp, neighbors=found) if found else None
