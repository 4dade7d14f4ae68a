"""Verification of a network: every router's sections against the judge, with causes."""

from collections.abc import Mapping
from dataclasses import replace

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.finding import Finding
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.model.verdict import RouterVerdict, SectionStatus, Verdict
from nornir_dmvpn.reference.judge import Judge
from nornir_dmvpn.verify.compare import Compared, compare_dmvpn, compare_nhrp
from nornir_dmvpn.verify.diagnose import Diagnosis
from nornir_dmvpn.verify.drift import drift_findings
from nornir_dmvpn.verify.generations import settle_generations
from nornir_dmvpn.verify.observation import Observation
from nornir_dmvpn.verify.servers import compare_nhs

COMPARISONS = (compare_dmvpn, compare_nhrp, compare_nhs)
"""Every section that is compared, in the order of reports."""


def verify_network(
    expected: Mapping[str, RouterConfig],
    observed: Mapping[str, Observation],
    *,
    underlay: UnderlaySpec | None = None,
    generations: Mapping[str, Generation] | None = None,
    running: Mapping[str, RouterConfig] | None = None,
    seed: int = 0,
) -> Verdict:
    """Hold what routers show against what follows from ``expected``.

    ``expected``: what each router should be told. ``running``: what it was found to be told, where that is known;
    it names causes and drift. A router of ``expected`` without an observation is reported as not looked at.
    """
    settled = settle_generations(expected, observed, generations or {})
    judge = Judge(expected, underlay=underlay, generations=settled, seed=seed)
    told = {name: (running or {}).get(name, config) for name, config in expected.items()}
    diagnosis = Diagnosis(told, wanted=expected, generations=settled, underlay=underlay)
    routers = []
    for name in expected:
        observation = observed.get(name)
        if observation is None:
            routers.append(RouterVerdict(router=name, problem="nothing was read from it"))
            continue
        verdict = _router(judge, name, observation, diagnosis)
        found = drift_findings(name, expected[name], told[name])
        routers.append(replace(verdict, findings=(*found, *verdict.findings)))
    notes = tuple(
        f"{name}: no configuration for it, so nothing is expected of it" for name in observed if name not in expected
    )
    return Verdict(routers=tuple(routers), unstable=judge.rest.moving, notes=notes)


def _router(judge: Judge, name: str, observation: Observation, diagnosis: Diagnosis) -> RouterVerdict:
    compared: list[Compared] = []
    applies = any(one.network_id is not None for one in judge.tunnels(name))
    for compare in COMPARISONS:
        result = compare(judge, name, observation)
        if not applies and result.verdict.status is SectionStatus.OK:
            result = replace(result, verdict=replace(result.verdict, status=SectionStatus.NOT_APPLICABLE))
        compared.append(result)
    findings: list[Finding] = [diagnosis.explain(one) for result in compared for one in result.findings]
    return RouterVerdict(router=name, sections=tuple(one.verdict for one in compared), findings=tuple(findings))
