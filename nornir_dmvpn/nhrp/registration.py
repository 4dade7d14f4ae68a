"""States of one registration with one server, as a table (RFC 2332 §5.2.3; NHRP R-10 to R-12, R-53).

The table knows no time and sends nothing: it answers (state, input) with the next state and what to do. Timing:
a *one-time* request 0.9 s after the path opens, then a *series* of one request id that starts 1 s later and repeats
with growing gaps. The third unanswered transmission of a series is ``LOST``. A registered client starts a new
series every period.
"""

from enum import Enum


class State(Enum):
    """Where a registration stands."""

    IDLE = "idle"
    """Interface down, or a server that is not selected (R-51)."""
    STARTING = "starting"
    """Asked, not answered, not given up."""
    DOWN = "down"
    """Declared down; still asking (R-12)."""
    UP = "up"
    """Answered; waits for the next period."""
    REFRESHING = "refreshing"
    """The periodic request is not answered yet."""


class Input(Enum):
    """What can happen to a registration."""

    START = "start"
    STOP = "stop"
    PATH_OPENED = "path opened"
    PATH_CLOSED = "path closed"
    ONE_TIME = "one-time request is due"
    RETRY = "next transmission of the series is due"
    LOST = "third transmission unanswered"
    PERIOD = "registration interval over"
    ACCEPTED = "reply with code 0"
    REFUSED = "reply with another code"


class Action(Enum):
    """What a transition does, in order."""

    NEW_SERIES = "the next transmission starts a series: new request id, first gap"
    SCHEDULE_SERIES = "first transmission in 1.9 s"
    SCHEDULE_ONE_TIME = "one-time request in 0.9 s"
    CANCEL_ONE_TIME = "no one-time request"
    SEND_ONE_TIME = "send the one-time request"
    TRANSMIT = "send the request of the series, schedule the next transmission"
    ANNOUNCE_UP = "report NHS UP"
    ANNOUNCE_DOWN = "report NHS DOWN"
    SCHEDULE_PERIOD = "next series after the registration interval; nothing else is scheduled"
    CANCEL_ALL = "nothing is scheduled, no request is outstanding"


Transition = tuple[State, tuple[Action, ...]]

_OPEN = (Action.NEW_SERIES, Action.SCHEDULE_ONE_TIME, Action.SCHEDULE_SERIES)
_LOST_PATH = (Action.ANNOUNCE_DOWN, Action.CANCEL_ALL, Action.NEW_SERIES, Action.SCHEDULE_SERIES)
_CAME_UP = (Action.CANCEL_ALL, Action.ANNOUNCE_UP, Action.SCHEDULE_PERIOD)

TRANSITIONS: dict[State, dict[Input, Transition]] = {
    State.IDLE: {
        Input.START: (State.STARTING, (Action.NEW_SERIES, Action.SCHEDULE_SERIES)),
    },
    State.STARTING: {
        Input.STOP: (State.IDLE, (Action.CANCEL_ALL,)),
        Input.PATH_OPENED: (State.STARTING, _OPEN),
        Input.PATH_CLOSED: (State.STARTING, (Action.CANCEL_ONE_TIME,)),
        Input.ONE_TIME: (State.STARTING, (Action.SEND_ONE_TIME,)),
        Input.RETRY: (State.STARTING, (Action.TRANSMIT,)),
        Input.LOST: (State.DOWN, (Action.ANNOUNCE_DOWN,)),
        Input.ACCEPTED: (State.UP, _CAME_UP),
        Input.REFUSED: (State.DOWN, (Action.ANNOUNCE_DOWN,)),
    },
    State.DOWN: {
        Input.STOP: (State.IDLE, (Action.CANCEL_ALL,)),
        Input.PATH_OPENED: (State.DOWN, _OPEN),
        Input.PATH_CLOSED: (State.DOWN, (Action.CANCEL_ONE_TIME,)),
        Input.ONE_TIME: (State.DOWN, (Action.SEND_ONE_TIME,)),
        Input.RETRY: (State.DOWN, (Action.TRANSMIT,)),
        Input.LOST: (State.DOWN, ()),
        Input.ACCEPTED: (State.UP, _CAME_UP),
        Input.REFUSED: (State.DOWN, ()),
    },
    State.UP: {
        Input.STOP: (State.IDLE, (Action.ANNOUNCE_DOWN, Action.CANCEL_ALL)),
        Input.PATH_CLOSED: (State.DOWN, _LOST_PATH),
        Input.PERIOD: (State.REFRESHING, (Action.NEW_SERIES, Action.TRANSMIT)),
    },
    State.REFRESHING: {
        Input.STOP: (State.IDLE, (Action.ANNOUNCE_DOWN, Action.CANCEL_ALL)),
        Input.PATH_CLOSED: (State.DOWN, _LOST_PATH),
        Input.RETRY: (State.REFRESHING, (Action.TRANSMIT,)),
        Input.LOST: (State.DOWN, (Action.ANNOUNCE_DOWN,)),
        Input.ACCEPTED: (State.UP, (Action.CANCEL_ALL, Action.SCHEDULE_PERIOD)),
        Input.REFUSED: (State.DOWN, (Action.ANNOUNCE_DOWN,)),
    },
}

IGNORED: frozenset[tuple[State, Input]] = frozenset(
    {(State.IDLE, one) for one in Input if one is not Input.START}
    | {(state, Input.START) for state in State if state is not State.IDLE}
    | {(state, Input.PERIOD) for state in (State.STARTING, State.DOWN, State.REFRESHING)}
    # Nothing but the period is scheduled, no request is outstanding, and a path that opens again was not missed.
    | {
        (State.UP, one)
        for one in (Input.PATH_OPENED, Input.ONE_TIME, Input.RETRY, Input.LOST, Input.ACCEPTED, Input.REFUSED)
    }
    | {(State.REFRESHING, Input.PATH_OPENED), (State.REFRESHING, Input.ONE_TIME)}
)
"""Pairs that change nothing, written down so that a test can see that no pair was forgotten."""


def transition(state: State, happened: Input) -> Transition:
    """Next state and actions; ``KeyError`` for a pair that is neither in the table nor ignored."""
    if (state, happened) in IGNORED:
        return state, ()
    return TRANSITIONS[state][happened]
