"""Cost per router stays flat as the cloud grows: nothing is quadratic in spokes."""

import random

import pytest

from nornir_dmvpn.ios.shows import dmvpn as show_dmvpn
from nornir_dmvpn.ios.shows import nhrp as show_nhrp
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.reference.network import Network
from nornir_dmvpn.verify.observation import CapturedOutput, observe
from nornir_dmvpn.verify.verify import verify_network
from tests.benchmark.fleets import fleet
from tests.benchmark.measure import report, side_by_side

pytestmark = pytest.mark.benchmark

SMALL, LARGE = 250, 1000
GROWTH = 1.5


def settled(spokes: int) -> Network:
    network = Network(fleet(spokes), rng=random.Random(1))
    network.run_until(330.0)
    return network


def test_a_network_of_many_spokes_costs_the_same_per_spoke() -> None:
    measured = side_by_side(lambda: settled(LARGE), lambda: settled(SMALL), rounds=3)
    growth = measured.ratio * SMALL / LARGE
    report(f"reference network, 330 s from cold start: per spoke, {LARGE} against {SMALL} spokes", growth, GROWTH)
    assert growth < GROWTH


def hub_outputs(spokes: int) -> list[CapturedOutput]:
    state = settled(spokes).state("HUB")
    return [
        CapturedOutput(command="show dmvpn", text=show_dmvpn.render(state.dmvpn or (), Generation.E)),
        CapturedOutput(command="show ip nhrp", text=show_nhrp.render(state.nhrp or (), Generation.E)),
    ]


def test_a_hub_is_verified_at_the_same_cost_per_spoke() -> None:
    sizes = {size: (fleet(size), observe("HUB", hub_outputs(size))) for size in (SMALL, LARGE)}

    def verify(size: int) -> None:
        configs, observation = sizes[size]
        verdict = verify_network(configs, {"HUB": observation})
        assert verdict.findings == ()

    measured = side_by_side(lambda: verify(LARGE), lambda: verify(SMALL), rounds=2)
    growth = measured.ratio * SMALL / LARGE
    report(f"verification of a hub: per spoke, {LARGE} against {SMALL} spokes", growth, GROWTH)
    assert growth < GROWTH


def test_reading_a_hub_costs_the_same_per_row() -> None:
    texts = {size: hub_outputs(size) for size in (SMALL, LARGE)}
    measured = side_by_side(lambda: observe("HUB", texts[LARGE]), lambda: observe("HUB", texts[SMALL]))
    growth = measured.ratio * SMALL / LARGE
    report(f"reading 'show dmvpn' and 'show ip nhrp': per row, {LARGE} against {SMALL} rows", growth, GROWTH)
    assert growth < GROWTH
