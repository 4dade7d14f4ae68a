"""Order and counts within a section of ``show dmvpn``: what C-43, C-44 and C-61 say, for printing and predicting."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network

from nornir_dmvpn.model.address import ANY, UNKNOWN, IPNetwork, Nbma
from nornir_dmvpn.model.state import DmvpnPeer, DmvpnTunnel, Family, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMismatch:
    """A number that IOS printed and the rows below it do not bear out: the output was cut, or IOS is wrong."""

    interface: str
    family: Family
    what: str
    """``NHRP Peers`` (of the section) or ``# Ent`` (of the group of ``nbma``)."""
    declared: int
    printed: int
    nbma: Nbma | None = None


def interface_order(name: str) -> tuple[str, list[int]]:
    """Sort key of an interface name: kind, then numbers ascending (C-61)."""
    return re.split(r"\d", name, maxsplit=1)[0].lower(), [int(number) for number in re.findall(r"\d+", name)]


def target_order(target: IPNetwork) -> tuple[int, int, int]:
    """Sort key of a cache entry: target address, then prefix length, numeric (C-13)."""
    return target.version, int(target.network_address), target.prefixlen


def peer_target(peer: DmvpnPeer) -> IPNetwork:
    """The row's target network; the tunnel address where plain ``show dmvpn`` did not print one."""
    return ip_network(peer.tunnel) if peer.target is None else peer.target


def ordered_groups(peers: Iterable[DmvpnPeer]) -> list[list[DmvpnPeer]]:
    """Rows in printed order, one list per NBMA group (C-43): ascending target, a group under its first entry.

    An ``UNKNOWN`` row, and a row whose NBMA address nobody can know, is a group of its own.
    """
    groups: list[list[DmvpnPeer]] = []
    known: dict[Nbma, list[DmvpnPeer]] = {}
    for peer in sorted(peers, key=lambda one: target_order(peer_target(one))):
        if peer.nbma in known:
            known[peer.nbma].append(peer)
            continue
        groups.append([peer])
        if peer.nbma not in (UNKNOWN, ANY):
            known[peer.nbma] = groups[-1]
    return groups


def dmvpn_section(interface: str, role: Role, peers: Sequence[DmvpnPeer], family: Family = Family.IPV4) -> DmvpnTunnel:
    """A section with its rows in printed order and the counts IOS gives them; ``entries`` of the rows is not read.

    C-44: the count of a group is its number of entries; an ``UNKNOWN`` row counts 1 where it comes first, else 0, and
    then raises the count of the group above by one. ``NHRP Peers`` is the number of groups that count one or more.
    """
    rows, declared = counted(ordered_groups(peers))
    return DmvpnTunnel(interface=interface, family=family, role=role, declared_peers=declared, peers=rows)


def counted(groups: Sequence[Sequence[DmvpnPeer]]) -> tuple[tuple[DmvpnPeer, ...], int]:
    """The rows of these groups with their ``# Ent``, and how many NBMA peers that makes (C-44)."""
    counts: list[int] = []
    above = 0
    for index, group in enumerate(groups):
        if index > 0 and group[0].nbma is UNKNOWN:
            counts[above] += 1
            counts.append(0)
        else:
            above = index
            counts.append(len(group))
    rows = [replace(peer, entries=count) for group, count in zip(groups, counts, strict=True) for peer in group]
    return tuple(rows), sum(1 for count in counts if count > 0)


def printed_groups(peers: Sequence[DmvpnPeer]) -> list[list[DmvpnPeer]]:
    """Rows as they stand, split where a new NBMA group begins."""
    groups: list[list[DmvpnPeer]] = []
    for peer in peers:
        if groups and peer.nbma is not UNKNOWN and groups[-1][0].nbma == peer.nbma:
            groups[-1].append(peer)
        else:
            groups.append([peer])
    return groups


def count_mismatches(tunnels: Sequence[DmvpnTunnel]) -> tuple[CountMismatch, ...]:
    """Every header and group count that differs from the rows; empty for an output that is whole (C-44)."""
    found: list[CountMismatch] = []
    for tunnel in tunnels:
        counted: list[tuple[DmvpnPeer, int]] = []
        for group in printed_groups(tunnel.peers):
            if group[0].entries == 0 and counted:
                counted[-1] = (counted[-1][0], counted[-1][1] + len(group))
            elif group[0].entries > 0:
                counted.append((group[0], len(group)))
        if len(counted) != tunnel.declared_peers:
            found.append(_mismatch(tunnel, "NHRP Peers", tunnel.declared_peers, len(counted)))
        found += [
            _mismatch(tunnel, "# Ent", peer.entries, printed, peer.nbma)
            for peer, printed in counted
            if peer.entries != printed
        ]
    return tuple(found)


def _mismatch(tunnel: DmvpnTunnel, what: str, declared: int, printed: int, nbma: Nbma | None = None) -> CountMismatch:
    return CountMismatch(
        interface=tunnel.interface, family=tunnel.family, what=what, declared=declared, printed=printed, nbma=nbma
    )
