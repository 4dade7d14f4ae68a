"""A typed line is understood as IOS does, or refused with its words."""

import pytest

from nornir_dmvpn.ios.grammar.command import INCOMPLETE, INVALID, Rejected, Resolved, resolve


@pytest.mark.parametrize(
    ("mode", "typed", "meant"),
    [
        ("global", "int tu0", "interface Tunnel0"),
        ("global", "interface GigabitEthernet 0/1", "interface GigabitEthernet0/1"),
        ("interface", "ip nhrp net 5", "ip nhrp network-id 5"),
        ("interface", "IP NHRP MAP MULT DYN", "ip nhrp map multicast dynamic"),
        ("interface", "no ip nhrp auth", "no ip nhrp authentication"),
        ("interface", "no ip mtu 1400", "no ip mtu"),
        ("interface", "no ip nhrp map 10.0.0.1 192.0.2.1", "no ip nhrp map 10.0.0.1 192.0.2.1"),
        ("interface", "tunnel mo gre mu", "tunnel mode gre multipoint"),
        ("interface", "tunnel source lo0", "tunnel source Loopback0"),
        ("isakmp policy", "encryption aes 256", "encr aes 256"),
        ("global", "router eigrp 100", "router eigrp 100"),
        ("global", "router eigrp NAME", "router eigrp NAME"),
        ("interface", "ip route 0.0.0.0 0.0.0.0 10.0.0.1", "ip route 0.0.0.0 0.0.0.0 10.0.0.1"),
        ("interface", "ip route vrf RED 0.0.0.0 0.0.0.0 10.0.0.1", "ip route vrf RED 0.0.0.0 0.0.0.0 10.0.0.1"),
        ("interface", "ip route profile", "ip route profile"),
        ("router bgp", "no neighbor 10.0.0.1 timers", "no neighbor 10.0.0.1 timers"),
        ("router bgp", "neigh 10.0.0.1 remote 65000", "neighbor 10.0.0.1 remote-as 65000"),
        ("ikev2 profile", "authentication remote pre-share", "authentication remote pre-share"),
        ("interface", "default shutdown", "default shutdown"),
        ("interface", "duplex auto", "duplex auto"),
        ("global", "no ip domain lookup", "no ip domain lookup"),
    ],
)
def test_a_line_is_understood(mode: str, typed: str, meant: str) -> None:
    found = resolve(mode, typed)
    assert isinstance(found, Resolved), found
    assert found.text == meant


@pytest.mark.parametrize(
    ("mode", "typed", "column"),
    [
        ("global", "frobnicate", 0),
        ("interface", "ip nhrp network-id 0", 19),
        ("interface", "ip nhrp network-id 4294967296", 19),
        ("interface", "ip nhrp authentication ninechars", None),
        ("interface", "ip nhrp authentication toolongs1", None),
        ("interface", "ip  nhrp  foo", 10),
        ("interface", "bandwidth 10000001", 10),
        ("interface", "tunnel key 4294967296", 11),
        ("interface", "ip address 10.0.0.1 255.0.255.0", 11),
        ("isakmp policy", "hash sha999", 5),
        ("interface", "ip mtu 1400 extra", 12),
    ],
)
def test_a_wrong_word_is_marked(mode: str, typed: str, column: int | None) -> None:
    found = resolve(mode, typed)
    assert isinstance(found, Rejected)
    assert found.message == INVALID
    assert found.column == (typed.rindex(" ") + 1 if column is None else column)


def test_the_marker_stands_below_the_wrong_word_behind_the_prompt() -> None:
    found = resolve("interface", "ip foo")
    assert isinstance(found, Rejected)
    assert found.answer("R1(config-if)#") == " " * 17 + "^\n% Invalid input detected at '^' marker."


@pytest.mark.parametrize(
    "typed", ["ip nhrp", "ip address 10.0.0.1", "tunnel protection ipsec profile", "ip nhrp map 10.0.0.1"]
)
def test_a_line_that_stops_too_early_is_incomplete(typed: str) -> None:
    assert resolve("interface", typed) == Rejected(message=INCOMPLETE)


def test_a_line_that_is_kept_here_by_a_shortened_word_is_meant_above() -> None:
    found = resolve("interface", "ip route profile")
    assert isinstance(found, Resolved)
    assert (found.mode, found.line.mode) == ("global", "global")


def test_a_prefix_of_several_keywords_is_ambiguous() -> None:
    assert resolve("interface", "ip nhrp re") == Rejected(message='% Ambiguous command:  "ip nhrp re"')


def test_eight_characters_of_nhrp_authentication_are_taken() -> None:
    assert isinstance(resolve("interface", "ip nhrp authentication eightchr"), Resolved)


def test_a_secret_does_not_show_in_the_representation() -> None:
    for mode, line in (
        ("global", "crypto isakmp key s3cr3t address 0.0.0.0"),
        ("global", "username a password s3cr3t"),
    ):
        assert "s3cr3t" not in repr(resolve(mode, line))
