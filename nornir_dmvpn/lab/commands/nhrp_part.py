"""The rows of the NHRP lists and of ``show dmvpn detail`` that the arguments of a show command ask for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from ipaddress import ip_interface

from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.nhrp_state import DetailTunnel, DmvpnDetail
from nornir_dmvpn.model.state import EntryType, Family, NhrpEntry

_KINDS = {one.value: one for one in EntryType}


def nhrp_part(state: DeviceState, wanted: Callable[[str], bool], chosen: Mapping[str, str]) -> DeviceState:
    """``state`` with the rows of that interface, address, family or kind in the sections that were filled."""
    target = ip_interface(chosen["target"]).ip if "target" in chosen else None
    detail, brief, multicast, traffic = state.dmvpn_detail, state.nhrp_brief, state.nhrp_multicast, state.nhrp_traffic
    version = 6 if "ipv6" in chosen else None
    return replace(
        state,
        nhrp=tuple(one for one in state.nhrp or () if _is_kind(one, chosen) and version in (None, one.target.version)),
        dmvpn_detail=None if detail is None else _detail(detail, wanted, chosen),
        nhrp_brief=None
        if brief is None
        else tuple(
            one
            for one in brief
            if wanted(full_name(one.interface))
            and (target is None or target in one.target)
            and version in (None, one.target.version)
        ),
        nhrp_summary=None
        if state.nhrp_summary is None
        else tuple(one for one in state.nhrp_summary if version is None or one.family is Family.IPV6),
        nhrp_multicast=None if multicast is None else tuple(one for one in multicast if wanted(one.interface)),
        nhrp_traffic=None if traffic is None else tuple(one for one in traffic if wanted(one.interface or "")),
    )


def _is_kind(entry: NhrpEntry, chosen: Mapping[str, str]) -> bool:
    """C-25: ``shortcut`` are the entries with rib or nho."""
    kinds = {kind for word, kind in _KINDS.items() if word in chosen}
    if kinds and entry.type not in kinds:
        return False
    if "local" in chosen and "local" not in entry.flags:
        return False
    return "shortcut" not in chosen or bool(entry.flags & {"rib", "nho"})


def _detail(detail: DmvpnDetail, wanted: Callable[[str], bool], chosen: Mapping[str, str]) -> DmvpnDetail:
    family = next((name for name in ("ipv4", "ipv6") if name in chosen), None)
    tunnels = (
        _peers(one, chosen)
        for one in detail.tunnels
        if wanted(one.interface) and family in (None, one.family.value.lower())
    )
    kept = tuple(one for one in tunnels if one.peers)
    names = {one.interface for one in kept}
    return DmvpnDetail(tunnels=kept, sessions=tuple(one for one in detail.sessions if one.interface in names))


def _peers(tunnel: DetailTunnel, chosen: Mapping[str, str]) -> DetailTunnel:
    asked = {name: ip_interface(chosen[name]).ip for name in ("nbma", "tunnel") if name in chosen}
    if not asked:
        return tunnel
    kept = (row for row in tunnel.peers if all(getattr(row.peer, name) == one for name, one in asked.items()))
    return replace(tunnel, peers=tuple(kept))
