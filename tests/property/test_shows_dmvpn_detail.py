"""What ``show dmvpn detail`` prints, read again, is what it was as far as each generation prints it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import dmvpn_detail
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import (
    DetailFlow,
    DetailIkeSa,
    DetailPeer,
    DetailSession,
    DetailTunnel,
    DmvpnDetail,
)
from nornir_dmvpn.model.state import Family, Role
from tests.property.test_shows_round_trip import GENERATIONS, interfaces, ipv4, ipv6, peers, servers

SOME = settings(max_examples=25, deadline=None)

addresses = st.one_of(ipv4, ipv6)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,12}", fullmatch=True).filter(lambda name: name != "global")
optional_names = st.one_of(st.none(), names)
numbers = st.one_of(st.integers(0, 9), st.integers(0, 5_000_000))
some_numbers = st.one_of(st.none(), numbers)
switches = st.one_of(st.none(), st.booleans())

flows = st.builds(
    DetailFlow,
    selector=st.builds(lambda one, other: f"permit 47 host {one} host {other}", ipv4, ipv4),
    active_sas=st.integers(0, 4),
    origin=st.just("crypto map"),
    inbound=some_numbers,
    inbound_dropped=some_numbers,
    inbound_kilobytes=some_numbers,
    inbound_seconds=some_numbers,
    outbound=some_numbers,
    outbound_dropped=some_numbers,
    outbound_kilobytes=some_numbers,
    outbound_seconds=some_numbers,
    spi=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
    transform=st.one_of(st.none(), st.just("esp-aes esp-sha256-hmac")),
    socket=st.sampled_from([None, "Open", "Closed"]),
)
ike = st.builds(
    DetailIkeSa,
    version=st.sampled_from(["IKE", "IKEv1", "IKEv2"]),
    local=addresses,
    local_port=st.sampled_from([500, 4500]),
    remote=addresses,
    remote_port=st.sampled_from([500, 4500]),
    active=st.booleans(),
    capabilities=st.sampled_from([None, "", "D", "DN", "U"]),
    connection_id=some_numbers,
    lifetime=some_numbers,
)
sessions = st.builds(
    DetailSession,
    interface=interfaces,
    status=st.sampled_from(["UP-ACTIVE", "UP-NO-IKE", "UP-IDLE", "DOWN-NEGOTIATING", "DOWN"]),
    handle=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
    session_id=some_numbers,
    ike=st.lists(ike, max_size=2).map(tuple),
    fvrf=optional_names,
    phase1_id=st.one_of(st.none(), ipv4.map(str)),
    flows=st.lists(flows, max_size=2).map(tuple),
    pending=st.booleans(),
)


@st.composite
def tunnels(draw: st.DrawFn, name: str, family: Family, generation: Generation) -> DetailTunnel:
    found = draw(st.lists(peers(family), min_size=int(family is Family.IPV6), max_size=6))
    rows, declared = dmvpn_detail.detail_counts(found, generation)
    role = draw(st.sampled_from(Role))
    return DetailTunnel(
        interface=name,
        family=family,
        role=role,
        declared_peers=declared,
        line=draw(st.sampled_from(["up/up", "up/down", "administratively down/down"])),
        address=draw(st.one_of(st.none(), addresses)),
        source=draw(st.one_of(st.none(), addresses)),
        destination=draw(st.one_of(st.none(), addresses)),
        transport=draw(st.sampled_from(["multi-GRE/IP", "GRE/IP", "multi-GRE/IPv6"])),
        protection=draw(optional_names),
        vrf=draw(optional_names),
        tunnel_vrf=draw(optional_names),
        state_control=draw(switches),
        event_publisher=draw(switches),
        servers=tuple(draw(st.lists(servers(), max_size=2))),
        peers=tuple(
            DetailPeer(
                peer=row,
                role=draw(st.one_of(st.none(), st.sampled_from(Role))),
                group=draw(optional_names),
                policy=draw(optional_names),
            )
            for row in rows
        ),
    )


@st.composite
def details(draw: st.DrawFn, generation: Generation) -> DmvpnDetail:
    keys = draw(st.lists(st.tuples(interfaces, st.sampled_from(Family)), max_size=3, unique=True))
    return DmvpnDetail(
        tunnels=tuple(draw(tunnels(name, family, generation)) for name, family in keys),
        sessions=tuple(draw(st.lists(sessions, max_size=3))),
    )


@GENERATIONS
@SOME
@given(data=st.data())
def test_show_dmvpn_detail_reads_what_it_prints(generation: Generation, data: st.DataObject) -> None:
    value = data.draw(details(generation))
    text = dmvpn_detail.render(value, generation)
    parsed = dmvpn_detail.parse(text)
    assert parsed.values == dmvpn_detail.quantise_detail(value, generation)
    assert parsed.layout is generation
    assert dmvpn_detail.detail_mismatches(parsed.values) == ()
    assert dmvpn_detail.render(parsed.values, generation) == text
    rows = dmvpn_detail.rows(parsed.values)
    assert len(parsed.places) == len(rows)
    for row, place in zip(rows, parsed.places, strict=True):
        if row["record"] == "session":
            assert row["interface"] in place.text
        elif row["record"] == "peer":
            assert row["nbma"] is None or str(row["nbma"]).upper() in place.text


@GENERATIONS
@SOME
@given(data=st.data(), cut=st.integers(0, 200))
def test_an_answer_cut_anywhere_is_refused_or_its_counts_tell_or_it_lost_whole_parts_only(
    generation: Generation, data: st.DataObject, cut: int
) -> None:
    value = data.draw(details(generation))
    lines = dmvpn_detail.render(value, generation).splitlines()
    whole = dmvpn_detail.rows(dmvpn_detail.parse("\n".join(lines)).values)
    kept = lines[: cut % (len(lines) + 1)]
    try:
        values = dmvpn_detail.parse("\n".join(kept)).values
    except ParseError:
        return  # refused, one of the right outcomes
    rows = dmvpn_detail.rows(values)
    if not dmvpn_detail.detail_mismatches(values):
        tunnels_kept = [row for row in rows if row["record"] == "tunnel"]
        of_kept = {(row["interface"], row["family"]) for row in tunnels_kept}
        wanted = [row for row in whole if row["record"] == "peer" and (row["interface"], row["family"]) in of_kept]
        assert len([row for row in rows if row["record"] == "peer"]) == len(wanted)


@SOME
@given(data=st.data(), where=st.integers(0, 200), generation=st.sampled_from(Generation))
def test_a_line_nobody_knows_is_named_and_the_rest_is_read(
    data: st.DataObject, where: int, generation: Generation
) -> None:
    value = data.draw(details(generation))
    lines = dmvpn_detail.render(value, generation).splitlines()
    number = where % (len(lines) + 1)
    lines.insert(number, "   Smart tunnel: 17 of 42")
    with pytest.raises(ParseError) as caught:
        dmvpn_detail.parse("\n".join(lines))
    assert caught.value.line_number == number + 1
    lenient = dmvpn_detail.parse("\n".join(lines), strict=False)
    assert lenient.unread == ((number + 1, "   Smart tunnel: 17 of 42"),)
    assert lenient.values == dmvpn_detail.quantise_detail(value, generation)


@SOME
@given(data=st.data(), generation=st.sampled_from(Generation))
def test_a_header_that_says_more_peers_than_there_are_rows_is_seen(data: st.DataObject, generation: Generation) -> None:
    tunnel = data.draw(tunnels("Tunnel0", Family.IPV4, generation))
    value = DmvpnDetail(tunnels=(replace(tunnel, declared_peers=tunnel.declared_peers + 1),))
    (mismatch,) = dmvpn_detail.detail_mismatches(dmvpn_detail.parse(dmvpn_detail.render(value, generation)).values)
    assert (mismatch.what, mismatch.declared, mismatch.printed) == (
        "NHRP Peers",
        tunnel.declared_peers + 1,
        tunnel.declared_peers,
    )
