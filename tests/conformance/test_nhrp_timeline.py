"""The recorded timeline of a phase 3 cloud of FRR routers, lived through by our speakers: packets, order and times.

Differences that are meant (protocol.md 9): hop counts; FRR registers with itself as destination (R-06); FRR returns a
Resolution Reply over the hub while it has no path of its own, ours opens the path first and replies straight (S-20).
"""

import itertools
import struct
from collections import defaultdict
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, decode_gre
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import NhrpPacket, PacketType, decode
from tests.conformance.test_nhrp_pcap import RECORDED
from tests.unit.nhrp.network import TUNNEL, Net, settings

pytestmark = pytest.mark.conformance

A = IPv4Address
NBMA = {"hub": A("198.51.100.1"), **{f"s{n}": A(f"198.51.100.1{n}") for n in (1, 2, 3)}}
TUNNELS = {"hub": A("10.0.0.1"), **{f"s{n}": A(f"10.0.0.1{n}") for n in (1, 2, 3)}}
HOLDTIME = 9
PERIOD = 3.0
END = 45.0
"""Up to here the recording has nothing but registrations and traffic between spokes 1 and 2."""
ONE_TIME = 0.9
"""Seconds from our tunnel coming up to the first request: what was recorded at 0 happens at this time here."""
REGISTER, INDICATION = PacketType.REGISTRATION_REQUEST, PacketType.TRAFFIC_INDICATION
ASK, ANSWER = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY


@dataclass(frozen=True)
class Seen:
    when: float
    sender: str
    receiver: str
    packet: NhrpPacket


def names(address: IPAddress) -> str:
    return {nbma: name for name, nbma in NBMA.items()}[A(str(address))]


def recording() -> list[Seen]:
    """NHRP packets of the recording up to :data:`END`, seconds after its first one."""
    path = next((one for one in RECORDED if one.parent.name == "p3"), None)
    if path is None:
        pytest.skip("the FRR recordings are not here")
    found = [one for stamped in stamped_frames(path) if (one := _nhrp(*stamped)) is not None]
    start = found[0].when
    return [Seen(one.when - start, one.sender, one.receiver, one.packet) for one in found if one.when - start < END]


def stamped_frames(path: Path) -> list[tuple[float, bytes]]:
    data, offset, found = path.read_bytes(), 24, []
    order = "<" if data[:4] == b"\xd4\xc3\xb2\xa1" else ">"
    while offset < len(data):
        seconds, micros, length = struct.unpack(order + "III", data[offset : offset + 12])
        found.append((seconds + micros / 1e6, data[offset + 16 : offset + 16 + length]))
        offset += 16 + length
    return found


def _nhrp(when: float, frame: bytes) -> Seen | None:
    packet = frame[14:]
    if frame[12:14] != b"\x08\x00" or packet[9] != 47:
        return None
    start, total = (packet[0] & 15) * 4, int.from_bytes(packet[2:4], "big")
    header, payload = decode_gre(packet[start:total])
    if header.protocol != NHRP_PROTOCOL:
        return None
    try:
        return Seen(when, names(A(packet[12:16])), names(A(packet[16:20])), decode(payload))
    except NhrpDecodeError as error:
        pytest.fail(f"a recorded packet does not decode: {error}")


def ours(theirs: list[Seen]) -> list[Seen]:
    """The same cloud of ours: it comes up, and its hosts talk, when the recorded one did."""
    net = Net(seed=4)
    hub = net.add("hub", settings(TUNNELS["hub"], NBMA["hub"], redirect=True, holdtime=HOLDTIME))
    server = NhsSetting(address=TUNNELS["hub"], nbma=NBMA["hub"])
    told = {"nhs": (server,), "shortcut": True, "holdtime": HOLDTIME, "registration_interval": PERIOD}
    for number in (1, 2, 3):
        name = f"s{number}"
        node = net.add(name, settings(TUNNELS[name], NBMA[name], **told))
        node.routes.add(f"192.168.{number}.0/24", "dummy0")
        node.routes.add("192.168.0.0/16", TUNNEL, str(TUNNELS["hub"]))
        hub.routes.add(f"192.168.{number}.0/24", TUNNEL, str(TUNNELS[name]))
    first = {name: min(one.when for one in theirs if one.sender == name) for name in ("s1", "s2", "s3")}
    answered = min(one.when for one in theirs if one.sender == "hub")
    script = [(when, name) for name, when in first.items()] + [(answered - 1, "hub")]
    talks = [one.when for one in theirs if one.packet.type is INDICATION and one.receiver == "s1"]
    for when, what in sorted([*script, *((ONE_TIME + talk, "talk") for talk in talks)]):
        net.run(when)
        if what == "talk":
            assert net.packet("s1", A("192.168.1.1"), A("192.168.2.1")) == ["s1", "hub", "s2"]
            assert net.packet("s2", A("192.168.2.1"), A("192.168.1.1")) == ["s2", "hub", "s1"]
        else:
            net.up(what)
    net.run(END + ONE_TIME)
    return [Seen(one.when - ONE_TIME, one.sender, names(one.receiver), one.packet) for one in net.sent]


@pytest.fixture(scope="module")
def both() -> tuple[list[Seen], list[Seen]]:
    theirs = recording()
    return theirs, ours(theirs)


def registrations(seen: list[Seen], name: str) -> list[float]:
    return [one.when for one in seen if one.sender == name and one.packet.type is REGISTER]


def test_a_spoke_whose_hub_is_absent_tries_at_the_recorded_times(both: tuple[list[Seen], list[Seen]]) -> None:
    """R-10: at 0, 1 and 3 s; retries within the jitter, 0.75 to 1.05 of 2 s."""
    theirs, mine = (registrations(one, "s1")[:3] for one in both)
    assert theirs == pytest.approx([0, 1.02, 3.03], abs=0.02)
    assert mine[:2] == pytest.approx(theirs[:2], abs=0.05)
    for one in (theirs, mine):
        assert 1.5 <= one[2] - one[1] <= 2.1


@pytest.mark.parametrize("name", ["s1", "s2", "s3"])
def test_registrations_repeat_every_third_of_the_holding_time(name: str, both: tuple[list[Seen], list[Seen]]) -> None:
    """R-10, G-03a; as many in the same time, each answered within the network's delay."""
    counts = []
    for seen in both:
        times = registrations(seen, name)[3 if name == "s1" else 0 :]
        gaps = [after - before for before, after in itertools.pairwise(times)]
        assert gaps == pytest.approx([PERIOD] * len(gaps), abs=0.05)
        counts.append(len(times))
    assert abs(counts[0] - counts[1]) <= 1
    assert counts[0] > 10


def flows(seen: list[Seen]) -> dict[tuple[int, str], list[tuple[PacketType, str, str]]]:
    """Per exchange and asking spoke: what was sent for it, in order; a reply over the hub counts as one."""
    found: dict[tuple[int, str], list[tuple[PacketType, str, str]]] = defaultdict(list)
    exchange, last = -1, -1e9
    for one in seen:
        kind = one.packet.type
        if kind not in (INDICATION, ASK, ANSWER):
            continue
        if one.when - last > 1:
            exchange += 1
        last = one.when
        asking = one.receiver if kind is INDICATION else names_of_tunnels(one.packet.source_protocol)
        if kind is ANSWER and one.receiver == "hub":
            continue
        sender = names_of_egress(one.packet.destination_protocol) if kind is ANSWER else one.sender
        found[exchange, asking].append((kind, sender, one.receiver))
    return dict(found)


def names_of_tunnels(address: IPAddress | None) -> str:
    return {tunnel: name for name, tunnel in TUNNELS.items()}[A(str(address))]


def names_of_egress(address: IPAddress | None) -> str:
    """The spoke whose LAN the address is in."""
    return f"s{str(address).split('.')[2]}"


def test_every_shortcut_takes_the_recorded_packets_in_the_recorded_order(
    both: tuple[list[Seen], list[Seen]],
) -> None:
    """S-30: indication, question to the hub, question to the egress, answer; both ways, in each of the exchanges."""
    theirs, mine = map(flows, both)
    assert mine == theirs
    assert len(theirs) == 8
    assert set(map(tuple, theirs.values())) == {
        ((INDICATION, "hub", me), (ASK, me, "hub"), (ASK, "hub", peer), (ANSWER, peer, me))
        for me, peer in (("s1", "s2"), ("s2", "s1"))
    }


def test_a_shortcut_is_made_as_fast_as_it_was(both: tuple[list[Seen], list[Seen]]) -> None:
    """S-35: milliseconds from the indication to the answer."""
    for seen in both:
        started: dict[str, float] = {}
        for one in seen:
            if one.packet.type is INDICATION:
                started[one.receiver] = one.when
            elif one.packet.type is ANSWER and one.receiver != "hub":
                assert one.when - started[one.receiver] < 0.1
        assert set(started) == {"s1", "s2"}
