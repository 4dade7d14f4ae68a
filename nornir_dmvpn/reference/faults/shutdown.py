"""The tunnel is shut down (F-29, F-47)."""

from dataclasses import replace

from nornir_dmvpn.reference.faults.fault import Fault, on_tunnels

FAULT = Fault(
    name="shutdown",
    rule="F-29",
    title="tunnel shut down",
    apply=lambda config: on_tunnels(config, lambda one: replace(one, shutdown=True)),
)
