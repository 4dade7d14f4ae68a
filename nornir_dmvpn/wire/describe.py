"""NHRP packets for people and for programs: nested plain values, and these as a tree of lines."""

from collections.abc import Iterator
from enum import IntEnum, IntFlag
from typing import Any

from nornir_dmvpn.model.secret import MASK
from nornir_dmvpn.nhrp.cie import Cie, CieCode
from nornir_dmvpn.nhrp.extension import CIE_EXTENSIONS, Extension, ExtensionType, group_of
from nornir_dmvpn.nhrp.wire import (
    ClientPacket,
    ErrorCode,
    ErrorIndication,
    NhrpPacket,
    PacketType,
    PurgeFlag,
    RegistrationFlag,
    ResolutionFlag,
    TrafficIndication,
)
from nornir_dmvpn.wire.frame import Carried

_FLAGS: dict[PacketType, type[IntFlag]] = {
    PacketType.RESOLUTION_REQUEST: ResolutionFlag,
    PacketType.RESOLUTION_REPLY: ResolutionFlag,
    PacketType.REGISTRATION_REQUEST: RegistrationFlag,
    PacketType.REGISTRATION_REPLY: RegistrationFlag,
    PacketType.PURGE_REQUEST: PurgeFlag,
    PacketType.PURGE_REPLY: PurgeFlag,
}


def describe(packet: NhrpPacket) -> dict[str, Any]:
    """All fields. Numbers that have names come with them; the secret of an authentication extension is masked."""
    fields: dict[str, Any] = {
        "type": _word(packet.type),
        "hop_count": packet.hop_count,
        "address_family": packet.afn,
        "protocol_type": f"0x{packet.protocol_type:04x}",
        "source_nbma": _text(packet.source_nbma),
        "source_protocol": _text(packet.source_protocol),
        "destination_protocol": _text(packet.destination_protocol),
    }
    match packet:
        case ClientPacket():
            fields["request_id"] = packet.request_id
            fields["flags"] = f"0x{packet.flags:04x}"
            fields["flag_names"] = [
                _word(one) for one in _FLAGS[packet.type] if packet.flags & one and one.name is not None
            ]
            fields["clients"] = [_cie(one) for one in packet.cies]
        case ErrorIndication():
            fields |= {"code": packet.code, "code_name": _named(ErrorCode, packet.code), "offset": packet.offset}
            fields["enclosed"] = packet.enclosed.hex()
        case TrafficIndication():
            fields |= {"code": packet.code, "enclosed": packet.enclosed.hex()}
    fields["extensions"] = None if packet.extensions is None else [_extension(one) for one in packet.extensions]
    return fields


def describe_carrier(carried: Carried) -> dict[str, Any]:
    """What was around it."""
    return {
        "outer_source": str(carried.source),
        "outer_destination": str(carried.destination),
        "outer_ttl": carried.ttl,
        "gre_key": carried.gre.key,
        "gre_sequence": carried.gre.sequence,
    }


def tree(fields: dict[str, Any], title: str) -> str:
    """Title and fields as indented lines; what is absent or empty is left out."""
    return "\n".join((title, *_lines(fields, "  ")))


def _lines(fields: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in fields.items():
        label = f"{indent}{name.replace('_', ' ')}"
        match value:
            case None | [] | "":
                continue
            case [{}, *_]:
                for number, one in enumerate(value, start=1):
                    yield f"{label} {number}"
                    yield from _lines(one, f"{indent}  ")
            case list():
                yield f"{label}: {' '.join(map(str, value))}"
            case _:
                yield f"{label}: {value}"


def _cie(cie: Cie) -> dict[str, Any]:
    return {
        "code": cie.code,
        "code_name": _named(CieCode, cie.code),
        "prefix_length": cie.prefix_length,
        "mtu": cie.mtu,
        "holding_time": cie.holding_time,
        "preference": cie.preference,
        "nbma": _text(cie.nbma),
        "protocol": _text(cie.protocol),
    }


def _extension(extension: Extension) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": extension.type,
        "name": _named(ExtensionType, extension.type),
        "compulsory": extension.compulsory,
    }
    if extension.type in CIE_EXTENSIONS:
        return fields | {"clients": [_cie(one) for one in extension.cies]}
    if extension.type == ExtensionType.AUTHENTICATION:
        return fields | {"value": MASK}
    return fields | {"group": group_of(extension), "value": extension.value.hex()}


def _named(names: type[IntEnum], number: int) -> str | None:
    try:
        return _word(names(number))
    except ValueError:
        return None


def _word(member: IntEnum | IntFlag) -> str:
    return (member.name or "").lower().replace("_", " ")


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)
