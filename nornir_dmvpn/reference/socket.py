"""Crypto sockets: for one tunnel and one remote NBMA address, whether GRE may pass (protocol.md 0.3, K-02)."""

from dataclasses import dataclass
from enum import Enum

from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.reference.crypto import Refusal


class SocketState(Enum):
    """Whether GRE may pass."""

    CLOSED = "closed"
    """Wanted; no SA yet, or the last attempt failed."""
    OPEN = "open"


@dataclass(slots=True)
class CryptoSocket:
    """One side's socket. ``refusal`` is why the last negotiation failed; unprotected tunnels open at once."""

    state: SocketState = SocketState.CLOSED
    since: float = 0.0
    refusal: Refusal | None = None
    initiator: bool = True
    """This side started IKE (K-02); the other end's socket exists because it came (R-21)."""

    @property
    def is_open(self) -> bool:
        return self.state is SocketState.OPEN

    @property
    def ike_up(self) -> bool:
        """An IKE SA stands although IPsec may not (F-07 to F-09 with IKEv1)."""
        return self.is_open or (self.refusal is not None and self.refusal.stuck is TunnelState.IPSEC)


RETRY = 30.0
"""Seconds between attempts while a socket is wanted; traffic and NHRP retries trigger them (F-42: 41 to 62 s seen)."""
REOPEN = 2.0
"""Seconds until a socket that the other end closed is tried again: the first gap between registrations (R-10)."""
EXCHANGES = 6
"""One-way trips until a responder has its SAs: two IKEv2 exchanges and the first ESP packet (RFC 7296, section 1.2)."""
