"""A virtual router prints the lists of NHRP and ``show dmvpn detail``, and of them what was asked for."""

import random
from datetime import UTC, datetime

import pytest

from nornir_dmvpn.ios.config import ConfigParser, parse_tree
from nornir_dmvpn.ios.shows import dmvpn_detail, nhrp, nhrp_brief, nhrp_multicast, nhrp_summary, nhrp_traffic
from nornir_dmvpn.lab.router import VirtualRouter, boot_tree
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.shell import Shell
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.reference.network import Network
from tests.unit.lab.virtual import Terminal
from tests.unit.reference.cloud import Cloud


@pytest.fixture
def hub(parser: ConfigParser) -> Terminal:
    """The hub of a protected cloud with two spokes, all up."""
    cloud = Cloud(crypto="ikev2", spokes=2)
    network = Network(cloud.configs(), rng=random.Random(1))
    network.run_until(70)
    tree = boot_tree(cloud.text("HUB"), "HUB")
    router = VirtualRouter(
        name="HUB",
        generation=Generation.E,
        network=network,
        running=tree,
        startup=tree,
        config=parse_tree(tree, parser=parser),
        parser=parser,
        date=lambda _: datetime(2026, 11, 20, tzinfo=UTC),
    )
    return Terminal(Shell(Session(router=router, user="admin", privileged=True, length=0)))


def test_the_detail_names_tunnel_peers_and_sessions(hub: Terminal) -> None:
    value = dmvpn_detail.parse(hub.run("sh dmvpn det")).values
    assert [(one.interface, one.declared_peers) for one in value.tunnels] == [("Tunnel0", 2)]
    assert [one.status for one in value.sessions] == ["UP-ACTIVE", "UP-ACTIVE"]


def test_a_scope_of_the_detail_shows_a_part(hub: Terminal) -> None:
    one = dmvpn_detail.parse(hub.run("show dmvpn peer nbma 198.51.100.3 detail")).values
    assert [str(row.peer.tunnel) for row in one.tunnels[0].peers] == ["10.0.0.3"]
    assert dmvpn_detail.parse(hub.run("show dmvpn interface Tunnel9 detail")).values.tunnels == ()
    assert len(dmvpn_detail.parse(hub.run("show dmvpn interface tunnel 0 detail")).values.tunnels) == 1


def test_the_lists_answer_abbreviated_or_not(hub: Terminal) -> None:
    assert [str(one.via) for one in nhrp_brief.parse(hub.run("sh ip nhrp br")).values] == ["10.0.0.2", "10.0.0.3"]
    assert [str(one.nbma) for one in nhrp_multicast.parse(hub.run("show ip nhrp multicast")).values] == [
        "198.51.100.2",
        "198.51.100.3",
    ]
    (summary,) = nhrp_summary.parse(hub.run("show ip nhrp sum")).values
    assert (summary.entries, summary.types.dynamic) == (2, 2)
    (traffic,) = nhrp_traffic.parse(hub.run("show ip nhrp traffic")).values
    assert traffic.received.registration_request > 0


def test_an_address_before_brief_is_not_taken_for_a_command_of_the_cache(hub: Terminal) -> None:
    (row,) = nhrp_brief.parse(hub.run("show ip nhrp 10.0.0.3 brief")).values
    assert str(row.nbma) == "198.51.100.3"


@pytest.mark.parametrize(("word", "count"), [("dynamic", 2), ("static", 0), ("incomplete", 0), ("local", 0)])
def test_a_selection_of_the_cache_shows_its_entries_only(hub: Terminal, word: str, count: int) -> None:
    assert len(nhrp.parse(hub.run(f"show ip nhrp {word}")).values) == count


def test_a_word_that_fits_several_lists_is_ambiguous(hub: Terminal) -> None:
    assert "Ambiguous command" in hub.run("show ip nhrp s")
