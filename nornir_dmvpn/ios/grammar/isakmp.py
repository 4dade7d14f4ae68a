"""IKEv1: policies, pre-shared keys, keyrings, profiles, and what holds for all of them."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import LINE, PEERS, SECRET, SOURCE, WORD, choice, integer
from nornir_dmvpn.ios.grammar.entry import each, flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import IPV6_NETWORK, words_of
from nornir_dmvpn.model.crypto import (
    IsakmpAddressMatch,
    IsakmpHostKey,
    IsakmpKeepalive,
    IsakmpKey,
    IsakmpKey6,
    IsakmpKeyring,
    IsakmpPolicy,
    IsakmpProfile,
    IsakmpProfileKeepalive,
)

_POLICY: Final = "isakmp policy"

_KEYRING: Final = "isakmp keyring"
_PROFILE: Final = "isakmp profile"

_SETTINGS: Final = (
    Line(
        mode="global",
        syntax="crypto isakmp keepalive {interval} [{retry}] [{mode}]",
        types={"interval": integer(10, 3600), "retry": integer(2, 60), "mode": words_of("periodic", "on-demand")},
        field="isakmp.keepalive",
        record=IsakmpKeepalive,
        order=220,
    ),
    one("global", "crypto isakmp nat keepalive {}", integer(5, 3600), "isakmp.nat_keepalive", 221),
    one("global", "crypto isakmp identity {}", words_of("address", "hostname", "dn", "auto"), "isakmp.identity", 215),
    flag("global", "crypto isakmp enable", "isakmp.enabled", 216, default=True),
    flag("global", "crypto isakmp aggressive-mode disable", "isakmp.aggressive_mode", 217, value=False, default=True),
    flag("global", "crypto isakmp invalid-spi-recovery", "isakmp.invalid_spi_recovery", 214, default=False),
    one("global", "crypto call admission limit ike sa {}", integer(0, 99999), "admission.ike_sa", 190),
    one(
        "global",
        "crypto call admission limit ike in-negotiation-sa {}",
        integer(10, 99999),
        "admission.ike_negotiating",
        191,
    ),
    one("global", "crypto call admission limit ipsec sa {}", integer(10, 99999), "admission.ipsec_sa", 192),
    one("global", "call admission limit {}", integer(0, 100_000), "admission.load", 193),
)

_KEYRING_LINES: Final = (
    section(
        "crypto keyring {name} [vrf {vrf}]",
        "isakmp_keyrings",
        IsakmpKeyring,
        _KEYRING,
        195,
        types={"name": WORD, "vrf": WORD},
        key=("name",),
        refers=(("vrfs", "vrf"),),
        aliases=("crypto isakmp keyring {name} [vrf {vrf}]",),
    ),
    one(_KEYRING, "description {}", LINE, "description", 5),
    one(_KEYRING, "local-address {}", SOURCE, "local_address", 10),
    Line(
        mode=_KEYRING,
        syntax="pre-shared-key address {peers} key {key}",
        types={"peers": PEERS, "key": SECRET},
        field="keys",
        record=IsakmpKey,
        many=True,
        key=("peers",),
        order=20,
    ),
    Line(
        mode=_KEYRING,
        syntax="pre-shared-key address ipv6 {peers} key {key}",
        types={"peers": IPV6_NETWORK, "key": SECRET},
        field="keys6",
        record=IsakmpKey6,
        many=True,
        key=("peers",),
        order=21,
    ),
    Line(
        mode=_KEYRING,
        syntax="pre-shared-key hostname {hostname} key {key}",
        types={"hostname": WORD, "key": SECRET},
        field="host_keys",
        record=IsakmpHostKey,
        many=True,
        key=("hostname",),
        order=22,
    ),
)

_PROFILE_LINES: Final = (
    section(
        "crypto isakmp profile {name}",
        "isakmp_profiles",
        IsakmpProfile,
        _PROFILE,
        230,
    ),
    one(_PROFILE, "description {}", LINE, "description", 5),
    one(_PROFILE, "vrf {}", WORD, "vrf", 10, refers=(("vrfs", "vrf"),)),
    each(_PROFILE, "keyring {}", WORD, "keyrings", 20),
    each(_PROFILE, "ca trust-point {}", WORD, "trustpoints", 25),
    one(_PROFILE, "self-identity {}", LINE, "self_identity", 30),
    Line(
        mode=_PROFILE,
        syntax="match identity address {peers} [{vrf}]",
        types={"peers": PEERS, "vrf": WORD},
        field="match_addresses",
        record=IsakmpAddressMatch,
        many=True,
        order=40,
    ),
    each(_PROFILE, "match identity host {}", WORD, "match_hosts", 41),
    each(_PROFILE, "match identity host domain {}", WORD, "match_host_domains", 42),
    each(_PROFILE, "match identity user {}", WORD, "match_users", 43),
    each(_PROFILE, "match identity group {}", WORD, "match_groups", 44),
    each(_PROFILE, "match certificate {}", WORD, "match_certificates", 45),
    Line(
        mode=_PROFILE,
        syntax="keepalive {interval} retry {retry}",
        types={"interval": integer(10, 3600), "retry": integer(2, 60)},
        field="keepalive",
        record=IsakmpProfileKeepalive,
        order=50,
    ),
    one(_PROFILE, "local-address {}", SOURCE, "local_address", 55),
    flag(_PROFILE, "initiate mode aggressive", "initiate_aggressive", 60, default=False),
)

TABLE: Final = Table(
    area="isakmp",
    lines=(
        Line(
            mode="global",
            syntax="crypto isakmp policy {number}",
            types={"number": integer(1, 10000)},
            field="isakmp_policies",
            record=IsakmpPolicy,
            many=True,
            key=("number",),
            opens=_POLICY,
            order=200,
        ),
        Line(
            mode=_POLICY,
            syntax="encr {encryption}",
            aliases=("encryption {encryption}",),
            types={"encryption": choice("des", "3des", "aes", "aes 128", "aes 192", "aes 256")},
            field="encryption",
            order=10,
        ),
        Line(
            mode=_POLICY,
            syntax="hash {hash}",
            types={"hash": choice("md5", "sha", "sha256", "sha384", "sha512")},
            field="hash",
            order=20,
        ),
        Line(
            mode=_POLICY,
            syntax="authentication {authentication}",
            types={"authentication": choice("pre-share", "rsa-sig", "rsa-encr", "ecdsa-sig")},
            field="authentication",
            order=30,
        ),
        Line(mode=_POLICY, syntax="group {group}", types={"group": integer(1, 31)}, field="group", order=40),
        Line(
            mode=_POLICY,
            syntax="lifetime {lifetime}",
            types={"lifetime": integer(60, 86400)},
            field="lifetime",
            order=50,
        ),
        Line(
            mode="global",
            syntax="crypto isakmp key {key} address {peers}",
            types={"key": SECRET, "peers": PEERS},
            field="isakmp_keys",
            record=IsakmpKey,
            many=True,
            key=("peers",),
            replaces=False,
            order=210,
        ),
        Line(
            mode="global",
            syntax="crypto isakmp key {key} address ipv6 {peers}",
            types={"key": SECRET, "peers": IPV6_NETWORK},
            field="isakmp_keys6",
            record=IsakmpKey6,
            many=True,
            key=("peers",),
            replaces=False,
            order=211,
        ),
        Line(
            mode="global",
            syntax="crypto isakmp key {key} hostname {hostname}",
            types={"key": SECRET, "hostname": WORD},
            field="isakmp_host_keys",
            record=IsakmpHostKey,
            many=True,
            key=("hostname",),
            replaces=False,
            order=212,
        ),
        *_SETTINGS,
        *_KEYRING_LINES,
        *_PROFILE_LINES,
    ),
)
