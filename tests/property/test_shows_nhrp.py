"""What a router would print of the smaller NHRP commands, read again, is what it was as far as IOS prints it."""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import (
    RenderOptions,
    ShowCommand,
    nhrp,
    nhrp_brief,
    nhrp_multicast,
    nhrp_redirect,
    nhrp_self,
    nhrp_stats,
    nhrp_summary,
    nhrp_traffic,
    nhs_redundancy,
)
from nornir_dmvpn.ios.shows.show_command import PLAIN
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import (
    BriefEntry,
    EventCount,
    EventDirection,
    InterfaceEvents,
    Metadata,
    MulticastTarget,
    NhrpSummary,
    NhrpTraffic,
    NhsCluster,
    NhsRedundancy,
    PacketCounts,
    RedirectEntry,
    RedundantNhs,
    SelfEntry,
    TypeCounts,
)
from nornir_dmvpn.model.state import EntryType, Family, NhsState
from tests.property.test_shows_round_trip import (
    entries,
    interfaces,
    ipv4,
    ipv6,
    networks,
    options,
)

numbers = st.one_of(st.integers(0, 9), st.integers(0, 200_000))
addresses = st.one_of(ipv4, ipv6)
targets = st.one_of(networks(), networks(6))
words = st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True)
letters = st.sets(st.sampled_from(sorted(nhrp_brief.FLAGS))).map(frozenset)
types = st.builds(TypeCounts, static=numbers, dynamic=numbers, incomplete=numbers)

brief = st.builds(
    BriefEntry,
    target=targets,
    via=addresses,
    nbma=addresses,
    type=st.sampled_from([EntryType.STATIC, EntryType.DYNAMIC]),
    interface=st.integers(0, 2_000_000).map(lambda number: f"Tunnel{number}"),
    claimed_nbma=st.one_of(st.none(), ipv4),
    flags=letters,
)
own = st.builds(
    SelfEntry,
    entry=entries(),
    metadata=st.lists(
        st.builds(Metadata, type=st.integers(1, 9), state=words, data=st.integers(0, 2**32 - 1)), max_size=3
    ).map(tuple),
)
redirects = st.builds(
    RedirectEntry,
    target=targets,
    via=addresses,
    type=st.sampled_from(EntryType),
    flags=st.sets(st.sampled_from(nhrp.FLAGS)).map(frozenset),
    nbma=addresses,
    hold_time=st.integers(0, 65_535),
    authentication=st.sampled_from([None, "enabled", "disabled"]),
)
summaries = st.builds(
    NhrpSummary,
    family=st.sampled_from(Family),
    types=types,
    remote_types=types,
    local_types=types,
    **dict.fromkeys(
        ("entries", "size", "remote", "nhop", "bfd", "default", "temporary", "route", "rib", "rib_routes"), numbers
    ),
    **dict.fromkeys(("rib_overrides", "bgp", "remote_lfib", "local", "local_lfib"), numbers),
)
packets = st.builds(PacketCounts, total=numbers, **dict.fromkeys(nhrp_traffic.TYPES, numbers))
traffic = st.builds(
    NhrpTraffic,
    interface=st.one_of(st.none(), interfaces),
    sent=packets,
    received=packets,
    forwarded=st.one_of(st.none(), packets),
    send_limit=st.one_of(st.none(), st.integers(1, 65_535)),
    limit_period=st.one_of(st.none(), st.integers(1, 65_535)),
    usage=st.one_of(st.none(), st.integers(0, 100)),
    queue=st.one_of(st.none(), st.tuples(numbers, numbers, numbers)),
)
counters = st.builds(
    EventCount,
    group=st.sampled_from(["RIB Events", "Tunnel", "BFD"]),
    direction=st.sampled_from(EventDirection),
    event=st.sampled_from(
        ["UP", "T/O EP Deleted", "Rwatch w/o route", "CLI-Policy Map Deleted", "NHRP MPLS MGMT CH CB"]
    ),
    count=numbers,
    errors=numbers,
)
events = st.builds(
    InterfaceEvents,
    interface=interfaces,
    counts=st.lists(counters, max_size=7).map(lambda found: tuple(sorted(found, key=lambda one: one.group))),
)
multicast = st.builds(
    MulticastTarget,
    interface=interfaces,
    nbma=addresses,
    flags=st.sets(st.sampled_from(nhrp_multicast.FLAGS)).map(frozenset),
    enabled=st.booleans(),
)
servers = st.builds(
    RedundantNhs,
    interface=interfaces,
    cluster=st.integers(0, 10),
    address=addresses,
    priority=st.integers(0, 255),
    state=st.sampled_from(NhsState),
    queue=words,
    previous_state=st.sampled_from(NhsState),
    previous_queue=words,
)
clusters = st.builds(
    NhsCluster,
    interface=interfaces,
    cluster=st.integers(0, 10),
    status=words,
    max_connections=st.one_of(st.none(), st.integers(0, 255)),
    total=numbers,
    responding=numbers,
    expecting=numbers,
    waiting=numbers,
    fallback=numbers,
)
redundancy = st.builds(
    NhsRedundancy,
    servers=st.lists(servers, max_size=4).map(tuple),
    clusters=st.lists(clusters, max_size=2).map(tuple),
)


def unique(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=4, unique_by=lambda one: one.interface).map(tuple)


CASES: dict[ShowCommand[Any], st.SearchStrategy[Any]] = {
    nhrp_brief.SHOW: st.lists(brief, max_size=5).map(tuple),
    nhrp_self.SHOW: st.lists(own, max_size=3).map(tuple),
    nhrp_redirect.SHOW: st.lists(redirects, max_size=4).map(tuple),
    nhrp_summary.SHOW: st.lists(summaries, max_size=1).map(tuple),
    nhrp_traffic.SHOW: unique(traffic),
    nhrp_stats.SHOW: unique(events),
    nhrp_multicast.SHOW: st.lists(multicast, max_size=5).map(tuple),
    nhs_redundancy.SHOW: redundancy,
}
BY_GENERATION = (nhrp_brief.SHOW, nhrp_self.SHOW)
"""Commands whose layout tells generations apart."""
ROUND_TRIPS = [(show, one) for show in CASES for one in (Generation if show in BY_GENERATION else [None])]
SOME = settings(max_examples=40, deadline=None)
COMMANDS = pytest.mark.parametrize("show", CASES, ids=lambda show: show.name)


@pytest.mark.parametrize(("show", "generation"), ROUND_TRIPS, ids=lambda one: one.name if one else "any")
@SOME
@given(data=st.data(), how=options)
def test_a_command_reads_what_it_prints(
    show: ShowCommand[Any], generation: Generation | None, data: st.DataObject, how: RenderOptions
) -> None:
    generation = generation or data.draw(st.sampled_from(Generation))
    value = data.draw(CASES[show])
    text = show.render(value, generation, how)
    parsed = show.parse(text)
    assert parsed.values == show.quantise(value, generation, how)
    assert len(parsed.places) == len(show.rows(parsed.values))
    assert show.render(parsed.values, generation, how) == text


@COMMANDS
@SOME
@given(data=st.data(), where=st.integers(0, 60), generation=st.sampled_from(Generation))
def test_a_line_nobody_knows_is_named_with_its_number(
    show: ShowCommand[Any], data: st.DataObject, where: int, generation: Generation
) -> None:
    value = data.draw(CASES[show])
    lines = show.render(value, generation).splitlines()
    if not any(line.strip() for line in lines):
        return
    number = where % (len(lines) + 1)
    lines.insert(number, "   Smart tunnel: 17 of 42")
    with pytest.raises(ParseError) as caught:
        show.parse("\n".join(lines))
    assert caught.value.line_number == number + 1
    lenient = show.parse("\n".join(lines), strict=False)
    assert lenient.unread == ((number + 1, "   Smart tunnel: 17 of 42"),)
    assert lenient.values == show.quantise(value, generation, PLAIN)


@COMMANDS
@SOME
@given(data=st.data(), cut=st.integers(1, 40), generation=st.sampled_from(Generation))
def test_a_text_cut_after_any_line_loses_no_row_that_it_still_has(
    show: ShowCommand[Any], data: st.DataObject, cut: int, generation: Generation
) -> None:
    value = data.draw(CASES[show])
    lines = show.render(value, generation).splitlines()
    whole = show.rows(show.parse("\n".join(lines)).values)
    try:
        kept = show.rows(show.parse("\n".join(lines[: cut % (len(lines) + 1)])).values)
    except ParseError as error:
        assert error.problem  # noqa: PT017 # either outcome is right
    else:
        cut_rows = [row for row in kept if row not in whole]
        assert len(cut_rows) <= 1, "only the row that the cut goes through may differ"


@SOME
@given(value=summaries)
def test_totals_that_their_parts_do_not_bear_out_are_seen(value: NhrpSummary) -> None:
    found = nhrp_summary.summary_mismatches((value,))
    right = (
        value.entries == value.types.total == value.remote + value.local
        and value.remote == value.remote_types.total
        and value.local == value.local_types.total
    )
    assert bool(found) != right


@SOME
@given(cache=st.lists(entries(), max_size=6), generation=st.sampled_from(Generation))
def test_the_brief_table_of_a_cache_has_the_entries_it_says_it_has(cache: list[Any], generation: Generation) -> None:
    rows = nhrp_brief.brief_entries(cache, generation)
    assert nhrp_brief.parse(nhrp_brief.render(rows, generation)).values == nhrp_brief.quantise_brief(rows, generation)
    hidden = [one for one in cache if one.via is not None and (one.no_socket or one.type is EntryType.INCOMPLETE)]
    if generation in (Generation.D, Generation.E):
        linked = [one for one in cache if one.via is not None and one.target.is_link_local]
        both = [one for one in hidden if one in linked]
        assert len(rows) == sum(one.via is not None for one in cache) - len(hidden) - len(linked) + len(both)
    else:
        assert len(rows) == sum(one.via is not None for one in cache)


def test_an_interface_is_cut_to_its_column() -> None:
    entry = BriefEntry(
        target=IPv4Network("10.9.0.10/32"),
        via=IPv4Address("10.9.0.10"),
        nbma=IPv4Address("10.10.100.30"),
        type=EntryType.DYNAMIC,
        interface="Tunnel152728",
    )
    assert nhrp_brief.render((entry,), Generation.C).splitlines()[1] == (
        "        10.9.0.10/32 10.9.0.10       10.10.100.30    dynamic  Tu15272 <   >"
    )
