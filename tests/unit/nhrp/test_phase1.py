"""Phase 1: point-to-point spokes only register (NHRP S-02, S-10, S-11)."""

from dataclasses import replace

from nornir_dmvpn.nhrp.wire import PacketType
from tests.unit.nhrp.network import (
    HUB_NBMA,
    TUNNEL,
    Net,
    cloud,
    hub_settings,
    lan,
    ping,
    spoke,
    spoke_settings,
)

REQUEST, REPLY = PacketType.RESOLUTION_REQUEST, PacketType.RESOLUTION_REPLY


def phase1() -> Net:
    net = Net()
    hub = net.add("hub", hub_settings(redirect=True))
    for number, other in ((2, 3), (3, 2)):
        node = net.add(
            f"s{number}", replace(spoke_settings(number, shortcut=True), multipoint=False, destination=HUB_NBMA)
        )
        hub.routes.add(str(lan(number)), TUNNEL, str(spoke(number)))
        node.routes.add(str(lan(number)), "Loopback0")
        node.routes.add(str(lan(other)), TUNNEL, str(spoke(other)))
    net.up()
    net.run(10)
    return net


def test_spokes_register_and_never_resolve() -> None:
    """S-02, S-10."""
    net = phase1()
    assert set(net.nodes["hub"].entries()) == {"10.0.0.2/32", "10.0.0.3/32"}
    for second in range(11, 60, 5):
        assert ping(net) == ["s2", "hub", "s3"]
        net.run(second)
    assert not [one for one in net.sent if one.packet.type in (REQUEST, REPLY)]
    for number in (2, 3):
        assert set(net.nodes[f"s{number}"].entries()) == {"10.0.0.1/32"}


def test_a_multipoint_spoke_gets_no_answer_from_a_point_to_point_one() -> None:
    """S-11."""
    net = cloud(2)
    changed = replace(spoke_settings(3), multipoint=False, destination=HUB_NBMA)
    net.nodes["s3"].speaker.configure([changed], 0)
    net.run(10)
    assert ping(net) == ["s2", "hub", "s3"]
    net.run(60)
    assert ping(net) == ["s2", "hub", "s3"]
    assert net.nodes["s2"].flags()["10.0.0.3/32"] == "temporary"
