"""Configuration that is not as it should be, line by line, secrets masked."""

import difflib
from dataclasses import dataclass

from nornir_dmvpn.ios.config import render_config
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.finding import Finding, Layer, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftLine:
    """One line that differs: the section it stands in, the masked text, and which side has it."""

    section: str
    text: str
    wanted: bool
    """``True``: it should be there and is not; ``False``: it is there and should not be."""


def drift(wanted: RouterConfig, running: RouterConfig) -> tuple[DriftLine, ...]:
    """Modelled lines on which the two configurations differ. Secrets are compared in the clear, shown masked."""
    if wanted == running:
        return ()
    want, want_shown = _lines(wanted)
    have, have_shown = _lines(running)
    lines: list[DriftLine] = []
    matcher = difflib.SequenceMatcher(a=have, b=want, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            lines += [DriftLine(section=one[0], text=one[1], wanted=False) for one in have_shown[first:last]]
            lines += [DriftLine(section=one[0], text=one[1], wanted=True) for one in want_shown[start:end]]
    return tuple(lines)


def drift_findings(router: str, wanted: RouterConfig, running: RouterConfig) -> tuple[Finding, ...]:
    """One finding per section that differs."""
    sections: dict[str, list[DriftLine]] = {}
    for line in drift(wanted, running):
        sections.setdefault(line.section, []).append(line)
    return tuple(
        Finding(
            router=router,
            layer=Layer.CONFIG,
            severity=Severity.ERROR,
            rule="F-40",
            what=f"configuration of {section!r}",
            expected=_join(lines, wanted=True) or "nothing",
            observed=_observed(lines),
        )
        for section, lines in sections.items()
    )


def _join(lines: list[DriftLine], *, wanted: bool) -> str:
    return "; ".join(one.text for one in lines if one.wanted is wanted)


def _observed(lines: list[DriftLine]) -> str:
    seen, intended = _join(lines, wanted=False), _join(lines, wanted=True)
    return f"{seen} (another secret)" if seen and seen == intended else seen or "absent"


def _lines(config: RouterConfig) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(section, line) in the clear and masked, index by index."""
    clear = render_config(config, reveal=True).splitlines()
    masked = render_config(config).splitlines()
    return _sections(clear, masked), _sections(masked, masked)


def _sections(lines: list[str], names: list[str]) -> list[tuple[str, str]]:
    section = ""
    found: list[tuple[str, str]] = []
    for line, name in zip(lines, names, strict=True):
        if line and not line.startswith((" ", "!")):
            section = name.strip()
        if line.strip() not in ("", "!"):
            found.append((section, line.strip()))
    return found
