"""The NHRP authentication string differs (F-19)."""

from dataclasses import replace

from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.reference.faults.fault import Fault, on_tunnels

WRONG = Secret("wrong")

FAULT = Fault(
    name="wrong-authentication",
    rule="F-19",
    title="NHRP authentication differs",
    apply=lambda config: on_tunnels(config, lambda one: replace(one, nhrp=replace(one.nhrp, authentication=WRONG))),
)
