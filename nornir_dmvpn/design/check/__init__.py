"""What the values of an intent must agree on, one module per scope.

Time is in proportion to the routers and LANs (times the logarithm of sorting), never to pairs of them.
"""

from collections.abc import Callable, Iterator

from nornir_dmvpn.design.check import address, cloud, lan, router
from nornir_dmvpn.design.check.problem import Problem
from nornir_dmvpn.model.intent import Intent

__all__ = ["CHECKS", "Problem", "problems"]

CHECKS: tuple[Callable[[Intent], Iterator[Problem]], ...] = (
    router.problems,
    cloud.problems,
    address.problems,
    lan.problems,
)


def problems(intent: Intent) -> tuple[Problem, ...]:
    """Everything that keeps ``intent`` from being compiled; empty when it is sound.

    An attachment to a cloud that the intent does not have is reported once and left out of all other checks.
    """
    unknown = tuple(_unknown_clouds(intent))
    if unknown:
        intent = _without_unknown(intent)
    return unknown + tuple(problem for check in CHECKS for problem in check(intent))


def _unknown_clouds(intent: Intent) -> Iterator[Problem]:
    known = ", ".join(intent.clouds) or "none"
    for name, site in intent.sites.items():
        for cloud_name in site.tunnels:
            if cloud_name not in intent.clouds:
                yield Problem(
                    ("sites", name, "tunnels", cloud_name), f"there is no cloud {cloud_name!r} (clouds: {known})"
                )


def _without_unknown(intent: Intent) -> Intent:
    sites = {
        name: site.model_copy(
            update={"tunnels": {cloud: one for cloud, one in site.tunnels.items() if cloud in intent.clouds}}
        )
        for name, site in intent.sites.items()
    }
    return Intent.model_construct(clouds=intent.clouds, sites=sites)
