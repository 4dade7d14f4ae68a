"""More kinds of argument: IPv6, areas, autonomous systems, what is redistributed, access-list addresses."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Interface, IPv6Network, ip_address, ip_network
from typing import Any

from nornir_dmvpn.ios.grammar.argument import ArgumentType
from nornir_dmvpn.model.acl import AclAddress

_V4 = r"\d+\.\d+\.\d+\.\d+"
_V6 = r"[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"
_EVERYTHING = IPv4Address("255.255.255.255")
_HOST = IPv4Address(0)


def words_of(*texts: str, missing: object = None) -> ArgumentType:
    """One of some texts and nothing else: a line with another word is another line."""
    ordered = sorted(texts, key=len, reverse=True)
    return ArgumentType(
        name="words-of",
        regex=f"(?:{'|'.join(re.escape(one) for one in ordered)})".replace(r"\ ", " ").replace(r"\-", "-"),
        most=max(len(one.split()) for one in texts),
        choices=texts,
        check=lambda value: str(value) in texts,
        hint=texts[0],
        missing=missing,
    )


def _upper(value: Any) -> str:
    """IOS prints IPv6 in capitals."""
    return str(value).upper()


def _area(text: str) -> int:
    return int(IPv4Address(text)) if "." in text else int(text)


def _asn(text: str) -> int:
    high, dot, low = text.partition(".")
    return (int(high) << 16) + int(low) if dot else int(high)


def _peer(text: str) -> str:
    try:
        return _upper(ip_address(text))
    except ValueError:
        return text


def _peer_rank(value: str) -> tuple[int, int, int, str]:
    """Peer groups first, as IOS prints them, then addresses in their order."""
    try:
        address = ip_address(value)
    except ValueError:
        return (0, 0, 0, value)
    return (1, address.version, int(address), "")


def _cidr4(text: str) -> IPv4Network:
    return IPv4Network(text, strict=False)


def _cidr6(text: str) -> IPv6Network:
    return IPv6Network(text, strict=False)


def _host6(text: str) -> IPv6Address:
    value = IPv6Interface(text)
    if value.network.prefixlen != 128:
        raise ValueError(f"{text} is not one address")
    return value.ip


def _acl_address(text: str) -> AclAddress:
    words = text.split()
    if words == ["any"]:
        return AclAddress(_HOST, _EVERYTHING)
    if words[0] == "host":
        return AclAddress(IPv4Address(words[1]), _HOST)
    return AclAddress(IPv4Address(words[0]), IPv4Address(words[1]) if len(words) == 2 else _HOST)


def _write_extended(value: AclAddress) -> str:
    if value.wildcard == _EVERYTHING and value.address == _HOST:
        return "any"
    return f"host {value.address}" if value.wildcard == _HOST else f"{value.address} {value.wildcard}"


def _write_standard(value: AclAddress) -> str:
    return _write_extended(value).removeprefix("host ")


def _mask_length(text: str) -> int:
    return IPv4Network(f"0.0.0.0/{text}").prefixlen


def _write_mask(value: int) -> str:
    return str(IPv4Network((0, value)).netmask)


def _numbered(*ranges: range) -> ArgumentType:
    def read(text: str) -> int:
        number = int(text)
        if not any(number in one for one in ranges):
            raise ValueError(f"{number} is another kind of access list")
        return number

    return ArgumentType(name="acl-number", regex=r"\d+", read=read, hint="<1-2699>")


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _joined(value: Any) -> str:
    return " ".join(str(one) for one in value)


IPV6 = ArgumentType(name="ipv6", regex=_V6, read=IPv6Address, write=_upper, hint="X:X::X")
IPV6_INTERFACE = ArgumentType(
    name="ipv6/n", regex=rf"{_V6}/\d+", read=IPv6Interface, write=_upper, hint="X:X::X/<0-128>"
)
IPV6_NETWORK = ArgumentType(name="net6", regex=rf"{_V6}/\d+", read=_cidr6, write=_upper, hint="X:X::X/<0-128>")
IPV6_HOST = ArgumentType(
    name="host6", regex=rf"{_V6}/\d+", read=_host6, write=lambda value: f"{_upper(value)}/128", hint="X:X::X/128"
)
CIDR4 = ArgumentType(name="a/n", regex=rf"{_V4}/\d+", read=_cidr4, hint="A.B.C.D/nn")
CIDR = ArgumentType(
    name="cidr",
    regex=rf"(?:{_V4}|{_V6})/\d+",
    read=lambda text: ip_network(text, strict=False),
    write=_upper,
    hint="A.B.C.D/nn",
)
MASK = ArgumentType(name="mask", regex=_V4, read=_mask_length, write=_write_mask, hint="A.B.C.D")
AREA = ArgumentType(name="area", regex=rf"(?:\d+|{_V4})", read=_area, hint="<0-4294967295>")
ASN = ArgumentType(name="asn", regex=r"\d+(?:\.\d+)?", read=_asn, check=lambda value: value != 0, hint="<1-4294967295>")
PEER = ArgumentType(name="peer", regex=r"\S+", read=_peer, rank=_peer_rank, hint="A.B.C.D")
ROUTE_SOURCE = ArgumentType(
    name="source",
    regex=r"(?:connected|static|rip|odr|nhrp|mobile|lisp|isis|(?:bgp|ospf|ospfv3|eigrp) [\d.]+)",
    most=2,
    hint="connected",
)
ACL_STANDARD = ArgumentType(
    name="acl-source", regex=rf"(?:any|host {_V4}|{_V4} {_V4}|{_V4})", read=_acl_address, write=_write_standard, most=2
)
ACL_EXTENDED = ArgumentType(
    name="acl-address", regex=rf"(?:any|host {_V4}|{_V4} {_V4})", read=_acl_address, write=_write_extended, most=2
)
ACL_PORT = ArgumentType(name="acl-port", regex=r"(?:(?:eq|gt|lt|neq) [\w-]+|range [\w-]+ [\w-]+)", least=2, most=3)
ACL_OPTIONS = ArgumentType(
    name="acl-options",
    regex=r"(?!(?:eq|gt|lt|neq|range) )[a-z][\w-]*(?: \S+)*",
    read=_names,
    write=_joined,
    most=99,
    missing=(),
)
IP_PROTOCOL = words_of(
    "ip",
    "tcp",
    "udp",
    "gre",
    "esp",
    "ahp",
    "icmp",
    "igmp",
    "eigrp",
    "ospf",
    "pim",
    "ipinip",
    "nos",
    "pcp",
)
ACTION = words_of("permit", "deny")
ACTION_OR_PERMIT = words_of("permit", "deny", missing="permit")
STANDARD_NUMBER = _numbered(range(1, 100), range(1300, 2000))
EXTENDED_NUMBER = _numbered(range(100, 200), range(2000, 2700))
NAMES = ArgumentType(name="names", regex=r"[^\s-]\S*(?: \S+)*", read=_names, write=_joined, most=99, missing=())
"""Several names on one line."""
