"""Design rules look at all pairs that may talk without trying them: the cost per router stays flat."""

from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.crypto import IsakmpKey
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.verify.lint import RULES, lint
from tests.benchmark.fleets import fleet
from tests.benchmark.measure import report, side_by_side

pytestmark = pytest.mark.benchmark

SMALL, LARGE = 500, 2000
GROWTH = 1.5


def keyed(spokes: int) -> dict[str, RouterConfig]:
    """Every spoke has a key of its own with the hub, and no other."""
    configs = fleet(spokes, crypto="ikev1")
    at_hub = []
    for number in range(spokes):
        spoke = configs[f"S{number}"]
        address = spoke.interfaces[1].ip
        assert address is not None
        secret = Secret(f"of spoke {number}")
        at_hub.append(IsakmpKey(key=secret, peers=IPv4Network(address)))
        mine = IsakmpKey(key=secret, peers=IPv4Network("203.0.113.1/32"))
        configs[f"S{number}"] = replace(spoke, isakmp_keys=(mine,))
    return configs | {"HUB": replace(configs["HUB"], isakmp_keys=tuple(at_hub))}


@pytest.mark.parametrize("kind", ["one key for all", "a key for each"])
def test_lint_costs_the_same_per_router(kind: str) -> None:
    make = fleet if kind == "one key for all" else keyed
    fleets = {size: make(size) for size in (SMALL, LARGE)}
    assert not [one.sentence() for one in lint(fleets[SMALL], RULES) if one.rule == "L-111"]
    measured = side_by_side(lambda: lint(fleets[LARGE], RULES), lambda: lint(fleets[SMALL], RULES), rounds=3)
    growth = measured.ratio * SMALL / LARGE
    report(f"lint, {kind}: per router, {LARGE} against {SMALL} spokes ({measured.one:.2f} s)", growth, GROWTH)
    assert growth < GROWTH
