"""What a packet costs does not grow with the hub (design section 4), counted in calls, not in seconds."""

import random
import sys
from collections.abc import Callable
from functools import partial
from ipaddress import IPv4Address
from types import FrameType

from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.client import transit_extensions
from nornir_dmvpn.nhrp.event import SocketWanted
from nornir_dmvpn.nhrp.speaker import Speaker
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, encode
from tests.unit.nhrp.network import HUB_NBMA, TUNNEL, Table, settings

HUB = IPv4Address("10.0.0.1")


def calls(work: Callable[[], object]) -> int:
    """Calls of functions, written in Python or C, that ``work`` makes."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def hub() -> Speaker:
    table = Table()
    table.add("10.0.0.0/8")
    interface = settings(HUB, HUB_NBMA, prefix_length=8, multicast_dynamic=True)
    speaker = Speaker(interfaces=[interface], routes=table, behaviour=BEHAVIOUR[Generation.E], rng=random.Random(1))
    speaker.interface_up(TUNNEL, 0)
    return speaker


def register(speaker: Speaker, client: int, now: float) -> None:
    nbma = IPv4Address("198.18.0.0") + client
    packet = ClientPacket(
        type=PacketType.REGISTRATION_REQUEST,
        flags=2,
        request_id=client + 1,
        source_nbma=nbma,
        source_protocol=IPv4Address("10.1.0.0") + client,
        destination_protocol=HUB,
        cies=(Cie(prefix_length=32, holding_time=600),),
        extensions=transit_extensions(),
    )
    speaker.receive(TUNNEL, nbma, encode(packet), now)
    for event in speaker.events():
        if isinstance(event, SocketWanted):
            speaker.socket_up(TUNNEL, event.nbma, now)
    assert len(speaker.packets_to_send()) == 1
    speaker.next_timer()


def filled(clients: int) -> Speaker:
    """A hub on which a client registered every second, up to now: the second ``clients``."""
    speaker = hub()
    for client in range(clients):
        register(speaker, client, client)
    return speaker


def test_a_registration_costs_the_same_on_a_small_and_on_a_large_hub() -> None:
    costs = []
    for clients in (50, 550):
        speaker = filled(clients)
        fresh = calls(partial(register, speaker, clients, clients))
        again = calls(partial(register, speaker, 7, clients))
        expiry = calls(partial(speaker.handle_timer, 600))
        assert len(speaker.cache(TUNNEL)) == clients
        costs.append((fresh, again, expiry))
    (small, large) = costs
    assert all(many <= few * 1.2 for few, many in zip(small, large, strict=True)), costs


def test_the_end_of_a_full_hub_is_linear() -> None:
    def end(clients: int) -> int:
        speaker = filled(clients)
        cost = calls(partial(speaker.handle_timer, 2000))
        assert speaker.cache(TUNNEL) == ()
        return cost

    assert end(550) <= end(55) * 10 * 1.5


def test_next_hops_cost_the_same_on_a_small_and_on_a_large_hub() -> None:
    client = IPv4Address("10.1.0.7")
    costs = [calls(partial(filled(clients).next_hop, TUNNEL, client, clients)) for clients in (50, 550)]
    assert costs[1] <= costs[0] * 1.2
