"""Expected state of every router: at rest, after traffic, or at a time after cold start."""

import random
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address

from nornir_dmvpn.errors import SimulationError
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.reference.faults import find_fault
from nornir_dmvpn.reference.network import Network

Flow = tuple[str, str]
"""Source and destination: each a router's name, or an address a router has."""


def predict(
    configs: Mapping[str, RouterConfig],
    *,
    underlay: UnderlaySpec | None = None,
    generations: Mapping[str, Generation] | None = None,
    traffic: Iterable[Flow] = (),
    faults: Iterable[tuple[str, str]] = (),
    at: float | None = None,
    seed: int = 0,
) -> dict[str, DeviceState]:
    """What every router shows. ``at``: seconds after cold start; without it, at rest.

    ``faults``: (fault name, router), in force from the start. ``traffic`` flows at the end, both ways.
    """
    told = dict(configs)
    for fault, router in faults:
        name = _name(told, router)
        told[name] = find_fault(fault).apply(told[name])
    rng = random.Random(seed)  # noqa: S311 - jitter of timers, not cryptography
    network = Network(told, underlay=underlay, generations=generations, rng=rng)
    if at is None:
        network.run_to_rest()
    else:
        network.run_until(at)
    for source, destination in traffic:
        router, origin = _endpoint(told, source)
        _, target = _endpoint(told, destination)
        network.ping(router, target, source=origin)
    return {name: network.state(name) for name in told}


def _name(configs: Mapping[str, RouterConfig], wanted: str) -> str:
    for name in configs:
        if name.lower() == wanted.lower():
            return name
    raise SimulationError(f"there is no router {wanted!r}; known routers: {', '.join(configs)}")


def _endpoint(configs: Mapping[str, RouterConfig], text: str) -> tuple[str, IPv4Address]:
    """The router, and the address that traffic starts from or goes to: by name its LAN, else its tunnel."""
    try:
        address = IPv4Address(text)
    except ValueError:
        name = _name(configs, text)
        return name, _address_of(name, configs[name])
    for name, config in configs.items():
        for interface in config.interfaces:
            if interface.address is not None and (
                address == interface.address.ip or (not interface.is_tunnel and address in interface.address.network)
            ):
                return name, address
    raise SimulationError(f"no router has the address {text} or a network around it")


def _address_of(name: str, config: RouterConfig) -> IPv4Address:
    sources = {one.tunnel.source for one in config.tunnels}
    lans = [one.ip for one in config.interfaces if one.ip is not None and not one.is_tunnel and one.name not in sources]
    tunnels = [one.ip for one in config.tunnels if one.ip is not None]
    found = next(iter((*lans, *tunnels)), None)
    if found is None:
        raise SimulationError(f"{name} has no address that traffic could start from")
    return found
