"""Opening and closing crypto sockets: who starts IKE, how long it takes, and what the other end sees of it."""

from collections.abc import Callable
from functools import partial

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.model.underlay import Transport
from nornir_dmvpn.reference.crypto import Refusal, negotiate
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.socket import EXCHANGES, REOPEN, RETRY, CryptoSocket, SocketState

NO_ANSWER = Refusal(stuck=TunnelState.IKE, rule="F-17", reason="nobody answers IKE at that NBMA address")
FILTERED = Refusal(stuck=TunnelState.IKE, rule="F-11", reason="UDP 500 does not pass between the two")


class Sockets:
    """The sockets of all routers.

    ``settle`` is called with every router whose speaker was told something, ``changed`` with every socket that opened
    or closed.
    """

    def __init__(
        self, fabric: Fabric, settle: Callable[[Router], None], changed: Callable[[Router, str, IPAddress], None]
    ) -> None:
        self._fabric = fabric
        self._settle = settle
        self._changed = changed

    def want(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        """The tunnel has a use for GRE to ``nbma`` (K-02). Unprotected it may pass at once."""
        key = (tunnel, nbma)
        if key in router.sockets or not router.is_up(tunnel):
            return
        router.sockets[key] = CryptoSocket(since=self._fabric.schedule.now)
        if router.is_protected(tunnel):
            delay = EXCHANGES * self._fabric.underlay.spec.latency
            self._fabric.schedule.after(delay, partial(self._negotiate, router, tunnel, nbma))
        else:
            self._open(router, tunnel, nbma)

    def release(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        """No entry needs the socket any more: SAs are deleted, and the other end is told (S-52, M-18)."""
        socket = router.sockets.pop((tunnel, nbma), None)
        if socket is not None and socket.is_open and router.is_protected(tunnel):
            self._delete_at_peer(router, tunnel, nbma)
            self._changed(router, tunnel, nbma)

    def close_all(self, router: Router, tunnel: str, *, source: IPAddress | None) -> None:
        """The tunnel goes down or changes: its sockets close, with IKE deletes from ``source`` (M-18, M-21)."""
        for key in [key for key in router.sockets if key[0] == tunnel]:
            self._close(router, tunnel, key[1], source)

    def clear(self, router: Router, tunnel: str) -> None:
        """``clear crypto session``: SAs go at both ends; what still has a use for them negotiates anew (F-42)."""
        if not router.is_protected(tunnel):
            return
        for key in [key for key in router.sockets if key[0] == tunnel]:
            self._close(router, tunnel, key[1], router.sources.get(tunnel))
            self._reopen(router, tunnel, key[1])

    def _close(self, router: Router, tunnel: str, nbma: IPAddress, source: IPAddress | None) -> None:
        socket = router.sockets.pop((tunnel, nbma))
        router.speaker.socket_down(tunnel, nbma, self._fabric.schedule.now, orderly=False)
        if socket.is_open and source is not None:
            self._close_from(nbma, source)
        self._changed(router, tunnel, nbma)

    def _reopen(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        """Still wanted until the speaker releases it: the next NHRP retry starts IKE again (K-02, R-10)."""
        router.sockets[tunnel, nbma] = CryptoSocket(since=self._fabric.schedule.now)
        self._fabric.schedule.after(REOPEN, partial(self._negotiate, router, tunnel, nbma))

    def _delete_at_peer(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        source = router.sources.get(tunnel)
        if source is not None:
            self._close_from(nbma, source)

    def _close_from(self, at: IPAddress, source: IPAddress) -> None:
        """An IKE delete from ``source`` reaches the owner of ``at``."""
        owner = self._fabric.underlay.owner(at)
        if owner is not None:
            action = partial(self._deleted, self._fabric.routers[owner], source)
            self._fabric.schedule.after(self._fabric.underlay.spec.latency, action)

    def _deleted(self, router: Router, nbma: IPAddress) -> None:
        now = self._fabric.schedule.now
        for tunnel in [tunnel for tunnel, remote in router.sockets if remote == nbma]:
            if router.is_protected(tunnel) and router.sockets[tunnel, nbma].is_open:
                self._reopen(router, tunnel, nbma)
                router.speaker.socket_down(tunnel, nbma, now, orderly=True)
                self._changed(router, tunnel, nbma)
        self._settle(router)

    def _negotiate(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        socket = router.sockets.get((tunnel, nbma))
        if socket is None or socket.is_open or not router.is_up(tunnel):
            return
        refusal = self._outcome(router, tunnel, nbma)
        socket.refusal = refusal
        if refusal is not None:
            self._remember(router, tunnel, nbma, refusal)
            self._fabric.schedule.after(RETRY, partial(self._negotiate, router, tunnel, nbma))
            return
        self._answer(router, tunnel, nbma)
        self._open(router, tunnel, nbma)

    def _remember(self, router: Router, tunnel: str, nbma: IPAddress, refusal: Refusal) -> None:
        """IKE that came up stands at both ends, whatever becomes of IPsec (F-07 to F-09; RFC 2409, section 5)."""
        owner, source = self._fabric.underlay.owner(nbma), router.sources.get(tunnel)
        if owner is not None and source is not None and refusal.stuck is TunnelState.IPSEC:
            self._fabric.routers[owner].answered.setdefault((nbma, source), self._fabric.schedule.now)

    def _outcome(self, router: Router, tunnel: str, nbma: IPAddress) -> Refusal | None:
        """What IKE between the two comes to now, the underlay included (F-11, F-17, F-47)."""
        initiator = router.endpoint(tunnel)
        owner = self._fabric.underlay.owner(nbma)
        if initiator is None or owner is None:
            return NO_ANSWER
        other = self._fabric.routers[owner]
        there = [endpoint for name in other.tunnels_from(nbma) if (endpoint := other.endpoint(name)) is not None]
        if not there:
            return NO_ANSWER
        passes = self._fabric.underlay.passes
        if not (passes(router.name, owner, Transport.IKE) and passes(owner, router.name, Transport.IKE)):
            return FILTERED
        refusals = [negotiate(initiator, one) for one in there]
        return None if None in refusals else refusals[0]

    def _answer(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        """The responder's socket: it exists because the initiator came (R-21)."""
        owner = self._fabric.underlay.owner(nbma)
        source = router.sources[tunnel]
        if owner is None or source is None:
            return
        other = self._fabric.routers[owner]
        key = router.tunnels[tunnel].key
        facing = other.tunnel_for(nbma, key, source)
        names = (facing,) if facing is not None else other.tunnels_from(nbma)[:1]
        for name in names:
            if other.is_protected(name):
                theirs = other.sockets.setdefault((name, source), CryptoSocket(since=self._fabric.schedule.now))
                theirs.initiator = theirs.initiator and theirs.is_open
                self._open(other, name, source)

    def _open(self, router: Router, tunnel: str, nbma: IPAddress) -> None:
        socket = router.sockets[tunnel, nbma]
        if socket.is_open:
            return
        socket.state, socket.since, socket.refusal = SocketState.OPEN, self._fabric.schedule.now, None
        router.speaker.socket_up(tunnel, nbma, self._fabric.schedule.now)
        self._settle(router)
        self._changed(router, tunnel, nbma)
