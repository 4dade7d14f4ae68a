"""The tunnel has no NHRP network-id (F-21 on a hub, F-22 on a spoke)."""

from dataclasses import replace

from nornir_dmvpn.reference.faults.fault import Fault, on_tunnels

FAULT = Fault(
    name="no-network-id",
    rule="F-22",
    title="no NHRP network-id",
    apply=lambda config: on_tunnels(config, lambda one: replace(one, nhrp=replace(one.nhrp, network_id=None))),
)
