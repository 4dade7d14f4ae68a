"""A day of protocol on a virtual clock: the same for the same seed, packet by packet."""

import random
from collections import Counter

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.nhrp.event import Event
from nornir_dmvpn.nhrp.wire import PacketType
from tests.unit.nhrp.hierarchy import hierarchy, talk
from tests.unit.nhrp.network import Net, Sent, two

DAY = 86_400.0
REGISTER, CONFIRM = PacketType.REGISTRATION_REQUEST, PacketType.REGISTRATION_REPLY
History = tuple[list[Sent], dict[str, list[tuple[float, Event]]]]


def history(net: Net) -> History:
    return net.sent, {name: node.events for name, node in net.nodes.items()}


def day_of_two(seed: int) -> Net:
    """A hub and a spoke; every tenth packet is lost."""
    net = two(seed)
    rng = random.Random(seed)
    net.lost = lambda _sent: rng.random() < 0.1
    net.up()
    net.run(DAY)
    return net


def day_of_seven(seed: int) -> Net:
    """Three levels, talk between the regions every hour and for a while at noon, some packets lost."""
    net = hierarchy(seed=seed, generation=Generation.C)
    rng = random.Random(seed)
    net.lost = lambda _sent: rng.random() < 0.05
    net.up()
    for second in range(0, int(DAY), 3600):
        net.run(second)
        busy = 60 if second == 43_200 else 1
        for turn in range(busy):
            net.run(second + 20 * turn)
            assert talk(net)[0] == "s1"
    net.run(DAY)
    return net


def test_a_day_of_two_speakers_is_the_same_for_the_same_seed_only() -> None:
    one, again, other = day_of_two(1), day_of_two(1), day_of_two(2)
    assert history(one) == history(again)
    assert history(one) != history(other)


def test_a_day_of_seven_speakers_is_the_same_for_the_same_seed() -> None:
    one, again = day_of_seven(1), day_of_seven(1)
    assert history(one) == history(again)
    assert len(one.sent) > 5000


def test_a_quiet_day_has_as_many_registrations_as_it_has_periods() -> None:
    """R-10, G-03a: every 200 s, answered at once, and nothing else."""
    net = two()
    net.up()
    net.run(DAY)
    assert Counter(one.packet.type for one in net.sent) == {REGISTER: 432, CONFIRM: 432}
    assert [type(one).__name__ for _, one in net.nodes["hub"].events] == ["SocketWanted", "NhcUp"]


def test_a_day_with_losses_leaves_nothing_behind() -> None:
    """Timers, questions and purges that nobody waits for any more do not pile up."""
    net = day_of_seven(3)
    net.lost = lambda _sent: False
    net.run(DAY + 2000)
    for node in net.nodes.values():
        context = node.speaker._context
        assert len(context.timers) < 20
        assert len(context.timers._heap) < 600
        assert node.speaker._resolver._pending == {}
        assert all(len(node.speaker.cache(tunnel)) <= 4 for tunnel in node.tunnels)
        assert node.speaker.packets_to_send() == []
        assert node.speaker.events() == []
