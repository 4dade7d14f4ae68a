"""EIGRP over the cloud gives the next hops of the combination matrix (protocol.md 6.3)."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network

import pytest

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.reference.routing.eigrp import Eigrp
from nornir_dmvpn.reference.routing.local import LocalRoutes
from nornir_dmvpn.reference.routing.rib import PrefixTable
from tests.unit.reference.cloud import PARSER, Cloud

LAN3 = IPv4Address("192.168.3.10")


def converged(configs: dict[str, RouterConfig], spokes: Iterable[str] = ("S2", "S3")) -> Eigrp:
    eigrp = Eigrp()
    for name, config in configs.items():
        eigrp.configure(name, config)
    for spoke in spokes:
        address = configs[spoke].tunnels[0].ip
        assert address is not None
        eigrp.up("HUB", "Tunnel0", spoke, "Tunnel0", address)
        eigrp.up(spoke, "Tunnel0", "HUB", "Tunnel0", IPv4Address("10.0.0.1"))
    return eigrp


def next_hop(eigrp: Eigrp, router: str, destination: IPv4Address = LAN3) -> tuple[str, str] | None:
    routes = sorted(eigrp.candidates(router, destination, None), key=lambda one: -one.prefix.prefixlen)
    return (str(routes[0].prefix), str(routes[0].next_hop)) if routes else None


def hub_lines(phase: int, old: str, new: str) -> dict[str, RouterConfig]:
    cloud = Cloud(phase=phase)
    text = cloud.text("HUB")
    assert old in text
    return {**cloud.configs(), "HUB": parse_config(text.replace(old, new), parser=PARSER)}


def test_phase_2_keeps_the_spoke_as_next_hop() -> None:
    assert next_hop(converged(Cloud(phase=2).configs()), "S2") == ("192.168.3.0/24", "10.0.0.3")


def test_phase_3_points_at_the_hub() -> None:
    assert next_hop(converged(Cloud(phase=3).configs()), "S2") == ("192.168.3.0/24", "10.0.0.1")


def test_next_hop_self_is_the_classic_phase_2_fault() -> None:
    configs = hub_lines(2, "   no next-hop-self\n", "")
    assert next_hop(converged(configs), "S2") == ("192.168.3.0/24", "10.0.0.1")


def test_split_horizon_hides_spokes_from_each_other() -> None:
    configs = hub_lines(3, "   no split-horizon\n", "")
    assert next_hop(converged(configs), "S2") is None  # L-200
    assert next_hop(converged(configs), "HUB") == ("192.168.3.0/24", "10.0.0.3")


def test_a_summary_replaces_what_it_covers() -> None:
    configs = hub_lines(3, "   no split-horizon\n", "   summary-address 192.168.0.0 255.255.0.0\n")
    assert next_hop(converged(configs), "S2") == ("192.168.0.0/16", "10.0.0.1")


def test_routes_go_with_the_neighbour() -> None:
    eigrp = converged(Cloud(phase=3).configs())
    eigrp.down("HUB", "Tunnel0", IPv4Address("10.0.0.3"))
    assert next_hop(eigrp, "S2") is None
    assert eigrp.neighbours("HUB") == (("Tunnel0", IPv4Address("10.0.0.2")),)


@pytest.mark.parametrize(
    ("change", "peers"),
    [
        (("autonomous-system 1", "autonomous-system 2"), False),
        (("network 10.0.0.0 0.0.0.255\n", ""), False),
        (("ip address 10.0.0.2 255.255.255.0", "ip address 10.0.9.2 255.255.255.0"), False),
        (
            (
                "  network 10.0.0.0",
                "  af-interface Tunnel0\n   passive-interface\n  exit-af-interface\n  network 10.0.0.0",
            ),
            False,
        ),
        (("ip nhrp network-id 1", "ip nhrp network-id 2"), True),
    ],
)
def test_neighbours_need_the_same_system_and_subnet_and_an_active_interface(
    change: tuple[str, str], peers: bool
) -> None:
    cloud = Cloud(phase=3)
    text = cloud.text("S2")
    assert change[0] in text
    configs = {**cloud.configs(), "S2": parse_config(text.replace(*change), parser=PARSER)}
    eigrp = converged(configs, spokes=())
    assert eigrp.can_peer("S2", "Tunnel0", "HUB", "Tunnel0") is peers


def test_a_static_route_needs_an_interface_that_is_up() -> None:
    config = parse_config(
        "interface Gi0/0\n ip address 10.1.1.1 255.255.255.0\nip route 10.2.0.0 255.255.0.0 10.1.1.2\n", parser=PARSER
    )
    for up, expected in ((True, ["static"]), (False, [])):
        routes = LocalRoutes(config, None, dict.fromkeys(("GigabitEthernet0/0",), up).__getitem__)
        assert [one.source for one in routes.candidates(IPv4Address("10.2.3.4"))] == expected


def test_the_longest_prefix_comes_first() -> None:
    table: PrefixTable[str] = PrefixTable()
    for prefix in ("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.168.0.0/16"):
        table[IPv4Network(prefix)] = prefix
    assert [value for _, value in table.matches(IPv4Address("10.1.3.4"))] == ["10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0"]
    del table[IPv4Network("10.1.0.0/16")]
    assert [value for _, value in table.matches(IPv4Address("10.1.3.4"))] == ["10.0.0.0/8", "0.0.0.0/0"]
