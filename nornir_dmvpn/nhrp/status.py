"""Snapshots of a speaker for whoever shows them. All times are absolute, on the clock of the ``now`` arguments."""

from dataclasses import dataclass

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import NhsState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """NHRP packet (without GRE) to send out of ``interface`` to ``nbma``."""

    interface: str
    nbma: IPAddress
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NhsStatus:
    """One server as ``show ip nhrp nhs detail`` has it (NHRP C-30)."""

    interface: str
    address: IPAddress | None
    """``None``: ``nhs dynamic`` that never answered."""
    nbma: IPAddress | None
    state: NhsState
    dynamic: bool
    priority: int
    cluster: int
    requests_sent: int
    requests_failed: int
    replies_received: int
    last_reply_at: float | None
    changed_at: float | None
    """Time of the last NHS UP or NHS DOWN; ``None`` = there was none (NHRP M-17)."""

    @property
    def up(self) -> bool:
        """Whether the server answers (``RE``)."""
        return self.state is NhsState.RE


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingStatus:
    """One registration that waits for its reply (NHRP C-31)."""

    interface: str
    nhs: IPAddress | None
    request_id: int
    retry: int
    """Present nominal back-off in seconds (NHRP R-11)."""
