"""Hypothesis strategies made from the grammar tables: statements of every line there is, and configurations of them.

A line that is added to a table is generated without a word here, unless it brings a new kind of argument.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from nornir_dmvpn.ios.grammar import GLOBAL, MODELLED
from nornir_dmvpn.ios.grammar.argument import ArgumentType
from nornir_dmvpn.ios.grammar.emit import config_statements
from nornir_dmvpn.ios.grammar.fold import fold
from nornir_dmvpn.ios.grammar.line import Line, No, Statement
from nornir_dmvpn.ios.grammar.recognise import recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.syntax import Argument, flat
from nornir_dmvpn.model.config import RouterConfig

_NETS: Final = ("10.1.0.0 255.255.0.0", "192.0.2.0 255.255.255.128")
_NETS6: Final = ("2001:DB8::/64", "::/0")
SAMPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "a/n": ("10.1.0.0/16", "0.0.0.0/0"),
    "acl-address": ("any", "host 10.0.0.1", "10.0.0.0 0.0.0.255"),
    "acl-names": ("LAN", "1 101"),
    "acl-options": ("established", "log"),
    "acl-port": ("eq 500", "range 1 9"),
    "acl-source": ("any", "10.0.0.1", "10.0.0.0 0.0.0.255"),
    "address": ("192.0.2.1", "192.0.2.2"),
    "addresses": ("192.0.2.1", "192.0.2.1 192.0.2.2"),
    "af-interface": ("default", "Tunnel0"),
    "area": ("0", "51"),
    "asn": ("65000", "4200000000"),
    "cidr": ("10.0.0.0/8", "2001:DB8::/32"),
    "dh-group": ("group14", "group19"),
    "eigrp-name": ("DMVPN", "E2"),
    "family": ("ipv4", "ipv6", "vpnv4"),
    "groups": ("14", "14 19"),
    "hops": ("2", "255"),
    "host6": ("2001:DB8::1/128", "2001:DB8::2/128"),
    "interface": ("Tunnel0", "Loopback1", "GigabitEthernet0/1"),
    "interfaces": ("Tunnel0", "Tunnel0 Loopback1"),
    "ip": ("10.0.0.1", "10.0.0.2"),
    "ip mask": ("10.0.0.1 255.255.255.0", "10.0.1.1 255.255.255.252"),
    "ipv6": ("FE80::1", "2001:DB8::9"),
    "ipv6/n": ("2001:DB8::1/64", "2001:DB8:1::1/128"),
    "line": ("some words", "w"),
    "mask": ("255.255.255.255", "255.255.255.0"),
    "names": ("A", "A B"),
    "net mask": _NETS,
    "net6": _NETS6,
    "nhrp-secret": ("NHRPKEY1", "a"),
    "nhs": ("dynamic", "10.0.0.1"),
    "peer": ("10.0.0.1", "2001:DB8::1", "SPOKES"),
    "peers": ("0.0.0.0", "192.0.2.1", "192.0.2.0 255.255.255.128"),
    "secret": ("s3cr3t!", "7 0822455D0A16", "6 QwErTy"),
    "sequence": ("10", "20"),
    "source": ("Loopback1", "192.0.2.1", "connected", "ospf 1"),
    "summary": ("10.0.0.0 255.0.0.0", "10.1.0.0 255.255.0.0"),
    "target": ("Tunnel0", "connected", "ospf 1"),
    "times": ("1", "3"),
    "tunnel-mode": ("gre ip", "gre multipoint", "ipsec ipv4"),
    "wildcard": ("0.0.0.255", "0.0.0.0"),
    "word": ("RED", "B-2", "x9"),
    "words": ("a1", "a1 b2"),
}
"""Texts of every kind of argument that is not a number or a choice, by the name of the kind."""


def texts_of(kind: ArgumentType) -> tuple[str, ...]:
    """Some words a kind of argument may be."""
    if kind.choices:
        return kind.choices
    if kind.name.startswith("int:"):
        low, high = kind.name.removeprefix("int:").split("-")
        return (low, high)
    if kind.name == "acl-number":
        return tuple(text for text in ("1", "99", "101", "199") if _reads(kind, text))
    return tuple(text for text in SAMPLES[kind.name] if _reads(kind, text))


def _reads(kind: ArgumentType, text: str) -> bool:
    try:
        return kind.read(text) is not None or text == "dynamic"
    except ValueError:
        return False


def statement_with(line: Line, texts: Mapping[str, str], flags: Iterable[str], *, negated: bool = False) -> Statement:
    """The statement of a line whose arguments are the given words; those that are not there were not written."""
    values: dict[str, Any] = {}
    for name, argument in line.parsed.arguments.items():
        values[name] = argument.type.read(texts[name]) if name in texts else argument.type.missing
    values.update({flag: flag in flags for flag in line.parsed.flags})
    return Statement(line=line, values=values, negated=negated)


def is_meant(statement: Statement) -> bool:
    """Whether the text of a statement means that line: ``summary-address P`` without more is the plain line."""
    said = recognise(statement.line.mode, statement_text(statement, reveal=True))
    return said is not None and said.line is statement.line


@st.composite
def _statement(draw: st.DrawFn, line: Line, depth: int) -> Statement:
    texts: dict[str, str] = {}
    flags: list[str] = []
    for element in line.parsed.elements:
        arguments = [one for one in flat((element,)) if isinstance(one, Argument)]
        if isinstance(element, Argument) or draw(st.booleans()):
            texts.update({one.name: draw(st.sampled_from(texts_of(one.type))) for one in arguments})
            flag = getattr(element, "flag", None)
            flags += [flag] if flag else []
    negated = line.no_means is not No.RESET and draw(st.booleans())
    said = statement_with(line, texts, flags, negated=negated)
    if line.opens and line.record and not negated and depth:
        return Statement(line=line, values=said.values, children=draw(_statements(line.opens, depth - 1)))
    return said


@st.composite
def _statements(draw: st.DrawFn, mode: str, depth: int = 3) -> tuple[Statement, ...]:
    lines = draw(st.lists(st.sampled_from(MODELLED[mode]), max_size=7))
    return tuple(one for line in lines if is_meant(one := draw(_statement(line, depth))))


def _named(statements: Iterable[Statement]) -> set[tuple[str, str]]:
    """(list field of the router, name) of everything the statements name."""
    found: set[tuple[str, str]] = set()
    for said in statements:
        for field, argument in said.line.refers:
            value = said.values.get(argument)
            for name in value if isinstance(value, tuple) else (value,):
                found |= {(field, str(name))} if name is not None and not said.negated else set()
        found |= _named(said.children)
    return found


def defining(field: str, name: str) -> Statement:
    """The line that defines what another one names."""
    line = next(one for one in MODELLED[GLOBAL] if one.field == field and "name" in one.types)
    texts = {one: texts_of(argument.type)[0] for one, argument in line.parsed.arguments.items()}
    return statement_with(line, {**texts, "name": name}, ())


def missing(config: RouterConfig) -> set[tuple[str, str]]:
    """(list field, name) of what a configuration names and does not define."""
    named = _named(config_statements(config))
    return {(field, name) for field, name in named if name not in {one.name for one in getattr(config, field)}}


def config_of(statements: Iterable[Statement]) -> RouterConfig:
    """The configuration that says the statements, and defines what they name."""
    said = tuple(statements)
    needed = tuple(defining(field, name) for field, name in sorted(_named(said)))
    config: RouterConfig = fold(RouterConfig, {}, (*needed, *said))
    return config


def any_configs() -> st.SearchStrategy[RouterConfig]:
    """Configurations of any lines the tables have."""
    return _statements(GLOBAL).map(config_of)
