"""Which received packets are looked at (RFC 2332 §5.3.4; NHRP S-80 steps 1 and 2, R-40, R-41, W-53, W-54)."""

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.nhrp.extension import KNOWN_EXTENSIONS, ExtensionType, authentication
from nornir_dmvpn.nhrp.forward import send_error
from nornir_dmvpn.nhrp.port import Port
from nornir_dmvpn.nhrp.wire import ClientPacket, ErrorCode, NhrpPacket


def admitted(port: Port, source_nbma: IPAddress, packet: NhrpPacket) -> bool:
    """Whether the packet may be processed; what is not has been reported."""
    settings = port.settings
    addresses = (packet.source_protocol, packet.destination_protocol)
    if packet.protocol_type != port.protocol_type or packet.afn != port.afn:
        port.dropped(source_nbma, "another address family", "S-80")
    elif any(one is not None and one.version != settings.address.version for one in addresses):
        port.dropped(source_nbma, "protocol addresses of another family", "S-80")
    elif not _authentic(port, packet):
        # Both ends stay silent: nothing comes back to the client (R-40, M-22).
        port.dropped(source_nbma, "authentication failure", "R-40")
    else:
        return _understood(port, source_nbma, packet)
    return False


def _authentic(port: Port, packet: NhrpPacket) -> bool:
    """Exactly the configured secret, or no authentication on either side (R-40, R-41)."""
    values = [one.value for one in packet.extensions or () if one.type == ExtensionType.AUTHENTICATION]
    secret = port.settings.authentication
    return values == ([] if secret is None else [authentication(secret).value])


def _understood(port: Port, source_nbma: IPAddress, packet: NhrpPacket) -> bool:
    """An unknown extension is skipped unless it is compulsory (W-54)."""
    unknown = [one for one in packet.extensions or () if one.compulsory and one.type not in KNOWN_EXTENSIONS]
    if not unknown:
        return True
    port.dropped(source_nbma, f"unrecognized extension {unknown[0].type}", "W-54")
    if isinstance(packet, ClientPacket):
        send_error(port, source_nbma, packet, ErrorCode.UNRECOGNIZED_EXTENSION)
    return False
