"""What is converted by table is converted as ipaddress would."""

from dataclasses import FrozenInstanceError
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nornir_dmvpn.ios.shows.quick import Addresses, Remembered, open_twin
from nornir_dmvpn.model.address import UNKNOWN
from nornir_dmvpn.model.state import DmvpnPeer, NhrpEntry, PendingRegistration

octets = st.one_of(st.integers(0, 300).map(str), st.sampled_from(["", "00", "01", "+1", " 1", "1 ", "٣", "-1"]))
quads = st.lists(octets, min_size=3, max_size=5).map(".".join)
addresses = st.one_of(quads, st.ip_addresses().map(str), st.text(max_size=8))
lengths = st.one_of(st.just(""), st.integers(0, 40).map("/{}".format), st.sampled_from(["/", "/08", "/255.255.0.0"]))


@given(text=addresses)
def test_an_address_is_what_ipaddress_says(text: str) -> None:
    try:
        expected = ip_address(text)
    except ValueError:
        with pytest.raises(ValueError, match="does not appear to be"):
            Addresses().address(text)
    else:
        assert Addresses().address(text) == expected
        assert type(Addresses().address(text)) is type(expected)


@given(text=st.tuples(addresses, lengths).map("".join))
def test_a_network_is_what_ipaddress_says(text: str) -> None:
    try:
        expected = ip_network(text, strict=False)
    except ValueError:
        with pytest.raises(ValueError, match=r"does not appear to be|Only one"):
            Addresses().network(text)
    else:
        assert Addresses().network(text) == expected


def test_an_unknown_nbma_address_is_no_address() -> None:
    assert Addresses().nbma("UNKNOWN") is UNKNOWN
    assert Addresses().nbma("2001:DB8::1") == ip_address("2001:db8::1")


def test_a_word_is_converted_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    remembered = Remembered(length)
    assert [remembered[word] for word in ("aa", "b", "aa")] == [2, 1, 2]
    assert asked == ["aa", "b"]


def test_what_was_filled_open_is_the_frozen_value_once_closed() -> None:
    twin = open_twin(PendingRegistration)
    made = twin()
    made.interface, made.nhs, made.request_id, made.retry = "Tunnel0", IPv4Address("10.0.0.1"), 7, 64
    made.__class__ = PendingRegistration
    expected = PendingRegistration(interface="Tunnel0", nhs=IPv4Address("10.0.0.1"), request_id=7, retry=64)
    assert made == expected
    assert hash(made) == hash(expected)
    assert repr(made) == repr(expected)
    with pytest.raises(FrozenInstanceError):
        made.retry = 1


@pytest.mark.parametrize("kind", [DmvpnPeer, NhrpEntry])
def test_a_twin_has_the_slots_of_its_dataclass(kind: type[Any]) -> None:
    assert open_twin(kind).__slots__ == kind.__slots__
