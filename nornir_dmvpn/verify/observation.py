"""Show outputs of one router, read into one ``DeviceState`` with the place of every row."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import ShowCommand, find_command
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation

_PARTIAL = frozenset({"detail", "ipv4"})
"""Arguments that leave a section whole; every other one shows a part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedOutput:
    """One command's answer as it came. ``source`` names it in findings: a file, or the command itself."""

    command: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was read of one router.

    ``problems`` has, per section that was asked for and could not be read, one sentence. ``places`` has for each
    section the place of row *i* of its JSON rows. ``generation`` is what the printed text tells, if it does.
    """

    state: DeviceState
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    generation: Generation | None = None


def observe(router: str, outputs: Iterable[CapturedOutput], *, strict: bool = True) -> Observation:
    """Read every output that is a whole section; of several answers to one command the last counts.

    Nothing is raised: what cannot be read is a problem of its section, and the others are read all the same.
    """
    found = Observation(state=DeviceState(router=router))
    for output in outputs:
        known = find_command(output.command)
        if known is not None and not set(known[1]) - _PARTIAL:
            found = _add(found, known[0], output, strict=strict)
    return found


def _add(found: Observation, show: ShowCommand[Any], output: CapturedOutput, *, strict: bool) -> Observation:
    try:
        parsed = show.parse(output.text, strict=strict)
    except ParseError as error:
        if show.section is None:
            return found
        source = f"{output.source}: " if output.source else ""
        return replace(found, problems={**found.problems, show.section: f"{source}{error}"})
    if show.section is None:
        shown = next((one.generation for one in parsed.values if one.generation is not None), None)
        return replace(found, generation=shown or found.generation)
    source = output.source or output.command
    places = tuple(replace(place, source=source) for place in parsed.places)
    problems = {name: text for name, text in found.problems.items() if name != show.section}
    return replace(
        found,
        state=replace(found.state, **{show.section: parsed.values}),
        places={**found.places, show.section: places},
        problems=problems,
        generation=found.generation or parsed.layout,
    )
