"""Runs a compiled template over lines: what TextFSM would record, and what became of each line."""

from collections.abc import Iterable, Iterator

import textfsm

from nornir_dmvpn.ios.shows.compiled import Program
from nornir_dmvpn.ios.shows.outcome import Outcome
from nornir_dmvpn.ios.shows.tape import SpecialTape, Tape
from nornir_dmvpn.ios.shows.terminal import Line

_ENDS = frozenset({"End", "EOF"})


def run(program: Program, lines: Iterable[Line]) -> Outcome:
    """Run over all lines. ``textfsm.TextFSMError``: an ``Error`` rule matched, as in TextFSM."""
    outcome = Outcome(header=program.header)
    tape = SpecialTape(program, outcome) if program.is_special else Tape(program, outcome)
    rest = iter(lines)
    state, number = "Start", 0
    while state not in _ENDS:
        following, number = _stay(program, state, tape, rest, number)
        if following is None:
            break
        state = following
    outcome.unread += [line for line in rest if line[1].strip()]
    if program.gives_early:
        outcome.merge_given()
    tape.finish(number, record=state != "End" and not program.ends_silently)
    return outcome


def _stay(program: Program, state: str, tape: Tape, lines: Iterator[Line], number: int) -> tuple[str | None, int]:
    """Run in one state; the state that follows, ``None`` at the end of the text, and the last line's number."""
    below = program.states[state]
    dispatch, current = below[0], tape.current
    given, unread = tape.outcome.given, tape.outcome.unread
    special = tape if isinstance(tape, SpecialTape) else None
    for line in lines:
        number, text = line
        matcher, actions = dispatch[text.lstrip()[:1]]
        found = matcher(text)
        while found is not None:
            rule, groups = actions[found.lastindex]  # type: ignore[index] # each alternative ends with its marker
            if groups:
                values = found.group(*groups) if len(groups) > 1 else (found[groups[0]],)
                given.append((number, rule.names, values))
                if tape.began is None and rule.own and any(values[one] is not None for one in rule.own):
                    tape.began = number
                if special is None:
                    for position, value in zip(rule.positions, values):  # noqa: B905 # made together; this is the inner loop
                        current[position] = value
                else:
                    special.take(rule.positions, values)
            if rule.record:
                current = tape.operate(rule.record, number)
            if rule.error is not None:
                raise textfsm.TextFSMError(rule.error.format(text))
            if not rule.goes_on:
                if rule.state:
                    return rule.state, number
                break
            matcher, actions = below[rule.index + 1][text.lstrip()[:1]]
            found = matcher(text)
        else:
            unread.append(line)
    return None, number
