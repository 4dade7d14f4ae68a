"""What is wrong, where, by which rule. A wrong network is a value, never an exception."""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad it is."""

    ERROR = "error"
    """The network is not as it must be."""
    WARNING = "warning"
    """Works, or may still settle; worth a look."""
    INFO = "info"


class Layer(Enum):
    """Where in the stack the finding sits, in the order in which to mend."""

    CONFIG = "config"
    UNDERLAY = "underlay"
    TUNNEL = "tunnel"
    CRYPTO = "crypto"
    NHRP = "nhrp"
    ROUTING = "routing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the evidence stands: a command's output or a file, and the line in it (from 1; 0: as a whole)."""

    source: str
    line: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}" if self.line else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One explanation of a finding; ``rank`` 1 is the likeliest. ``rule`` is an id of docs/reference/protocol.md."""

    rank: int
    rule: str
    text: str
    router: str
    cure: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One deviation. ``expected`` and ``observed`` are sentences without secrets."""

    router: str
    layer: Layer
    severity: Severity
    rule: str
    what: str
    """Short name of what deviates, e.g. ``NBMA address`` or ``tunnel state``."""
    expected: str
    observed: str
    interface: str | None = None
    peer: str | None = None
    evidence: tuple[Place, ...] = ()
    causes: tuple[Cause, ...] = ()

    def sentence(self) -> str:
        """``SPOKE2 Tunnel0 10.0.0.1: tunnel state - Expected: UP Actual: IKE (M-10)``."""
        subject = " ".join(part for part in (self.router, self.interface, self.peer) if part)
        return f"{subject}: {self.what} - Expected: {self.expected} Actual: {self.observed} ({self.rule})"
