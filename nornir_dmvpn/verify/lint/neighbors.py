"""BGP neighbours with everything they inherit: their own lines, their family's, peer group's and templates'."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Any

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.bgp import BgpFamily, BgpNeighbor, BgpPeerPolicy, BgpPeerSession, BgpProcess, BgpTimers


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor:
    """One neighbour of the IPv4 family, or a listen range (``range`` is set, ``address`` is not)."""

    peer: str
    """As the lines begin that are about it: the address, or the name of the peer group of a range."""
    address: IPAddress | None
    range: IPv4Network | IPv6Network | None
    remote_as: int | None
    next_hop_self: bool
    next_hop_self_all: bool
    route_reflector_client: bool
    as_override: bool
    allowas_in: bool
    default_originate: bool
    filters_out: bool
    timers: BgpTimers | None
    fall_over: str | None

    def is_within(self, subnet: IPv4Network) -> bool:
        if self.range is not None:
            return isinstance(self.range, IPv4Network) and self.range.overlaps(subnet)
        return self.address is not None and self.address in subnet


_Lines = BgpNeighbor | BgpPeerSession | BgpPeerPolicy


def neighbors(process: BgpProcess, vrf: str | None) -> tuple[Neighbor, ...]:
    """Every neighbour that exchanges IPv4 routes of ``vrf``, those of listen ranges included."""
    families = [one for one in process.families if one.family == "ipv4" and one.vrf == vrf]
    own = process.neighbors if vrf is None else ()
    peers = list(dict.fromkeys(one.peer for one in (*own, *(peer for one in families for peer in one.neighbors))))
    found = [_resolved(process, families, peer) for peer in peers if BgpNeighbor(peer=peer).address is not None]
    if vrf is None:
        found += [_resolved(process, families, one.peer_group, one.prefix) for one in process.listen_ranges]
    return tuple(found)


def _resolved(
    process: BgpProcess, families: list[BgpFamily], peer: str, prefix: IPv4Network | IPv6Network | None = None
) -> Neighbor:
    lines = list(_inherited(process, families, peer))

    def first(name: str) -> Any:
        return next((value for one in lines if (value := getattr(one, name, None)) is not None), None)

    filters = ("distribute_list_out", "prefix_list_out", "filter_list_out", "route_map_out")
    return Neighbor(
        peer=peer,
        address=None if prefix is not None else BgpNeighbor(peer=peer).address,
        range=prefix,
        remote_as=first("remote_as"),
        next_hop_self=bool(first("next_hop_self")),
        next_hop_self_all=bool(first("next_hop_self_all")),
        route_reflector_client=bool(first("route_reflector_client")),
        as_override=bool(first("as_override")),
        allowas_in=first("allowas_in") is not None,
        default_originate=bool(first("default_originate")),
        filters_out=any(first(one) is not None for one in filters),
        timers=first("timers") or process.timers,
        fall_over=first("fall_over"),
    )


def _inherited(process: BgpProcess, families: list[BgpFamily], peer: str) -> Iterator[_Lines]:
    """Where its settings stand, the strongest first."""
    levels = (process.neighbors, *(one.neighbors for one in families))
    own = [one for level in levels for one in level if one.peer == peer]
    yield from own
    for name in dict.fromkeys(one.peer_group for one in own if one.peer_group is not None):
        yield from (one for level in levels for one in level if one.peer == name)
    sessions = {one.name: one for one in process.sessions}
    policies = {one.name: one for one in process.policies}
    for one in own:
        session = sessions.get(one.session or "")
        seen: set[str] = set()
        while session is not None and session.name not in seen:
            seen.add(session.name)
            yield session
            session = sessions.get(session.inherit or "")
        if one.policy in policies:
            yield policies[one.policy]
