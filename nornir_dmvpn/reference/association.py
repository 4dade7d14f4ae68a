"""What stands between one router and each remote NBMA address: sockets, the ends of IKE, and how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from zlib import crc32

from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.reference.crypto import Endpoint, Refusal, negotiate
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.underlay import is_placeholder

FIRST_CONN_ID = 1001
"""IKEv1 connection ids count from here on (captures); which SA has which says nothing (C-85)."""


class Ike(Enum):
    """How far IKE has come."""

    UP = "up"
    FAILED = "failed"
    TRYING = "trying"


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """One socket of a protected tunnel, or an IKE SA that a peer began and that has no socket here (``tunnel`` of it).

    ``there`` is the end that answered, as far as the two agree; ``since`` when the SA came up, or was first wanted.
    """

    tunnel: str
    here: Endpoint
    there: Endpoint | None
    local: IPAddress
    remote: IPAddress
    initiator: bool
    ike: Ike
    ipsec: bool
    has_socket: bool = True
    refusal: Refusal | None = None
    since: float

    @property
    def ikev2(self) -> bool:
        """IKEv2 if the tunnel's IPsec profile names an IKEv2 profile (K-12)."""
        return self.here.ikev2_profile is not None

    @property
    def ends(self) -> tuple[Endpoint, Endpoint] | None:
        """Initiator, responder; ``None`` while nobody has answered."""
        if self.there is None:
            return None
        return (self.here, self.there) if self.initiator else (self.there, self.here)

    @property
    def crypto_map(self) -> str:
        """The map IOS makes for the protection of a tunnel; of a shared profile one for all its tunnels (C-84)."""
        protection = self.here.tunnel.protection
        if protection is not None and protection.shared:
            return f"{protection.profile}-head-1-IPv4"
        return f"{self.tunnel}-head-0"


def associations(router: Router, fabric: Fabric) -> tuple[Association, ...] | None:
    """Every association of the router, tunnel by tunnel, oldest first.

    ``None`` where an address is not known from the configurations: then nothing can be said.
    """
    found = [*_of_sockets(router, fabric), *_answered(router, fabric)]
    if any(is_placeholder(one.local) or is_placeholder(one.remote) for one in found):
        return None
    return tuple(sorted(found, key=lambda one: (interface_order(one.tunnel), one.since, int(one.remote))))


def _of_sockets(router: Router, fabric: Fabric) -> Iterator[Association]:
    for (tunnel, remote), socket in router.sockets.items():
        here = router.endpoint(tunnel)
        if here is None or here.profile is None:
            continue
        ike = Ike.UP if socket.ike_up else Ike.TRYING if socket.refusal is None else Ike.FAILED
        yield Association(
            tunnel=tunnel,
            here=here,
            there=_peer(here, remote, fabric, initiator=socket.initiator),
            local=here.nbma,
            remote=remote,
            initiator=socket.initiator,
            ike=ike,
            ipsec=socket.is_open,
            refusal=socket.refusal,
            since=socket.since,
        )


def _answered(router: Router, fabric: Fabric) -> Iterator[Association]:
    """IKE SAs without a socket: those of initiators that still hold theirs (F-07 to F-09)."""
    for (local, remote), since in router.answered.items():
        owner = fabric.underlay.owner(remote)
        held = owner is not None and any(
            nbma == local and one.refusal is not None and one.refusal.stuck is TunnelState.IPSEC
            for (_, nbma), one in fabric.routers[owner].sockets.items()
        )
        tunnel = next((name for name in router.tunnels_from(local) if router.is_protected(name)), None)
        here = router.endpoint(tunnel) if tunnel is not None else None
        if tunnel is None or here is None or not held or (tunnel, remote) in router.sockets:
            continue
        yield Association(
            tunnel=tunnel,
            here=here,
            there=_peer(here, remote, fabric, initiator=False),
            local=local,
            remote=remote,
            initiator=False,
            ike=Ike.UP,
            ipsec=False,
            has_socket=False,
            since=since,
        )


def _peer(here: Endpoint, remote: IPAddress, fabric: Fabric, *, initiator: bool) -> Endpoint | None:
    """The end at ``remote`` that fits best: one with which SAs come up, else the first that is protected."""
    owner = fabric.underlay.owner(remote)
    if owner is None:
        return None
    other = fabric.routers[owner]
    ends = [end for name in other.tunnels_from(remote) if (end := other.endpoint(name)) is not None and end.profile]
    fitting = (end for end in ends if negotiate(*((here, end) if initiator else (end, here))) is None)
    return next(fitting, ends[0] if ends else None)


def spi(source: IPAddress, destination: IPAddress) -> int:
    """The SPI of packets to ``destination``: arbitrary, chosen by the receiver, not below 256 (RFC 4303, section 2.1).

    Made of the two addresses, so that both ends name one SA by one number.
    """
    return crc32(f"{source}>{destination}".encode()) | 0x100
