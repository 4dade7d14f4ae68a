"""VRFs in both syntaxes, and key chains."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import LINE, SECRET, WORD, integer
from nornir_dmvpn.ios.grammar.entry import one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import words_of
from nornir_dmvpn.model.routing import KeyChain, KeyChainKey, RouteTarget, Vrf, VrfFamily

_DEFINITION: Final = "vrf definition"
_OLD: Final = "ip vrf"
_FAMILY: Final = "vrf address-family"
_CHAIN: Final = "key chain"
_KEY: Final = "key-chain key"


def _targets(mode: str, order: int) -> Line:
    return Line(
        mode=mode,
        syntax="route-target {direction} {target}",
        types={"direction": words_of("import", "export", "both"), "target": WORD},
        field="route_targets",
        record=RouteTarget,
        many=True,
        order=order,
    )


def _vrf(syntax: str, mode: str, order: int, *, legacy: bool) -> tuple[Line, ...]:
    return (
        section(syntax, "vrfs", Vrf, mode, order, fixed={"legacy": legacy}, slot="vrf"),
        one(mode, "description {}", LINE, "description", 5),
        one(mode, "rd {}", WORD, "rd", 10, negates_whole=True),
        _targets(mode, 15),
    )


def _family(name: str, order: int) -> Line:
    return Line(
        mode=_DEFINITION,
        syntax=f"address-family {name}",
        aliases=(f"address-family {name} unicast",),
        field=name,
        record=VrfFamily,
        opens=_FAMILY,
        exit="exit-address-family",
        order=order,
    )


TABLE: Final = Table(
    area="vrf",
    lines=(
        *_vrf("vrf definition {name}", _DEFINITION, 30, legacy=False),
        *_vrf("ip vrf {name}", _OLD, 31, legacy=True),
        _family("ipv4", 20),
        _family("ipv6", 21),
        _targets(_FAMILY, 10),
        one(_FAMILY, "import map {}", WORD, "import_map", 20),
        one(_FAMILY, "export map {}", WORD, "export_map", 21),
        one(_FAMILY, "maximum routes {}", LINE, "maximum_routes", 22),
        section("key chain {name}", "key_chains", KeyChain, _CHAIN, 50),
        section("key {number}", "keys", KeyChainKey, _KEY, 10, mode=_CHAIN, types={"number": integer(0, 2147483647)}),
        one(_KEY, "key-string {}", SECRET, "key_string", 10),
        one(_KEY, "cryptographic-algorithm {}", WORD, "algorithm", 20),
        one(_KEY, "accept-lifetime {}", LINE, "accept_lifetime", 30),
        one(_KEY, "send-lifetime {}", LINE, "send_lifetime", 31),
    ),
)
