"""Kinds of argument a configuration line takes: how its words are recognised, read, checked and written.

Reading is lenient (a saved configuration may hold what today's IOS would refuse, and lint must see it); ``check``
is what the command line refuses when a person types it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, ip_address
from typing import Any

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.interface import TunnelMode
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.secret import Secret

_IPV4 = r"\d+\.\d+\.\d+\.\d+"
_ANY_IP = r"[0-9A-Fa-f:.]+"
_EVERYONE = str(IPv4Address(0))
_REST = 99  # more words than a line has


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentType:
    """One kind of argument. ``regex`` covers its words with single blanks between; ``read`` raises ``ValueError``."""

    name: str
    regex: str
    read: Callable[[str], object] = str
    write: Callable[[Any], str] = str
    check: Callable[[object], bool] | None = None
    """What a typed value must satisfy; ``None``: anything that reads."""
    least: int = 1
    """Fewest words it takes."""
    most: int = 1
    """Most words it takes."""
    choices: tuple[str, ...] = ()
    """The only texts a person may type (unique prefixes are completed); empty: free."""
    hint: str = "WORD"
    """What ``?`` shows."""
    missing: object = None
    """The value when an optional argument is not written."""
    rank: Callable[[Any], Any] = lambda value: value
    """Sorting key of the elements of a list that is keyed by such arguments."""


def _ipv4_with_mask(text: str) -> IPv4Interface:
    address, mask = text.split()
    return IPv4Interface(f"{address}/{_prefix_length(mask)}")


def _prefix_length(mask: str) -> int:
    """Length of a contiguous netmask; ``ValueError`` for a wildcard or a mask with holes."""
    bits = int(IPv4Address(mask))
    inverted = bits ^ 0xFFFFFFFF
    if inverted & (inverted + 1):
        raise ValueError(f"{mask} is not a netmask")
    return 32 - inverted.bit_length()


def _network(text: str) -> IPv4Network:
    """``A M`` (host bits are cleared, as IOS does)."""
    return _ipv4_with_mask(text).network


def _peers(text: str) -> IPv4Network:
    """``A [M]``; a lone 0.0.0.0 is everyone, any other lone address is a host (how IOS prints pre-shared keys)."""
    words = text.split()
    if len(words) == 2:
        return _network(text)
    return IPv4Network("0.0.0.0/0") if words[0] == _EVERYONE else IPv4Network(words[0])


def _write_peers(value: Any) -> str:
    if value.prefixlen in (0, 32):
        return str(value.network_address)
    return f"{value.network_address} {value.netmask}"


def _write_net(value: Any) -> str:
    return f"{value.network_address} {value.netmask}"


def _write_interface_address(value: Any) -> str:
    return f"{value.ip} {value.netmask}"


def _summary(text: str) -> IPv4Interface:
    return IPv4Interface(text) if "/" in text else _ipv4_with_mask(text)


def _wildcard(text: str) -> IPv4Address:
    """A wildcard; EIGRP takes a netmask as well and turns it round."""
    value = IPv4Address(text)
    bits = int(value)
    inverted = bits ^ 0xFFFFFFFF
    is_netmask = bits & 0x80000000 and not inverted & (inverted + 1)
    return IPv4Address(inverted) if is_netmask else value


def _secret(text: str) -> Secret:
    """``KEY``, ``0 KEY`` (plain) or ``6|7 KEY`` (encrypted: the type belongs to what must be pushed again)."""
    return Secret(text.removeprefix("0 "))


def _write_secret(value: Any) -> str:
    return str(value.reveal())


def _source(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return full_name(text)


def _is_named(value: object) -> bool:
    """An interface of a kind IOS knows: letters, then a number."""
    text = str(value)
    return text[-1:].isdigit() and text[:1].isupper()


def _eigrp_name(text: str) -> str:
    if text.isdigit():
        raise ValueError(f"{text} is an autonomous system, not a name")
    return text


def _nhs(text: str) -> IPAddress | None:
    return None if text == "dynamic" else ip_address(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _join(value: Any) -> str:
    return " ".join(str(one) for one in value)


def _groups(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split())


def _tunnel_mode(value: Any) -> str:
    return str(value.value)


def integer(low: int, high: int) -> ArgumentType:
    """A number; typed ones must lie in ``low`` … ``high``."""

    def fits(value: object) -> bool:
        return isinstance(value, int) and low <= value <= high

    return ArgumentType(name=f"int:{low}-{high}", regex=r"\d+", read=int, check=fits, hint=f"<{low}-{high}>")


def choice(*texts: str) -> ArgumentType:
    """One of some texts of one or more words."""
    most = max(len(text.split()) for text in texts)
    regex = r"\S+" if most == 1 else r"\S+(?: \S+)*"
    return ArgumentType(
        name="choice", regex=regex, most=most, choices=texts, check=lambda value: str(value) in texts, hint=texts[0]
    )


WORD = ArgumentType(name="word", regex=r"\S+")
LINE = ArgumentType(name="line", regex=r"\S.*", most=_REST, hint="LINE")
NUMBER = integer(0, 4294967295)
IPV4 = ArgumentType(name="ip", regex=_IPV4, read=IPv4Address, hint="A.B.C.D")
IP = ArgumentType(name="address", regex=_ANY_IP, read=ip_address, hint="A.B.C.D")
NHS = ArgumentType(
    name="nhs", regex=r"\S+", read=_nhs, write=lambda value: "dynamic" if value is None else str(value), hint="A.B.C.D"
)
INTERFACE_ADDRESS = ArgumentType(
    name="ip mask", regex=f"{_IPV4} {_IPV4}", read=_ipv4_with_mask, write=_write_interface_address, least=2, most=2
)
NETWORK = ArgumentType(name="net mask", regex=f"{_IPV4} {_IPV4}", read=_network, write=_write_net, least=2, most=2)
SUMMARY = ArgumentType(
    name="summary", regex=f"{_IPV4}(?:/\\d+| {_IPV4})", read=_summary, write=_write_interface_address, most=2
)
PEERS = ArgumentType(
    name="peers", regex=f"{_IPV4}(?: {_IPV4})?", read=_peers, write=_write_peers, most=2, hint="A.B.C.D"
)
WILDCARD = ArgumentType(name="wildcard", regex=_IPV4, read=_wildcard, hint="A.B.C.D")
INTERFACE = ArgumentType(
    name="interface",
    regex=r"(?!(?:track|tag|global|dhcp|permanent) |[0-9A-Fa-f]*:)[A-Za-z][A-Za-z-]* ?\d[\d/.:]*",
    read=full_name,
    check=_is_named,
    most=2,
    hint="INTERFACE",
)
AF_INTERFACE = ArgumentType(
    name="af-interface",
    regex=r"[A-Za-z]\S*(?: \d\S*)?",
    read=lambda text: "default" if text == "default" else full_name(text),
    check=lambda value: value == "default" or _is_named(value),
    most=2,
    hint="INTERFACE",
)
SOURCE = ArgumentType(name="source", regex=r"\S+(?: \d\S*)?", read=_source, most=2, hint="INTERFACE")
SECRET = ArgumentType(name="secret", regex=r"(?:[067] )?\S+", read=_secret, write=_write_secret, most=2)
NHRP_SECRET = ArgumentType(
    # W-53, L-011: IOS refuses more than eight characters
    name="nhrp-secret",
    regex=r"\S+",
    read=Secret,
    write=_write_secret,
    check=lambda value: isinstance(value, Secret) and len(value) <= 8,
)
WORDS = ArgumentType(name="words", regex=r"\S+(?: \S+)*", read=_words, write=_join, most=_REST, missing=())
GROUPS = ArgumentType(name="groups", regex=r"\d+(?: \d+)*", read=_groups, write=_join, most=_REST, missing=())
EIGRP_NAME = ArgumentType(name="eigrp-name", regex=r"\S+", read=_eigrp_name)
TUNNEL_MODE = ArgumentType(
    name="tunnel-mode",
    regex=r"\S+(?: \S+)*",
    read=TunnelMode,
    write=_tunnel_mode,
    most=3,
    choices=tuple(mode.value for mode in TunnelMode),
    hint="gre",
)
DH_GROUP = ArgumentType(name="dh-group", regex=r"group\d+", hint="groupN")
