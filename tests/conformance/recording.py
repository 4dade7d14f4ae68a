"""Recorded timelines of FRRouting's routers: what went over the underlay, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from nornir_dmvpn.nhrp.gre import NHRP_PROTOCOL, decode_gre
from nornir_dmvpn.nhrp.wire import NhrpPacket, decode
from nornir_dmvpn.wire.ipv4 import Ipv4Packet
from nornir_dmvpn.wire.pcap import frames
from tests.captures import captures_folder

HUB, HUB_NBMA = IPv4Address("10.0.0.1"), IPv4Address("198.51.100.1")
_GRE = 47
_ETHERNET_HEADER = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One GRE packet; ``time`` is in seconds since the first one of the recording."""

    time: float
    source: IPv4Address
    destination: IPv4Address
    is_nhrp: bool
    data: bytes

    @property
    def packet(self) -> NhrpPacket:
        return decode(self.data)


def recorded_file(name: str) -> Path:
    """The capture of one scenario; skips where the recordings are not beside the captures."""
    path = captures_folder().parent / "frr" / "recorded" / name / "br0.pcap"
    if not path.is_file():
        pytest.skip(f"the FRR recordings are not here ({path})")
    return path


def recording(name: str) -> list[Moment]:
    """All GRE packets of a scenario, in order."""
    return list(_moments(recorded_file(name)))


def _moments(path: Path) -> Iterator[Moment]:
    first = None
    for frame in frames(path.read_bytes()):
        outer = Ipv4Packet.decode(frame.data[_ETHERNET_HEADER:])
        if outer is None or outer.protocol != _GRE or frame.time is None:
            continue
        header, payload = decode_gre(outer.payload)
        first = frame.time if first is None else first
        yield Moment(
            time=frame.time - first,
            source=outer.source,
            destination=outer.destination,
            is_nhrp=header.protocol == NHRP_PROTOCOL,
            data=payload,
        )
