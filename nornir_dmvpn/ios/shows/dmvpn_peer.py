"""From the record of a row of ``show dmvpn`` to its value (C-40, C-47); a hub has ten thousand of them."""

import re
from collections.abc import Callable, Sequence

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import parse_duration
from nornir_dmvpn.ios.shows.engine import Row
from nornir_dmvpn.ios.shows.quick import Addresses, Remembered, open_twin
from nornir_dmvpn.model.state import DmvpnPeer, TunnelState

PEER_COLUMNS = ("ENTRIES", "NBMA", "TUNNEL", "TARGET", "STATE", "UPDOWN", "ATTRIBUTES")
"""In the order in which the builder takes them."""
_Open = open_twin(DmvpnPeer)
_LETTERS = re.compile(r"I2|T1|T2|[SDINLXCB]")


_STATES = {one.value: one for one in TunnelState}


def peer_builder() -> Callable[[Sequence[str | None]], DmvpnPeer]:
    """Makes a row of the cells of one record; what stands in many rows is converted once.

    ``ValueError``: a part is missing or cannot be; ``peer_problem`` says which.
    """
    attributes = Remembered(_attributes)
    addresses = Addresses()
    address = addresses.address
    times = Remembered(parse_duration)

    def build(cells: Sequence[str | None]) -> DmvpnPeer:
        entries, nbma, tunnel, target, state, updown, letters = cells
        if not (letters and entries and nbma and tunnel and state and updown):
            raise ValueError("this is no whole row")
        made = _Open()
        made.entries = int(entries)
        made.nbma = addresses.nbma(nbma)
        made.tunnel = address(tunnel)
        made.state = _STATES.get(state) or _state(state)
        made.updown = times[updown]
        made.attributes = attributes[letters]
        made.target = addresses.network(target) if target else None
        made.__class__ = DmvpnPeer
        peer: DmvpnPeer = made
        return peer

    return build


def _state(text: str) -> TunnelState:
    return TunnelState(text.upper())


def _attributes(letters: str) -> frozenset[str]:
    attributes = frozenset(_LETTERS.findall(letters))
    if len("".join(attributes)) != len(letters):
        raise ValueError(f"{letters!r} are not attributes of an entry")
    return attributes


def peer_problem(command: str, row: Row, error: ValueError) -> ParseError:
    """What is wrong with a record of which no row could be made."""
    try:
        for name in ("ATTRIBUTES", "ENTRIES", "NBMA", "TUNNEL", "STATE", "UPDOWN"):
            row.need(command, name)
    except ParseError as missing:
        return missing
    return ParseError(command, row.line, row.text, str(error))
