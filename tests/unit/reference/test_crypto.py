"""Negotiation outcomes are those of the fault matrix (protocol.md 5.3 and E.3)."""

from dataclasses import replace
from ipaddress import IPv4Network, ip_address

import pytest

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.model.crypto import IsakmpKey, IsakmpKeyring
from nornir_dmvpn.model.effective import effective_tunnels
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.reference.crypto import Endpoint, Refusal, isakmp_key, negotiate
from tests.unit.reference.cloud import PARSER, Cloud


def endpoint(text: str, name: str, nbma: str) -> Endpoint:
    config = parse_config(text, parser=PARSER)
    tunnel = effective_tunnels(config, Generation.E)[0]
    return Endpoint(router=name, config=config, tunnel=tunnel, nbma=ip_address(nbma))


def outcome(crypto: str, change: tuple[str, str] = ("", ""), *, hub: bool = False) -> Refusal | None:
    """Spoke S2 to the hub, with ``change`` made in the text of one of them."""
    cloud = Cloud(crypto=crypto)
    texts = {"HUB": cloud.text("HUB"), "S2": cloud.text("S2")}
    side = "HUB" if hub else "S2"
    if change[0]:
        assert change[0] in texts[side]
        texts[side] = texts[side].replace(*change)
    return negotiate(endpoint(texts["S2"], "S2", "198.51.100.2"), endpoint(texts["HUB"], "HUB", "203.0.113.1"))


@pytest.mark.parametrize("crypto", ["ikev1", "ikev2"])
def test_equal_configurations_come_up(crypto: str) -> None:
    assert outcome(crypto) is None


@pytest.mark.parametrize(
    ("crypto", "change", "stuck", "rule"),
    [
        ("ikev1", ("Secret123", "Secret124"), TunnelState.IKE, "F-05"),
        ("ikev2", ("Secret123", "Secret124"), TunnelState.IKE, "F-05"),
        ("ikev1", ("address 0.0.0.0", "address 192.0.2.1"), TunnelState.IKE, "F-04"),
        ("ikev2", ("address 0.0.0.0 0.0.0.0", "address 192.0.2.1"), TunnelState.IKE, "F-04"),
        ("ikev1", ("group 14", "group 5"), TunnelState.IKE, "F-06"),
        ("ikev2", ("group 19", "group 14"), TunnelState.IKE, "F-06"),
        ("ikev1", ("esp-sha256-hmac", "esp-sha-hmac"), TunnelState.IPSEC, "F-07"),
        ("ikev2", ("esp-sha256-hmac", "esp-sha-hmac"), TunnelState.IKE, "F-07"),
        ("ikev1", (" set transform-set TS", " set transform-set TS\n set pfs group14"), TunnelState.IPSEC, "F-08"),
        ("ikev2", (" set ikev2-profile IKE\n", ""), TunnelState.IKE, "F-31"),
        ("ikev2", ("authentication local pre-share", "authentication local rsa-sig"), TunnelState.IKE, "F-05"),
        ("ikev2", ("match identity remote address 0.0.0.0", "match fvrf INET"), TunnelState.IKE, "L-024"),
    ],
)
def test_one_difference_stops_at_the_state_of_the_matrix(
    crypto: str, change: tuple[str, str], stuck: TunnelState, rule: str
) -> None:
    refusal = outcome(crypto, change)
    assert refusal is not None
    assert (refusal.stuck, refusal.rule) == (stuck, rule)
    assert "Secret" not in refusal.reason


def test_ikev2_with_different_modes_falls_back_to_tunnel_mode() -> None:
    assert outcome("ikev2", ("mode transport", "mode tunnel")) is None  # F-10


def test_ikev1_refuses_transport_mode_where_the_responder_has_tunnel_mode_only() -> None:
    refusal = outcome("ikev1", ("mode transport", "mode tunnel"), hub=True)
    assert refusal is not None
    assert (refusal.stuck, refusal.rule) == (TunnelState.IPSEC, "F-09")
    assert outcome("ikev1", ("mode transport", "mode tunnel")) is None


def test_a_hub_without_protection_leaves_the_spoke_in_ike() -> None:
    refusal = outcome("ikev2", (" tunnel protection ipsec profile PROF", ""), hub=True)
    assert refusal is not None
    assert (refusal.stuck, refusal.rule) == (TunnelState.IKE, "F-02")


KEYS = """\
crypto isakmp key hub address 203.0.113.1
crypto isakmp key any address 0.0.0.0
"""


@pytest.mark.parametrize(
    ("tunnel_line", "peer", "key"),
    [
        ("tunnel key 100", "203.0.113.1", "hub"),
        ("tunnel key 100", "198.51.100.9", "any"),
        ("tunnel vrf INET", "203.0.113.1", "inet"),
        ("tunnel vrf OTHER", "203.0.113.1", None),
    ],
)
def test_the_longest_key_of_the_front_door_vrf_is_used(tunnel_line: str, peer: str, key: str | None) -> None:
    """K-10, K-11."""
    side = endpoint(f"{KEYS}interface Tunnel0\n {tunnel_line}\n", "R", "198.51.100.2")
    everyone = IsakmpKey(key=Secret("inet"), peers=IPv4Network("0.0.0.0/0"))
    keyring = IsakmpKeyring(name="INSIDE", vrf="INET", keys=(everyone,))
    side = replace(side, config=replace(side.config, isakmp_keyrings=(keyring,)))
    found = isakmp_key(side, ip_address(peer))
    assert (found.reveal() if found else None) == key


def test_an_undefined_profile_protects_nothing() -> None:
    side = endpoint(Cloud(crypto="ikev2").text("S2"), "S2", "198.51.100.2")
    assert side.profile is not None
    assert replace(side, config=replace(side.config, ipsec_profiles=())).profile is None  # F-37
