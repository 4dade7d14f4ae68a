"""What changes of routing do to shortcuts in the reference network, and servers that are learned (S-42, P-51, R-03)."""

import random
from dataclasses import replace
from ipaddress import IPv4Address

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import NhrpNhs
from nornir_dmvpn.model.state import NhsState
from nornir_dmvpn.reference.network import Network
from tests.unit.reference.cloud import Cloud


def build(configs: dict[str, RouterConfig]) -> Network:
    network = Network(configs, rng=random.Random(7))
    network.run_to_rest()
    return network


def flags(network: Network, target: str) -> set[str] | None:
    found = [one for one in network.state("S2").nhrp or () if str(one.target) == target]
    return set(found[0].flags) - {"used"} if found else None


def with_tunnel(config: RouterConfig, **changes: object) -> RouterConfig:
    interfaces = tuple(
        replace(one, **changes) if one.is_tunnel else one  # type: ignore[arg-type]
        for one in config.interfaces
    )
    return replace(config, interfaces=interfaces)


def test_overrides_go_with_the_routes_of_a_lost_hub_and_entries_stay() -> None:
    """P-51, M-21: the neighbour is lost after its hold time; the spoke-to-spoke entry runs to its own expiry."""
    configs = Cloud(phase=3, crypto="none").configs()
    network = build(configs)
    assert network.ping("S2", IPv4Address("192.168.3.1")).received == 5
    network.run_until(network.now + 5)
    assert flags(network, "192.168.3.0/24") == {"router", "rib", "nho"}
    network.configure("HUB", with_tunnel(configs["HUB"], shutdown=True))
    network.run_until(network.now + 60)
    assert flags(network, "192.168.3.0/24") == {"router"}
    network.run_until(network.now + 700)
    assert flags(network, "192.168.3.0/24") is None


def test_a_dynamic_server_is_learned_from_its_nbma_address() -> None:
    """R-03: ``ip nhrp nhs dynamic nbma``."""
    configs = Cloud(phase=2, crypto="none").configs()
    tunnel = next(one for one in configs["S2"].interfaces if one.is_tunnel)
    server = NhrpNhs(address=None, nbma="203.0.113.1", multicast=True)
    nhrp = replace(tunnel.nhrp, servers=(server,), maps=(), multicast_maps=())
    network = build({**configs, "S2": with_tunnel(configs["S2"], nhrp=nhrp)})
    nhs = network.state("S2").nhs
    assert nhs is not None
    assert [(one.address, one.state) for one in nhs.servers] == [(IPv4Address("10.0.0.1"), NhsState.RE)]
