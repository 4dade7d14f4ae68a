"""The verdict on routers, sections and rows: what verification says, before anyone formats it."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from nornir_dmvpn.model.finding import Finding, Severity


class Judgement(Enum):
    """What the reference says of one entry (design: four ideas, 4)."""

    MUST = "must"
    """Every state at rest holds it."""
    MAY = "may"
    """Some traffic makes it at some moment."""
    MUST_NOT = "must not"
    """Nothing the reference can do produces it."""
    UNKNOWN = "unknown"
    """The configurations at hand do not say."""


class SectionStatus(Enum):
    """Could not look is not wrong."""

    OK = "ok"
    WRONG = "wrong"
    NOT_LOOKED = "not looked"
    """Nothing was read: no output, or it could not be read."""
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowVerdict:
    """One observed or missing row. ``row`` is its JSON form; ``right`` the form it should have, if there is one."""

    row: dict[str, Any]
    judgement: Judgement
    rule: str
    present: bool = True
    right: dict[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionVerdict:
    """One command's worth of one router."""

    section: str
    """Command as a person types it, e.g. ``show dmvpn``."""
    status: SectionStatus
    rows: tuple[RowVerdict, ...] = ()
    problem: str = ""
    """Why it was not looked at, in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterVerdict:
    """One router: its sections and its findings. ``problem``: why it could not be looked at at all."""

    router: str
    sections: tuple[SectionVerdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    problem: str = ""

    @property
    def is_wrong(self) -> bool:
        return any(one.severity is Severity.ERROR for one in self.findings)

    @property
    def not_looked(self) -> bool:
        """Nothing of the router could be read, or a section that was asked for could not."""
        return bool(self.problem) or any(
            one.status is SectionStatus.NOT_LOOKED and one.problem for one in self.sections
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The whole network. ``unstable`` names routers whose expected state does not come to rest."""

    routers: tuple[RouterVerdict, ...] = ()
    unstable: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for router in self.routers for finding in router.findings)

    @property
    def is_wrong(self) -> bool:
        return any(router.is_wrong for router in self.routers)

    @property
    def not_looked(self) -> tuple[str, ...]:
        return tuple(router.router for router in self.routers if router.not_looked)
