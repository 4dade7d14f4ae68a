"""Purges: taking back what others learned from us (RFC 2332 §5.2.5, §5.2.6; NHRP R-60)."""

from dataclasses import replace

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.state import EntryType
from nornir_dmvpn.nhrp.cache import CacheEntry, network_of
from nornir_dmvpn.nhrp.cie import Cie
from nornir_dmvpn.nhrp.client import Registration, transit_extensions
from nornir_dmvpn.nhrp.extension import ExtensionType, cie_extension
from nornir_dmvpn.nhrp.forward import forward
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.purges import Purges
from nornir_dmvpn.nhrp.responder import Responder
from nornir_dmvpn.nhrp.wire import ClientPacket, PacketType, PurgeFlag


def purge_registration(purges: Purges, registration: Registration, now: float) -> None:
    """Tell a server that answered that our registration ends."""
    port = purges.port
    if registration.is_up and registration.nbma is not None and registration.address is not None:
        bits = port.settings.address.max_prefixlen
        cie = Cie(prefix_length=bits, mtu=port.settings.mtu, protocol=port.settings.address)
        purges.send(registration.nbma, _request(port, registration.address, (cie,)), now)


def purge_answers(purges: Purges, responder: Responder, now: float) -> None:
    """Tell everyone whom we answered that the answers are void, our own address included."""
    port = purges.port
    told: dict[IPAddress, list[Cie]] = {}
    bits = port.settings.address.max_prefixlen
    for network, requester in responder.told():
        cies = told.setdefault(
            requester, [Cie(prefix_length=bits, mtu=port.settings.mtu, protocol=port.settings.address)]
        )
        cie = Cie(prefix_length=network.prefixlen, mtu=port.settings.mtu, protocol=network.network_address)
        if cie not in cies:
            cies.append(cie)
    for requester, cies in told.items():
        entry = port.bindings.host(requester)
        if entry is not None and entry.nbma is not None:
            purges.send(entry.nbma, _request(port, requester, tuple(cies)), now)
    responder.forget()


def purge_request(port: Port, source_nbma: IPAddress, packet: ClientPacket) -> None:
    """Delete what the sender gave us, and say so unless it does not want to hear."""
    source, destination = packet.source_protocol, packet.destination_protocol
    if source is None or destination is None:
        port.dropped(source_nbma, "purge without addresses", "S-80")
        return
    if port.context.own(destination) is None:
        forward(port, source_nbma, packet, destination)
        return
    if not packet.flags & PurgeFlag.NO_REPLY:
        # Before the entries go: with the last of them goes the path.
        port.send(source_nbma, replace(packet, type=PacketType.PURGE_REPLY, hop_count=255))
    for cie in packet.cies:
        address = cie.protocol or source
        network = network_of(address, cie.prefix_of(address))
        entry = port.bindings.cache.get(network)
        if entry is not None and _may_purge(entry, source):
            port.bindings.drop(network, "Purge")


def purge_reply(purges: Purges, source_nbma: IPAddress, packet: ClientPacket) -> None:
    """The end of one of our purges, or to be passed on."""
    source = packet.source_protocol
    if source is not None and purges.port.context.own(source) is None:
        forward(purges.port, source_nbma, packet, source)
    elif not purges.answered(packet.request_id):
        purges.port.dropped(source_nbma, "purge reply without a request", "S-80")


def _may_purge(entry: CacheEntry, source: IPAddress) -> bool:
    """Only dynamic entries, and only those of the sender itself."""
    return entry.type is EntryType.DYNAMIC and "local" not in entry.flags and entry.next_hop == source


def _request(port: Port, destination: IPAddress, cies: tuple[Cie, ...]) -> ClientPacket:
    """EX-7."""
    return ClientPacket(
        afn=port.afn,
        protocol_type=port.protocol_type,
        type=PacketType.PURGE_REQUEST,
        flags=PurgeFlag.NAT,
        request_id=port.context.next_request_id(),
        source_nbma=port.settings.nbma,
        source_protocol=port.settings.address,
        destination_protocol=destination,
        cies=cies,
        extensions=(*transit_extensions(record=port.settings.record), cie_extension(ExtensionType.NAT_ADDRESS)),
    )
