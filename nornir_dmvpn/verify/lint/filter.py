"""What an access list lets through: the first entry that fits decides, none means no."""

from dataclasses import dataclass
from ipaddress import IPv4Address

from nornir_dmvpn.model.acl import (
    AclAddress,
    ExtendedEntry,
    NumberedExtendedEntry,
    NumberedStandardEntry,
    StandardEntry,
)
from nornir_dmvpn.model.config import RouterConfig

_ANY = AclAddress(IPv4Address(0), IPv4Address("255.255.255.255"))
_NUMBERS = {"47": "gre", "50": "esp", "17": "udp", "1": "icmp"}
_PORTS = {"isakmp": 500, "non500-isakmp": 4500}
_UNREACHABLE = {"unreachable", "packet-too-big", "3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A packet to be judged; ``what`` names it in a sentence."""

    what: str
    protocol: str
    source: IPv4Address
    destination: IPv4Address
    port: int | None = None
    """UDP destination port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of an access list of any kind."""

    action: str
    protocol: str
    source: AclAddress
    destination: AclAddress
    source_port: str | None
    destination_port: str | None
    options: tuple[str, ...]


def entries(config: RouterConfig, name: str) -> tuple[Entry, ...] | None:
    """The entries of an access list, by name or number; ``None`` when it does not exist (IOS permits all then)."""
    extended: list[ExtendedEntry | NumberedExtendedEntry] = [
        entry for one in config.extended_acls if one.name == name for entry in one.entries
    ]
    extended += [one for one in config.numbered_extended if str(one.number) == name]
    standard: list[StandardEntry | NumberedStandardEntry] = [
        entry for one in config.standard_acls if one.name == name for entry in one.entries
    ]
    standard += [one for one in config.numbered_standard if str(one.number) == name]
    found = [
        Entry(
            action=one.action,
            protocol=_NUMBERS.get(one.protocol, one.protocol),
            source=one.source,
            destination=one.destination,
            source_port=one.source_port,
            destination_port=one.destination_port,
            options=one.options,
        )
        for one in extended
    ]
    found += [
        Entry(
            action=one.action,
            protocol="ip",
            source=one.source,
            destination=_ANY,
            source_port=None,
            destination_port=None,
            options=(),
        )
        for one in standard
    ]
    return tuple(found) or None


def permits(lines: tuple[Entry, ...], packet: Packet) -> bool:
    """Whether the list lets ``packet`` through."""
    return next((one.action == "permit" for one in lines if _fits(one, packet)), False)


def _fits(entry: Entry, packet: Packet) -> bool:
    if entry.protocol not in ("ip", packet.protocol):
        return False
    if not entry.source.covers(packet.source) or not entry.destination.covers(packet.destination):
        return False
    if packet.port is not None and not all(
        _holds(one, packet.port) for one in (entry.source_port, entry.destination_port)
    ):
        return False
    if packet.protocol == "icmp":
        kinds = {one for one in entry.options if one not in ("log", "log-input")}
        return not kinds or bool(kinds & _UNREACHABLE)
    return "established" not in entry.options and "fragments" not in entry.options


def _holds(port: str | None, number: int) -> bool:
    """Whether ``eq 500``, ``range 500 510`` … holds for the number; IKE uses the same port at both ends."""
    if port is None:
        return True
    operator, *values = port.split()
    numbers = [_PORTS.get(one, int(one) if one.isdigit() else -1) for one in values]
    if operator == "eq":
        return number in numbers
    if operator == "neq":
        return number not in numbers
    if operator == "range":
        return numbers[0] <= number <= numbers[-1]
    return number > numbers[0] if operator == "gt" else number < numbers[0]
