"""Passing on packets that are for someone else, and Error Indications about them (RFC 2332 §5.2.7, §5.3; NHRP S-80)."""

from dataclasses import replace

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.extension import Extension, ExtensionType, cie_extension
from nornir_dmvpn.nhrp.port import Direction, Port
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorCode, ErrorIndication, NhrpPacket, PacketType, encode

_REPLIES = frozenset({PacketType.RESOLUTION_REPLY, PacketType.REGISTRATION_REPLY, PacketType.PURGE_REPLY})


def forward(port: Port, source_nbma: IPAddress, packet: ClientPacket, target: IPAddress) -> None:
    """Send ``packet`` one hop towards ``target``, with our record in it (NHRP S-60, S-80 step 4d, S-81)."""
    if packet.hop_count == 0:
        port.dropped(source_nbma, "hop count exceeded", "S-60")
        send_error(port, source_nbma, packet, ErrorCode.HOP_COUNT_EXCEEDED)
        return
    record = ExtensionType.REVERSE_TRANSIT if packet.type in _REPLIES else ExtensionType.FORWARD_TRANSIT
    if port.settings.record and any(port.context.own(one.protocol) for one in cies_of(packet, record)):
        port.dropped(source_nbma, "NHRP loop detected", "S-60")
        send_error(port, source_nbma, packet, ErrorCode.LOOP_DETECTED)
        return
    found = next_hop_nbma(port, target) or _other_server(port, source_nbma, packet, target)
    if found is None:
        port.dropped(source_nbma, f"encapsulation error for {_title(packet)} to {target}", "R-44")
        return
    out, nbma = found
    if nbma == source_nbma:
        port.dropped(source_nbma, "the next hop is the sender", "S-60")
        return
    extensions = packet.extensions or ()
    if port.settings.record:
        extensions = _appended(extensions, record, port.own_cie())
    extensions = _with_observed(extensions, packet, source_nbma, record, port)
    onward = replace(packet, hop_count=packet.hop_count - 1, extensions=extensions)
    if out.is_open(nbma):
        out.send(nbma, onward, Direction.FORWARDED)
    else:
        port.dropped(source_nbma, f"no path to {nbma} for {_title(packet)}", "S-80")


def next_hop_nbma(port: Port, target: IPAddress) -> tuple[Port, IPAddress] | None:
    """Interface and NBMA address of the routed next hop; ``None`` without a route or a complete entry."""
    route = port.context.routes.lookup(target)
    out = None if route is None else port.context.ports.get(route.interface)
    if route is None or out is None:
        return None
    if out.settings.destination is not None:
        return out, out.settings.destination
    entry = out.bindings.complete(route.next_hop or target)
    return None if entry is None or entry.nbma is None else (out, entry.nbma)


def _other_server(
    port: Port, source_nbma: IPAddress, packet: ClientPacket, target: IPAddress
) -> tuple[Port, IPAddress] | None:
    """Where the next hop is not known, another server may know it: servers in a daisy chain (NHRP S-25).

    Only for questions, and never back to where the question has been.
    """
    if packet.type is not PacketType.RESOLUTION_REQUEST:
        return None
    route = port.context.routes.lookup(target)
    out = port if route is None else port.context.ports.get(route.interface, port)
    passed = {one.protocol for one in cies_of(packet, ExtensionType.FORWARD_TRANSIT)}
    for address, nbma in out.servers():
        if nbma != source_nbma and address not in passed:
            return out, nbma
    return None


def send_error(port: Port, nbma: IPAddress, packet: ClientPacket, code: ErrorCode, offset: int = 0) -> None:
    """Tell the sender (RFC 2332 §5.2.7); never about an Error Indication (NHRP W-30)."""
    error = ErrorIndication(
        afn=port.afn,
        protocol_type=port.protocol_type,
        source_nbma=port.settings.nbma,
        source_protocol=port.settings.address,
        destination_protocol=packet.source_protocol,
        code=code,
        offset=offset,
        enclosed=encode(replace(packet, extensions=())),
        extensions=None,
    )
    port.send(nbma, error)


def cies_of(packet: NhrpPacket, kind: ExtensionType) -> tuple[Cie, ...]:
    """All CIEs of one kind of extension."""
    return tuple(cie for one in packet.extensions or () if one.type == kind for cie in one.cies)


def is_straight(packet: NhrpPacket, record: ExtensionType) -> bool:
    """Whether nobody passed the packet on: its transit record is there and empty (without one nobody can tell)."""
    return [one.value for one in packet.extensions or () if one.type == record] == [b""]


def translated_nbma(packet: NhrpPacket, protocol: IPAddress, transport: IPAddress) -> IPAddress | None:
    """The public address of ``protocol`` by the NAT extension, in the family of ``transport`` (NHRP W-52)."""
    named = [one.nbma for one in cies_of(packet, ExtensionType.NAT_ADDRESS) if one.protocol == protocol]
    return next((one for one in named if one is not None and one.version == transport.version), None)


def _appended(extensions: tuple[Extension, ...], kind: ExtensionType, cie: Cie) -> tuple[Extension, ...]:
    """Our entry at the end of a transit record; no record, no entry (NHRP R-71)."""
    return tuple(cie_extension(kind, *one.cies, cie) if one.type == kind else one for one in extensions)


def _with_observed(
    extensions: tuple[Extension, ...], packet: ClientPacket, observed: IPAddress, record: ExtensionType, port: Port
) -> tuple[Extension, ...]:
    """An empty NAT extension is filled where the sender's address was translated (NHRP W-52).

    Only the first server sees the sender itself, so it does this and those behind it leave it alone.
    """
    if not is_straight(packet, record):
        return extensions
    if record is ExtensionType.FORWARD_TRANSIT:
        claimed, protocol = packet.source_nbma, packet.source_protocol
    else:
        answer = packet.cies[0] if packet.cies else Cie()
        claimed, protocol = answer.nbma, answer.protocol
    if claimed is None or claimed == observed:
        return extensions
    bits = port.settings.address.max_prefixlen
    translated = Cie(prefix_length=bits, mtu=port.settings.mtu, nbma=observed, protocol=protocol)
    return tuple(
        cie_extension(ExtensionType.NAT_ADDRESS, translated)
        if one.type == ExtensionType.NAT_ADDRESS and not one.cies
        else one
        for one in extensions
    )


def _title(packet: ClientPacket) -> str:
    return packet.type.name.replace("_", " ").title()
