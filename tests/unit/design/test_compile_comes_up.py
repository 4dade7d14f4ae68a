"""What is compiled works: in the reference network every tunnel comes up and spokes reach each other by their phase."""

import random
from ipaddress import IPv4Address
from typing import Any

import pytest

from nornir_dmvpn.design.compile import complete_router
from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.reference.network import Network
from tests.unit.design.fleets import CLASSIC, fleet_intent

SPOKES = 3
SUMMARY = {"protocol": "eigrp", "asn": 7, "name": "LAB", "advertise": "summary", "summaries": ["10.128.0.0/9"]}
DEFAULT = {"protocol": "eigrp", "asn": 7, "name": "LAB", "advertise": "default"}


def network(**fleet: Any) -> Network:
    intent = fleet_intent(SPOKES, **fleet)
    built = Network({name: complete_router(intent, name) for name in intent.sites}, rng=random.Random(1))
    assert built.run_to_rest().quiet
    return built


def peers(built: Network, router: str) -> dict[str, TunnelState]:
    (tunnel,) = built.state(router).dmvpn or ()
    return {str(peer.tunnel): peer.state for peer in tunnel.peers}


@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize("ike", ["ikev2", "ikev1", "none"])
@pytest.mark.parametrize("routing", ["eigrp", CLASSIC, "static", "none"], ids=["named", "classic", "static", "none"])
def test_every_spoke_is_up_on_the_hub_and_the_hub_on_every_spoke(
    phase: int, ike: str, routing: str | dict[str, Any]
) -> None:
    built = network(phase=phase, ike=ike, routing=routing)
    assert peers(built, "hub1") == {f"10.0.0.{10 + n}": TunnelState.UP for n in range(1, SPOKES + 1)}
    for number in range(1, SPOKES + 1):
        assert peers(built, f"spoke{number}") == {"10.0.0.1": TunnelState.UP}


@pytest.mark.parametrize(
    ("phase", "routing", "direct"),
    [
        (1, "eigrp", False),
        (1, CLASSIC, False),
        (1, "static", False),
        (1, DEFAULT, False),
        (2, "eigrp", True),
        (2, CLASSIC, True),
        (2, "static", True),
        (3, "eigrp", True),
        (3, CLASSIC, True),
        (3, "static", True),
        (3, SUMMARY, True),
    ],
)
def test_spokes_reach_each_other_directly_from_phase_2_on(
    phase: int, routing: str | dict[str, Any], direct: bool
) -> None:
    built = network(phase=phase, routing=routing)
    result = built.ping("spoke1", IPv4Address("10.128.2.1"), source=IPv4Address("10.128.1.1"))
    assert result.received >= 4
    assert ("10.0.0.12" in peers(built, "spoke1")) is direct
