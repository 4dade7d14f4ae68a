"""Software generations A to E: the defaults and the behaviour of a release train (protocol.md §0.2, E.1).

Not the same thing as an output's *layout*, which is detected from its text.
"""

import re
from dataclasses import dataclass
from enum import Enum


class Generation(Enum):
    """A: 12.4(9)T to 12.4(15)T. B: to 15.0. C: 15.1 to 15.6. D: 15.7 to 15.9, XE 16.3 to 16.7. E: XE 16.12 on."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a generation does when the configuration does not say (G-02 to G-06)."""

    holdtime: int
    """Default holding time in seconds (G-02, G-03)."""
    unique: bool
    """Registrations ask for uniqueness unless told otherwise (G-03)."""
    implicit_shortcut: bool
    """``ip nhrp shortcut`` is on without being written (G-04)."""
    implicit_multicast_dynamic: bool
    """``ip nhrp map multicast dynamic`` is on without being written (G-04)."""
    temporary_entries: bool
    """An unresolved next hop gets a temporary entry that points at the NHS (0.2 as amended; 15.0M on)."""
    answers_from_cache: bool
    """A hub answers resolution requests from its own registrations (S-20 step 3, A and early B)."""
    local_rows: bool
    """Local entries are rows (``DLX``) of plain ``show dmvpn`` (C-46)."""
    local_entries_last: bool
    """``show ip nhrp`` lists local entries after all others (C-13)."""
    nhop_flag: bool
    """``show ip nhrp`` prints the ``nhop`` flag (C-10)."""
    registration_jitter: bool
    """Periodic registrations drift (R-10); D and E are exact to the millisecond (G-03a)."""
    max_send: int = 100
    """NHRP packets that an interface sends in 10 seconds unless ``ip nhrp max-send`` says otherwise (R-70)."""


def _classic(**changes: bool) -> Behaviour:
    values = {
        "unique": True,
        "implicit_shortcut": False,
        "implicit_multicast_dynamic": False,
        "temporary_entries": True,
        "answers_from_cache": False,
        "local_rows": False,
        "local_entries_last": False,
        "nhop_flag": True,
        "registration_jitter": True,
    }
    return Behaviour(holdtime=7200, **(values | changes))


BEHAVIOUR: dict[Generation, Behaviour] = {
    Generation.A: _classic(temporary_entries=False, answers_from_cache=True, local_rows=True, nhop_flag=False),
    Generation.B: _classic(answers_from_cache=False, local_rows=True, nhop_flag=False),
    Generation.C: _classic(),
    Generation.D: Behaviour(
        holdtime=600,
        unique=False,
        implicit_shortcut=True,
        implicit_multicast_dynamic=True,
        temporary_entries=True,
        answers_from_cache=False,
        local_rows=False,
        local_entries_last=False,
        nhop_flag=True,
        registration_jitter=False,
    ),
    Generation.E: Behaviour(
        holdtime=600,
        unique=False,
        implicit_shortcut=True,
        implicit_multicast_dynamic=True,
        temporary_entries=True,
        answers_from_cache=False,
        local_rows=False,
        local_entries_last=True,
        nhop_flag=True,
        registration_jitter=False,
        max_send=10_000,
    ),
}

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\((\d+))?")


def generation_of_version(version: str) -> Generation | None:
    """The generation of a version string (``15.9``, ``12.4(24)T5``, ``16.12``, ``17.3``); ``None`` if it is none.

    Boundaries are those of protocol.md 0.2 as corrected by E.1; a legend that was printed decides before this (G-06).
    """
    match = _VERSION.search(version)
    if match is None:
        return None
    major, minor, build = int(match.group(1)), int(match.group(2)), int(match.group(3) or 0)
    if major < 12 or (major == 12 and minor < 4):
        return Generation.A
    if major == 12:
        return Generation.B if build >= 20 else Generation.A
    if major == 15:
        return Generation.B if minor == 0 else Generation.C if minor <= 6 else Generation.D
    if major == 16:
        return Generation.C if minor < 3 else Generation.D if minor < 12 else Generation.E
    return Generation.E if major >= 17 else Generation.C
