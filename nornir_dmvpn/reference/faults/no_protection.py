"""The tunnel is not protected although the other end's is (F-02 on a hub, F-03 on a spoke)."""

from dataclasses import replace

from nornir_dmvpn.reference.faults.fault import Fault, on_tunnels

FAULT = Fault(
    name="no-protection",
    rule="F-03",
    title="tunnel protection missing",
    apply=lambda config: on_tunnels(config, lambda one: replace(one, tunnel=replace(one.tunnel, protection=None))),
)
