"""The reference network comes to the states of protocol.md 4.3, 5.3 and Annex A, at the times of section 2."""

import random
from dataclasses import replace
from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.state import NhsState, TunnelState
from nornir_dmvpn.model.underlay import Blocked, Transport, UnderlaySpec
from nornir_dmvpn.reference.network import Network
from tests.unit.reference.cloud import PARSER, Cloud

PHASES = (1, 2, 3)
CRYPTOS = ("none", "ikev1", "ikev2")


def build(configs: dict[str, RouterConfig], underlay: UnderlaySpec | None = None) -> Network:
    return Network(configs, underlay=underlay, rng=random.Random(7))


def rows(state: DeviceState) -> list[tuple[str, str, str, str]]:
    return [
        (str(peer.nbma), str(peer.tunnel), peer.state.value, "".join(sorted(peer.attributes)))
        for tunnel in state.dmvpn or ()
        for peer in tunnel.peers
    ]


def entries(state: DeviceState) -> list[tuple[str, str]]:
    volatile = {"used", "implicit"}
    return [(str(one.target), " ".join(sorted(one.flags - volatile))) for one in state.nhrp or ()]


@pytest.mark.parametrize("crypto", CRYPTOS)
@pytest.mark.parametrize("phase", PHASES)
def test_at_rest_the_hub_has_its_spokes_and_a_spoke_has_its_hub(phase: int, crypto: str) -> None:
    network = build(Cloud(phase=phase, crypto=crypto).configs())
    assert network.run_to_rest().quiet
    assert rows(network.state("HUB")) == [
        ("198.51.100.2", "10.0.0.2", "UP", "D"),
        ("198.51.100.3", "10.0.0.3", "UP", "D"),
    ]
    assert rows(network.state("S2")) == [("203.0.113.1", "10.0.0.1", "UP", "S")]
    nhs = network.state("S2").nhs
    assert nhs is not None
    assert [one.state for one in nhs.servers] == [NhsState.RE]


def test_a_registration_is_up_within_seconds_and_the_adjacency_follows() -> None:
    network = build(Cloud(phase=2, crypto="ikev2").configs())
    network.run_until(0.02)
    assert [one[2] for one in rows(network.state("S2"))] == ["IKE"]
    network.run_until(2.5)  # M-16
    assert [one[2] for one in rows(network.state("S2"))] == ["UP"]
    before = network.router("S2").route(IPv4Address("192.168.3.1"))
    assert before is not None
    assert before.source == "static"
    network.run_until(20.0)
    route = network.router("S2").route(IPv4Address("192.168.3.1"))
    assert route is not None
    assert (route.source, str(route.next_hop)) == ("eigrp", "10.0.0.3")


@pytest.mark.parametrize("crypto", CRYPTOS)
def test_phase_1_traffic_goes_through_the_hub_and_leaves_no_entry(crypto: str) -> None:
    network = build(Cloud(phase=1, crypto=crypto).configs())
    network.run_to_rest()
    before = network.digest()
    result = network.ping("S2", IPv4Address("192.168.3.1"), source=IPv4Address("192.168.2.1"))
    assert result.received == 5
    assert {tuple(one.path) for one in result.traces} == {("S2", "HUB", "S3")}
    assert network.digest() == before


@pytest.mark.parametrize("crypto", CRYPTOS)
def test_phase_2_traffic_resolves_the_next_hop(crypto: str) -> None:
    network = build(Cloud(phase=2, crypto=crypto).configs())
    network.run_to_rest()
    result = network.ping("S2", IPv4Address("192.168.3.1"), source=IPv4Address("192.168.2.1"), count=10)
    assert tuple(result.traces[-1].path) == ("S2", "S3")
    assert ("198.51.100.3", "10.0.0.3", "UP", "D") in rows(network.state("S2"))
    assert ("10.0.0.3/32", "nhop router") in entries(network.state("S2"))
    assert ("198.51.100.2", "10.0.0.2", "UP", "D") in rows(network.state("S3"))
    assert len(rows(network.state("HUB"))) == 2


@pytest.mark.parametrize("crypto", CRYPTOS)
def test_phase_3_traffic_makes_the_shortcut_of_annex_a(crypto: str) -> None:
    network = build(Cloud(phase=3, crypto=crypto).configs())
    network.run_to_rest()
    result = network.ping("S2", IPv4Address("192.168.3.1"), source=IPv4Address("192.168.2.1"), count=10)
    assert tuple(result.traces[0].path) == ("S2", "HUB", "S3")
    assert tuple(result.traces[-1].path) == ("S2", "S3")
    assert rows(network.state("S2")) == [
        ("203.0.113.1", "10.0.0.1", "UP", "S"),
        ("198.51.100.3", "10.0.0.3", "UP", "DT1"),
        ("198.51.100.3", "10.0.0.3", "UP", "DT2"),
    ]
    assert entries(network.state("S2")) == [
        ("10.0.0.1/32", ""),
        ("10.0.0.3/32", "nhop rib router"),
        ("192.168.3.0/24", "nho rib router"),
        ("192.168.2.0/24", "local router unique"),
    ]


def test_shortcuts_expire_when_the_traffic_stops() -> None:
    network = build(Cloud(phase=3).configs())
    network.run_to_rest()
    before = network.digest()
    network.ping("S2", IPv4Address("192.168.3.1"), source=IPv4Address("192.168.2.1"))
    assert network.digest() != before
    network.run_until(network.now + 1300)
    assert network.digest() == before


NO_AUTH = "-ip nhrp authentication"
FAULTS = [
    ("F-02", "ikev2", "HUB", ("-tunnel protection",), "IKE", None),
    ("F-03", "ikev2", "S2", ("-tunnel protection",), "NHRP", None),
    ("F-17", "ikev2", "S2", ("-ip nhrp map 10", "ip nhrp map 10.0.0.1 203.0.113.9"), "IKE", None),
    ("F-17", "none", "S2", ("-ip nhrp map 10", "ip nhrp map 10.0.0.1 203.0.113.9"), "NHRP", None),
    ("F-19", "ikev2", "S2", (NO_AUTH, "ip nhrp authentication wrong"), "NHRP", None),
    ("R-41", "none", "S2", (NO_AUTH,), "NHRP", None),
    ("F-20", "none", "S2", ("-tunnel key", "tunnel key 9"), "NHRP", None),
    ("F-20", "ikev1", "S2", ("-tunnel key",), "NHRP", None),
    ("F-21", "ikev2", "HUB", ("-ip nhrp network-id",), "NHRP", None),
    ("F-23", "none", "S2", ("-ip nhrp network-id", "ip nhrp network-id 9"), "UP", "D"),
    ("F-24", "none", "S2", ("-ip nhrp nhs",), "NHRP", None),
    ("F-47", "ikev2", "HUB", ("shutdown",), "IKE", None),
]


@pytest.mark.parametrize(("rule", "crypto", "router", "lines", "state", "hub"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_fault_shows_as_the_matrix_says(
    rule: str, crypto: str, router: str, lines: tuple[str, ...], state: str, hub: str | None
) -> None:
    network = build(Cloud(phase=2, crypto=crypto, extra={router: lines}).configs())
    network.run_until(70.0)
    assert [one[2] for one in rows(network.state("S2")) if one[1] == "10.0.0.1"] == [state], rule
    at_hub = [one[3] for one in rows(network.state("HUB")) if one[1] == "10.0.0.2" and one[0] != "UNKNOWN"]
    assert at_hub == ([hub] if hub else [])


def test_without_a_network_id_the_spoke_shows_nothing() -> None:
    network = build(Cloud(phase=2, extra={"S2": ("-ip nhrp network-id",)}).configs())
    network.run_until(70.0)
    state = network.state("S2")
    assert (state.dmvpn, state.nhrp) == ((), ())
    assert state.nhs is not None
    assert state.nhs.servers == ()  # F-22


@pytest.mark.parametrize(
    ("transport", "crypto", "state"),
    [
        (Transport.IKE, "ikev2", "IKE"),  # F-11
        (Transport.NAT_T, "ikev2", "UP"),  # F-12
        (Transport.ESP, "ikev2", "NHRP"),  # F-14
        (Transport.GRE, "ikev2", "UP"),  # F-15
        (Transport.GRE, "none", "NHRP"),  # F-16
    ],
)
def test_what_the_underlay_blocks_decides_the_state(transport: Transport, crypto: str, state: str) -> None:
    spec = UnderlaySpec(blocked=(Blocked(source="S2", destination="HUB", transport=transport),))
    network = build(Cloud(phase=2, crypto=crypto).configs(), spec)
    network.run_until(70.0)
    assert [one[2] for one in rows(network.state("S2"))] == [state]


def typed(config: RouterConfig, text: str, old: str, new: str) -> RouterConfig:
    assert old in text
    return replace(parse_config(text.replace(old, new), parser=PARSER), hostname=config.hostname)


def test_a_wrong_key_bites_only_after_the_tunnel_is_bounced() -> None:
    """F-40: live SAs outlive a key change."""
    cloud = Cloud(phase=3, crypto="ikev2")
    configs = cloud.configs()
    network = build(configs)
    network.run_to_rest()
    wrong = typed(configs["S2"], cloud.text("S2"), "Secret123", "Secret124")
    network.configure("S2", wrong)
    network.run_until(network.now + 250)
    assert rows(network.state("S2")) == [("203.0.113.1", "10.0.0.1", "UP", "S")]
    tunnel = wrong.tunnels[0]
    down = replace(wrong, interfaces=(replace(tunnel, shutdown=True), *wrong.interfaces[1:]))
    assert down.interfaces[0].name == "Tunnel0"
    network.configure("S2", down)
    network.run_until(network.now + 5)
    assert rows(network.state("HUB")) == [("198.51.100.3", "10.0.0.3", "UP", "D")]  # M-18, R-60
    network.configure("S2", wrong)
    network.run_until(network.now + 70)
    assert rows(network.state("S2")) == [("203.0.113.1", "10.0.0.1", "IKE", "S")]
    network.configure("S2", configs["S2"])
    network.run_until(network.now + 65)  # F-42
    assert rows(network.state("S2")) == [("203.0.113.1", "10.0.0.1", "UP", "S")]
    assert len(rows(network.state("HUB"))) == 2


def test_up_and_down_times_follow_the_nhs() -> None:
    """M-17: a failing row counts from NHS DOWN, a healthy one from NHS UP, a client's from its creation."""
    network = build(Cloud(phase=2, extra={"S2": (NO_AUTH,)}).configs())
    network.run_until(3.0)
    [peer] = (network.state("S2").dmvpn or ())[0].peers
    assert (peer.state, peer.updown) == (TunnelState.NHRP, NEVER)
    network.run_until(67.0)
    [peer] = (network.state("S2").dmvpn or ())[0].peers
    assert peer.updown is not NEVER
    assert 57 <= peer.updown <= 62


def test_equal_seeds_give_equal_networks() -> None:
    states = []
    for _ in range(2):
        network = build(Cloud(phase=3, crypto="ikev2", spokes=4).configs())
        network.run_until(700.0)
        network.ping("S2", IPv4Address("192.168.4.1"))
        states.append([network.state(name) for name in network.routers])
    assert states[0] == states[1]


def test_an_unknown_underlay_address_is_expected_as_any() -> None:
    cloud = Cloud(phase=2)
    text = cloud.text("S2").replace(" ip address 198.51.100.2 255.255.255.0\n", " ip address dhcp\n")
    network = build({**cloud.configs(), "S2": parse_config(text, parser=PARSER)})
    network.run_to_rest()
    assert ("*", "10.0.0.2", "UP", "D") in rows(network.state("HUB"))


def test_after_clear_ip_nhrp_the_spokes_come_back() -> None:
    network = build(Cloud(phase=2).configs())
    network.run_to_rest()
    network.clear_nhrp("HUB")
    assert rows(network.state("HUB")) == []
    network.run_until(network.now + 210)  # at the latest a registration interval later
    assert len(rows(network.state("HUB"))) == 2


def test_routing_that_is_configured_after_the_tunnel_is_up_still_finds_its_neighbours() -> None:
    cloud = Cloud(phase=2, crypto="ikev2")
    configs = cloud.configs()
    bare = {name: replace(config, eigrp_named=()) for name, config in configs.items()}
    network = build(bare)
    network.run_until(60.0)
    for name in ("S2", "HUB", "S3"):
        network.configure(name, configs[name])
        network.run_until(network.now + 1)
    network.run_until(network.now + 20)
    route = network.router("S2").route(IPv4Address("192.168.3.1"))
    assert route is not None
    assert route.source == "eigrp"


def shut(config: RouterConfig) -> RouterConfig:
    interfaces = tuple(replace(one, shutdown=True) if one.is_tunnel else one for one in config.interfaces)
    return replace(config, interfaces=interfaces)


@pytest.mark.parametrize("crypto", CRYPTOS)
def test_spokes_come_back_by_themselves_after_the_hub_was_down(crypto: str) -> None:
    """M-21, F-42: an IKE delete is not the end of it."""
    configs = Cloud(phase=3, crypto=crypto).configs()
    network = build(configs)
    network.run_until(200.0)
    network.configure("HUB", shut(configs["HUB"]))
    network.run_until(205.0)
    expected = "IKE" if crypto != "none" else "UP"  # clear GRE is not told; it is noticed at the next registration
    assert [one[2] for one in rows(network.state("S2"))] == [expected]
    network.configure("HUB", configs["HUB"])
    network.run_until(205.0 + 275.0)
    assert [one[2] for one in rows(network.state("S2"))] == ["UP"]
    assert len(rows(network.state("HUB"))) == 2


@pytest.mark.parametrize("router", ["HUB", "S2"])
def test_a_cleared_crypto_session_is_built_again(router: str) -> None:
    network = build(Cloud(phase=3, crypto="ikev2").configs())
    network.run_until(200.0)
    network.clear_crypto(router)
    network.run_until(network.now + 1)
    assert [one[2] for one in rows(network.state("S2"))] == ["IKE"]
    network.run_until(network.now + 70)  # F-42
    assert [one[2] for one in rows(network.state("S2"))] == ["UP"]


def test_a_changed_tunnel_key_takes_the_cloud_down_and_up_again() -> None:
    before = Cloud(phase=2, crypto="ikev2")
    after = Cloud(phase=2, crypto="ikev2", extra=dict.fromkeys(("HUB", "S2", "S3"), ("-tunnel key", "tunnel key 5")))
    network = build(before.configs())
    network.run_until(200.0)
    for name in ("HUB", "S2", "S3"):
        network.configure(name, after.configs()[name])
        network.run_until(network.now + 300)
    assert [one[2] for one in rows(network.state("S2"))] == ["UP"]
    assert len(rows(network.state("HUB"))) == 2
