"""IPv6 over IPv6, and IPv6 over IPv4 (NHRP W-10, I rules)."""

from dataclasses import replace
from ipaddress import IPv6Address, ip_address

import pytest

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import TrafficIndication, encode
from tests.unit.nhrp.network import HUB_NBMA, TUNNEL, Net, hub_settings, spoke_nbma, spoke_settings

OVERLAY = "2001:db8:a::"


def tunnel(number: int) -> IPv6Address:
    return IPv6Address(f"{OVERLAY}{number}")


def ipv6_packet(source: IPv6Address, destination: IPv6Address) -> bytes:
    return bytes.fromhex("6000000000643a40") + source.packed + destination.packed + bytes(100)


def ipv6_cloud(hub_nbma: IPAddress, nbmas: dict[int, IPAddress]) -> Net:
    net = Net()
    base = hub_settings(redirect=True)
    net.add("hub", replace(base, address=tunnel(1), prefix_length=64, nbma=hub_nbma))
    for number, nbma in nbmas.items():
        nhs = (NhsSetting(address=tunnel(1), nbma=hub_nbma),)
        one = replace(spoke_settings(number, shortcut=True), nhs=nhs, address=tunnel(number), prefix_length=64)
        node = net.add(f"s{number}", replace(one, nbma=nbma, multicast_static=()))
        net.nodes["hub"].routes.add(f"2001:db8:{number}::/48", TUNNEL, str(tunnel(number)))
        node.routes.add("2001:db8::/32", TUNNEL, str(tunnel(1)))
        node.routes.add(f"2001:db8:{number}::/48", "Loopback0")
    net.up()
    net.run(10)
    return net


@pytest.mark.parametrize("transport", [4, 6])
def test_a_shortcut_over_ipv6(transport: int) -> None:
    six = {number: ip_address(f"2001:db8:ffff::{number}") for number in (1, 2, 3)}
    four = {1: HUB_NBMA, 2: spoke_nbma(2), 3: spoke_nbma(3)}
    nbma = six if transport == 6 else four
    net = ipv6_cloud(nbma[1], {2: nbma[2], 3: nbma[3]})
    assert set(net.nodes["hub"].entries()) == {f"{OVERLAY}2/128", f"{OVERLAY}3/128"}
    source, destination = IPv6Address("2001:db8:2::10"), IPv6Address("2001:db8:3::10")
    hub, s2 = net.nodes["hub"], net.nodes["s2"]
    assert s2.speaker.next_hop(TUNNEL, tunnel(1), net.now, destination=destination) == nbma[1]
    hub.speaker.redirect(TUNNEL, nbma[2], ipv6_packet(source, destination), net.now)
    net.flush(hub)
    indication = next(one.packet for one in net.sent if isinstance(one.packet, TrafficIndication))
    assert len(indication.enclosed) == 48
    assert (indication.afn, indication.protocol_type) == (2 if transport == 6 else 1, 0x86DD)
    net.run(11)
    assert s2.flags()["2001:db8:3::/48"] == "rib router"
    assert s2.speaker.next_hop(TUNNEL, tunnel(1), net.now, destination=destination) == nbma[3]


def test_packets_of_the_other_overlay_are_not_admitted() -> None:
    """S-80 step 1."""
    net = ipv6_cloud(HUB_NBMA, {2: spoke_nbma(2), 3: spoke_nbma(3)})
    four = Net()
    four.add("hub", hub_settings())
    four.add("s2", spoke_settings(2))
    four.up()
    four.run(2)
    hub = net.nodes["hub"]
    before = hub.entries()
    hub.events.clear()
    hub.speaker.receive(TUNNEL, spoke_nbma(2), encode(four.sent[0].packet), net.now)
    net.flush(hub)
    assert hub.entries() == before
    assert len(hub.events) == 1
