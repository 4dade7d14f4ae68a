"""nornir-dmvpn: roll out, verify and audit Cisco DMVPN, held against a reference implementation of it."""

__version__ = "0.1.0"
