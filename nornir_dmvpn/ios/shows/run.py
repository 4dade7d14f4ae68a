"""Runs a compiled template over lines: what TextFSM would record, and what became of each line."""

from collections.abc import Iterable, Iterator, Sequence

import textfsm

from nornir_dmvpn.ios.shows.compiled import Dispatch, Program
from nornir_dmvpn.ios.shows.outcome import Outcome, Told
from nornir_dmvpn.ios.shows.tape import Make, SpecialTape, Tape
from nornir_dmvpn.ios.shows.terminal import Line

_ENDS = frozenset({"End", "EOF"})


def run(
    program: Program, lines: Iterable[Line], *, told: Told = Told.NOTHING, make: Make = tuple, blanks: bool = True
) -> Outcome:
    """Run over all lines. ``textfsm.TextFSMError``: an ``Error`` rule matched, as in TextFSM.

    ``make`` is called with each record as it is complete; where it raises ``ValueError`` a ``Broken`` stands.
    ``blanks``: blank lines are shown to the rules, as TextFSM does.
    """
    outcome = Outcome(program.header)
    tape = (SpecialTape if program.is_special else Tape)(program, outcome, make)
    rest = iter(lines)
    state, number = "Start", 0
    while state not in _ENDS:
        following, number = _stay(program.states[state], tape, rest, number, told=told, blanks=blanks)
        if following is None:
            break
        state = following
    outcome.unread += [line for line in rest if line[1].strip()]
    if told is not Told.NOTHING and program.gives_early:
        outcome.merge_given()
    tape.finish(number, record=state != "End" and not program.ends_silently)
    return outcome


def _stay(
    below: Sequence[Dispatch], tape: Tape, lines: Iterator[Line], last: int, *, told: Told, blanks: bool
) -> tuple[str | None, int]:
    """Run in one state; the state that follows, ``None`` at the end of the text, and the last line's number."""
    dispatch, current, number = below[0], tape.current, last
    watched = told is not Told.NOTHING or isinstance(tape, SpecialTape)
    unread, fresh = tape.outcome.unread, tape.began is None
    for number, text in lines:
        key = text.lstrip()[:1]
        if not (key or blanks):
            continue
        matcher, actions = dispatch[key]
        found = matcher(text)
        while found is not None:
            rule, taken, only_gives, above = actions[found.lastindex]  # type: ignore[index] # each alternative ends with its marker
            if above:
                tape.operate[above](number)
                fresh = tape.began is None
            for position, group in taken:
                current[position] = found[group]
            if fresh and rule.own:
                fresh = not tape.begin(rule.own, number)
            if watched and taken:
                tape.watch(rule, number, told)
            if only_gives:
                break
            if rule.record:
                tape.operate[rule.record](number)
                fresh = tape.began is None
            if rule.error is not None:
                raise textfsm.TextFSMError(rule.error.format(text))
            if not rule.goes_on:
                if rule.state:
                    return rule.state, number
                break
            matcher, actions = below[rule.index + 1][key]
            found = matcher(text)
        else:
            unread.append((number, text))
    return None, number
