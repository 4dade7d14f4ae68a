"""What a show command is: how it may be typed, how its text is read, and what IOS prints for a value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_interface
from typing import Any, Generic, Literal, Protocol, TypeVar

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.engine import Reading, Row
from nornir_dmvpn.ios.shows.terminal import Line
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name

V = TypeVar("V")
V_contra = TypeVar("V_contra", contravariant=True)
Section = Literal[
    "dmvpn",
    "nhrp",
    "nhs",
    "isakmp",
    "ikev2",
    "ikev2_sessions",
    "ipsec",
    "crypto_sessions",
    "crypto_sockets",
    "dmvpn_detail",
    "nhrp_brief",
    "nhrp_self",
    "nhrp_redirect",
    "nhrp_summary",
    "nhrp_traffic",
    "nhrp_stats",
    "nhrp_multicast",
    "nhs_redundancy",
    "interfaces",
    "tunnel_interfaces",
    "routes",
    "route_details",
    "eigrp",
    "ospf",
    "bgp",
    "protocols",
]
JsonRow = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """``detail``: the keyword was typed; the lines only it prints are there."""

    detail: bool = False


PLAIN = RenderOptions()
"""No keyword typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(Generic[V]):
    """One answer, read.

    ``places[i]`` is where ``rows(values)[i]`` stands in the text that was given; ``unread`` holds (line number, text)
    of what was not understood (always empty in strict mode); ``layout`` the generation whose text it is, where the
    text tells.
    """

    values: V
    layout: Generation | None
    unread: tuple[Line, ...] = ()
    places: Sequence[Place] = ()


class Parse(Protocol[V]):
    """Text to value."""

    def __call__(self, text: str, *, strict: bool = True) -> Parsed[V]:
        """Read an answer; ``ParseError`` if it cannot be, or in strict mode if one line is not understood."""


class Render(Protocol[V_contra]):
    """Value to text."""

    def __call__(self, value: V_contra, generation: Generation, options: RenderOptions = PLAIN) -> str:
        """What IOS of that generation prints for ``value``, without prompt; ``""`` where it prints nothing."""


class Quantise(Protocol[V]):
    """Value to what its text says of it."""

    def __call__(self, value: V, generation: Generation, options: RenderOptions = PLAIN) -> V:
        """What is left of ``value`` after printing and reading: ``parse(render(v)).values == quantise(v)``."""


class Rows(Protocol[V_contra]):
    """Value to JSON."""

    def __call__(self, value: V_contra) -> list[JsonRow]:
        """JSON rows as ``dmvpn parse -o json`` prints them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCommand(Generic[V]):
    """One show command, both ways. ``section`` is the field of ``DeviceState`` that the bare command fills."""

    name: str
    """``show_dmvpn``; the stem of the template after ``cisco_ios_``."""
    forms: tuple[str, ...]
    """``sh[[ow]] dm[[vpn]] i[[nterface]] {interface}``: what must be typed, what may follow, and arguments."""
    section: Section | None
    parse: Parse[V]
    render: Render[V]
    quantise: Quantise[V]
    rows: Rows[V]

    @property
    def commands(self) -> tuple[str, ...]:
        """The forms in full: ``show dmvpn interface {interface}``."""
        return tuple(form.replace("[[", "").replace("]]", "") for form in self.forms)

    def match(self, text: str) -> dict[str, str] | None:
        """The arguments if ``text`` is this command as IOS would accept it, abbreviated or not.

        Flags such as ``detail`` come back as ``{"detail": "detail"}``. A command with a pipe is none: it shows a part.
        """
        words = text.split()
        if words[:1] == ["do"]:  # typed in configuration mode
            del words[0]
        for form in self.forms:
            arguments = _match_form(form.split(), words)
            if arguments is not None:
                return arguments
        return None


_WORD = re.compile(r"(?P<must>[^\[]*)(?:\[\[(?P<may>[^\]]*)\]\])?")
_INTERFACE = re.compile(r"[A-Za-z][A-Za-z-]*\d[\d/.:]*")
_FLAGS = {"detail": "detail", "detailed": "detail", "ipv4": "ipv4", "ipv6": "ipv6"} | {
    word: word for word in ("next-hop-override", "dynamic", "static", "incomplete", "local", "shortcut")
}


def _match_form(form: list[str], words: list[str]) -> dict[str, str] | None:
    arguments: dict[str, str] = {}
    rest = list(words)
    for part in form:
        if not rest:
            return None
        if part.startswith("{"):
            found = _take_argument(part[1:-1], rest)
            if found is None:
                return None
            arguments[part[1:-1]] = found
        else:
            full = _keyword(part, rest.pop(0))
            if full is None:
                return None
            if full in _FLAGS:
                arguments[_FLAGS[full]] = full
    return None if rest else arguments


def _keyword(part: str, typed: str) -> str | None:
    match = _WORD.fullmatch(part)
    must, may = (match["must"], match["may"] or "") if match is not None else (part, "")
    full, word = must + may, typed.lower()
    return full if full.startswith(word) and len(word) >= len(must) else None


def _take_argument(kind: str, rest: list[str]) -> str | None:
    """Take the words of one argument from ``rest``; an interface may be two words, ``tunnel 0``."""
    if kind == "interface":
        if _INTERFACE.fullmatch(rest[0]):
            return full_name(rest.pop(0))
        if len(rest) > 1 and rest[0].isalpha() and rest[1][0].isdigit():
            return full_name(rest.pop(0) + rest.pop(0))
        return None
    if kind == "tunnel_interface":
        name = _take_argument("interface", rest)
        return name if name is not None and name.startswith("Tunnel") else None
    if kind == "protocol":
        return _take_protocol(rest)
    if kind in {"target", "nbma", "tunnel", "own"}:
        try:
            ip_interface(rest[0])
        except ValueError:
            return None
    return rest.pop(0)


_PROTOCOLS = ("connected", "static", "rip", "eigrp", "ospf", "bgp", "nhrp")
"""Words after ``show ip route``; IOS takes three letters of them."""


def _take_protocol(rest: list[str]) -> str | None:
    """``eigrp 10`` or its abbreviation; the number is that of the process."""
    typed = rest[0].lower()
    found = next((word for word in _PROTOCOLS if len(typed) > 2 and word.startswith(typed)), None)
    if found is None:
        return None
    del rest[0]
    return f"{found} {rest.pop(0)}" if rest and rest[0].isdigit() else found


def keep_or_refuse(row: Row, error: ParseError, unread: list[Line], *, strict: bool) -> None:
    """A record that cannot be: strict mode raises, lenient mode returns its line among the unread."""
    if strict:
        raise error
    unread.append((row.line, row.text))


def place(reading: Reading, row: Row) -> Place:
    """Where that record begins in the answer."""
    return Place(source=reading.command, line=row.line, text=row.text)


def refuse_other(show: ShowCommand[Any], reading: Reading) -> None:
    """An empty answer below the prompt line of another command is not an empty answer to this one."""
    typed = reading.screen.command
    if typed and not any(text.strip() for _, text in reading.screen.lines) and show.match(typed) is None:
        raise ParseError(reading.command, 0, "", f"this is the answer to {typed!r}")


__all__ = [
    "PLAIN",
    "JsonRow",
    "Parse",
    "Parsed",
    "Quantise",
    "Render",
    "RenderOptions",
    "Rows",
    "Section",
    "ShowCommand",
    "keep_or_refuse",
    "place",
    "refuse_other",
]
