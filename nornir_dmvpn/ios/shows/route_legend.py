"""The legend above ``show ip route``, and which generation's text it is (C-70)."""

from collections.abc import Iterable

from nornir_dmvpn.model.generation import Generation

_OLD = (
    "Codes: C - connected, S - static, R - RIP, M - mobile, B - BGP",
    "       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area ",
    "       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2",
    "       E1 - OSPF external type 1, E2 - OSPF external type 2",
    "       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2",
    "       ia - IS-IS inter area, * - candidate default, U - per-user static route",
    "       o - ODR, P - periodic downloaded static route",
)
_COMMON = ("Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP", *_OLD[1:6])
_NHRP = "       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP"
_APPLICATION = "       a - application route"

LEGENDS: dict[Generation, tuple[str, ...]] = {
    Generation.A: _OLD,
    Generation.B: (*_COMMON, f"{_OLD[6]}, + - replicated route"),
    Generation.C: (*_COMMON, _NHRP, _APPLICATION, "       + - replicated route, % - next hop override"),
    Generation.D: (
        *_COMMON,
        _NHRP,
        _APPLICATION,
        "       + - replicated route, % - next hop override, p - overrides from PfR",
    ),
    Generation.E: (
        *_COMMON[:3],
        f"{_COMMON[3]}, m - OMP",
        "       n - NAT, Ni - NAT inside, No - NAT outside, Nd - NAT DIA",
        *_COMMON[4:6],
        "       H - NHRP, G - NHRP registered, g - NHRP registration summary",
        "       o - ODR, P - periodic downloaded static route, l - LISP",
        _APPLICATION,
        "       + - replicated route, % - next hop override, p - overrides from PfR",
        "       & - replicated local route overrides by connected",
    ),
}
"""The lines of each generation; those of C, D and E as captured on 15.4, 15.9 and 17.15, A as on 12.4."""


def route_layout(lines: Iterable[str]) -> Generation | None:
    """The generation whose ``show ip route`` this is; ``None`` if the legend was cut off."""
    text = "\n".join(lines)
    if "Codes:" not in text:
        return None
    if "G - NHRP registered" in text:
        return Generation.E
    if "p - overrides from PfR" in text:
        return Generation.D
    if "H - NHRP" in text:
        return Generation.C
    return Generation.B if "L - local" in text else Generation.A
