"""The table that chooses servers, as a whole (NHRP R-50 to R-52)."""

import itertools

import pytest

from nornir_dmvpn.nhrp.selection import ASKING, CHOICES, Choice, Room, Standing, choose, room

ANSWERING = {Standing.ANSWERS, Standing.RETURNED}


def test_every_pair_has_a_choice() -> None:
    assert set(CHOICES) == set(itertools.product(Standing, Room))


def test_only_what_is_idle_is_asked_anew_and_nothing_idle_goes_on() -> None:
    for (standing, _), choice in CHOICES.items():
        assert choice is Choice.WAIT or (choice is Choice.ASK) == (standing is Standing.IDLE)


def test_with_room_everyone_is_asked_and_without_nobody() -> None:
    """R-51: what is not chosen waits and is not probed."""
    for standing in Standing:
        assert CHOICES[standing, Room.OPEN] in ASKING
        assert CHOICES[standing, Room.TAKEN] is Choice.WAIT


def test_what_is_silent_or_on_its_way_back_takes_no_place() -> None:
    """R-52: the next priority is brought up beside it."""
    for standing, where in itertools.product((Standing.SILENT, Standing.RETURNED), Room):
        assert CHOICES[standing, where] in {Choice.PROBE, Choice.WAIT}


def test_what_answers_is_given_up_for_answers_only() -> None:
    for standing in ANSWERING:
        assert CHOICES[standing, Room.CLAIMED] in ASKING


def test_room_is_what_better_servers_leave() -> None:
    assert room(None, 99, 99) is Room.OPEN
    assert room(0, 0, 0) is Room.TAKEN
    assert [room(2, *taken) for taken in ((0, 0), (1, 1), (2, 1), (2, 2), (3, 2))] == [
        Room.OPEN,
        Room.OPEN,
        Room.CLAIMED,
        Room.TAKEN,
        Room.TAKEN,
    ]


@pytest.mark.parametrize("limit", [None, 0, 1, 2, 3])
def test_choices_for_every_cluster_of_four_servers_keep_the_promises(limit: int | None) -> None:
    """R-50 to R-52 for all 625 situations: as many as allowed, the best ones, and never fewer answers than before."""
    for standings in itertools.product(Standing, repeat=4):
        choices = choose(standings, limit)
        asked = [choice in ASKING for choice in choices]
        if limit is None:
            assert all(asked)
            continue
        placed = [choice in {Choice.ASK, Choice.KEEP} for choice in choices]
        hopeful = [keeps for keeps, standing in zip(placed, standings, strict=True) if standing is not Standing.ANSWERS]
        assert sum(hopeful) <= limit
        kept = [s for s, ask in zip(standings, asked, strict=True) if s is Standing.ANSWERS and ask]
        assert len(kept) == min(limit, standings.count(Standing.ANSWERS))
        if limit and not kept:
            # Somebody new is tried as long as there is somebody: a client does not rest without a server.
            fresh = {Standing.IDLE, Standing.ASKED} & set(standings)
            assert not fresh or any(hopeful)


def test_choices_are_stable_once_they_are_carried_out() -> None:
    """Asking what is idle and stopping what waits gives a situation in which nothing changes any more."""
    for limit, standings in itertools.product((None, 1, 2), itertools.product(Standing, repeat=4)):
        after = [
            Standing.IDLE if choice is Choice.WAIT else Standing.ASKED if choice is Choice.ASK else standing
            for standing, choice in zip(standings, choose(standings, limit), strict=True)
        ]
        again = choose(after, limit)
        assert [choice in ASKING for choice in again] == [standing is not Standing.IDLE for standing in after]
