"""Timers and paths, the two bookkeepers of a speaker."""

import random
from functools import partial
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.event import Event, SocketReleased, SocketWanted
from nornir_dmvpn.nhrp.sockets import Sockets
from nornir_dmvpn.nhrp.timers import Timers

PEER = IPv4Address("198.51.100.3")


def test_timers_agree_with_a_plain_dictionary() -> None:
    """Any mix of setting, moving, cancelling and popping: the earliest time comes first, moved ones at their place."""
    rng = random.Random(7)
    timers, model, fired = Timers(), dict[int, int](), list[tuple[int, float]]()
    for _ in range(3000):
        key, what = rng.randrange(20), rng.random()
        if what < 0.6:
            model[key] = rng.randrange(1000)
            timers.set(key, model[key], partial(lambda key, now: fired.append((key, now)), key))
        elif what < 0.8:
            model.pop(key, None)
            timers.cancel(key)
        else:
            handler = timers.pop(1000)
            if handler is None:
                assert not model
                continue
            handler(0)
            earliest = min(model.values())
            assert model.pop(fired[-1][0]) == earliest
        assert timers.next() == min(model.values(), default=None)


def test_nothing_is_popped_before_its_time() -> None:
    timers = Timers()
    timers.set("late", 10, lambda _now: None)
    assert timers.pop(9.999) is None
    assert timers.pop(10) is not None
    assert timers.next() is None


class Recorder:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.sent: list[tuple[IPAddress, bytes]] = []
        self.sockets = Sockets("Tunnel0", emit=self.events.append, transmit=self._transmit)

    def _transmit(self, nbma: IPAddress, data: bytes) -> None:
        self.sent.append((nbma, data))


WANTED = SocketWanted(interface="Tunnel0", nbma=PEER)
RELEASED = SocketReleased(interface="Tunnel0", nbma=PEER)


def test_a_path_is_wanted_by_the_first_owner_and_released_by_the_last() -> None:
    """S-52."""
    recorder = Recorder()
    recorder.sockets.activate()
    recorder.sockets.claim(PEER, "one")
    recorder.sockets.claim(PEER, "two")
    recorder.sockets.release(PEER, "one")
    assert recorder.events == [WANTED]
    recorder.sockets.release(PEER, "two")
    recorder.sockets.release(PEER, "two")
    assert recorder.events == [WANTED, RELEASED]


def test_owners_outlive_the_interface_going_down() -> None:
    recorder = Recorder()
    recorder.sockets.claim(PEER, "static")
    assert recorder.events == []
    recorder.sockets.activate()
    recorder.sockets.opened(PEER)
    recorder.sockets.deactivate()
    assert not recorder.sockets.is_up(PEER)
    recorder.sockets.activate()
    assert recorder.events == [WANTED, RELEASED, WANTED]


def test_waiting_packets_leave_in_order_when_the_path_opens_and_want_it_no_longer() -> None:
    """S-20 step 4."""
    recorder = Recorder()
    recorder.sockets.activate()
    for number in range(20):
        recorder.sockets.send_when_up(PEER, bytes((number,)))
    assert not recorder.sent
    recorder.sockets.opened(PEER)
    assert [data[0] for _, data in recorder.sent] == list(range(4, 20))
    assert recorder.events == [WANTED, RELEASED]


def test_a_path_that_does_not_open_loses_what_waited() -> None:
    recorder = Recorder()
    recorder.sockets.activate()
    recorder.sockets.send_when_up(PEER, b"data")
    assert recorder.sockets.closed(PEER)
    recorder.sockets.opened(PEER)
    assert recorder.sent == []
    assert not recorder.sockets.closed(PEER)
