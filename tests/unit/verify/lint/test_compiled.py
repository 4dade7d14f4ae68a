"""What is compiled from an intent breaks no design rule."""

from typing import Any

import pytest

from nornir_dmvpn.design.compile import compile_all, complete_router
from nornir_dmvpn.model.finding import Severity
from nornir_dmvpn.verify.lint import RULES, lint
from tests.unit.design.fleets import CLASSIC, fleet_intent

SUMMARY = {"protocol": "eigrp", "asn": 7, "name": "CLOUD", "advertise": "summary", "summaries": ["10.0.0.0/8"]}
ROUTING: dict[str, Any] = {
    "eigrp": "eigrp",
    "classic": CLASSIC,
    "summary": SUMMARY,
    "default": {"protocol": "eigrp", "asn": 7, "advertise": "default"},
    "static": "static",
    "static default": {"protocol": "static", "advertise": "default"},
    "none": "none",
}


LEGAL = [
    (phase, routing)
    for phase in (1, 2, 3)
    for routing in ROUTING
    if not (phase == 2 and routing == "summary") and not (phase > 1 and "default" in routing)
]
"""The intent refuses the others: a summary keeps phase 2 on the hub (L-202), a default hides NBMA addresses (L-028)."""


@pytest.mark.parametrize(("phase", "routing"), LEGAL)
@pytest.mark.parametrize("ike", ["none", "ikev1", "ikev2"])
def test_what_is_compiled_has_no_errors_and_no_warnings(phase: int, ike: str, routing: str) -> None:
    intent = fleet_intent(3, phase=phase, ike=ike, routing=ROUTING[routing])
    dmvpn = compile_all(intent)
    whole = {name: complete_router(intent, name) for name in intent.sites}
    for configs in (dmvpn, whole):
        findings = [one.sentence() for one in lint(configs, RULES) if one.severity is not Severity.INFO]
        assert findings == []
