"""Speakers on a network that loses, repeats, delays, reorders and corrupts packets, and then stops doing so."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.extension import ExtensionType
from nornir_dmvpn.nhrp.forward import cies_of
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorIndication, PacketType, encode
from tests.unit.nhrp.hierarchy import hierarchy, talk
from tests.unit.nhrp.network import LATENCY, TUNNEL, Net, cloud, ping, spoke_nbma

HOLDTIME = 600
PLACEHOLDER = 180
VOLATILE = {"used", "implicit"}
"""S-20 as amended: whether an entry is still ``implicit`` is a matter of timing."""


@dataclass(frozen=True)
class Weather:
    """Shares of the packets that suffer, each for itself; ``delay`` in seconds at most."""

    seed: int
    loss: float
    repeat: float
    corrupt: float
    delay: float


WEATHER = st.builds(
    Weather,
    seed=st.integers(0, 2**32),
    loss=st.sampled_from((0.0, 0.1, 0.5, 0.9)),
    repeat=st.sampled_from((0.0, 0.3)),
    corrupt=st.sampled_from((0.0, 0.2)),
    delay=st.sampled_from((0.0, 0.5, 5.0)),
)
GENERATION = st.sampled_from(Generation)
GAPS = st.lists(st.floats(1, 400), min_size=1, max_size=5)


def storm(net: Net, weather: Weather) -> None:
    """Let the weather begin. A corrupted packet has one byte changed, which its checksum shows."""
    rng = random.Random(weather.seed)
    net.lost = lambda _sent: rng.random() < weather.loss

    def channel(data: bytes) -> list[tuple[float, bytes]]:
        arriving = []
        for _ in range(2 if rng.random() < weather.repeat else 1):
            copy = bytearray(data)
            if rng.random() < weather.corrupt:
                copy[rng.randrange(len(copy))] ^= rng.randrange(1, 256)
            arriving.append((LATENCY + rng.uniform(0, weather.delay), bytes(copy)))
        return arriving

    net.channel = channel


def calm(net: Net) -> None:
    """The weather ends."""
    net.lost = lambda _sent: False
    net.channel = lambda data: [(LATENCY, data)]


def check(net: Net) -> None:
    """What holds at every moment."""
    for node in net.nodes.values():
        for tunnel in node.tunnels:
            for entry in node.entries(tunnel).values():
                if entry.type is EntryType.STATIC:
                    continue
                assert entry.expires_at is not None
                longest = PLACEHOLDER if entry.flags & {"temporary", "negative"} else HOLDTIME
                assert net.now < entry.expires_at <= net.now + longest
    for one in net.sent:
        record = [cie.protocol for cie in cies_of(one.packet, ExtensionType.FORWARD_TRANSIT)]
        assert len(record) == len(set(record)) < len(net.nodes)
        if isinstance(one.packet, ErrorIndication):
            assert one.packet.enclosed[17] != PacketType.ERROR_INDICATION
        if isinstance(one.packet, ClientPacket):
            assert one.packet.hop_count >= 255 - len(net.nodes)


def picture(net: Net) -> dict[str, object]:
    """Entries and paths of every router, without what is a matter of timing."""
    found: dict[str, object] = {}
    for name, node in net.nodes.items():
        for tunnel in node.tunnels:
            entries = {key: (one.nbma, one.flags - VOLATILE) for key, one in node.entries(tunnel).items()}
            found[f"{name} {tunnel}"] = entries, node.speaker.multicast(tunnel)
        found[f"{name} servers"] = [one.state for tunnel in node.tunnels for one in node.speaker.nhs(tunnel)]
    return found


def after_the_storm(net: Net, use: Callable[[Net], list[str]], weather: Weather, gaps: list[float]) -> None:
    """Bad weather with traffic in it, then good weather until all that was learned in it must be gone."""
    storm(net, weather)
    for gap in gaps:
        net.run(net.now + gap)
        assert "loop" not in use(net)
        check(net)
    calm(net)
    net.run(net.now + PLACEHOLDER + HOLDTIME + 10)  # a question of the storm may still be answered
    check(net)


def same_as_ever(net: Net, clean: Net, use: Callable[[Net], list[str]]) -> None:
    """Both networks show the same, idle and then with a shortcut."""
    assert {key: _unordered(one) for key, one in picture(net).items()} == {
        key: _unordered(one) for key, one in picture(clean).items()
    }
    for one in (net, clean):
        use(one)
        one.run(one.now + 3)
        assert len(use(one)) == 2
    assert {key: _unordered(one) for key, one in picture(net).items()} == {
        key: _unordered(one) for key, one in picture(clean).items()
    }


def _unordered(value: object) -> object:
    """The order of multicast targets is the order of registration, and that is the weather's."""
    match value:
        case (entries, (*targets,)):
            return entries, frozenset(targets)
    return value


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 3), GENERATION, WEATHER, GAPS)
def test_a_cloud_converges_once_the_weather_is_good(
    phase: int, generation: Generation, weather: Weather, gaps: list[float]
) -> None:
    net = cloud(phase, generation=generation, seed=weather.seed)
    after_the_storm(net, ping, weather, gaps)
    clean = cloud(phase, generation=generation)
    clean.run(net.now)
    same_as_ever(net, clean, ping)


@settings(max_examples=12, deadline=None)
@given(GENERATION, WEATHER, GAPS)
def test_a_hierarchy_converges_once_the_weather_is_good(
    generation: Generation, weather: Weather, gaps: list[float]
) -> None:
    net = hierarchy(generation=generation, seed=weather.seed)
    net.up()
    after_the_storm(net, talk, weather, gaps)
    clean = hierarchy(generation=generation)
    clean.up()
    clean.run(net.now)
    same_as_ever(net, clean, talk)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 0xFFFF),
    st.binary(max_size=120),
    st.sampled_from(["hub", "s2", "s3"]),
    st.sampled_from([None, *PacketType]),
)
def test_nobody_answers_an_error_indication(code: int, enclosed: bytes, name: str, kind: PacketType | None) -> None:
    """W-30: whatever it encloses, a packet of ours included."""
    net = cloud(3)
    net.run(10)
    ping(net)
    net.run(11)
    sent = [encode(one.packet) for one in net.sent if one.packet.type is kind]
    node = net.nodes[name]
    error = ErrorIndication(
        source_nbma=spoke_nbma(9),
        source_protocol=node.tunnels[TUNNEL].address,
        destination_protocol=node.tunnels[TUNNEL].address,
        code=code,
        enclosed=sent[-1] if sent else enclosed,
    )
    before = len(net.sent)
    node.speaker.receive(TUNNEL, spoke_nbma(9), encode(error), net.now)
    net.flush(node)
    assert len(net.sent) == before


def test_the_weather_does_what_it_says() -> None:
    """Guards the properties: packets are lost, repeated, reordered and corrupted in them."""
    net = cloud(3)
    storm(net, Weather(seed=1, loss=0.3, repeat=0.3, corrupt=0.3, delay=5.0))
    arrived = [(delay, copy != bytes(80)) for _ in range(100) for delay, copy in net.channel(bytes(80))]
    assert len(arrived) > 110
    assert 10 < sum(changed for _, changed in arrived) < 60
    assert [delay for delay, _ in arrived] != sorted(delay for delay, _ in arrived)
    net.run(400)
    assert len(net.sent) > 10
