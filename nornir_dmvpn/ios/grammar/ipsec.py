"""IPsec: transform sets, profiles, crypto maps, and what holds for all of them."""

from dataclasses import replace
from typing import Final

from nornir_dmvpn.ios.grammar.argument import DH_GROUP, INTERFACE, LINE, WORD, WORDS, choice, integer
from nornir_dmvpn.ios.grammar.entry import each, flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import words_of
from nornir_dmvpn.model.crypto import IpsecProfile, TransformSet
from nornir_dmvpn.model.ipsec import CryptoMap, CryptoMapSource, DynamicCryptoMap

_TRANSFORM: Final = "transform-set"
_PROFILE: Final = "ipsec profile"
_MAP: Final = "crypto map"
_DYNAMIC: Final = "crypto dynamic-map"

_KILOBYTES: Final = integer(2560, 4294967295)
_DF_BIT: Final = words_of("clear", "copy", "set")
_WINDOW: Final = words_of("64", "128", "256", "512", "1024")


def _window(field: str, syntax: str, mode: str, order: int) -> Line:
    return one(mode, syntax, replace(_WINDOW, read=int), field, order)


_PROFILE_LINES: Final = (
    one(_PROFILE, "description {}", LINE, "description", 5),
    one(_PROFILE, "set isakmp-profile {}", WORD, "isakmp_profile", 39, refers=(("isakmp_profiles", "isakmp_profile"),)),
    one(_PROFILE, "set identity {}", WORD, "identity", 9),
    one(_PROFILE, "set security-association lifetime kilobytes {}", _KILOBYTES, "lifetime_kilobytes", 11),
    flag(
        _PROFILE,
        "set security-association lifetime kilobytes disable",
        "lifetime_kilobytes_disabled",
        12,
        default=False,
    ),
    one(_PROFILE, "set security-association idle-time {}", integer(60, 86400), "idle_time", 13),
    _window("replay_window", "set security-association replay window-size {}", _PROFILE, 14),
    flag(_PROFILE, "set security-association replay disable", "replay_disabled", 15, default=False),
    one(_PROFILE, "set security-association dfbit {}", _DF_BIT, "df_bit", 16),
    flag(_PROFILE, "responder-only", "responder_only", 50, default=False),
    flag(_PROFILE, "set mixed-mode", "mixed_mode", 41, default=False),
    flag(_PROFILE, "set reverse-route", "reverse_route", 42, default=False, aliases=("reverse-route",)),
)
_GLOBAL: Final = "crypto ipsec security-association"
_SETTINGS: Final = (
    one("global", f"{_GLOBAL} lifetime seconds {{}}", integer(120, 2592000), "ipsec.lifetime", 390),
    one("global", f"{_GLOBAL} lifetime kilobytes {{}}", _KILOBYTES, "ipsec.lifetime_kilobytes", 391),
    flag(
        "global",
        f"{_GLOBAL} lifetime kilobytes disable",
        "ipsec.lifetime_kilobytes_disabled",
        392,
        default=False,
    ),
    one("global", f"{_GLOBAL} idle-time {{}}", integer(60, 86400), "ipsec.idle_time", 393),
    _window("ipsec.replay_window", f"{_GLOBAL} replay window-size {{}}", "global", 394),
    flag("global", f"{_GLOBAL} replay disable", "ipsec.replay_disabled", 395, default=False),
    one("global", "crypto ipsec df-bit {}", _DF_BIT, "ipsec.df_bit", 396),
    one(
        "global",
        "crypto ipsec fragmentation {}",
        words_of("before-encryption", "after-encryption"),
        "ipsec.fragmentation",
        397,
    ),
    flag("global", "crypto ipsec nat-transparency udp-encapsulation", "ipsec.nat_transparency", 398, default=True),
)


def _map_lines(mode: str) -> tuple[Line, ...]:
    """What a crypto map and a dynamic one share."""
    return (
        one(mode, "set transform-set {}", WORDS, "transform_sets", 20, refers=(("transform_sets", "transform_sets"),)),
        one(mode, "set pfs {}", DH_GROUP, "pfs", 25),
        one(mode, "set ikev2-profile {}", WORD, "ikev2_profile", 30),
        one(mode, "set isakmp-profile {}", WORD, "isakmp_profile", 31),
        one(mode, "match address {}", WORD, "match_address", 40),
        flag(mode, "reverse-route", "reverse_route", 50, default=False),
    )


_MAP_LINES: Final = (
    section(
        "crypto map {name} {sequence} ipsec-isakmp [dynamic {dynamic}] [profile {profile}]",
        "crypto_maps",
        CryptoMap,
        _MAP,
        430,
        types={"name": WORD, "sequence": integer(1, 65535), "dynamic": WORD, "profile": WORD},
        key=("name", "sequence"),
    ),
    Line(
        mode="global",
        syntax="crypto map {name} local-address {interface}",
        types={"name": WORD, "interface": INTERFACE},
        field="crypto_map_sources",
        record=CryptoMapSource,
        many=True,
        key=("name",),
        order=425,
    ),
    section(
        "crypto dynamic-map {name} {sequence}",
        "dynamic_crypto_maps",
        DynamicCryptoMap,
        _DYNAMIC,
        420,
        types={"name": WORD, "sequence": integer(1, 65535)},
    ),
    one(_MAP, "description {}", LINE, "description", 5),
    each(_MAP, "set peer {}", WORD, "peers", 10),
    one(_MAP, "set security-association lifetime seconds {}", integer(120, 2592000), "lifetime", 15),
    one(_MAP, "set security-association lifetime kilobytes {}", _KILOBYTES, "lifetime_kilobytes", 16),
    *_map_lines(_MAP),
    *_map_lines(_DYNAMIC),
)

TABLE: Final = Table(
    area="ipsec",
    lines=(
        Line(
            mode="global",
            syntax="crypto ipsec transform-set {name} {transforms}",
            types={"name": WORD, "transforms": WORDS},
            field="transform_sets",
            record=TransformSet,
            many=True,
            key=("name",),
            opens=_TRANSFORM,
            order=400,
        ),
        Line(
            mode=_TRANSFORM,
            syntax="mode {mode}",
            types={"mode": choice("tunnel", "transport", "transport require")},
            field="mode",
            order=10,
        ),
        Line(
            mode="global",
            syntax="crypto ipsec profile {name}",
            types={"name": WORD},
            field="ipsec_profiles",
            record=IpsecProfile,
            many=True,
            key=("name",),
            opens=_PROFILE,
            order=410,
        ),
        Line(
            mode=_PROFILE,
            syntax="set security-association lifetime seconds {lifetime}",
            types={"lifetime": integer(120, 2592000)},
            field="lifetime",
            order=10,
        ),
        Line(
            mode=_PROFILE,
            syntax="set transform-set {names}",
            types={"names": WORDS},
            field="transform_sets",
            refers=(("transform_sets", "names"),),
            order=20,
        ),
        Line(mode=_PROFILE, syntax="set pfs {pfs}", types={"pfs": DH_GROUP}, field="pfs", order=30),
        Line(
            mode=_PROFILE,
            syntax="set ikev2-profile {name}",
            types={"name": WORD},
            field="ikev2_profile",
            refers=(("ikev2_profiles", "name"),),
            negates_whole=True,
            order=40,
        ),
        *_PROFILE_LINES,
        *_SETTINGS,
        *_MAP_LINES,
    ),
)
