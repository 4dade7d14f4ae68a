"""What a router of the reference network shows beyond its tables: ``show dmvpn detail`` and the lists of NHRP.

Made when asked for: nothing of this is needed to compute or to compare, and on a large hub it is as long as the tables.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nornir_dmvpn.ios.shows.dmvpn_detail import detail_counts
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.nhrp_brief import brief_entries
from nornir_dmvpn.model.address import IPAddress, Mark
from nornir_dmvpn.model.crypto_state import CryptoSession
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.generation import BEHAVIOUR
from nornir_dmvpn.model.nhrp_state import (
    DetailFlow,
    DetailIkeSa,
    DetailPeer,
    DetailSession,
    DetailTunnel,
    DmvpnDetail,
    MulticastTarget,
    NhrpSummary,
    NhrpTraffic,
    PacketCounts,
    TypeCounts,
)
from nornir_dmvpn.model.state import DmvpnPeer, EntryType, Family, NhrpEntry, Role
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.wire import PacketType
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.tunnel import row_state
from nornir_dmvpn.reference.underlay import shown

ENTRY_BYTES = 784
"""Size of one entry in ``show ip nhrp summary``, from the one captured sample (C-26)."""


def with_lists(state: DeviceState, router: Router) -> DeviceState:
    """``state``, which must have its tables, with the sections that are made of them and of the speaker."""
    entries = state.nhrp or ()
    names = [
        name for name in sorted(router.tunnels, key=interface_order) if router.tunnels[name].network_id is not None
    ]
    return replace(
        state,
        dmvpn_detail=DmvpnDetail(
            tunnels=tuple(_tunnels(state, router, names)),
            sessions=tuple(_session(one) for one in state.crypto_sessions or ()),
        ),
        nhrp_brief=brief_entries(entries, router.generation),
        nhrp_summary=(summary(entries),),
        nhrp_traffic=tuple(_traffic(router, name) for name in names),
        nhrp_multicast=tuple(one for name in names for one in _multicast(router, name)),
    )


def _tunnels(state: DeviceState, router: Router, names: Sequence[str]) -> Iterator[DetailTunnel]:
    """C-45: a tunnel without rows prints nothing; C-46: E has the local entries as rows."""
    sections = {one.interface: one for one in state.dmvpn or ()}
    cached: dict[str, list[NhrpEntry]] = {}
    for entry in state.nhrp or ():
        cached.setdefault(entry.interface, []).append(entry)
    for name in names:
        tunnel, section = router.tunnels[name], sections.get(name)
        peers = list(section.peers) if section is not None else []
        if BEHAVIOUR[router.generation].local_entries_last:
            peers += [_local_row(router, entry) for entry in cached.get(name, ()) if "local" in entry.flags]
        if not peers or tunnel.shutdown:
            continue
        rows, declared = detail_counts(peers, router.generation)
        groups = {entry.target: entry.group for entry in cached.get(name, ())}
        yield DetailTunnel(
            interface=name,
            family=section.family if section is not None else Family.IPV4,
            role=section.role if section is not None else Role.UNKNOWN,
            declared_peers=declared,
            line="up/up" if router.lines[name].up else "up/down",
            address=None if tunnel.address is None else tunnel.address.ip,
            source=_known(router.sources[name]),
            destination=tunnel.destination,
            transport="multi-GRE/IP" if tunnel.multipoint else "GRE/IP",
            protection=None if tunnel.protection is None else tunnel.protection.profile,
            vrf=tunnel.ivrf,
            tunnel_vrf=tunnel.fvrf,
            state_control=tunnel.if_state_nhrp,
            event_publisher=False,
            servers=tuple(one for one in (state.nhs.servers if state.nhs else ()) if one.interface == name),
            peers=tuple(DetailPeer(peer=row, group=groups.get(row.target) if row.target else None) for row in rows),
        )


def _local_row(router: Router, entry: NhrpEntry) -> DmvpnPeer:
    """C-46: no crypto socket is built for a local entry, so its row stays at IKE on a protected tunnel."""
    source = router.sources[entry.interface]
    state = row_state(
        line_up=router.lines[entry.interface].up,
        protected=router.is_protected(entry.interface),
        ike_up=False,
        ipsec_up=False,
        complete=True,
        registered=True,
    )
    return DmvpnPeer(
        entries=1,
        nbma=entry.nbma or (Mark.UNKNOWN if source is None else shown(source)),
        tunnel=entry.via or entry.target.network_address,
        state=state,
        updown=entry.created,
        attributes=frozenset({"D", "L", "X"}),
        target=entry.target,
    )


def _known(address: IPAddress | None) -> IPAddress | None:
    seen = None if address is None else shown(address)
    return None if isinstance(seen, Mark) else seen


def _session(one: CryptoSession) -> DetailSession:
    """A session of ``show crypto session``; packets are not counted, so those lines are not there."""
    return DetailSession(
        interface=one.interface,
        status=one.status,
        session_id=next((sa.session_id for sa in one.ike), None),
        ike=tuple(
            DetailIkeSa(
                version=sa.version,
                local=sa.local.address,
                local_port=sa.local.port,
                remote=sa.remote.address,
                remote_port=sa.remote.port,
                active=sa.active,
                capabilities=sa.capabilities,
                connection_id=sa.conn_id,
                lifetime=sa.lifetime,
            )
            for sa in one.ike
        ),
        fvrf=one.fvrf,
        phase1_id=one.phase1_id,
        flows=tuple(
            DetailFlow(
                selector=f"permit {flow.protocol} host {flow.source.network_address} "
                f"host {flow.destination.network_address}",
                active_sas=flow.active_sas,
                origin=flow.origin,
                socket="Open" if flow.active_sas else "Closed",
            )
            for flow in one.flows
        ),
    )


def summary(entries: Sequence[NhrpEntry]) -> NhrpSummary:
    """The counts of a cache by type, place and use (C-26)."""
    local = [one for one in entries if "local" in one.flags]
    remote = [one for one in entries if "local" not in one.flags]
    flags = Counter(flag for one in remote for flag in one.flags)
    overrides = sum("nho" in one.flags for one in remote)
    routes = sum("rib" in one.flags and "nho" not in one.flags for one in remote)
    return NhrpSummary(
        family=Family.IPV4,
        entries=len(entries),
        size=ENTRY_BYTES * len(entries),
        types=_types(entries),
        remote=len(remote),
        remote_types=_types(remote),
        nhop=flags["nhop"],
        bfd=flags["bfd"],
        default=sum(one.target.prefixlen == 0 for one in remote),
        temporary=flags["temporary"],
        route=routes + overrides + flags["bgp"],
        rib=routes + overrides,
        rib_routes=routes,
        rib_overrides=overrides,
        bgp=flags["bgp"],
        remote_lfib=0,
        local=len(local),
        local_types=_types(local),
        local_lfib=0,
    )


def _types(entries: Sequence[NhrpEntry]) -> TypeCounts:
    found = Counter(one.type for one in entries)
    return TypeCounts(
        static=found[EntryType.STATIC], dynamic=found[EntryType.DYNAMIC], incomplete=found[EntryType.INCOMPLETE]
    )


def _traffic(router: Router, name: str) -> NhrpTraffic:
    counters = router.speaker.counters(name)

    def direction(which: Direction) -> PacketCounts:
        counts = {kind.name.lower(): counters[which, kind] for kind in PacketType}
        return PacketCounts(total=sum(counts.values()), **counts)

    return NhrpTraffic(
        interface=name,
        sent=direction(Direction.SENT),
        received=direction(Direction.RECEIVED),
        forwarded=direction(Direction.FORWARDED),
    )


def _multicast(router: Router, name: str) -> Iterator[MulticastTarget]:
    """Written targets first, then those of registered clients (R-23, C-28)."""
    written = router.tunnels[name].multicast_static
    for nbma in router.speaker.multicast(name):
        seen = _known(nbma)
        if seen is not None:
            flag = "static" if nbma in written else "dynamic"
            yield MulticastTarget(interface=name, nbma=seen, flags=frozenset({flag}))
