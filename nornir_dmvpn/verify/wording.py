"""Entries in words: what a finding says was expected and seen."""

from nornir_dmvpn.ios.shows.dmvpn import ATTRIBUTES
from nornir_dmvpn.model.address import Nbma
from nornir_dmvpn.model.state import DmvpnPeer, NhrpEntry
from nornir_dmvpn.reference.form import OPTIONAL_ATTRIBUTES, VOLATILE_FLAGS, EntryForm, PeerForm


def words(entry: DmvpnPeer | NhrpEntry | PeerForm | EntryForm) -> str:
    """``203.0.113.1 UP S`` or ``dynamic registered nhop via 10.0.0.2 at 198.51.100.2``."""
    if isinstance(entry, DmvpnPeer | PeerForm):
        return f"{entry.nbma} {entry.state.value} {_letters(entry.attributes)}"
    flags = " ".join(sorted(entry.flags - VOLATILE_FLAGS))
    where = f" via {entry.via}" if entry.via is not None else ""
    at = f" at {entry.nbma}" if entry.nbma is not None else ""
    claimed = f" (claimed {entry.claimed_nbma})" if entry.claimed_nbma is not None else ""
    socket = " (no-socket)" if entry.no_socket else ""
    return f"{entry.type.value}{' ' if flags else ''}{flags}{where}{at}{claimed}{socket}"


def difference(right: PeerForm | EntryForm | None, seen: DmvpnPeer | NhrpEntry) -> tuple[str, str, str]:
    """(what, expected, observed): the first field that differs, or the whole entry where there should be none."""
    if right is None:
        return ("row" if isinstance(seen, DmvpnPeer) else "cache entry"), "no such entry", words(seen)
    if right.nbma != seen.nbma:
        return "NBMA address", _nbma(right.nbma), _nbma(seen.nbma)
    if isinstance(right, PeerForm) and isinstance(seen, DmvpnPeer):
        if right.state is not seen.state:
            return "tunnel state", right.state.value, seen.state.value
        return "attributes", _letters(right.attributes), _letters(seen.attributes)
    return "cache entry", words(right), words(seen)


def _nbma(address: Nbma | None) -> str:
    return "none" if address is None else str(address)


def _letters(attributes: frozenset[str]) -> str:
    shown = attributes - OPTIONAL_ATTRIBUTES
    return "".join(one for one in ATTRIBUTES if one in shown)
