"""Faults the reference can predict: one module each, one line in ``FAULTS`` each."""

from nornir_dmvpn.errors import SimulationError
from nornir_dmvpn.reference.faults import (
    no_network_id,
    no_protection,
    shutdown,
    wrong_authentication,
    wrong_key,
    wrong_psk,
)
from nornir_dmvpn.reference.faults.fault import Fault

FAULTS: tuple[Fault, ...] = (
    no_network_id.FAULT,
    no_protection.FAULT,
    shutdown.FAULT,
    wrong_authentication.FAULT,
    wrong_key.FAULT,
    wrong_psk.FAULT,
)


def find_fault(name: str) -> Fault:
    """The fault of that name; ``SimulationError`` naming the known ones if there is none."""
    for fault in FAULTS:
        if fault.name == name:
            return fault
    known = ", ".join(fault.name for fault in FAULTS)
    raise SimulationError(f"there is no fault {name!r}; known faults: {known}")


__all__ = ["FAULTS", "Fault", "find_fault"]
