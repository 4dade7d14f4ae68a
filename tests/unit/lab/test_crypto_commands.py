"""A virtual router prints of IKE and IPsec what the reference network says, and of it what was asked for."""

import random
from datetime import UTC, datetime

import pytest

from nornir_dmvpn.ios.config import ConfigParser, parse_tree
from nornir_dmvpn.ios.shows import crypto_session, ikev2_sa, ikev2_session, ipsec_sa
from nornir_dmvpn.lab.router import VirtualRouter, boot_tree
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.shell import Shell
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.reference.network import Network
from tests.unit.lab.virtual import Terminal
from tests.unit.reference.cloud import Cloud


@pytest.fixture
def hub(parser: ConfigParser) -> Terminal:
    """The hub of an IKEv2 cloud with two spokes, all up."""
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


def test_every_crypto_command_answers(hub: Terminal) -> None:
    assert [one.status for one in ikev2_sa.parse(hub.run("show crypto ikev2 sa")).values] == ["READY", "READY"]
    assert len(ikev2_session.parse(hub.run("sh crypto ikev2 session")).values) == 2
    assert [one.status for one in crypto_session.parse(hub.run("show crypto session detail")).values] == [
        "UP-ACTIVE",
        "UP-ACTIVE",
    ]
    assert hub.run("show crypto isakmp sa").startswith("IPv4 Crypto ISAKMP SA\n")
    assert "Number of Crypto Socket connections 2" in hub.run("show crypto sockets")


def test_an_argument_shows_a_part(hub: Terminal) -> None:
    everything = ipsec_sa.parse(hub.run("show crypto ipsec sa")).values
    one = ipsec_sa.parse(hub.run("show crypto ipsec sa peer 198.51.100.3")).values
    assert one == everything[1:]
    assert ipsec_sa.parse(hub.run("show crypto ipsec sa interface tunnel 0")).values == everything
    assert ipsec_sa.parse(hub.run("show crypto ipsec sa interface Tunnel9")).values == ()
    assert len(crypto_session.parse(hub.run("show crypto session remote 198.51.100.2 detail")).values) == 1
    assert len(ikev2_sa.parse(hub.run("show crypto ikev2 sa local 203.0.113.1")).values) == 2
    assert ikev2_sa.parse(hub.run("show crypto ikev2 sa local 203.0.113.9")).values == ()


def test_no_key_is_printed(hub: Terminal) -> None:
    commands = ("ikev2 sa detailed", "ikev2 session detailed", "ipsec sa detail", "session detail", "sockets")
    for command in commands:
        assert "Secret123" not in hub.run(f"show crypto {command}")
