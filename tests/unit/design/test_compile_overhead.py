"""The arithmetic of protocol.md 1.10, row by row."""

import pytest

from nornir_dmvpn.design.overhead import inner_limit, protected_bytes, tunnel_mss, tunnel_mtu
from nornir_dmvpn.model.intent import Crypto
from tests.unit.design.fleets import fleet_intent

# encryption, integrity, NAT-T, then transport: P, without and with key, tunnel mode: without and with key (W-70)
TABLE = [
    ("3des", "sha1", False, 1446, 1442, 1438, 1422, 1418),
    ("3des", "md5", False, 1446, 1442, 1438, 1422, 1418),
    ("3des", "sha1", True, 1438, 1434, 1430, 1414, 1410),
    ("aes-256", "sha1", False, 1438, 1434, 1430, 1414, 1410),
    ("aes-256", "sha1", True, 1422, 1418, 1414, 1398, 1394),
    ("aes-128", "sha256", False, 1438, 1434, 1430, 1414, 1410),
    ("aes-256", "sha256", True, 1422, 1418, 1414, 1398, 1394),
    ("aes-256", "sha384", False, 1422, 1418, 1414, 1398, 1394),
    ("aes-256", "sha384", True, 1422, 1418, 1414, 1398, 1394),
    ("aes-256", "sha512", False, 1422, 1418, 1414, 1398, 1394),
    ("aes-256", "sha512", True, 1406, 1402, 1398, 1382, 1378),
    ("gcm-256", "sha256", False, 1446, 1442, 1438, 1422, 1418),
    ("gcm-128", "sha1", True, 1438, 1434, 1430, 1414, 1410),
]


def crypto(encryption: str, integrity: str, mode: str) -> Crypto:
    ciphers = {"esp_encryption": encryption, "esp_integrity": integrity}
    return Crypto.model_validate({"psk": "env:PSK", "ciphers": ciphers, "mode": mode})


@pytest.mark.parametrize(("encryption", "integrity", "nat_t", "p", "bare", "keyed", "tunnel", "tunnel_keyed"), TABLE)
def test_every_row_of_the_table_comes_out(
    encryption: str, integrity: str, nat_t: bool, p: int, bare: int, keyed: int, tunnel: int, tunnel_keyed: int
) -> None:
    transport_mode, tunnel_mode = (crypto(encryption, integrity, mode) for mode in ("transport", "tunnel"))
    assert protected_bytes(transport_mode, nat_t=nat_t) == protected_bytes(tunnel_mode, nat_t=nat_t) == p
    assert inner_limit(transport_mode, key=False, nat_t=nat_t) == bare
    assert inner_limit(transport_mode, key=True, nat_t=nat_t) == keyed
    assert inner_limit(tunnel_mode, key=False, nat_t=nat_t) == tunnel
    assert inner_limit(tunnel_mode, key=True, nat_t=nat_t) == tunnel_keyed


def test_gre_alone_costs_24_bytes_and_a_key_4_more() -> None:
    plain = Crypto(ike="none")
    assert (inner_limit(plain, key=False), inner_limit(plain, key=True)) == (1476, 1472)


@pytest.mark.parametrize(
    ("integrity", "mode", "mtu"),
    [("sha256", "transport", 1400), ("sha512", "transport", 1398), ("sha256", "tunnel", 1394)],
)
def test_the_usual_1400_gives_way_where_it_would_not_fit(integrity: str, mode: str, mtu: int) -> None:
    described = {"psk": "env:PSK", "mode": mode, "ciphers": {"esp_integrity": integrity}}
    cloud = fleet_intent(crypto=described).clouds["LAB"]
    assert (tunnel_mtu(cloud), tunnel_mss(cloud)) == (mtu, mtu - 40)


def test_what_the_intent_says_goes_first() -> None:
    cloud = fleet_intent(mtu=1300, mss=1200).clouds["LAB"]
    assert (tunnel_mtu(cloud), tunnel_mss(cloud)) == (1300, 1200)
