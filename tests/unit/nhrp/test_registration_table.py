"""The table of registration states, as a whole."""

import itertools

from nornir_dmvpn.nhrp.registration import IGNORED, TRANSITIONS, Action, Input, State, transition


def test_every_pair_is_either_a_transition_or_written_down_as_ignored() -> None:
    table = {(state, happened) for state, row in TRANSITIONS.items() for happened in row}
    assert table | IGNORED == set(itertools.product(State, Input))
    assert not table & IGNORED


def test_ignored_pairs_change_nothing() -> None:
    for state, happened in IGNORED:
        assert transition(state, happened) == (state, ())


def test_stop_leads_to_idle_and_leaves_nothing_scheduled() -> None:
    for state in State:
        target, actions = transition(state, Input.STOP)
        assert target is State.IDLE
        assert state is State.IDLE or actions[-1] is Action.CANCEL_ALL


def test_up_and_down_are_announced_exactly_when_the_server_changes_sides() -> None:
    """NHRP M-17: UpDn counts from these events. A client that never was up is announced down once, by LOST."""
    answering = {State.UP, State.REFRESHING}
    for state, happened in itertools.product(State, Input):
        target, actions = transition(state, happened)
        assert (Action.ANNOUNCE_UP in actions) == (state not in answering and target in answering)
        lost_first_time = state is State.STARTING and target is State.DOWN
        came_down = state in answering and target not in answering
        assert (Action.ANNOUNCE_DOWN in actions) == (came_down or lost_first_time)


def test_every_state_is_reached_from_idle() -> None:
    reached, frontier = {State.IDLE}, [State.IDLE]
    while frontier:
        state = frontier.pop()
        for happened in Input:
            target = transition(state, happened)[0]
            if target not in reached:
                reached.add(target)
                frontier.append(target)
    assert reached == set(State)


def test_a_state_that_asks_always_has_its_next_transmission_scheduled() -> None:
    """NHRP R-12: a client never gives up. Leaving a state that waits for the period must schedule a series."""
    schedules = {Action.SCHEDULE_SERIES, Action.TRANSMIT}
    for state, happened in itertools.product((State.IDLE, State.UP), Input):
        target, actions = transition(state, happened)
        if target in {State.STARTING, State.DOWN, State.REFRESHING}:
            assert schedules & set(actions), (state, happened)
