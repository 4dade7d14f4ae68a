"""Answering Registration Requests (RFC 2332 §5.2.3, §5.2.4; NHRP R-06, R-20, R-30 to R-36)."""

from dataclasses import replace

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import CacheEntry, network_of
from nornir_dmvpn.nhrp.cie import Cie, CieCode
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, cie_extension, group_of
from nornir_dmvpn.nhrp.forward import forward
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, RegistrationFlag


def registration_request(port: Port, source_nbma: IPAddress, packet: ClientPacket, now: float) -> None:
    """Bind or refuse each client of the request and answer straight to where it came from (R-15, R-20)."""
    source, destination = packet.source_protocol, packet.destination_protocol
    if source is None or destination is None:
        port.dropped(source_nbma, "registration without addresses", "S-80")
        return
    if source != destination and port.context.own(destination) is None:
        forward(port, source_nbma, packet, destination)
        return
    answered = tuple(replace(cie, code=_bind(port, source_nbma, packet, cie, now)) for cie in packet.cies)
    port.send_when_up(source_nbma, _reply(port, source_nbma, packet, answered))


def _bind(port: Port, source_nbma: IPAddress, packet: ClientPacket, cie: Cie, now: float) -> CieCode:
    """Store one client; the code of the answer (W-23)."""
    address = cie.protocol or packet.source_protocol
    if address is None or address.version != port.settings.address.version or port.context.own(address) is not None:
        return CieCode.PROHIBITED
    unique = bool(packet.flags & RegistrationFlag.UNIQUE)
    length = cie.prefix_of(address)
    if unique and length != address.max_prefixlen:
        return CieCode.PROHIBITED  # unique means exactly one host
    network = network_of(address, length)
    old = port.bindings.cache.get(network)
    if old is not None and old.type is EntryType.STATIC:
        return CieCode.SUCCESS  # what is configured stays as it is
    if old is not None and old.flags >= {"unique", "registered"} and old.nbma != source_nbma:
        return CieCode.UNIQUE_REGISTERED  # R-30; the old entry stays until it expires
    if not cie.holding_time:
        port.bindings.drop(network, "Expiry")
        return CieCode.SUCCESS
    claimed = cie.nbma or packet.source_nbma
    entry = CacheEntry(
        interface=port.name,
        network=network,
        next_hop=address,
        nbma=source_nbma,
        claimed_nbma=claimed if claimed != source_nbma else None,
        type=EntryType.DYNAMIC,
        flags=_flags(port, packet, old, unique=unique),
        created_at=now if old is None or not old.complete else old.created_at,
        expires_at=now + cie.holding_time,
        group=_group(packet),
    )
    if not port.bindings.store(entry):
        return CieCode.INSUFFICIENT_RESOURCES
    if port.settings.multicast_dynamic:
        port.bindings.replicate(source_nbma)
    return CieCode.SUCCESS


def _flags(port: Port, packet: ClientPacket, old: CacheEntry | None, *, unique: bool) -> frozenset[str]:
    """C-10, C-12: releases that do not know ``nhop`` print ``authoritative`` and ``nat`` instead."""
    flags = {"registered"}
    if unique:
        flags.add("unique")
    if old is not None and "used" in old.flags:
        flags.add("used")
    if port.context.behaviour.nhop_flag:
        flags.add("nhop")
    else:
        flags.add("authoritative")
        if packet.flags & RegistrationFlag.NAT:
            flags.add("nat")
    return frozenset(flags)


def _group(packet: ClientPacket) -> str | None:
    names = (group_of(one) for one in packet.extensions or ())
    return next((name for name in names if name is not None), None)


def _reply(port: Port, source_nbma: IPAddress, packet: ClientPacket, cies: tuple[Cie, ...]) -> ClientPacket:
    """EX-2: the request with codes, our address as responder and the translated address of the client."""
    to_anyone = packet.source_protocol == packet.destination_protocol
    return replace(
        packet,
        type=PacketType.REGISTRATION_REPLY,
        hop_count=255,
        destination_protocol=port.settings.address if to_anyone else packet.destination_protocol,
        cies=cies,
        extensions=tuple(_answered(port, source_nbma, packet, one) for one in packet.extensions or ()),
    )


def _answered(port: Port, source_nbma: IPAddress, packet: ClientPacket, extension: Extension) -> Extension:
    if extension.type == ExtensionType.RESPONDER_ADDRESS:
        # Recorded Cisco and FRR replies alike have prefix length 0 here: a host (W-24).
        return cie_extension(ExtensionType.RESPONDER_ADDRESS, port.own_cie(prefix_length=0))
    if extension.type == ExtensionType.NAT_ADDRESS and packet.source_nbma != source_nbma:
        bits = port.settings.address.max_prefixlen
        seen = Cie(prefix_length=bits, mtu=port.settings.mtu, nbma=source_nbma, protocol=packet.source_protocol)
        return cie_extension(ExtensionType.NAT_ADDRESS, *extension.cies, seen)
    return extension
