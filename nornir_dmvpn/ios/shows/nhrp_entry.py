"""From the record of a cache entry to its value (C-20 to C-22); a hub has ten thousand of them."""

from collections.abc import Callable, Sequence

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.duration import parse_duration
from nornir_dmvpn.ios.shows.engine import Row
from nornir_dmvpn.ios.shows.quick import Addresses, Remembered, open_twin
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.state import EntryType, NhrpEntry

_COMMAND = "show ip nhrp"
COLUMNS = (
    *("TARGET", "MASK", "VIA", "INTERFACE", "CREATED", "EXPIRES", "TYPE", "FLAGS", "NBMA", "CLAIMED_NBMA"),
    *("NO_SOCKET", "GROUP", "PREFERENCE", "REQUESTER", "REQUEST_ID", "CACHE_HITS"),
)
"""In the order in which the builder takes them."""
_Open = open_twin(NhrpEntry)


def read_entry(row: Row) -> NhrpEntry:
    """The cache entry of that record; ``ParseError`` if a part of it is missing or cannot be."""
    try:
        return entry_builder()([row.get(name) for name in COLUMNS])
    except ValueError as error:
        raise entry_problem(row, error) from error


def entry_builder() -> Callable[[Sequence[str | None]], NhrpEntry]:
    """Makes an entry of the cells of one record; what stands in many rows is converted once.

    ``ValueError``: a part is missing or cannot be; ``entry_problem`` says which.
    """
    flag_sets = Remembered(_flags)
    names, times, types = Remembered(full_name), Remembered(parse_duration), Remembered(EntryType)
    addresses = Addresses()
    address = addresses.address

    def build(cells: Sequence[str | None]) -> NhrpEntry:
        target, mask, via, interface, created, expires, kind, flags, nbma, claimed, no_socket, *rest = cells
        group, preference, requester, request_id, cache_hits = rest
        if not (target and interface and created and expires and kind and (nbma or kind == "incomplete")):
            raise ValueError("this is no whole entry")
        network = addresses.network(f"{target}/{mask}" if mask else target)
        next_hop = None
        if via:  # that of a host route is mostly the host
            next_hop = network.network_address if target == via + "/32" else address(via)
        made = _Open()
        made.target = network
        made.via = next_hop
        made.interface = names[interface]
        made.created = times[created]
        made.expires = times[expires]
        made.type = types[kind]
        made.flags = flag_sets[flags or ""]
        made.nbma = address(nbma) if nbma else None
        made.claimed_nbma = address(claimed) if claimed else None
        made.no_socket = bool(no_socket)
        made.group = group or None
        made.preference = int(preference) if preference else None
        made.requester = address(requester) if requester else None
        made.request_id = int(request_id) if request_id else None
        made.cache_hits = int(cache_hits) if cache_hits else None
        made.__class__ = NhrpEntry
        entry: NhrpEntry = made
        return entry

    return build


def _flags(text: str) -> frozenset[str]:
    return frozenset(text.split())


def entry_problem(row: Row, error: ValueError) -> ParseError:
    """What is wrong with a record of which no entry could be made."""
    needed = ["TYPE", "NBMA", "TARGET", "INTERFACE", "CREATED", "EXPIRES"]
    if row.get("TYPE") == EntryType.INCOMPLETE.value:
        needed.remove("NBMA")
    try:
        for name in needed:
            row.need(_COMMAND, name)
    except ParseError as missing:
        return missing
    return ParseError(_COMMAND, row.line, row.text, str(error))
