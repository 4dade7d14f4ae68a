"""Routing over the cloud: connected, static, and one module per protocol."""

from nornir_dmvpn.reference.routing.eigrp import Eigrp

PROTOCOLS: tuple[type[Eigrp], ...] = (Eigrp,)
"""Every dynamic routing protocol the reference runs."""
