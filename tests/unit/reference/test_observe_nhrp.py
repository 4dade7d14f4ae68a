"""What a router shows in its lists agrees with its tables, and prints as IOS does."""

import random
from ipaddress import ip_address

import pytest

from nornir_dmvpn.ios.shows import dmvpn_detail, nhrp_brief, nhrp_multicast, nhrp_summary, nhrp_traffic
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import DmvpnDetail
from nornir_dmvpn.model.state import NhsState, Role, TunnelState
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.reference.network import Network
from tests.unit.reference.cloud import Cloud


def cloud(**settings: object) -> Network:
    made = Network(Cloud(**settings).configs(), underlay=UnderlaySpec(), rng=random.Random(1))  # type: ignore[arg-type]
    made.run_until(70.0)
    return made


def detail(state: DeviceState) -> DmvpnDetail:
    assert state.dmvpn_detail is not None
    return state.dmvpn_detail


def test_the_plain_state_has_no_lists() -> None:
    state = cloud().state("HUB")
    assert state.dmvpn is not None
    assert (state.dmvpn_detail, state.nhrp_brief, state.nhrp_multicast) == (None, None, None)


def test_the_detail_of_a_hub_and_a_spoke() -> None:
    network = cloud(crypto="ikev2")
    (tunnel,) = detail(network.full_state("HUB")).tunnels
    assert (tunnel.role, tunnel.declared_peers, tunnel.protection, tunnel.servers) == (Role.HUB, 2, "PROF", ())
    assert (str(tunnel.address), str(tunnel.source), tunnel.destination) == ("10.0.0.1", "203.0.113.1", None)
    assert [str(one.peer.target) for one in tunnel.peers] == ["10.0.0.2/32", "10.0.0.3/32"]
    spoke = detail(network.full_state("S2"))
    assert [(str(one.address), one.state) for one in spoke.tunnels[0].servers] == [("10.0.0.1", NhsState.RE)]
    assert [(one.status, str(one.ike[0].remote), one.flows[0].socket) for one in spoke.sessions] == [
        ("UP-ACTIVE", "203.0.113.1", "Open")
    ]


@pytest.mark.parametrize(("version", "local"), [("17.3", True), ("15.4", False)])
def test_a_local_entry_is_a_row_of_the_detail_of_e_only(version: str, local: bool) -> None:
    """C-46: last, with state IKE on a protected tunnel, attributes DLX, and counted."""
    network = cloud(crypto="ikev2", version=version)
    source = ip_address("192.168.2.1")
    assert source.version == 4
    network.ping("S2", ip_address("192.168.3.1"), source=source)  # type: ignore[arg-type]
    state = network.full_state("S2")
    assert any("local" in entry.flags for entry in state.nhrp or ()), "the ping resolved nothing"
    (tunnel,) = detail(state).tunnels
    rows = [one.peer for one in tunnel.peers if one.peer.attributes == {"D", "L", "X"}]
    assert bool(rows) == local
    if local:
        assert tunnel.peers[-1].peer is rows[-1]
        assert (rows[-1].state, str(rows[-1].nbma)) == (TunnelState.IKE, "198.51.100.2")
    assert dmvpn_detail.detail_mismatches(detail(state)) == ()


@pytest.mark.parametrize("name", ["HUB", "S2"])
@pytest.mark.parametrize("version", ["12.4(15)T", "15.0", "15.4", "15.9", "17.3"])
def test_every_list_prints_and_reads_back(name: str, version: str) -> None:
    network = cloud(crypto="ikev1", version=version)
    state, generation = network.full_state(name), network.router(name).generation
    assert generation in Generation
    assert detail(state).tunnels
    assert dmvpn_detail.parse(dmvpn_detail.render(detail(state), generation)).values == dmvpn_detail.quantise_detail(
        detail(state), generation
    )
    assert state.nhrp_brief is not None
    assert len(state.nhrp_brief) == len(state.nhrp or ())
    assert len(nhrp_brief.parse(nhrp_brief.render(state.nhrp_brief, generation)).values) == len(state.nhrp_brief)
    assert state.nhrp_traffic is not None
    assert nhrp_traffic.parse(nhrp_traffic.render(state.nhrp_traffic, generation)).values[0].sent.total > 0


def test_the_summary_counts_the_cache_and_the_multicast_list_the_clients() -> None:
    state = cloud().full_state("HUB")
    assert state.nhrp_summary is not None
    assert nhrp_summary.summary_mismatches(state.nhrp_summary) == ()
    assert (state.nhrp_summary[0].entries, state.nhrp_summary[0].nhop) == (2, 2)
    assert nhrp_multicast.render(state.nhrp_multicast or (), Generation.E).splitlines() == [
        "  I/F     NBMA address  ",
        "Tunnel0    198.51.100.2    Flags: dynamic          (Enabled)",
        "Tunnel0    198.51.100.3    Flags: dynamic          (Enabled)",
    ]


def test_packets_sent_and_received_add_up_over_the_cloud() -> None:
    network = cloud(spokes=1)
    hub, spoke = (network.full_state(name).nhrp_traffic for name in ("HUB", "S2"))
    assert hub is not None
    assert spoke is not None
    assert spoke[0].sent.registration_request == hub[0].received.registration_request > 0
    assert hub[0].sent.registration_reply == spoke[0].received.registration_reply > 0
