"""Of a hub's ten thousand peers not one row is lost or invented."""

from functools import cache
from ipaddress import IPv4Address, IPv4Network

import pytest

from nornir_dmvpn.ios.shows import count_mismatches, dmvpn, nhrp
from nornir_dmvpn.ios.shows.duration import parse_duration
from nornir_dmvpn.model.address import NEVER, UNKNOWN, Seconds
from tests.benchmark.peers import Hub, clock, hub

PEERS = 10_000


@cache
def made() -> Hub:
    return hub(PEERS)


def printed(seconds: int) -> Seconds:
    """What is left of a time once it was printed."""
    return parse_duration(clock(seconds))


def test_the_mix_is_that_of_a_fleet_in_service() -> None:
    shown, cached = made().shown, made().cached
    assert 0.05 < sum(row.state != "UP" and row.nbma is not None for row in shown) / PEERS < 0.07
    assert 0.04 < sum(entry.claimed is not None for entry in cached) / PEERS < 0.06
    assert 0.015 < (len(shown) - PEERS) / PEERS < 0.025
    assert 0.005 < sum(row.nbma is None for row in shown) / PEERS < 0.015


def test_every_row_of_show_dmvpn_is_there_and_says_what_was_printed() -> None:
    parsed = dmvpn.parse(made().dmvpn)
    (tunnel,) = parsed.values
    assert count_mismatches(parsed.values) == ()
    assert [
        (peer.entries, peer.nbma, peer.tunnel, peer.state.value, peer.updown, "".join(sorted(peer.attributes)))
        for peer in tunnel.peers
    ] == [
        (
            row.entries,
            UNKNOWN if row.nbma is None else row.nbma,
            row.tunnel,
            row.state,
            NEVER if row.updown is None else printed(row.updown),
            row.attributes,
        )
        for row in made().shown
    ]
    assert [str(row.tunnel) in place.text for row, place in zip(made().shown, parsed.places, strict=True)].count(
        False
    ) == 0


def test_every_entry_of_show_ip_nhrp_is_there_and_says_what_was_printed() -> None:
    parsed = nhrp.parse(made().nhrp)
    assert [
        (one.target, one.via, one.created, one.expires, one.type.value, one.flags, one.nbma, one.claimed_nbma)
        for one in parsed.values
    ] == [
        (
            one.target,
            one.via,
            printed(one.created),
            printed(one.expires),
            one.type,
            frozenset(one.flags.split()),
            one.nbma,
            one.claimed,
        )
        for one in made().cached
    ]
    assert [one.no_socket for one in parsed.values] == [one.no_socket for one in made().cached]
    assert {type(one.target) for one in parsed.values} == {IPv4Network}
    assert {type(one.nbma) for one in parsed.values} == {IPv4Address, type(None)}


@pytest.mark.parametrize("number", [5_000, 9_999])
def test_a_line_that_breaks_among_them_is_named_and_costs_no_other_row(number: int) -> None:
    lines = made().dmvpn.split("\n")
    lines[number] = lines[number].replace(".", ":", 1) + " ?"
    parsed = dmvpn.parse("\n".join(lines), strict=False)
    assert [line for line, _ in parsed.unread] == [number + 1]
    assert len(parsed.places) == len(made().shown) - 1
