"""EIGRP over the cloud (P-20, P-32 to P-34)."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Fleet
from nornir_dmvpn.verify.lint.routing import served_hubs
from nornir_dmvpn.verify.lint.rule import Hit, Rule, hit, rule

LARGE_CLOUD = 100
"""Spokes from which on queries hurt (L-213)."""


def _next_hop_self(fleet: Fleet) -> Iterator[Hit]:
    for hub, speaks in served_hubs(fleet, (2,)):
        for one in speaks.eigrp:
            if one.next_hop_self and not one.passive:
                yield hit(hub, f"EIGRP {one.asn} with next-hop-self", "ip address")


def _no_stub(fleet: Fleet) -> Iterator[Hit]:
    for cloud in fleet.clouds:
        for spoke in cloud.spokes if len(cloud.spokes) >= LARGE_CLOUD else ():
            for one in fleet.nodes[spoke.router].speakers[spoke.name].eigrp:
                if not one.stub:
                    yield hit(spoke, f"EIGRP {one.asn} without 'eigrp stub', {len(cloud.spokes)} spokes", "ip address")


_W, _ROUTING = Severity.WARNING, Layer.ROUTING

RULES: tuple[Rule, ...] = (
    rule(
        "L-201",
        _W,
        _ROUTING,
        "P-20",
        "next-hop-self on a phase 2 hub",
        "the next hop of every spoke's network is the hub: no direct tunnels",
        "set 'no ip next-hop-self eigrp ASN' ('no next-hop-self' in named mode) on the hub's tunnel",
        fleet=_next_hop_self,
    ),
    rule(
        "L-213",
        _W,
        _ROUTING,
        "P-34",
        "spoke that is no stub in a large cloud",
        "every lost route is asked of every spoke: query storms",
        "set 'eigrp stub connected summary' on the spokes",
        fleet=_no_stub,
    ),
)
