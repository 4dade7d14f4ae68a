"""What a report format is."""

from dataclasses import dataclass
from typing import Protocol

from nornir_dmvpn.model.verdict import Verdict


class Write(Protocol):
    """A verdict as text. ``colour`` and ``width`` are for formats that people read on a terminal."""

    def __call__(self, verdict: Verdict, *, colour: bool = False, width: int = 100) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """``name`` is what ``-o`` takes."""

    name: str
    write: Write
