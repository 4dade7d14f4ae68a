"""The tunnel key differs (F-20)."""

from dataclasses import replace

from nornir_dmvpn.reference.faults.fault import Fault, on_tunnels

FAULT = Fault(
    name="wrong-key",
    rule="F-20",
    title="tunnel key differs",
    apply=lambda config: on_tunnels(
        config, lambda one: replace(one, tunnel=replace(one.tunnel, key=(one.tunnel.key or 0) + 1))
    ),
)
