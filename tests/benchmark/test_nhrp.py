"""The NHRP codec against a bare floor, and a hub's registrations against the number of its clients."""

import random
import struct
from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.client import transit_extensions
from nornir_dmvpn.nhrp.event import SocketWanted
from nornir_dmvpn.nhrp.extension import ExtensionType, cie_extension
from nornir_dmvpn.nhrp.speaker import Speaker
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, RegistrationFlag, decode, encode
from tests.benchmark.measure import report, side_by_side
from tests.unit.nhrp.network import HUB_NBMA, TUNNEL, Table, settings

pytestmark = pytest.mark.benchmark

CODEC = 10.0
GROWTH = 1.5
SMALL, LARGE = 100, 10_000
HUB = IPv4Address("10.0.0.1")
SERVER = Cie(prefix_length=32, mtu=17916, nbma=HUB_NBMA, protocol=HUB)
LAYOUT = struct.Struct("!HH5sBHHHBBBB BBHI4s4s4s BBHHHBBBB HHHHHH HHBBHHHBBBB4s4s HH".replace(" ", ""))
"""Every field of the registration below, header to End."""


def registration(client: int, holding_time: int = 7200) -> ClientPacket:
    """EX-1 of protocol.md, from one of many clients."""
    return ClientPacket(
        type=PacketType.REGISTRATION_REQUEST,
        flags=RegistrationFlag.NAT,
        request_id=client + 1,
        source_nbma=IPv4Address("198.18.0.0") + client,
        source_protocol=IPv4Address("10.1.0.0") + client,
        destination_protocol=HUB,
        cies=(Cie(prefix_length=32, mtu=17916, holding_time=holding_time),),
        extensions=(*transit_extensions(), cie_extension(ExtensionType.NAT_ADDRESS, SERVER)),
    )


def rfc1071(data: bytes) -> int:
    """The checksum as RFC 1071 has it: add the words, fold the carries, complement."""
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return 0xFFFF - total


def test_the_nhrp_codec_against_bare_struct() -> None:
    """The floor: unpack and pack every field of the same 92 bytes, and check and make the checksum (W-10)."""
    data = encode(registration(1))
    assert LAYOUT.size == len(data) == 92
    assert LAYOUT.pack(*LAYOUT.unpack(data)) == data
    assert rfc1071(data) == 0

    def floor() -> None:
        for _ in range(2000):
            fields = LAYOUT.unpack(data)
            rfc1071(data)
            LAYOUT.pack(*fields)
            rfc1071(data)

    def typed() -> None:
        for _ in range(2000):
            encode(decode(data))

    measured = side_by_side(typed, floor)
    report("NHRP decode and encode of a registration against the struct floor", measured.ratio, CODEC)
    assert measured.ratio < CODEC


def hub(clients: int) -> Speaker:
    """A hub with that many registered clients."""
    table = Table()
    table.add("10.0.0.0/8")
    interface = settings(HUB, HUB_NBMA, prefix_length=8, multicast_dynamic=True, max_send=1_000_000)
    speaker = Speaker(interfaces=[interface], routes=table, behaviour=BEHAVIOUR[Generation.E], rng=random.Random(1))
    speaker.interface_up(TUNNEL, 0)
    for client in range(clients):
        receive(speaker, client, client / clients)
    assert len(speaker.cache(TUNNEL)) == clients
    return speaker


def receive(speaker: Speaker, client: int, now: float, holding_time: int = 7200) -> None:
    """One registration, with everything its owner does after it."""
    speaker.receive(TUNNEL, IPv4Address("198.18.0.0") + client, encode(registration(client, holding_time)), now)
    for event in speaker.events():
        if isinstance(event, SocketWanted):
            speaker.socket_up(TUNNEL, event.nbma, now)
    assert len(speaker.packets_to_send()) == 1
    speaker.next_timer()


def test_a_registration_costs_the_same_whatever_the_size_of_the_hub() -> None:
    """Refreshes of known clients, first registrations of new ones, and the end of these."""
    speakers = {size: hub(size) for size in (SMALL, LARGE)}

    def work(size: int) -> None:
        speaker = speakers[size]
        for turn in range(1000):
            receive(speaker, turn * 7 % size, 2.0 + turn / 1000)
        for turn in range(500):
            receive(speaker, LARGE + turn, 3.0)
        for turn in range(500):
            receive(speaker, LARGE + turn, 3.0, holding_time=0)

    measured = side_by_side(lambda: work(LARGE), lambda: work(SMALL))
    report(f"a registration at a hub of {LARGE} clients against one of {SMALL}", measured.ratio, GROWTH)
    assert measured.ratio < GROWTH
    assert {size: len(speaker.cache(TUNNEL)) for size, speaker in speakers.items()} == {SMALL: SMALL, LARGE: LARGE}
