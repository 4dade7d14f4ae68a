"""What a router would print of a state, read again, is that state as far as IOS prints it."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import SHOWS, RenderOptions, ShowCommand, count_mismatches, dmvpn, nhrp, nhs, version
from nornir_dmvpn.ios.shows.dmvpn_section import dmvpn_section
from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.model.address import NEVER, UNKNOWN, IPAddress, IPNetwork, Seconds
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import (
    DmvpnPeer,
    DmvpnTunnel,
    EntryType,
    Family,
    NhrpEntry,
    NhsEntry,
    NhsReport,
    NhsState,
    PendingRegistration,
    Role,
    TunnelState,
)

GENERATIONS = pytest.mark.parametrize("generation", Generation, ids=lambda one: one.name)
EXAMPLES = settings(max_examples=40, deadline=None)

ipv4 = st.integers(0x01000000, 0xDFFFFFFF).map(IPv4Address)
# Few addresses, so that rows share one and become groups with continuation rows.
few_ipv4 = st.integers(0, 3).map(lambda host: IPv4Address("203.0.113.1") + host)
ipv6 = st.integers(0, 5).map(lambda host: IPv6Address("2001:db8:1201:a::122") + host)
nbma = st.one_of(few_ipv4, ipv6, st.just(UNKNOWN))
seconds = st.one_of(st.integers(0, 200_000), st.integers(0, 60_000_000))
times = st.one_of(st.just(NEVER), seconds)
interfaces = st.integers(0, 20).map(lambda number: f"Tunnel{number}")


@st.composite
def networks(draw: st.DrawFn, version: int = 4) -> IPNetwork:
    if version == 6:
        return IPv6Network((draw(ipv6), draw(st.integers(16, 128))), strict=False)
    return IPv4Network((draw(ipv4), draw(st.integers(8, 32))), strict=False)


@st.composite
def peers(draw: st.DrawFn, family: Family) -> DmvpnPeer:
    wide = family is Family.IPV6
    tunnel: IPAddress = draw(ipv6) if wide else draw(ipv4)
    return DmvpnPeer(
        entries=1,
        nbma=draw(nbma),
        tunnel=tunnel,
        state=draw(st.sampled_from(TunnelState)),
        updown=draw(times),
        attributes=frozenset(draw(st.sets(st.sampled_from(dmvpn.ATTRIBUTES), min_size=1))),
        target=draw(st.one_of(st.none(), networks(6 if wide else 4))),
    )


@st.composite
def tunnels(draw: st.DrawFn) -> tuple[DmvpnTunnel, ...]:
    keys = draw(st.lists(st.tuples(interfaces, st.sampled_from(Family)), max_size=3, unique=True))
    return tuple(
        dmvpn_section(name, draw(st.sampled_from(Role)), draw(st.lists(peers(family), max_size=7)), family)
        for name, family in keys
    )


@st.composite
def entries(draw: st.DrawFn) -> NhrpEntry:
    kind = draw(st.sampled_from(EntryType))
    requester = draw(st.one_of(st.none(), ipv4))
    return NhrpEntry(
        target=draw(st.one_of(networks(), networks(6))),
        via=draw(st.one_of(st.none(), ipv4, ipv6)),
        interface=draw(interfaces),
        created=draw(seconds),
        expires=draw(times),
        type=kind,
        flags=frozenset(draw(st.sets(st.sampled_from(nhrp.FLAGS)))),
        nbma=None if kind is EntryType.INCOMPLETE else draw(st.one_of(ipv4, ipv6)),
        claimed_nbma=draw(st.one_of(st.none(), ipv4)),
        no_socket=draw(st.booleans()),
        group=draw(st.one_of(st.none(), st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,20}", fullmatch=True))),
        preference=draw(st.one_of(st.none(), st.integers(0, 255))),
        requester=requester,
        request_id=None if requester is None else draw(st.integers(0, 2**32 - 1)),
        cache_hits=draw(st.one_of(st.none(), st.integers(0, 9999))),
    )


@st.composite
def servers(draw: st.DrawFn) -> NhsEntry:
    counted = draw(st.booleans())
    counts = st.integers(0, 10**6) if counted else st.none()
    return NhsEntry(
        interface=draw(interfaces),
        address=draw(st.one_of(ipv4, ipv6)),
        state=draw(st.sampled_from(NhsState)),
        dynamic=draw(st.booleans()),
        nbma=draw(st.one_of(st.none(), ipv4, ipv6)),
        priority=draw(st.one_of(st.none(), st.integers(0, 255))),
        cluster=draw(st.one_of(st.none(), st.integers(0, 10))),
        requests_sent=draw(counts),
        requests_failed=draw(counts),
        replies_received=draw(counts),
        last_reply_age=draw(st.one_of(st.none(), seconds)) if counted else None,
        request_id=draw(counts),
        acknowledged_id=draw(counts),
        socket_requested=draw(st.one_of(st.none(), st.booleans())),
    )


pending = st.builds(
    PendingRegistration,
    interface=interfaces,
    nhs=ipv4,
    request_id=st.integers(0, 2**31),
    retry=st.sampled_from([1, 2, 4, 8, 16, 32, 64]),
)
reports = st.builds(
    NhsReport,
    servers=st.lists(servers(), max_size=5).map(tuple),
    pending=st.lists(pending, max_size=3).map(tuple),
)
options = st.builds(RenderOptions, detail=st.booleans())


@GENERATIONS
@EXAMPLES
@given(state=tunnels())
def test_show_dmvpn_reads_what_it_prints_and_knows_whose_text_it_is(
    generation: Generation, state: tuple[DmvpnTunnel, ...]
) -> None:
    parsed = dmvpn.parse(dmvpn.render(state, generation))
    assert parsed.values == dmvpn.quantise_tunnels(state, generation)
    assert parsed.layout is generation
    assert count_mismatches(parsed.values) == ()
    assert len(parsed.places) == len(dmvpn.rows(parsed.values))


@GENERATIONS
@EXAMPLES
@given(state=st.lists(entries(), max_size=6).map(tuple), how=options)
def test_show_ip_nhrp_reads_what_it_prints(
    generation: Generation, state: tuple[NhrpEntry, ...], how: RenderOptions
) -> None:
    parsed = nhrp.parse(nhrp.render(state, generation, how))
    assert parsed.values == nhrp.quantise_entries(state, generation, how)
    assert [place.text.split()[0].rstrip(",") for place in parsed.places] == [
        text.split()[0].rstrip(",")
        for entry in parsed.values
        for text in [nhrp.render((entry,), generation, how).splitlines()[0]]
    ]


@GENERATIONS
@EXAMPLES
@given(report=reports, how=options)
def test_show_ip_nhrp_nhs_reads_what_it_prints(generation: Generation, report: NhsReport, how: RenderOptions) -> None:
    parsed = nhs.parse(nhs.render(report, generation, how))
    assert parsed.values == nhs.quantise_report(report, generation, how)
    assert len(parsed.places) == len(nhs.rows(parsed.values))


@EXAMPLES
@given(hostname=st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True), release=st.sampled_from(Generation))
def test_show_version_reads_what_it_prints(hostname: str, release: Generation) -> None:
    printed = {"A": "12.4(15)T", "B": "15.0(1)M", "C": "15.4(3)M2", "D": "15.9(3)M6", "E": "17.15.1"}[release.value]
    value = (version.RouterVersion(version=printed, hostname=hostname),)
    parsed = version.parse(version.render(value, release))
    assert parsed.values == version.quantise_version(value, release)
    assert parsed.values[0].generation is release


@EXAMPLES
@given(section=st.lists(peers(Family.IPV4), min_size=1, max_size=6), cut=st.integers(0, 40), data=st.data())
def test_a_section_cut_after_any_line_is_refused_or_its_counts_tell(
    section: list[DmvpnPeer], cut: int, data: st.DataObject
) -> None:
    state = (dmvpn_section("Tunnel0", Role.HUB, section),)
    generation = data.draw(st.sampled_from(Generation))
    lines = dmvpn.render(state, generation).splitlines()
    first = next(number for number, line in enumerate(lines) if "Tunnel0" in line)
    kept = lines[: first + 1 + cut % max(1, len(lines) - first - 1)]
    try:
        values = dmvpn.parse("\n".join(kept)).values
    except ParseError as error:
        assert "cut off" in error.problem  # noqa: PT017 # either outcome is right
    else:
        assert count_mismatches(values)


@EXAMPLES
@given(state=st.lists(entries(), min_size=1, max_size=4).map(tuple), where=st.integers(0, 60), data=st.data())
def test_a_line_nobody_knows_is_never_lost(state: tuple[NhrpEntry, ...], where: int, data: st.DataObject) -> None:
    generation = data.draw(st.sampled_from(Generation))
    lines = nhrp.render(state, generation).splitlines()
    number = where % (len(lines) + 1)
    lines.insert(number, "   Smart tunnel: 17 of 42")
    text = "\n".join(lines)
    with pytest.raises(ParseError) as caught:
        nhrp.parse(text)
    assert caught.value.line_number == number + 1
    lenient = nhrp.parse(text, strict=False)
    assert lenient.unread == ((number + 1, "   Smart tunnel: 17 of 42"),)
    assert lenient.values == nhrp.quantise_entries(state, generation)


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.name)
@EXAMPLES
@given(text=st.one_of(st.text(), st.lists(st.text(" 0123456789.:/abcdefTunel#->%\r\b\n")).map("".join)))
def test_garbage_raises_nothing_but_a_parse_error(show: ShowCommand[Any], text: str) -> None:
    for strict in (True, False):
        try:
            show.parse(text, strict=strict)
        except ParseError as error:
            assert str(error).count("\n") == 0  # noqa: PT017 # most garbage is refused, an empty screen is not


@given(value=times)
def test_a_duration_once_printed_does_not_change_any_more(value: Seconds) -> None:
    printed = quantise(value)
    assert parse_duration(render_duration(printed)) == printed
    if value is NEVER or printed is NEVER:
        assert value is printed
    else:
        assert 0 <= value - printed < (86_400 if value < 31_536_000 else 604_800)
