"""Clouds in which no design rule finds an error or a warning, and ways to spoil them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Interface
from typing import Any

from nornir_dmvpn.model.bgp import BgpNeighbor, BgpProcess, BgpTimers
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.ospf import OspfInterface, OspfNetwork, OspfProcess
from nornir_dmvpn.model.rip import RipProcess
from tests.unit.reference.cloud import Cloud

Configs = dict[str, RouterConfig]
Change = Callable[[Configs], Configs]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One rule: configurations it is content with, the change that makes it fire, and where it fires then."""

    rule: str
    change: Change
    at: str
    """The router, or the routers with a blank between."""
    base: Configs
    text: str = ""
    """Words of the sentence."""


def case(rule: str, change: Change, at: str, base: Configs | None = None, text: str = "") -> Case:
    return Case(rule=rule, change=change, at=at, base=base if base is not None else healthy(), text=text)


SIZES = ("ip mtu 1400", "ip tcp adjust-mss 1360", "no ip redirects", "bandwidth 1000")


def healthy(
    phase: int = 3,
    crypto: str = "none",
    *,
    spokes: int = 2,
    version: str = "17.3",
    routing: str = "eigrp",
    extra: dict[str, tuple[str, ...]] | None = None,
) -> Configs:
    """The cloud of the reference's tests with the sizes its author left to IOS; ``extra`` are lines of Tunnel0."""
    names = ("HUB", *(f"S{number}" for number in range(2, spokes + 2)))
    lines = {name: SIZES + (extra or {}).get(name, ()) for name in names}
    made = Cloud(
        phase=phase, crypto=crypto, spokes=spokes, version=version, routing=routing == "eigrp", extra=lines
    ).configs()
    return {"ospf": ospf, "bgp": bgp, "rip": rip, "eigrp": same, "none": same}[routing](made, phase)


def same(configs: Configs, _: int) -> Configs:
    return configs


def ospf(configs: Configs, phase: int) -> Configs:
    """OSPF with the network type the phase needs (P-40)."""
    network = "broadcast" if phase == 2 else "point-to-multipoint"
    made = {}
    for name, config in configs.items():
        priority = None if phase != 2 or name == "HUB" else 0
        covered = OspfNetwork(address=IPv4Address("10.0.0.0"), wildcard=IPv4Address("0.0.0.255"), area=0)
        spoken = on_tunnel(config, ospf=OspfInterface(network=network, priority=priority))
        made[name] = replace(spoken, ospf=(OspfProcess(process=1, networks=(covered,)),))
    return made


def bgp(configs: Configs, _: int) -> Configs:
    """iBGP; the hub reflects."""
    quick = BgpTimers(keepalive=10, hold=30)
    hub = configs["HUB"].tunnels[0].ip
    made = {}
    for name, config in configs.items():
        peers = [configs[other].tunnels[0].ip for other in configs if other != name] if name == "HUB" else [hub]
        sessions = tuple(
            BgpNeighbor(peer=str(one), remote_as=65000, timers=quick, route_reflector_client=name == "HUB" or None)
            for one in peers
        )
        made[name] = replace(config, bgp=BgpProcess(asn=65000, neighbors=sessions))
    return made


def rip(configs: Configs, _: int) -> Configs:
    made = {}
    for name, config in configs.items():
        spoken = on_tunnel(config, split_horizon=False if name == "HUB" else None)
        made[name] = replace(spoken, rip=RipProcess(version=2, networks=(IPv4Address("10.0.0.0"),)))
    return made


# --- changes ---------------------------------------------------------------------------------------------------------


def on_interface(config: RouterConfig, name: str, **values: Any) -> RouterConfig:
    interfaces = tuple(replace(one, **values) if one.name == name else one for one in config.interfaces)
    return replace(config, interfaces=interfaces)


def on_tunnel(config: RouterConfig, **values: Any) -> RouterConfig:
    return on_interface(config, "Tunnel0", **values)


def tunnel(*routers: str, **values: Any) -> Change:
    """Fields of Tunnel0 itself."""
    return lambda configs: configs | {name: on_tunnel(configs[name], **values) for name in routers}


def gre(*routers: str, **values: Any) -> Change:
    """The ``tunnel …`` lines of Tunnel0."""
    return _part("tunnel", routers, values)


def nhrp(*routers: str, **values: Any) -> Change:
    """The ``ip nhrp …`` lines of Tunnel0."""
    return _part("nhrp", routers, values)


def nhrp6(*routers: str, **values: Any) -> Change:
    return _part("nhrp6", routers, values)


def outside(*routers: str, **values: Any) -> Change:
    """The interface tunnels start from."""
    return lambda configs: (
        configs | {name: on_interface(configs[name], "GigabitEthernet0/0", **values) for name in routers}
    )


def router(*routers: str, **values: Any) -> Change:
    """Fields of the configuration."""
    return lambda configs: configs | {name: replace(configs[name], **values) for name in routers}


def first(field: str, *routers: str, **values: Any) -> Change:
    """Fields of the first record of a kind (``ipsec_profiles``), or of the only one (``bgp``)."""

    def change(configs: Configs) -> Configs:
        made = dict(configs)
        for name in routers:
            found = getattr(configs[name], field)
            single = not isinstance(found, tuple)
            new: Any = replace(found, **values) if single else (replace(found[0], **values), *found[1:])
            made[name] = replace(configs[name], **{field: new})
        return made

    return change


def _part(field: str, routers: tuple[str, ...], values: dict[str, Any]) -> Change:
    def change(configs: Configs) -> Configs:
        made = dict(configs)
        for name in routers:
            part = getattr(configs[name].tunnels[0], field)
            made[name] = on_tunnel(configs[name], **{field: replace(part, **values)})
        return made

    return change


def both(*changes: Change) -> Change:
    def change(configs: Configs) -> Configs:
        for one in changes:
            configs = one(configs)
        return configs

    return change


def second_tunnel(router: str, number: int = 1, **values: Any) -> Change:
    """A copy of Tunnel0 with a subnet, key and network-id of its own, unless ``values`` say otherwise."""

    def change(configs: Configs) -> Configs:
        config = configs[router]
        model = config.tunnels[0]
        own: dict[str, Any] = {
            "name": f"Tunnel{number}",
            "address": IPv4Interface(f"10.{number}.0.1/24"),
            "tunnel": replace(model.tunnel, key=100 + number),
        }
        copy: Interface = replace(model, **(own | values))
        return configs | {router: replace(config, interfaces=(*config.interfaces, copy))}

    return change
