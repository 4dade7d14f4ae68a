"""Lines that name another section: refused while it is missing, and it cannot go while they name it."""

from collections.abc import Iterator

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.interface import MODE as INTERFACE
from nornir_dmvpn.ios.grammar.line import Statement
from nornir_dmvpn.ios.grammar.raw import KEPT
from nornir_dmvpn.ios.grammar.recognise import opened_mode, recognise
from nornir_dmvpn.ios.grammar.siblings import Siblings
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_CALLED = {
    "vrfs": "VRF",
    "ipsec_profiles": "IPsec profile",
    "transform_sets": "transform set",
    "ikev2_profiles": "IKEv2 profile",
    "ikev2_proposals": "IKEv2 proposal",
    "isakmp_profiles": "ISAKMP profile",
    "policy_maps": "policy map",
}


def missing_reference(tree: ConfigTree, statement: Statement) -> str | None:
    """The sentence that refuses a line which names something undefined (F-37, L-019), if it does."""
    for field, argument in statement.line.refers:
        value = statement.values.get(argument)
        wanted = value if isinstance(value, tuple) else () if value is None else (value,)
        known = defined(tree, field)
        for name in wanted:
            if str(name) not in known and not (field == "vrfs" and name == "any"):
                return f"% {_CALLED[field]} {name} is not defined"
    return None


def defined(tree: ConfigTree, field: str) -> frozenset[str]:
    """Names of the sections that fill a list field of the router (``ipsec_profiles``)."""
    found: set[str] = set()
    for line in tree.lines:
        if line.is_comment or not line.text.startswith(("crypto", "vrf", "ip vrf", "policy-map")):
            continue
        said = recognise(GLOBAL, line.text)
        if said is not None and said.line.field == field and not said.negated:
            found.add(str(said.values["name"]))
    return frozenset(found)


def users_of(tree: ConfigTree, field: str, name: str) -> tuple[str, ...]:
    """The top-level lines of sections that name item ``name`` of ``field``."""
    return tuple(top.text for top, said in _statements_below(tree) if _names(said, field, name))


def without_vrf(tree: ConfigTree, name: str) -> ConfigTree:
    """IOS takes a deleted VRF off every interface, with the addresses it had there, and drops its routes."""
    lines: list[ConfigLine] = []
    for top in tree.lines:
        line = top
        mode = opened_mode(GLOBAL, top.text) if top.children else None
        if mode == INTERFACE and any(_in_vrf(child, mode, name) for child in top.children):
            siblings = Siblings(mode, list(top.children), top.indent + 1)
            siblings.remove(lambda said: said.line.field in {"vrf", "address", "address_dhcp", "secondaries"})
            siblings.show_unset()
            line = top.with_children(tuple(siblings.lines))
        elif top.text.startswith(f"ip route vrf {name} "):
            continue
        lines.append(line)
    return ConfigTree(tuple(lines), tree.source)


def _in_vrf(line: ConfigLine, mode: str, name: str) -> bool:
    said = recognise(mode, line.text) if "vrf forwarding" in line.text else None
    return said is not None and said.values.get("vrf") == name and not said.negated


def _names(said: Statement, field: str, name: str) -> bool:
    for where, argument in said.line.refers:
        value = said.values.get(argument)
        if where == field and (name == value or (isinstance(value, tuple) and name in value)):
            return not said.negated
    return False


def _statements_below(tree: ConfigTree) -> Iterator[tuple[ConfigLine, Statement]]:
    for top in tree.lines:
        mode = opened_mode(GLOBAL, top.text) if top.children else None
        if mode and mode != KEPT:
            for child in top.children:
                said = None if child.is_comment else recognise(mode, child.text)
                if said is not None:
                    yield top, said
