"""Packets that nobody should send: made up, taken from real exchanges and changed, cut, or plain noise."""

import random
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.checksum import internet_checksum
from nornir_dmvpn.nhrp.cie import Cie, encode_cies
from nornir_dmvpn.nhrp.extension import CIE_EXTENSIONS, Extension
from nornir_dmvpn.nhrp.wire import (
    ClientPacket,
    ErrorIndication,
    NhrpPacket,
    PacketType,
    TrafficIndication,
    encode,
)

CLIENT_TYPES = [kind for kind in PacketType if kind < PacketType.ERROR_INDICATION]
NUMBERS = (0, 1, 4, 32, 128, 255, 600, 7200, 0x7FFF, 0x8000, 0xFFFF)


class Hostile:
    """An endless source of packets; ``addresses`` are those that mean something to the receivers."""

    def __init__(self, rng: random.Random, addresses: list[IPAddress], seen: list[NhrpPacket]) -> None:
        self._rng = rng
        self._addresses = addresses
        self._seen = seen

    def packet(self) -> bytes:
        """The next one."""
        dice = self._rng.random()
        if dice < 0.05:
            return self._rng.randbytes(self._rng.randrange(0, 200))
        if dice < 0.25:
            return encode(self._flood())
        data = encode(self._made() if dice < 0.6 else self._borrowed())
        return data if self._rng.random() < 0.6 else self._damaged(data)

    def inner(self) -> bytes:
        """A data packet, more or less."""
        source, destination = self.address(), self.address()
        if self._rng.random() < 0.1:
            return self._rng.randbytes(self._rng.randrange(0, 60))
        if source.version == destination.version == 4:
            return bytes.fromhex("450000780001000040010000") + source.packed + destination.packed + bytes(8)
        return bytes.fromhex("6000000000083a40") + self._wide(source) + self._wide(destination) + bytes(8)

    def address(self) -> IPAddress:
        """One that is known, or any."""
        dice = self._rng.random()
        if dice < 0.7:
            return self._rng.choice(self._addresses)
        if dice < 0.97:
            return IPv4Address(self._rng.getrandbits(32))
        return IPv6Address(self._rng.getrandbits(128))

    @staticmethod
    def _wide(address: IPAddress) -> bytes:
        return address.packed.rjust(16, b"\x20")

    def _maybe(self) -> IPAddress | None:
        return None if self._rng.random() < 0.15 else self.address()

    def _number(self, most: int) -> int:
        return min(self._rng.choice(NUMBERS), most) if self._rng.random() < 0.7 else self._rng.randint(0, most)

    def _cie(self) -> Cie:
        return Cie(
            code=self._rng.choice((0, 0, 0, 4, 5, 12, 13, 14, 255)),
            prefix_length=self._number(255),
            mtu=self._number(0xFFFF),
            holding_time=self._number(0xFFFF),
            nbma=self._maybe(),
            protocol=self._maybe(),
            preference=self._number(255),
        )

    def _cies(self) -> tuple[Cie, ...]:
        return tuple(self._cie() for _ in range(self._rng.choice((0, 1, 1, 1, 2, 5))))

    def _extensions(self) -> tuple[Extension, ...] | None:
        if self._rng.random() < 0.05:
            return None
        made = []
        for _ in range(self._rng.randrange(6)):
            kind = self._rng.choice((3, 4, 5, 7, 8, 9, 9, 3, 4, 5, self._rng.randint(1, 0x3FFF)))
            value = encode_cies(self._cies()) if kind in CIE_EXTENSIONS else self._rng.randbytes(self._rng.randrange(9))
            made.append(Extension(type=kind, compulsory=self._rng.random() < 0.5, value=value))
        return tuple(made)

    def _made(self) -> NhrpPacket:
        """Every field is allowed, all of them together hardly ever make sense."""
        nbma, source, destination, extensions = self._maybe(), self._maybe(), self._maybe(), self._extensions()
        dice, hops = self._rng.random(), self._rng.choice((0, 1, 64, 255))
        if dice < 0.1:
            return TrafficIndication(
                source_nbma=nbma,
                source_protocol=source,
                destination_protocol=destination,
                extensions=extensions,
                hop_count=hops,
                code=self._number(0xFFFF),
                enclosed=self.inner(),
            )
        if dice < 0.2:
            return ErrorIndication(
                source_nbma=nbma,
                source_protocol=source,
                destination_protocol=destination,
                extensions=extensions,
                hop_count=hops,
                code=self._number(0xFFFF),
                enclosed=encode(self._rng.choice(self._seen)),
            )
        return ClientPacket(
            source_nbma=nbma,
            source_protocol=source,
            destination_protocol=destination,
            extensions=extensions,
            hop_count=hops,
            type=self._rng.choice(CLIENT_TYPES),
            flags=self._rng.choice((0x0002, 0x8002, 0xC802, 0xF802, self._rng.randrange(0x10000))),
            request_id=self._rng.choice((self._rng.randrange(64), self._rng.getrandbits(32))),
            cies=self._cies(),
        )

    def _flood(self) -> NhrpPacket:
        """A flawless registration, question or answer from somebody new, to be kept for as long as can be asked."""
        client = IPv4Address(self._rng.getrandbits(32))
        kind = self._rng.choice((PacketType.REGISTRATION_REQUEST, PacketType.RESOLUTION_REQUEST))
        is_registration = kind is PacketType.REGISTRATION_REQUEST
        return ClientPacket(
            type=kind,
            flags=0x0002 if is_registration else 0xC802,
            request_id=self._rng.getrandbits(32),
            source_nbma=client,
            source_protocol=client,
            destination_protocol=client if is_registration else self._rng.choice(self._addresses),
            cies=(Cie(prefix_length=32, holding_time=0xFFFF),),
            extensions=(Extension(type=4, compulsory=True), Extension(type=9, compulsory=False)),
        )

    def _borrowed(self) -> NhrpPacket:
        """A packet of a real exchange, with some fields of another."""
        packet = self._rng.choice(self._seen)
        changes: dict[str, object] = {}
        for field in ("source_nbma", "source_protocol", "destination_protocol"):
            if self._rng.random() < 0.3:
                changes[field] = self._maybe()
        if self._rng.random() < 0.3:
            changes["extensions"] = self._extensions()
        if isinstance(packet, ClientPacket):
            if self._rng.random() < 0.3:
                changes["cies"] = self._cies()
            if self._rng.random() < 0.5:
                changes["request_id"] = self._rng.randrange(64)
            if self._rng.random() < 0.1:
                changes["type"] = self._rng.choice(CLIENT_TYPES)
        return replace(packet, **changes)  # type: ignore[arg-type]

    def _damaged(self, data: bytes) -> bytes:
        """Bytes changed, cut or added; mostly with size and checksum made right again."""
        raw = bytearray(data)
        for _ in range(self._rng.randint(1, 4)):
            raw[self._rng.randrange(len(raw))] = self._rng.choice((0, 1, 4, 16, 0x80, 0xFF, self._rng.randrange(256)))
        if self._rng.random() < 0.2:
            del raw[self._rng.randrange(len(raw)) :]
        if self._rng.random() < 0.1:
            raw += self._rng.randbytes(self._rng.randrange(20))
        if len(raw) >= 20 and self._rng.random() < 0.9:
            raw[10:14] = len(raw).to_bytes(2, "big") + bytes(2)
            raw[12:14] = internet_checksum(bytes(raw)).to_bytes(2, "big")
        return bytes(raw)
