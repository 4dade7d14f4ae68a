"""Properties of speakers: determinism, nothing outlives its holding time, no bytes hurt."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.nhrp.checksum import internet_checksum
from nornir_dmvpn.nhrp.wire import PacketType, decode, encode
from tests.unit.nhrp.network import (
    HUB_NBMA,
    TUNNEL,
    Net,
    Sent,
    cloud,
    ping,
    registered,
    spoke_nbma,
    two,
)

LOSS = st.floats(0, 1)
GENERATION = st.sampled_from(Generation)


def losing(net: Net, probability: float, seed: int) -> None:
    rng = random.Random(seed)
    net.lost = lambda _sent: rng.random() < probability


def eventful() -> Net:
    """A cloud with a shortcut whose far end has just been shut down."""
    net = registered(3)
    ping(net)
    net.run(11)
    net.nodes["s3"].speaker.interface_down(TUNNEL, net.now)
    net.flush(net.nodes["s3"])
    net.run(12)
    return net


def history(seed: int, generation: Generation, loss: float) -> list[Sent]:
    net = cloud(3, generation=generation, seed=seed)
    losing(net, loss, seed)
    for second in range(0, 700, 70):
        net.run(second)
        ping(net)
    return net.sent


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), GENERATION, LOSS)
def test_equal_seeds_give_equal_packets_at_equal_times(seed: int, generation: Generation, loss: float) -> None:
    assert history(seed, generation, loss) == history(seed, generation, loss)


def test_different_seeds_give_different_retries() -> None:
    """Guards the property above: the seed matters."""
    assert history(1, Generation.E, 1.0) != history(2, Generation.E, 1.0)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 3), GENERATION, LOSS, st.lists(st.floats(1, 400), max_size=6), st.integers(0, 1000))
def test_no_entry_outlives_its_holding_time(
    phase: int, generation: Generation, loss: float, gaps: list[float], seed: int
) -> None:
    """R-14, S-53: whatever is lost, an entry ends at most a holding time after the last packet that arrived."""
    net = cloud(phase, generation=generation, seed=seed)
    losing(net, loss, seed)
    for gap in gaps:
        net.run(net.now + gap)
        ping(net)
        for node in net.nodes.values():
            for entry in node.entries().values():
                assert entry.expires_at is None or net.now < entry.expires_at <= net.now + 600
    net.lost = lambda _sent: True
    net.run(net.now + 600.1)
    for name, node in net.nodes.items():
        assert all(entry.expires_at is None for entry in node.entries().values())
        assert net.wants(name) == (set() if name == "hub" else {HUB_NBMA})
        assert node.speaker.multicast(TUNNEL) == (() if name == "hub" else (HUB_NBMA,))


@settings(max_examples=15, deadline=None)
@given(LOSS.filter(lambda loss: loss < 0.9), st.integers(0, 1000))
def test_a_spoke_registers_in_the_end_however_much_was_lost_before(loss: float, seed: int) -> None:
    """R-12: at most one gap after the network works again."""
    net = two(seed)
    losing(net, loss, seed)
    net.up()
    net.run(500)
    net.lost = lambda _sent: False
    net.run(500 + 64 * 1.05 + 1)
    assert net.nodes["s2"].speaker.nhs(TUNNEL)[0].up
    assert "10.0.0.2/32" in net.nodes["hub"].entries()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=150), st.sampled_from(["hub", "s2"]))
def test_arbitrary_bytes_are_survived_and_reported(data: bytes, name: str) -> None:
    net = registered(3)
    node = net.nodes[name]
    before = node.entries()
    node.events.clear()
    node.speaker.receive(TUNNEL, spoke_nbma(3), data, net.now)
    net.flush(node)
    assert len(node.events) == 1
    assert node.entries() == before


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_recorded_kind_of_packet_with_bytes_changed_is_survived_by_everyone(data: st.DataObject) -> None:
    """What decodes but makes no sense (other types, flags, families, lengths) must not raise either."""
    net = eventful()
    kinds = {one.packet.type: one.packet for one in net.sent}
    kind = data.draw(st.sampled_from(sorted(kinds)))
    raw = bytearray(encode(kinds[kind]))
    for _ in range(data.draw(st.integers(0, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    raw[10:14] = len(raw).to_bytes(2, "big") + bytes(2)
    raw[12:14] = internet_checksum(bytes(raw)).to_bytes(2, "big")
    for name in ("hub", "s2"):
        net.nodes[name].speaker.receive(TUNNEL, spoke_nbma(3), bytes(raw), net.now)
        net.flush(net.nodes[name])
    net.run(net.now + 700)


def test_the_packets_that_are_mutated_are_of_most_kinds() -> None:
    """Guards the property above."""
    assert {one.packet.type for one in eventful().sent} == set(PacketType) - {PacketType.ERROR_INDICATION}


def test_packets_on_the_wire_are_what_the_codec_reads() -> None:
    net = registered(3)
    ping(net)
    net.run(11)
    assert all(decode(encode(one.packet)) == one.packet for one in net.sent)
