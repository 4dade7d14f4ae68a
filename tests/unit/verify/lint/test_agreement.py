"""What the rules on crypto say, and what the reference says of the same two routers."""

from itertools import permutations

import pytest

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.reference.crypto import negotiate
from nornir_dmvpn.reference.underlay import Underlay
from nornir_dmvpn.verify.lint import find_rule, lint
from nornir_dmvpn.verify.lint.endpoint import endpoint
from nornir_dmvpn.verify.lint.fleet import Fleet
from tests.unit.verify.lint.cases_fleet import keys
from tests.unit.verify.lint.healthy import Change, Configs, first, healthy, router

RULES = {
    "F-02": {"L-105"},
    "F-04": {"L-022", "L-023", "L-111"},
    "F-05": {"L-106", "L-111"},
    "F-06": {"L-106"},
    "F-07": {"L-107"},
    "F-08": {"L-110"},
    "F-09": {"L-108"},
    "F-31": {"L-106"},
    "K-11": {"L-024"},
    "L-024": {"L-024"},
}
"""Refusals of a negotiation, and the rules of which one must say so."""

CHANGES: dict[str, tuple[str, Change]] = {
    "nothing (1)": ("ikev1", lambda configs: configs),
    "nothing (2)": ("ikev2", lambda configs: configs),
    "hash": ("ikev1", first("isakmp_policies", "S2", hash="md5")),
    "group": ("ikev2", first("ikev2_proposals", "S3", groups=(2,))),
    "integrity": ("ikev2", first("ikev2_proposals", "HUB", integrity=("sha512",))),
    "transforms (1)": ("ikev1", first("transform_sets", "S2", transforms=("esp-3des", "esp-md5-hmac"))),
    "transforms (2)": ("ikev2", first("transform_sets", "HUB", transforms=("esp-3des", "esp-md5-hmac"))),
    "mode of the hub": ("ikev1", first("transform_sets", "HUB", mode="tunnel")),
    "mode with IKEv2": ("ikev2", first("transform_sets", "HUB", mode="tunnel")),
    "PFS": ("ikev1", first("ipsec_profiles", "S2", pfs="group14")),
    "key": ("ikev1", first("isakmp_keys", "S2", key=Secret("hushhush"))),
    "no key at the hub": ("ikev1", router("HUB", isakmp_keys=keys("198.51.100.3/32"))),
    "key for the hub only": ("ikev1", router("S2", isakmp_keys=keys("203.0.113.1/32"))),
    "no key": ("ikev2", first("ikev2_keyrings", "S2", peers=())),
    "version": ("ikev2", first("ipsec_profiles", "S2", ikev2_profile=None)),
    "method": ("ikev2", first("ikev2_profiles", "S2", authentication_local="rsa-sig")),
    "FVRF": ("ikev2", first("ikev2_profiles", "S2", match_fvrf="INET")),
}


def refusals(configs: Configs) -> set[str]:
    """Rules of the reference for every two routers that may talk, in both directions but hub to spoke."""
    underlay = Underlay(configs, UnderlaySpec())
    fleet = Fleet(configs, generations=dict.fromkeys(configs, Generation.E), underlay=underlay)
    ends = {name: endpoint(node, node.tunnels[0]) for name, node in fleet.nodes.items()}
    found = set()
    for one, other in permutations(ends, 2):
        initiator, responder = ends[one], ends[other]
        assert initiator is not None
        assert responder is not None
        refusal = negotiate(initiator, responder) if one != "HUB" else None
        found |= {refusal.rule} if refusal is not None else set()
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_the_rules_speak_when_the_reference_refuses_and_only_then(name: str) -> None:
    crypto, change = CHANGES[name]
    configs = change(healthy(crypto=crypto, spokes=3))
    names = sorted({rule for rules in RULES.values() for rule in rules})
    said = {one.rule for one in lint(configs, [find_rule(one) for one in names])}
    refused = refusals(configs)
    assert bool(said) == bool(refused), (said, refused)
    assert all(said & RULES[one] for one in refused), (said, refused)
