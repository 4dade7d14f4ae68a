"""What a router of the reference network shows: its caches, sockets and lines as a ``DeviceState``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address

from nornir_dmvpn.ios.shows.dmvpn_section import dmvpn_section, interface_order, target_order
from nornir_dmvpn.model.address import NEVER, UNKNOWN, IPAddress, Nbma, Seconds
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import BEHAVIOUR, Behaviour
from nornir_dmvpn.model.state import (
    DmvpnPeer,
    DmvpnTunnel,
    EntryType,
    Family,
    NhrpEntry,
    NhsEntry,
    NhsReport,
    NhsState,
    PendingRegistration,
    Role,
    TunnelState,
)
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.status import NhsStatus
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.tunnel import row_state
from nornir_dmvpn.reference.underlay import shown

IsOpen = Callable[[Router, str, IPAddress], bool]


def device_state(router: Router, is_open: IsOpen, now: float) -> DeviceState:
    """Everything the router shows at ``now``. Rows are in the order IOS prints them (C-13, C-43)."""
    behaviour = BEHAVIOUR[router.generation]
    tunnels: list[DmvpnTunnel] = []
    entries: list[NhrpEntry] = []
    servers: list[NhsEntry] = []
    pending: list[PendingRegistration] = []
    for name in sorted(router.tunnels, key=interface_order):
        if router.tunnels[name].network_id is None:
            continue
        cached = sorted(router.speaker.cache(name), key=_by_target)
        status = {one.address: one for one in router.speaker.nhs(name)}
        section = _Section(router, name, behaviour, status, is_open, now)
        tunnel = section.dmvpn(cached)
        if tunnel is not None:
            tunnels.append(tunnel)
        entries.extend(nhrp_entry(one, now) for one in _listed(cached, behaviour))
        servers.extend(_nhs_entry(one, address, now) for address, one in status.items() if address is not None)
        pending.extend(
            PendingRegistration(interface=name, nhs=one.nhs, request_id=one.request_id, retry=one.retry)
            for one in router.speaker.pending(name)
            if one.nhs is not None
        )
    return DeviceState(
        router=router.name,
        taken_at=now,
        dmvpn=tuple(tunnels),
        nhrp=tuple(entries),
        nhs=NhsReport(servers=tuple(servers), pending=tuple(pending)),
    )


def nhrp_entry(entry: CacheEntry, now: float) -> NhrpEntry:
    """One cache entry as ``show ip nhrp`` prints it."""
    return NhrpEntry(
        target=entry.network,
        via=entry.next_hop,
        interface=entry.interface,
        created=_age(entry.created_at, now),
        expires=NEVER if entry.expires_at is None else max(0, int(entry.expires_at - now)),
        type=entry.type,
        flags=entry.flags,
        nbma=None if entry.nbma is None else shown(entry.nbma),
        claimed_nbma=entry.claimed_nbma,
        no_socket=entry.no_socket,
        group=entry.group,
        requester=entry.requester,
        request_id=entry.request_id,
        cache_hits=entry.cache_hits if entry.type is EntryType.INCOMPLETE else None,
    )


def attributes(entry: CacheEntry) -> frozenset[str]:
    """The ``Attrb`` column of an entry (C-47)."""
    if entry.type is EntryType.INCOMPLETE:
        return frozenset({"I", "X"})
    if "temporary" in entry.flags:
        return frozenset({"I2"})
    found = {"S" if entry.type is EntryType.STATIC else "D"}
    if entry.claimed_nbma is not None:
        found.add("N")
    if "local" in entry.flags:
        found.add("L")
    if entry.no_socket:
        found.add("X")
    if "nho" in entry.flags:
        found.add("T2")
    elif "rib" in entry.flags:
        found.add("T1")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Section:
    """One tunnel of one router, on its way to a section of ``show dmvpn``."""

    router: Router
    name: str
    behaviour: Behaviour
    servers: dict[IPAddress | None, NhsStatus]
    is_open: IsOpen
    now: float

    def dmvpn(self, cached: Iterable[CacheEntry]) -> DmvpnTunnel | None:
        """The section, ``None`` when the tunnel has no entries (C-45)."""
        entries = [one for one in cached if "local" not in one.flags or self.behaviour.local_rows]
        if not entries:
            return None
        peers = [self._peer(one) for one in entries]
        family = Family.IPV6 if isinstance(peers[0].tunnel, IPv6Address) else Family.IPV4
        section = dmvpn_section(self.name, self._role(entries), peers, family)
        return replace(section, peers=tuple(self._with_neighbour(section.peers)))

    def _role(self, entries: list[CacheEntry]) -> Role:
        """Hub: clients and no NHS; Spoke: NHS and no clients; both, neither (C-45)."""
        clients = any("registered" in one.flags for one in entries)
        if self.router.tunnels[self.name].servers:
            return Role.HUB_SPOKE if clients else Role.SPOKE
        return Role.HUB if clients else Role.UNKNOWN

    def _peer(self, entry: CacheEntry) -> DmvpnPeer:
        static = entry.type is EntryType.STATIC
        server = self.servers.get(entry.next_hop) if static else None
        registered = not static or (server is not None and server.state is NhsState.RE)
        return DmvpnPeer(
            entries=1,
            nbma=UNKNOWN if entry.nbma is None else shown(entry.nbma),
            tunnel=entry.next_hop or entry.network.network_address,
            state=self._state(entry.nbma, complete=entry.nbma is not None, registered=registered),
            updown=self._updown(entry, server),
            attributes=attributes(entry),
            target=entry.network,
        )

    def _state(self, nbma: IPAddress | None, *, complete: bool, registered: bool) -> TunnelState:
        socket = self.router.sockets.get((self.name, nbma)) if nbma is not None else None
        return row_state(
            line_up=self.router.lines[self.name].up,
            protected=self.router.is_protected(self.name),
            ike_up=socket is not None and socket.ike_up,
            ipsec_up=nbma is not None and self.is_open(self.router, self.name, nbma),
            complete=complete,
            registered=registered,
        )

    def _with_neighbour(self, peers: Iterable[DmvpnPeer]) -> Iterator[DmvpnPeer]:
        """An incomplete row that is not the first is judged by the session of the peer above it (C-44)."""
        above: Nbma = UNKNOWN
        for peer in peers:
            if peer.nbma is UNKNOWN and isinstance(above, IPv4Address | IPv6Address):
                yield replace(peer, state=self._state(above, complete=False, registered=False))
                continue
            above = peer.nbma if peer.nbma is not UNKNOWN else above
            yield peer

    def _updown(self, entry: CacheEntry, server: NhsStatus | None) -> Seconds:
        """Since the last NHS UP or DOWN for a server, since creation for others (M-17, C-47 for generation A)."""
        if entry.type is EntryType.STATIC:
            return NEVER if server is None or server.changed_at is None else _age(server.changed_at, self.now)
        if entry.type is EntryType.INCOMPLETE or not self.behaviour.nhop_flag:
            return NEVER
        return _age(entry.created_at, self.now)


def _listed(cached: list[CacheEntry], behaviour: Behaviour) -> list[CacheEntry]:
    """Order of ``show ip nhrp``: by target; E lists local entries last (C-13)."""
    if not behaviour.local_entries_last:
        return cached
    return sorted(cached, key=lambda one: "local" in one.flags)


def _nhs_entry(status: NhsStatus, address: IPAddress, now: float) -> NhsEntry:
    return NhsEntry(
        interface=status.interface,
        address=address,
        state=status.state,
        dynamic=status.dynamic,
        nbma=status.nbma,
        priority=status.priority,
        cluster=status.cluster,
        requests_sent=status.requests_sent,
        requests_failed=status.requests_failed,
        replies_received=status.replies_received,
        last_reply_age=None if status.last_reply_at is None else _age(status.last_reply_at, now),
    )


def _age(since: float, now: float) -> int:
    return max(0, int(now - since))


def _by_target(entry: CacheEntry) -> tuple[int, int, int]:
    return target_order(entry.network)
