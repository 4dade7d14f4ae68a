"""Our speaker against packets of other implementations: what they sent, it sends; what they answered, it answers."""

import random
from dataclasses import replace
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp.event import SocketWanted
from nornir_dmvpn.nhrp.extension import ExtensionType
from nornir_dmvpn.nhrp.forward import cies_of
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting
from nornir_dmvpn.nhrp.speaker import Speaker
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, decode, encode
from tests.conformance.test_nhrp_pcap import CAPTURES, RECORDED, ip_packets, nhrp_packets
from tests.unit.nhrp.network import TUNNEL, Table, settings

pytestmark = pytest.mark.conformance

CISCO = CAPTURES / "pcap" / "NHRP_registration.cap"
CISCO_SPOKE, CISCO_SPOKE_NBMA = IPv4Address("192.168.0.2"), IPv4Address("172.16.25.2")
CISCO_HUB, CISCO_HUB_NBMA = IPv4Address("192.168.0.1"), IPv4Address("172.16.15.2")
FRR_HUB, FRR_HUB_NBMA = IPv4Address("10.0.0.1"), IPv4Address("198.51.100.1")


def speaker(interface: NhrpInterface) -> Speaker:
    table = Table()
    table.add(f"{interface.address}/{interface.address.max_prefixlen}")
    one = Speaker(interfaces=[interface], routes=table, behaviour=BEHAVIOUR[Generation.A], rng=random.Random(1))
    one.interface_up(TUNNEL, 0)
    return one


def drain(one: Speaker, now: float) -> list[bytes]:
    """Open every wanted path; what is sent then."""
    while events := one.events():
        for event in events:
            if isinstance(event, SocketWanted):
                one.socket_up(TUNNEL, event.nbma, now)
    return [out.data for out in one.packets_to_send()]


def cisco(address: IPv4Address, nbma: IPv4Address, **changes: object) -> NhrpInterface:
    """As the recorded routers were configured, by what their packets say."""
    told: dict[str, object] = {"holdtime": 7200, "registration_interval": 2400.0, "mtu": 1514, "unique": True}
    return settings(address, nbma, **(told | changes))


def client_packets(path: Path, kind: PacketType) -> list[ClientPacket]:
    found = [decode(data) for data in nhrp_packets(path)]
    return [one for one in found if isinstance(one, ClientPacket) and one.type is kind]


def test_a_real_registration_reads_as_the_rules_say() -> None:
    """NHRP W-24, W-25 and R-35 on a recorded exchange of two Cisco routers."""
    requests = client_packets(CISCO, PacketType.REGISTRATION_REQUEST)
    replies = client_packets(CISCO, PacketType.REGISTRATION_REPLY)
    assert len(requests) == len(replies) == 2
    for request, reply in zip(requests, replies, strict=True):
        assert request.request_id == reply.request_id
        assert request.flags == reply.flags == 0x8002
        assert [(one.prefix_length, one.nbma, one.protocol) for one in request.cies] == [(255, None, None)]
        assert [one.code for one in reply.cies] == [0]


def test_our_spoke_sends_the_bytes_that_a_cisco_spoke_sent() -> None:
    """All but the request id, which counts (W-25)."""
    server = NhsSetting(address=CISCO_HUB, nbma=CISCO_HUB_NBMA)
    spoke = speaker(cisco(CISCO_SPOKE, CISCO_SPOKE_NBMA, nhs=(server,)))
    drain(spoke, 0)
    spoke.handle_timer(0.9)
    (ours,) = drain(spoke, 0.9)
    for theirs in client_packets(CISCO, PacketType.REGISTRATION_REQUEST):
        packet = decode(ours)
        assert isinstance(packet, ClientPacket)
        assert encode(replace(packet, request_id=theirs.request_id)).hex() == encode(theirs).hex()


def test_our_hub_answers_with_the_bytes_that_a_cisco_hub_answered() -> None:
    hub = speaker(cisco(CISCO_HUB, CISCO_HUB_NBMA))
    requests = client_packets(CISCO, PacketType.REGISTRATION_REQUEST)
    answers = []
    for request in requests:
        hub.receive(TUNNEL, CISCO_SPOKE_NBMA, encode(request), 1)
        answers += drain(hub, 1)
    theirs = client_packets(CISCO, PacketType.REGISTRATION_REPLY)
    assert [one.hex() for one in answers] == [encode(one).hex() for one in theirs]


def who(packet: ClientPacket) -> tuple[IPAddress | None, IPAddress | None, int]:
    return packet.source_nbma, packet.source_protocol, packet.request_id


def recorded_requests(path: Path) -> list[tuple[IPAddress, bytes, ClientPacket]]:
    """Outer source, bytes and value of each Registration Request that reached the recorded FRR hub."""
    found: list[tuple[IPAddress, bytes, ClientPacket]] = []
    for source, destination, data in ip_packets(path):
        if destination == FRR_HUB_NBMA and data[17] == PacketType.REGISTRATION_REQUEST:
            packet = decode(data)
            assert isinstance(packet, ClientPacket)
            found.append((source, data, packet))
    return found


@pytest.mark.parametrize("name", ["p3", "nat", "natsame", "dup-unique", "auth-match"])
def test_our_hub_takes_the_registrations_of_frr_and_answers_as_its_hub_did(name: str) -> None:
    """Same id, flags, addresses, codes, and the same opinion on who is translated (R-20, R-35, W-52).

    One difference is meant: FRR does not refuse a unique address to a second router, Cisco does (R-30).
    """
    path = next((one for one in RECORDED if one.parent.name == name), None)
    if path is None:
        pytest.skip("the FRR recordings are not here")
    secret = Secret("SECRET1") if name.startswith("auth") else None
    hub = speaker(settings(FRR_HUB, FRR_HUB_NBMA, authentication=secret))
    theirs = {who(one): one for one in client_packets(path, PacketType.REGISTRATION_REPLY)}
    compared = 0
    for now, (source, data, request) in enumerate(recorded_requests(path)):
        hub.receive(TUNNEL, source, data, float(now))
        (ours,) = (decode(one) for one in drain(hub, float(now)))
        answer = theirs.get(who(request))
        assert isinstance(ours, ClientPacket)
        if answer is None:
            continue
        compared += 1
        if [one.code for one in ours.cies] == [14]:
            assert name == "dup-unique"
            continue
        assert (ours.flags, ours.source_nbma, ours.source_protocol) == (
            answer.flags,
            answer.source_nbma,
            answer.source_protocol,
        )
        assert ours.destination_protocol == answer.destination_protocol == FRR_HUB
        assert ours.cies == answer.cies
        for kind in (ExtensionType.NAT_ADDRESS, ExtensionType.RESPONDER_ADDRESS):
            assert [(one.nbma, one.protocol) for one in cies_of(ours, kind)] == [
                (one.nbma, one.protocol) for one in cies_of(answer, kind)
            ]
    assert compared


def frr_spoke(number: int) -> Speaker:
    """Spoke ``number`` of the recorded cloud: its LAN is 192.168.number.0/24, the others are behind the hub."""
    address, nbma = IPv4Address("10.0.0.10") + number, IPv4Address("198.51.100.10") + number
    server = NhsSetting(address=FRR_HUB, nbma=FRR_HUB_NBMA)
    table = Table()
    table.add("10.0.0.0/24")
    table.add("192.168.0.0/16", TUNNEL, str(FRR_HUB))
    table.add(f"192.168.{number}.0/24", "dummy0")
    one = Speaker(
        interfaces=[settings(address, nbma, nhs=(server,), shortcut=True)],
        routes=table,
        behaviour=BEHAVIOUR[Generation.E],
        rng=random.Random(1),
    )
    one.interface_up(TUNNEL, 0)
    drain(one, 0)
    return one


def recorded(kind: PacketType) -> list[tuple[IPAddress, IPAddress, bytes]]:
    path = next((one for one in RECORDED if one.parent.name == "p3"), None)
    if path is None:
        pytest.skip("the FRR recordings are not here")
    return [one for one in ip_packets(path) if one[2][17] == kind]


def test_our_spoke_gives_frr_the_same_prefix_and_next_hop_that_its_spokes_gave() -> None:
    """S-33: the covering route of the egress."""
    replies = [decode(data) for _, _, data in recorded(PacketType.RESOLUTION_REPLY)]
    theirs = {who(one): one for one in replies if isinstance(one, ClientPacket)}
    compared = 0
    for source, destination, data in recorded(PacketType.RESOLUTION_REQUEST):
        request = decode(data)
        assert isinstance(request, ClientPacket)
        answer = theirs.get(who(request))
        if destination == FRR_HUB_NBMA or answer is None:
            continue
        egress = frr_spoke(int(destination) - int(IPv4Address("198.51.100.10")))
        egress.receive(TUNNEL, source, data, 5)
        (ours,) = (decode(one) for one in drain(egress, 5))
        assert isinstance(ours, ClientPacket)
        assert ours.destination_protocol == answer.destination_protocol
        assert [(one.code, one.prefix_length, one.nbma, one.protocol) for one in ours.cies] == [
            (one.code, one.prefix_length, one.nbma, one.protocol) for one in answer.cies
        ]
        compared += 1
    assert compared


def test_our_spoke_asks_for_what_frr_asked_for_after_the_same_indication() -> None:
    """W-36, S-30 step 3; and the answer that FRR got makes our shortcut too."""
    s1_nbma = IPv4Address("198.51.100.11")
    source, _, indication = next(one for one in recorded(PacketType.TRAFFIC_INDICATION) if one[1] == s1_nbma)
    asked = next(decode(data) for sent_by, _, data in recorded(PacketType.RESOLUTION_REQUEST) if sent_by == s1_nbma)
    reply = next(decode(data) for _, to, data in recorded(PacketType.RESOLUTION_REPLY) if to == s1_nbma)
    spoke = frr_spoke(1)
    spoke.receive(TUNNEL, source, indication, 5)
    (ours,) = (decode(one) for one in drain(spoke, 5))
    assert isinstance(ours, ClientPacket)
    assert ours.destination_protocol == asked.destination_protocol
    assert isinstance(asked, ClientPacket)
    assert ours.flags == asked.flags == 0xC802
    assert isinstance(reply, ClientPacket)
    spoke.receive(TUNNEL, source, encode(replace(reply, request_id=ours.request_id)), 6)
    entries = {str(one.network): one for one in spoke.cache(TUNNEL)}
    assert str(entries["192.168.2.0/24"].next_hop) == "10.0.0.12"
    assert str(entries["10.0.0.12/32"].nbma) == "198.51.100.12"
