"""What the values of an intent must agree on, beyond what the inventory tests show."""

from collections.abc import Callable
from typing import Any

import pytest

from nornir_dmvpn.design.check import problems
from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.errors import IntentError
from tests.unit.design.fleets import fleet_intent, intent_of

Clouds = dict[str, Any]
Sites = dict[str, Any]


def plain(spokes: int = 2, **fleet: Any) -> tuple[Clouds, Sites]:
    """A sound fleet as data, to be spoilt."""
    data = generate_inventory(spokes, fleet.get("phase", 3), "ikev2", fleet.get("routing", "eigrp"), 22001)
    return data.defaults["data"]["dmvpn"]["clouds"], {name: host["data"]["dmvpn"] for name, host in data.hosts.items()}


def two_clouds() -> tuple[Clouds, Sites]:
    """Every router in LAB and in a second cloud over the same source."""
    clouds, sites = plain()
    clouds["B"] = clouds["LAB"] | {"tunnel": 1, "subnet": "10.1.0.0/24", "key": 2}
    for number, site in enumerate(sites.values(), 1):
        site["tunnels"]["B"] = site["tunnels"]["LAB"] | {"address": f"10.1.0.{number}"}
    return clouds, sites


@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize("routing", ["eigrp", "static", "none"])
def test_a_generated_fleet_is_sound(phase: int, routing: str) -> None:
    assert problems(fleet_intent(300, phase=phase, routing=routing)) == ()


def test_two_clouds_over_one_source_are_sound() -> None:
    assert problems(intent_of(*two_clouds())) == ()


SPOILT: list[tuple[str, Callable[[Clouds, Sites], object]]] = [
    ("both want Tunnel0", lambda clouds, _: clouds["B"].update(tunnel=0)),
    ("need different tunnel keys (L-012)", lambda clouds, _: clouds["B"].update(key=1)),
    ("overlap (L-044)", lambda clouds, _: clouds["B"].update(subnet="10.0.0.0/8")),
    ("one wildcard key (K-10, K-04)", lambda clouds, _: clouds["B"].update(crypto={"psk": "env:OTHER"})),
    ("different NBMA addresses", lambda _, sites: sites["spoke1"]["tunnels"]["B"].update(nbma="192.0.2.1")),
]


@pytest.mark.parametrize(("says", "spoil"), SPOILT, ids=[case[0] for case in SPOILT])
def test_two_clouds_on_one_router_must_not_collide(says: str, spoil: Callable[[Clouds, Sites], object]) -> None:
    clouds, sites = two_clouds()
    spoil(clouds, sites)
    found = problems(intent_of(clouds, sites))
    assert any(says in problem.text and problem.path[:2] == ("sites", "spoke1") for problem in found), found


def test_phase_1_has_one_hub() -> None:
    clouds, sites = plain(phase=1)
    sites["spoke2"]["tunnels"]["LAB"]["role"] = "hub"
    (problem,) = problems(intent_of(clouds, sites))
    assert problem.path == ("clouds", "LAB", "phase")
    assert "the hubs hub1, spoke2" in problem.text


def test_a_hub_needs_an_address_that_spokes_can_find() -> None:
    clouds, sites = plain()
    sites["hub1"]["tunnels"]["LAB"]["nbma"] = None
    (problem,) = problems(intent_of(clouds, sites))
    assert problem.path == ("sites", "hub1", "tunnels", "LAB")
    assert "hub 'hub1' needs nbma" in problem.text


def test_a_default_through_the_tunnel_needs_a_gateway_for_the_underlay() -> None:
    clouds, sites = plain(phase=1)
    clouds["LAB"]["routing"] = {"protocol": "static", "advertise": "default"}
    sites["spoke1"]["tunnels"]["LAB"]["gateway"] = None
    (problem,) = problems(intent_of(clouds, sites))
    assert "spoke 'spoke1' needs gateway" in problem.text


def test_a_lan_outside_all_summaries_and_an_underlay_inside_one_are_found() -> None:
    clouds, sites = plain()
    clouds["LAB"]["routing"] |= {"advertise": "summary", "summaries": ["10.128.0.0/9", "198.18.0.4/30"]}
    sites["spoke2"]["lans"][0]["address"] = "192.168.1.1/24"
    texts = [problem.text for problem in problems(intent_of(clouds, sites))]
    assert len(texts) == 2
    assert "NBMA address 198.18.0.6 lies inside the summary 198.18.0.4/30" in texts[0]
    assert "192.168.1.0/24 of 'spoke2' is in none of the summaries" in texts[1]


def test_the_interfaces_of_a_router_have_one_use_each() -> None:
    clouds, sites = plain()
    sites["spoke1"]["lans"] += [
        {"interface": "Lo10", "address": "10.200.0.1/24"},
        {"interface": "Gi1", "address": "10.201.0.1/24"},
    ]
    sites["spoke2"]["tunnels"]["LAB"]["source"] = "Tunnel7"
    texts = [problem.text for problem in problems(intent_of(clouds, sites))]
    assert len(texts) == 3
    assert "Loopback10 stands twice" in texts[0]
    assert "GigabitEthernet1 is the tunnel source" in texts[1]
    assert "Tunnel7 is itself a tunnel" in texts[2]


@pytest.mark.parametrize(("spokes", "port"), [(-1, 22001), (50, 65500), (1, 0), (40000, 20000)])
def test_a_fleet_that_does_not_fit_is_refused(spokes: int, port: int) -> None:
    with pytest.raises(IntentError, match="spokes"):
        generate_inventory(spokes, 3, "ikev2", "eigrp", port)


def test_every_router_of_a_fleet_has_its_own_port() -> None:
    hosts = generate_inventory(49, 3, "ikev2", "eigrp", 22001).hosts
    assert [host["port"] for host in hosts.values()] == list(range(22001, 22051))
    assert list(hosts)[:2] == ["hub1", "spoke1"]
