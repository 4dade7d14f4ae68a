"""An entry without what changes by itself: what two states must agree on (protocol.md Annex B)."""

from dataclasses import dataclass

from nornir_dmvpn.model.address import IPAddress, IPNetwork, Nbma, nbma_matches
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.model.state import DmvpnPeer, EntryType, NhrpEntry, TunnelState

VOLATILE_FLAGS = frozenset({"used", "implicit", "authoritative", "nat"})
"""Flags that come and go, or that only some releases print (C-10, S-20 as amended)."""
OPTIONAL_ATTRIBUTES = frozenset({"C", "B"})
"""CTS and BGP: not configured by anything the reference models."""


@dataclass(frozen=True, slots=True)
class PeerForm:
    """A row of ``show dmvpn`` on an interface, times and counts aside."""

    interface: str
    nbma: Nbma
    tunnel: IPAddress
    state: TunnelState
    attributes: frozenset[str]

    def matches(self, other: "PeerForm") -> bool:
        """Equal, where ``ANY`` stands for every address."""
        mine = (self.interface, self.tunnel, self.state, self.attributes)
        theirs = (other.interface, other.tunnel, other.state, other.attributes)
        return mine == theirs and nbma_matches(self.nbma, other.nbma)


@dataclass(frozen=True, slots=True)
class EntryForm:
    """An entry of ``show ip nhrp``, times aside. ``nhop`` counts only where the generation prints it."""

    interface: str
    target: IPNetwork
    via: IPAddress | None
    type: EntryType
    flags: frozenset[str]
    nbma: Nbma | None
    claimed_nbma: IPAddress | None
    no_socket: bool

    def matches(self, other: "EntryForm") -> bool:
        """Equal, where ``ANY`` stands for every address."""
        same = (
            self.interface == other.interface
            and self.target == other.target
            and self.via == other.via
            and self.type is other.type
            and self.flags == other.flags
            and self.claimed_nbma == other.claimed_nbma
            and self.no_socket == other.no_socket
        )
        if self.nbma is None or other.nbma is None:
            return same and self.nbma is other.nbma
        return same and nbma_matches(self.nbma, other.nbma)


def peer_form(interface: str, peer: DmvpnPeer) -> PeerForm:
    """What must agree about a row of ``show dmvpn``."""
    return PeerForm(interface, peer.nbma, peer.tunnel, peer.state, peer.attributes - OPTIONAL_ATTRIBUTES)


def entry_form(entry: NhrpEntry, generation: Generation) -> EntryForm:
    """What must agree about an entry of ``show ip nhrp`` of that generation."""
    ignored = VOLATILE_FLAGS if BEHAVIOUR[generation].nhop_flag else VOLATILE_FLAGS | {"nhop"}
    return EntryForm(
        entry.interface,
        entry.target,
        entry.via,
        entry.type,
        entry.flags - ignored,
        entry.nbma,
        entry.claimed_nbma,
        entry.no_socket,
    )
