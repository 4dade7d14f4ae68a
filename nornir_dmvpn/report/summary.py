"""What every format says in the same words: the status of a router and of the whole, and counts."""

from nornir_dmvpn.model.verdict import RouterVerdict, SectionStatus, Verdict


def status_of(router: RouterVerdict) -> SectionStatus:
    """Wrong beats not looked beats ok; a router with nothing but other people's sections is not applicable."""
    if router.is_wrong or any(one.status is SectionStatus.WRONG for one in router.sections):
        return SectionStatus.WRONG
    statuses = {one.status for one in router.sections}
    if router.not_looked or statuses == {SectionStatus.NOT_LOOKED}:
        return SectionStatus.NOT_LOOKED
    return SectionStatus.OK if SectionStatus.OK in statuses else SectionStatus.NOT_APPLICABLE


def overall(verdict: Verdict) -> SectionStatus:
    """Wrong beats not looked beats ok."""
    statuses = {status_of(router) for router in verdict.routers}
    for status in (SectionStatus.WRONG, SectionStatus.NOT_LOOKED):
        if status in statuses:
            return status
    return SectionStatus.OK if statuses else SectionStatus.NOT_APPLICABLE


def sentence(verdict: Verdict) -> str:
    """``3 routers: 2 ok, 1 wrong``, and who does not come to rest."""
    statuses = [status_of(router) for router in verdict.routers]
    counted = ", ".join(f"{statuses.count(one)} {one.value}" for one in SectionStatus if one in statuses)
    plural = "" if len(statuses) == 1 else "s"
    text = f"{len(statuses)} router{plural}: {counted}" if statuses else "no routers"
    if verdict.unstable:
        text += f"; the expected state of {', '.join(verdict.unstable)} does not come to rest"
    return text
