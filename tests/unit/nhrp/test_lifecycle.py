"""What ends a registration: shutdown, loss, the path (NHRP R-60 to R-62, M-18 to M-21)."""

import pytest

from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.event import NhcDown, NhsDown, NhsUp
from tests.unit.nhrp.network import (
    HUB,
    HUB_NBMA,
    TUNNEL,
    spoke_nbma,
    two,
)


def test_an_orderly_shutdown_purges_the_registration() -> None:
    """R-60: EX-7 goes out, the hub's entry goes at once."""
    net = two()
    net.up()
    net.run(10)
    spoke2 = net.nodes["s2"]
    spoke2.speaker.interface_down(TUNNEL, net.now)
    net.flush(spoke2)
    net.run(11)
    assert net.nodes["hub"].entries() == {}
    assert isinstance(net.nodes["hub"].seen(NhcDown)[0][1], NhcDown)
    assert spoke2.entries()["10.0.0.1/32"].type is EntryType.STATIC
    assert spoke2.speaker.next_timer() is None
    assert net.wants("s2") == set()


def test_a_sudden_loss_leaves_the_entry_until_it_expires() -> None:
    """R-62."""
    net = two()
    net.up()
    net.run(10)
    net.nodes["s2"].speaker.interface_down(TUNNEL, net.now, orderly=False)
    net.flush(net.nodes["s2"])
    net.run(600)
    assert "10.0.0.2/32" in net.nodes["hub"].entries()
    net.run(601)
    assert net.nodes["hub"].entries() == {}


def test_the_end_of_the_path_takes_the_peer_only_if_it_was_orderly() -> None:
    """M-18, M-20."""
    for orderly, left in ((True, set[str]()), (False, {"10.0.0.2/32"})):
        net = two()
        net.up()
        net.run(10)
        hub = net.nodes["hub"]
        hub.speaker.socket_down(TUNNEL, spoke_nbma(2), net.now, orderly=orderly)
        assert set(hub.entries()) == left


def test_the_server_goes_down_with_its_path_and_comes_back_with_it() -> None:
    """M-21, R-10: one-time request 0.9 s after the path opens again."""
    net = two()
    net.up()
    net.run(10)
    node = net.nodes["s2"]
    node.speaker.socket_down(TUNNEL, HUB_NBMA, net.now, orderly=True)
    net.flush(node)
    assert node.seen(NhsDown)[0][1] == NhsDown(interface=TUNNEL, nhs=HUB, reason="External")
    assert "10.0.0.1/32" in node.entries()
    net.run(40)
    assert not node.speaker.nhs(TUNNEL)[0].up
    node.speaker.socket_up(TUNNEL, HUB_NBMA, net.now)
    net.run(41)
    assert node.seen(NhsUp)[-1][0] == pytest.approx(40.91)


def test_a_path_that_is_reported_open_again_does_not_restart_the_series() -> None:
    """R-10: only a path that opens does, or a busy reporter would keep the client from ever asking."""
    net = two()
    net.lost = lambda _sent: True
    net.up()
    for tick in range(1, 61):
        net.run(tick)
        net.nodes["s2"].speaker.socket_up(TUNNEL, HUB_NBMA, net.now)
    status = net.nodes["s2"].speaker.nhs(TUNNEL)[0]
    assert 6 <= status.requests_sent <= 8
    assert len(net.nodes["s2"].seen(NhsDown)) == 1
