"""What the reference says of interfaces, EIGRP neighbours and routes, and that a virtual router prints it readably."""

import random
from ipaddress import IPv4Address, IPv4Network

import pytest

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.ios.shows import eigrp_neighbors, interface_brief, ip_route
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.routing_state import Route, RoutingTable
from nornir_dmvpn.reference.network import Network
from nornir_dmvpn.reference.routing.eigrp_metric import classic_metric, wide_metric

HUB = """\
hostname HUB
interface Loopback0
 ip address 192.168.0.1 255.255.255.0
interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 no ip split-horizon eigrp 1
 ip nhrp network-id 1
 ip nhrp map multicast dynamic
 ip nhrp redirect
 tunnel source GigabitEthernet0/0
 tunnel mode gre multipoint
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
interface GigabitEthernet0/1
 shutdown
router eigrp 1
 network 10.0.0.0 0.0.0.255
 network 192.168.0.0 0.0.255.255
ip route 172.16.0.0 255.255.0.0 10.0.0.11
end
"""
SPOKE = """\
hostname SPOKE{number}
interface Loopback0
 ip address 192.168.{number}.1 255.255.255.0
interface Tunnel0
 ip address 10.0.0.1{number} 255.255.255.0
 ip nhrp network-id 1
 ip nhrp nhs 10.0.0.1 nbma 203.0.113.1 multicast
 ip nhrp shortcut
 tunnel source GigabitEthernet0/0
 tunnel mode gre multipoint
interface GigabitEthernet0/0
 ip address 203.0.113.1{number} 255.255.255.0
router eigrp 1
 network 10.0.0.0 0.0.0.255
 network 192.168.0.0 0.0.255.255
end
"""


@pytest.fixture
def network() -> Network:
    texts = {"HUB": HUB} | {f"SPOKE{number}": SPOKE.format(number=number) for number in (1, 2)}
    configs = {name: parse_config(text, name) for name, text in texts.items()}
    network = Network(configs, generations=dict.fromkeys(configs, Generation.D), rng=random.Random(1))
    network.run_to_rest()
    return network


def table(network: Network, router: str) -> RoutingTable:
    (only,) = network.routing(router).routes or ()
    return only


def route(network: Network, router: str, prefix: str) -> Route:
    return next(one for one in table(network, router).routes if one.prefix == IPv4Network(prefix))


def test_interfaces_are_listed_with_what_is_down(network: Network) -> None:
    shown = network.routing("HUB").interfaces or ()
    assert [(one.interface, one.status, one.protocol) for one in shown] == [
        ("GigabitEthernet0/0", "up", "up"),
        ("GigabitEthernet0/1", "administratively down", "down"),
        ("Loopback0", "up", "up"),
        ("Tunnel0", "up", "up"),
    ]


def test_a_hub_has_its_spokes_as_neighbours_since_they_came_up(network: Network) -> None:
    (process,) = network.routing("HUB").eigrp or ()
    assert process.asn == 1
    assert {str(one.address) for one in process.neighbours} == {"10.0.0.11", "10.0.0.12"}
    assert all(100 < one.uptime < network.now for one in process.neighbours if isinstance(one.uptime, int))
    assert all(10 <= one.hold <= 15 for one in process.neighbours)


def test_learned_routes_have_the_metric_of_their_way(network: Network) -> None:
    """P-31: 27 008 000 over one tunnel to a loopback, 28 288 000 over two."""
    (direct,) = route(network, "SPOKE1", "192.168.0.0/24").paths
    assert (direct.distance, direct.metric, str(direct.next_hop)) == (90, 27_008_000, "10.0.0.1")
    (through,) = route(network, "SPOKE1", "192.168.2.0/24").paths
    assert (through.metric, str(through.next_hop)) == (28_288_000, "10.0.0.1")


def test_connected_local_and_static_routes_are_there(network: Network) -> None:
    assert route(network, "HUB", "10.0.0.0/24").code == "C"
    assert route(network, "HUB", "10.0.0.1/32").code == "L"
    static = route(network, "HUB", "172.16.0.0/16")
    assert (static.code, static.paths[0].distance, str(static.paths[0].next_hop)) == ("S", 1, "10.0.0.11")


def test_a_shortcut_overrides_the_next_hop_and_adds_the_host_route(network: Network) -> None:
    """S-40: the prefix is in the table already, so it gets a mark and a way of NHRP's; the peer is a host route."""
    network.ping("SPOKE1", IPv4Address("192.168.2.1"), source=IPv4Address("192.168.1.1"))
    shortcut = route(network, "SPOKE1", "192.168.2.0/24")
    assert shortcut.marks == "%"
    assert [(path.override, path.metric, str(path.next_hop)) for path in shortcut.paths] == [
        (None, 28_288_000, "10.0.0.1"),
        ("NHO", 255, "10.0.0.12"),
    ]
    host = route(network, "SPOKE1", "10.0.0.12/32")
    assert (host.code, host.paths[0].distance, host.paths[0].interface) == ("H", None, "Tunnel0")


@pytest.mark.parametrize("generation", Generation)
def test_what_it_says_is_what_is_read_back(network: Network, generation: Generation) -> None:
    state = network.routing("SPOKE1")
    assert state.routes is not None
    assert state.eigrp is not None
    assert state.interfaces is not None
    assert ip_route.subnet_mismatches(state.routes[0]) == ()
    text = ip_route.render(state.routes, generation)
    assert ip_route.parse(text).values == ip_route.quantise_tables(state.routes, generation)
    neighbours = eigrp_neighbors.render(state.eigrp, generation)
    assert eigrp_neighbors.parse(neighbours).values == eigrp_neighbors.quantise_processes(state.eigrp, generation)
    assert interface_brief.parse(interface_brief.render(state.interfaces, generation)).values == state.interfaces


def test_metrics_are_those_of_captured_tables() -> None:
    """Wide: 76800640 over one tunnel to a loopback and 102400640 over two, as a named configuration on 15.9 printed."""
    tunnel, loopback = Interface(name="Tunnel0"), Interface(name="Loopback0")
    assert wide_metric((tunnel, loopback)) == 76_800_640
    assert wide_metric((tunnel, tunnel, loopback)) == 102_400_640
    assert classic_metric((tunnel, loopback)) == 27_008_000
    assert classic_metric((Interface(name="Tunnel0", bandwidth=1000, delay=1000), loopback)) == 2_944_000
