"""Design rules on configurations: one module per group, its ``RULES`` in the tuple here."""

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.verify.lint import (
    agreement,
    bgp,
    cloud,
    crypto,
    eigrp,
    multicast,
    nhrp,
    ospf,
    pair,
    practice,
    routing,
    size,
    tunnel,
    underlay,
)
from nornir_dmvpn.verify.lint.fleet import Fleet, Node, Pair, TunnelEnd
from nornir_dmvpn.verify.lint.lint import lint
from nornir_dmvpn.verify.lint.rule import Hit, Rule

GROUPS: tuple[tuple[Rule, ...], ...] = (
    nhrp.RULES,
    tunnel.RULES,
    multicast.RULES,
    size.RULES,
    crypto.RULES,
    underlay.RULES,
    pair.RULES,
    agreement.RULES,
    cloud.RULES,
    routing.RULES,
    eigrp.RULES,
    ospf.RULES,
    bgp.RULES,
    practice.RULES,
)
"""Every group of rules."""

RULES: tuple[Rule, ...] = tuple(sorted((rule for group in GROUPS for rule in group), key=lambda rule: rule.id))
"""Every rule, by id: those of protocol.md section 8 (``L-…``), then those of good practice (``SD…``)."""


def find_rule(name: str) -> Rule:
    """The rule of that id, in any case; ``IntentError`` if there is none."""
    for rule in RULES:
        if rule.id.lower() == name.lower():
            return rule
    raise IntentError(
        "", f"there is no lint rule {name!r}; ids look like {RULES[0].id} (see docs/reference/protocol.md)"
    )


__all__ = ["GROUPS", "RULES", "Fleet", "Hit", "Node", "Pair", "Rule", "TunnelEnd", "find_rule", "lint"]
