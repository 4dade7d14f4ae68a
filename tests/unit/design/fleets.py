"""Intents for tests, made the way ``dmvpn lab`` makes its fleets."""

from typing import Any

from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.model.intent import RESOLVER, Intent
from nornir_dmvpn.model.secret import Secret

CLASSIC = {"protocol": "eigrp", "asn": 7}
"""EIGRP without a name."""


def fleet_intent(
    spokes: int = 3, *, phase: int = 3, ike: str = "ikev2", routing: str | dict[str, Any] = "eigrp", **cloud: Any
) -> Intent:
    """One hub and some spokes in the cloud LAB; ``cloud`` replaces keys of the cloud."""
    data = generate_inventory(spokes, phase, ike, routing if isinstance(routing, str) else "none", 22001)
    if isinstance(routing, dict):
        cloud["routing"] = routing
    (name, described), *_ = data.defaults["data"]["dmvpn"]["clouds"].items()
    sites = {host: entry["data"]["dmvpn"] for host, entry in data.hosts.items()}
    return intent_of({name: described | cloud}, sites)


def intent_of(clouds: dict[str, Any], sites: dict[str, Any]) -> Intent:
    """From plain data; the secret behind a reference is the word after its colon, cut to eight characters."""
    resolve = {RESOLVER: lambda reference: Secret(reference.partition(":")[2][:8])}
    return Intent.model_validate({"clouds": clouds, "sites": sites}, context=resolve)
