"""Which generation's text an output is, from the text alone (G-05, G-06); independent of what the router runs."""

import re
from collections.abc import Iterable

from nornir_dmvpn.model.generation import Generation

_OLD_SECTION = re.compile(r"\s*[A-Za-z][\w/.-]*,\s+Type:")
RULE = "=" * 74
"""The line under the legend of ``show dmvpn`` (4.6)."""

_FIRST = "Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete"
_LINKS = "N - NATed, L - Local, X - No Socket"
_ENTRIES = "# Ent --> Number of NHRP entries with same NBMA peer"
_STATUS = "NHS Status: E --> Expecting Replies, R --> Responding"
_TIME = "UpDn Time --> Up or Down Time for a Tunnel"
_ROUTES = "T1 - Route Installed, T2 - Nexthop-override"

_LEGENDS: dict[Generation, tuple[str, ...]] = {
    Generation.A: (_LINKS, _ENTRIES),
    Generation.B: (_LINKS, _ENTRIES, _STATUS, _TIME),
    Generation.C: (_LINKS, _ROUTES, "C - CTS Capable", _ENTRIES, f"{_STATUS}, W --> Waiting", _TIME),
    Generation.D: (_LINKS, _ROUTES, "C - CTS Capable, I2 - Temporary", _ENTRIES, f"{_STATUS}, W --> Waiting", _TIME),
    Generation.E: (
        _LINKS,
        f"{_ROUTES}, B - BGP",
        "C - CTS Capable, I2 - Temporary",
        _ENTRIES,
        f"{_STATUS}, W --> Waiting",
        _TIME,
    ),
}


def dmvpn_legend(generation: Generation) -> list[str]:
    """The lines above the first section of ``show dmvpn`` (G-01); continuation lines start with a TAB in E (C-41)."""
    indent = "\t" if generation is Generation.E else " " * 8
    return [_FIRST, *(indent + line for line in _LEGENDS[generation]), RULE]


def dmvpn_layout(lines: Iterable[str]) -> Generation | None:
    """The generation whose ``show dmvpn`` this is; ``None`` if the legend was cut off.

    ``I2`` makes it D, with ``B - BGP`` E. Without ``I2`` the ``W --> Waiting`` of the NHS line tells C from B; the
    T1/T2 line is no release marker (G-06). A has one-line section headers and no NHS line.
    """
    text = "\n".join(lines)
    if _has_old_section(text):
        return Generation.A
    if "Legend:" not in text:
        return None
    if "I2 - Temporary" in text:
        return Generation.E if "B - BGP" in text else Generation.D
    if "NHS Status:" not in text:
        return Generation.A
    return Generation.C if "W --> Waiting" in text else Generation.B


def _has_old_section(text: str) -> bool:
    """Whether a section's interface and type stand on one line; only lines that name a type are tried."""
    at = text.find("Type:")
    while at >= 0:
        if _OLD_SECTION.match(text, text.rfind("\n", 0, at) + 1):
            return True
        at = text.find("Type:", at + 1)
    return False
