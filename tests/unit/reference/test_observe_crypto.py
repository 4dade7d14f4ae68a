"""What a router shows of IKE and IPsec is what the fault matrix says (protocol.md 5.3 and E.3)."""

import random
from dataclasses import dataclass
from ipaddress import ip_address

import pytest

from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.ios.shows import SHOWS, RenderOptions
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.underlay import Blocked, Transport, UnderlaySpec
from nornir_dmvpn.reference.network import Network
from tests.unit.reference.cloud import PARSER, Cloud

MEASURED = 70.0
"""Seconds after which the matrix was measured."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A change in the text of spoke S2 or of the hub, or packets of ``blocked`` that do not pass."""

    hub: tuple[str, str] = ("", "")
    spoke: tuple[str, str] = ("", "")
    blocked: Transport | None = None


def network(crypto: str, fault: Fault, *, spokes: int = 1, phase: int = 3, until: float = MEASURED) -> Network:
    cloud = Cloud(crypto=crypto, spokes=spokes, phase=phase)
    texts = {name: cloud.text(name) for name in cloud.configs()}
    for name, (old, new) in (("HUB", fault.hub), ("S2", fault.spoke)):
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new) if old else texts[name]
    blocked = () if fault.blocked is None else (Blocked(source="*", destination="*", transport=fault.blocked),)
    configs = {name: parse_config(text, f"{name}.cfg", parser=PARSER) for name, text in texts.items()}
    made = Network(configs, underlay=UnderlaySpec(blocked=blocked), rng=random.Random(1))
    made.run_until(until)
    return made


def isakmp(state: DeviceState) -> list[tuple[str | None, bool, bool]]:
    """State, whether it is deleted, whether it has a connection id."""
    assert state.isakmp is not None
    return [(one.state, one.deleted, one.conn_id > 0) for one in state.isakmp]


def ikev2(state: DeviceState) -> list[str]:
    assert state.ikev2 is not None
    return [one.status for one in state.ikev2]


def ipsec(state: DeviceState) -> list[tuple[int, int, int | None]]:
    """SAs in, SAs out, packets in of every stanza."""
    assert state.ipsec is not None
    return [(len(one.inbound), len(one.outbound), one.counters.encaps) for one in state.ipsec]


def sessions(state: DeviceState) -> list[str]:
    assert state.crypto_sessions is not None
    return [one.status for one in state.crypto_sessions]


NONE = [(0, 0, 0)]
"""The stanza of the static NHS mapping, with no SA and 0/0."""
PAIR = [(1, 1, None)]
NO_STATE, DELETED = ("MM_NO_STATE", False, False), ("MM_NO_STATE", True, False)
IDLE, WRONG_KEY, WRONG_DELETED = ("QM_IDLE", False, True), ("MM_KEY_EXCH", False, True), ("MM_NO_STATE", True, True)
PROTECTION = " tunnel protection ipsec profile PROF"
KEY_V1, KEY_V2 = ("address 0.0.0.0", "address 192.0.2.1"), ("address 0.0.0.0 0.0.0.0", "address 192.0.2.1")

IKEV1 = {
    "F-01": (Fault(), [IDLE], PAIR, "UP-ACTIVE"),
    "F-02": (Fault(hub=(PROTECTION, "")), [NO_STATE, DELETED], NONE, "DOWN-NEGOTIATING"),
    "F-04": (Fault(spoke=KEY_V1), [NO_STATE], NONE, "DOWN-NEGOTIATING"),
    "F-05": (Fault(spoke=("Secret123", "Secret124")), [WRONG_KEY, WRONG_DELETED], NONE, "DOWN-NEGOTIATING"),
    "F-06": (Fault(spoke=("group 14", "group 5")), [NO_STATE], NONE, "DOWN-NEGOTIATING"),
    "F-07": (Fault(spoke=("esp-sha256-hmac", "esp-sha-hmac")), [IDLE], NONE, "UP-IDLE"),
    "F-08": (
        Fault(spoke=(" set transform-set TS", " set transform-set TS\n set pfs group14")),
        [IDLE],
        NONE,
        "UP-IDLE",
    ),
    "F-09": (Fault(hub=(" mode transport\n", "")), [IDLE], NONE, "UP-IDLE"),
    "F-11": (Fault(blocked=Transport.IKE), [NO_STATE], NONE, "DOWN-NEGOTIATING"),
    "F-17": (Fault(spoke=("203.0.113.1", "203.0.113.9")), [NO_STATE], NONE, "DOWN-NEGOTIATING"),
    "F-28": (Fault(blocked=Transport.ALL), [NO_STATE], NONE, "DOWN-NEGOTIATING"),
}
IKEV2 = {
    "F-01": (Fault(), ["READY"], PAIR, "UP-ACTIVE"),
    "F-02": (Fault(hub=(PROTECTION, "")), [], NONE, "DOWN-NEGOTIATING"),
    "F-04": (Fault(spoke=KEY_V2), [], NONE, "DOWN-NEGOTIATING"),
    "F-05": (Fault(spoke=("Secret123", "Secret124")), ["DELETE"], NONE, "DOWN-NEGOTIATING"),
    "F-06": (Fault(spoke=("group 19", "group 14")), ["IN-NEG"], NONE, "DOWN-NEGOTIATING"),
    "F-07": (Fault(spoke=("esp-sha256-hmac", "esp-sha-hmac")), ["DELETE"], NONE, "DOWN-NEGOTIATING"),
    "F-10": (Fault(hub=(" mode transport\n", "")), ["READY"], PAIR, "UP-ACTIVE"),
    "F-11": (Fault(blocked=Transport.IKE), ["IN-NEG"], NONE, "DOWN-NEGOTIATING"),
    "F-17": (Fault(spoke=("203.0.113.1", "203.0.113.9")), ["IN-NEG"], NONE, "DOWN-NEGOTIATING"),
    "F-28": (Fault(blocked=Transport.ALL), ["IN-NEG"], NONE, "DOWN-NEGOTIATING"),
}


@pytest.mark.parametrize("rule", IKEV1)
def test_a_spoke_shows_of_ikev1_what_the_matrix_says(rule: str) -> None:
    fault, sas, stanzas, status = IKEV1[rule]
    state = network("ikev1", fault).state("S2")
    assert isakmp(state) == sas
    assert ipsec(state) == stanzas
    assert sessions(state) == [status]
    assert (state.ikev2, state.ikev2_sessions) == ((), ())


@pytest.mark.parametrize("rule", IKEV2)
def test_a_spoke_shows_of_ikev2_what_the_matrix_says(rule: str) -> None:
    fault, sas, stanzas, status = IKEV2[rule]
    state = network("ikev2", fault).state("S2")
    assert ikev2(state) == sas
    assert ipsec(state) == stanzas
    assert sessions(state) == [status]
    assert state.isakmp == ()
    assert len(state.ikev2_sessions or ()) == sas.count("READY")


def test_a_spoke_without_protection_shows_no_crypto_at_all() -> None:  # F-03
    state = network("ikev1", Fault(spoke=(PROTECTION, ""))).state("S2")
    assert (state.isakmp, state.ikev2, state.ipsec, state.crypto_sessions) == ((), (), (), ())
    assert state.crypto_sockets is not None
    assert (state.crypto_sockets.connections, state.crypto_sockets.listening) == ((), ())


def test_without_the_ikev2_profile_a_spoke_falls_back_to_ikev1_and_shows_none() -> None:  # F-31
    state = network("ikev2", Fault(spoke=(" set ikev2-profile IKE\n", ""))).state("S2")
    assert (state.isakmp, state.ikev2) == ((), ())
    assert ipsec(state) == NONE


@pytest.mark.parametrize("crypto", ["ikev1", "ikev2"])
@pytest.mark.parametrize("rule", ["F-02", "F-04", "F-05", "F-06", "F-11", "F-17"])
def test_the_hub_shows_nothing_of_a_spoke_that_never_came_up(crypto: str, rule: str) -> None:
    fault = (IKEV1 if crypto == "ikev1" else IKEV2)[rule][0]
    state = network(crypto, fault).state("HUB")
    assert (state.isakmp, state.ikev2, state.ipsec, state.crypto_sessions) == ((), (), (), ())


@pytest.mark.parametrize("rule", ["F-07", "F-08", "F-09"])
def test_phase_1_that_came_up_stands_at_both_ends(rule: str) -> None:
    made = network("ikev1", IKEV1[rule][0])
    assert isakmp(made.state("HUB")) == [IDLE]
    assert made.state("HUB").ipsec == ()
    made.configure("S2", parse_config("hostname S2\n", "S2.cfg", parser=PARSER))
    assert made.state("HUB").isakmp == ()


def test_modes_that_differ_make_tunnel_mode_at_both_ends_with_ikev2() -> None:  # F-10
    made = network("ikev2", IKEV2["F-10"][0])
    for name in ("HUB", "S2"):
        flows = made.state(name).ipsec or ()
        assert [sa.mode for flow in flows for sa in (*flow.inbound, *flow.outbound)] == ["Tunnel", "Tunnel"]


def test_an_in_neg_row_knows_no_algorithm() -> None:  # C-82 as amended
    (row,) = network("ikev2", IKEV2["F-17"][0]).state("S2").ikev2 or ()
    told = (row.encryption, row.prf, row.hash, row.dh_group, row.auth_sign, row.active)
    assert told == ("Unknown - 0", "Unknown - 0", "None", 0, "Unknown - 0", 0)


@pytest.mark.parametrize("crypto", ["ikev1", "ikev2"])
def test_both_ends_show_the_same_associations_from_their_side(crypto: str) -> None:
    made = network(crypto, Fault(), spokes=2)
    hub, spoke = made.state("HUB"), made.state("S2")
    (ours,) = (one for one in hub.ipsec or () if one.peer.address == ip_address("198.51.100.2"))
    (theirs,) = spoke.ipsec or ()
    assert ours.inbound[0].spi == theirs.outbound[0].spi == theirs.outbound_spi
    assert ours.outbound[0].spi == theirs.inbound[0].spi
    assert ours.inbound[0].transform == ("esp-256-aes", "esp-sha256-hmac")
    assert {sa.mode for sa in (*ours.inbound, *theirs.inbound)} == {"Transport"}
    for one in spoke.isakmp or ():
        assert (one.source, one.destination) == (theirs.local_endpoint, ours.local_endpoint), "the spoke starts (K-02)"
    sas = [(one.local.address, one.remote.address, one.status) for one in spoke.ikev2 or ()]
    mirrored = [(one.remote.address, one.local.address, one.status) for one in hub.ikev2 or ()]
    assert set(sas) <= set(mirrored)


def test_algorithms_of_an_ikev2_sa_are_those_both_have() -> None:
    (row,) = network("ikev2", Fault()).state("S2").ikev2 or ()
    told = (row.encryption, row.keysize, row.prf, row.hash, row.dh_group, row.auth_sign, row.auth_verify)
    assert told == ("AES-CBC", 256, "SHA256", "SHA256", 19, "PSK", "PSK")


def test_a_shortcut_has_its_own_associations_at_both_spokes() -> None:
    made = network("ikev1", Fault(), spokes=2)
    assert made.ping("S2", ip_address("192.168.3.1"), source=ip_address("192.168.2.1")).received  # type: ignore[arg-type]
    peers = {name: {one.peer.address for one in made.state(name).ipsec or ()} for name in ("S2", "S3")}
    assert ip_address("198.51.100.3") in peers["S2"]
    assert ip_address("198.51.100.2") in peers["S3"]


@pytest.mark.parametrize("crypto", ["none", "ikev1", "ikev2"])
@pytest.mark.parametrize("rule", ["F-01", "F-05", "F-07", "F-17"])
def test_everything_the_reference_says_can_be_printed_and_read_and_holds_no_secret(crypto: str, rule: str) -> None:
    fault = Fault() if crypto == "none" else (IKEV1 if crypto == "ikev1" else IKEV2)[rule][0]
    made = network(crypto, fault)
    for name in made.routers:
        state = made.state(name)
        for show in SHOWS:
            if not show.name.startswith("show_crypto_"):
                continue
            value = getattr(state, str(show.section))
            for generation in Generation:
                for options in (RenderOptions(), RenderOptions(detail=True)):
                    text = show.render(value, generation, options)
                    assert show.parse(text).values == show.quantise(value, generation, options)
                    assert "Secret" not in text


def test_where_an_address_is_unknown_nothing_is_said_of_crypto() -> None:
    state = network("ikev1", Fault(spoke=("ip address 198.51.100.2 255.255.255.0", "ip address dhcp"))).state("S2")
    assert (state.isakmp, state.ipsec, state.crypto_sessions, state.crypto_sockets) == (None, None, None, None)
