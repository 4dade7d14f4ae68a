"""Observed sections against the judge: one verdict per row, one finding per deviation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nornir_dmvpn.ios.shows import count_mismatches
from nornir_dmvpn.ios.shows import dmvpn as show_dmvpn
from nornir_dmvpn.ios.shows import nhrp as show_nhrp
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.finding import Finding, Layer, Place, Severity
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.state import DmvpnPeer, DmvpnTunnel, NhrpEntry, TunnelState
from nornir_dmvpn.model.verdict import Judgement, RowVerdict, SectionStatus, SectionVerdict
from nornir_dmvpn.reference.form import EntryForm, PeerForm, peer_form
from nornir_dmvpn.reference.judge import Judge, Ruling
from nornir_dmvpn.verify.observation import Observation
from nornir_dmvpn.verify.wording import difference, words

Json = dict[str, Any]

NOT_YET = 8
"""Seconds after which a registration that has not been answered counts as failed: NHS DOWN (R-10 d)."""
LATE = 130
"""Slack in seconds below two thirds of the holdtime: the retries of one registration (Annex B)."""

_LAYERS = {TunnelState.INTF: Layer.TUNNEL, TunnelState.IKE: Layer.CRYPTO, TunnelState.IPSEC: Layer.CRYPTO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One observed row: the value, its JSON form, and where it stands."""

    interface: str
    entry: DmvpnPeer | NhrpEntry
    row: Json
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A section's verdict and the findings that belong to it."""

    verdict: SectionVerdict
    findings: tuple[Finding, ...] = ()


def compare_dmvpn(judge: Judge, router: str, observation: Observation) -> Compared:
    """``show dmvpn``: rows, their header's count, and the role (C-43 to C-47, M-10)."""
    observed = observation.state.dmvpn
    if observed is None:
        return not_looked("show dmvpn", observation.problems.get("dmvpn"))
    entries = [(full_name(tunnel.interface), peer) for tunnel in observed for peer in tunnel.peers]
    seen = _seen(entries, show_dmvpn.rows(observed), observation.places.get("dmvpn", ()))
    required = judge.required(router).dmvpn or ()
    peers = [(tunnel.interface, peer) for tunnel in required for peer in tunnel.peers]
    compared = _rows(judge, router, seen, _seen(peers, show_dmvpn.rows(required), ()), observation)
    extra = (*_counts(router, observed), *_roles(router, required, observed))
    return _section("show dmvpn", compared, extra)


def compare_nhrp(judge: Judge, router: str, observation: Observation) -> Compared:
    """``show ip nhrp``: the cache, and the lifetime of registrations (C-12, Annex B)."""
    observed = observation.state.nhrp
    if observed is None:
        return not_looked("show ip nhrp", observation.problems.get("nhrp"))
    entries = [(full_name(entry.interface), entry) for entry in observed]
    seen = _seen(entries, show_nhrp.rows(observed), observation.places.get("nhrp", ()))
    required = judge.required(router).nhrp or ()
    cached = [(entry.interface, entry) for entry in required]
    compared = _rows(judge, router, seen, _seen(cached, show_nhrp.rows(required), ()), observation)
    lifetimes = (_lifetime(judge, router, one) for one in seen if isinstance(one.entry, NhrpEntry))
    return _section("show ip nhrp", compared, tuple(one for one in lifetimes if one is not None))


# --- rows ------------------------------------------------------------------------------------------------------------

Entry = tuple[str, DmvpnPeer | NhrpEntry]
Results = tuple[list[RowVerdict], list[Finding]]


def _rows(judge: Judge, router: str, seen: Sequence[Seen], wanted: Sequence[Seen], observation: Observation) -> Results:
    rows: list[RowVerdict] = []
    findings: list[Finding] = []
    missing: dict[PeerForm | EntryForm, list[Seen]] = {}
    for one in wanted:
        missing.setdefault(judge.form(router, one.interface, one.entry), []).append(one)
    for one in seen:
        ruling = judge.judge(router, one.interface, one.entry)
        expected = missing.get(ruling.right, []) if ruling.right is not None else []
        right = expected.pop(0).row if expected else None
        rows.append(
            RowVerdict(
                row=one.row,
                judgement=ruling.judgement,
                rule=ruling.rule,
                right=None if ruling.judgement is Judgement.MUST else right,
                note=ruling.note,
            )
        )
        if ruling.judgement is Judgement.MUST_NOT:
            findings.append(_deviation(router, one, ruling, observation))
    for one in (one for left in missing.values() for one in left):
        rows.append(RowVerdict(row=one.row, judgement=Judgement.MUST, rule="C-12", present=False))
        findings.append(_missing(router, one.interface, one.entry))
    return rows, findings


def _deviation(router: str, one: Seen, ruling: Ruling, observation: Observation) -> Finding:
    form = peer_form(one.interface, one.entry) if isinstance(one.entry, DmvpnPeer) else None
    layer, severity, note = Layer.NHRP, Severity.ERROR, ruling.note
    if isinstance(ruling.right, PeerForm) and form is not None and ruling.right.state is not form.state:
        layer = _LAYERS.get(form.state, Layer.NHRP)
        if _not_yet(one.entry, observation):
            severity, note = Severity.WARNING, f"not yet up, legal until {NOT_YET} s after it started"
    what, expected, actual = difference(ruling.right, one.entry)
    return Finding(
        router=router,
        interface=one.interface,
        peer=_peer_name(one.entry),
        layer=layer,
        severity=severity,
        rule=ruling.rule,
        what=what,
        expected=f"{expected} ({note})" if note else expected,
        observed=actual,
        evidence=(one.place,) if one.place else (),
    )


def _missing(router: str, interface: str, entry: DmvpnPeer | NhrpEntry) -> Finding:
    return Finding(
        router=router,
        interface=interface,
        peer=_peer_name(entry),
        layer=Layer.NHRP,
        severity=Severity.ERROR,
        rule="M-13" if isinstance(entry, DmvpnPeer) else "C-12",
        what="row" if isinstance(entry, DmvpnPeer) else "cache entry",
        expected=words(entry),
        observed="absent",
    )


def _not_yet(entry: DmvpnPeer | NhrpEntry, observation: Observation) -> bool:
    """A row that was never up, on an entry younger than the first NHS DOWN can be (M-17, R-10 d)."""
    if not isinstance(entry, DmvpnPeer) or entry.updown is not NEVER:
        return False
    ages = [one.created for one in observation.state.nhrp or () if one.via == entry.tunnel]
    return any(age is not NEVER and age < NOT_YET for age in ages)


def _lifetime(judge: Judge, router: str, one: Seen) -> Finding | None:
    """A registration that is not refreshed shows below two thirds of its holdtime (R-13)."""
    entry = one.entry
    if not isinstance(entry, NhrpEntry) or "registered" not in entry.flags:
        return None
    holdtime = judge.holdtime_of(entry.via) if entry.via is not None else None
    if holdtime is None:
        return None
    shown, late = "never expires", False
    if entry.expires is not NEVER:
        if holdtime * 2 // 3 - LATE <= entry.expires <= holdtime:
            return None
        shown, late = f"{entry.expires} s", entry.expires < holdtime
    return Finding(
        router=router,
        interface=one.interface,
        peer=str(entry.via),
        layer=Layer.NHRP,
        severity=Severity.WARNING,
        rule="R-13",
        what="lifetime",
        expected=f"{max(0, holdtime * 2 // 3 - LATE)} to {holdtime} s",
        observed=shown + (", the registration is not being refreshed" if late else ""),
        evidence=(one.place,) if one.place else (),
    )


# --- headers ---------------------------------------------------------------------------------------------------------


def _counts(router: str, observed: tuple[DmvpnTunnel, ...]) -> tuple[Finding, ...]:
    """A header that declares more than was printed means rows were lost; fewer is odd, but nothing is lost (C-44)."""
    return tuple(
        Finding(
            router=router,
            interface=one.interface,
            peer=str(one.nbma) if one.nbma is not None else None,
            layer=Layer.NHRP,
            severity=Severity.ERROR if one.declared > one.printed else Severity.WARNING,
            rule="C-44",
            what=one.what,
            expected=f"{one.declared} as printed in the header",
            observed=f"{one.printed} printed below it",
        )
        for one in count_mismatches(observed)
    )


def _roles(router: str, required: Iterable[DmvpnTunnel], observed: Iterable[DmvpnTunnel]) -> Iterable[Finding]:
    wanted = {(one.interface, one.family): one.role for one in required}
    for tunnel in observed:
        role = wanted.get((full_name(tunnel.interface), tunnel.family))
        if role is not None and role is not tunnel.role:
            yield Finding(
                router=router,
                interface=tunnel.interface,
                layer=Layer.NHRP,
                severity=Severity.WARNING,
                rule="C-45",
                what="role",
                expected=role.value,
                observed=tunnel.role.value,
            )


# --- sections --------------------------------------------------------------------------------------------------------


def _seen(entries: Sequence[Entry], rows: Sequence[Json], places: Sequence[Place]) -> list[Seen]:
    known = [*places, *([None] * (len(entries) - len(places)))]
    return [
        Seen(interface=interface, entry=entry, row=row, place=place)
        for (interface, entry), row, place in zip(entries, rows, known, strict=True)
    ]


def _section(name: str, compared: Results, extra: Iterable[Finding]) -> Compared:
    rows, findings = compared
    everything = (*findings, *extra)
    wrong = any(one.severity is Severity.ERROR for one in everything)
    status = SectionStatus.WRONG if wrong else SectionStatus.OK
    return Compared(verdict=SectionVerdict(section=name, status=status, rows=tuple(rows)), findings=everything)


def not_looked(name: str, problem: str | None) -> Compared:
    """The verdict on a section that was not read; ``problem`` says why if it was asked for."""
    return Compared(verdict=SectionVerdict(section=name, status=SectionStatus.NOT_LOOKED, problem=problem or ""))


def _peer_name(entry: DmvpnPeer | NhrpEntry) -> str:
    return str(entry.tunnel) if isinstance(entry, DmvpnPeer) else str(entry.target)
