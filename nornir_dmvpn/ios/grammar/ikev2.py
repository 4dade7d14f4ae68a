"""IKEv2: proposals, policies, keyrings and profiles."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import (
    GROUPS,
    INTERFACE,
    IP,
    LINE,
    NUMBER,
    PEERS,
    SECRET,
    WORD,
    WORDS,
    choice,
    integer,
)
from nornir_dmvpn.ios.grammar.entry import each, flag, one
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import IPV6_NETWORK, words_of
from nornir_dmvpn.model.crypto import (
    Dpd,
    Ikev2Identity,
    Ikev2Keyring,
    Ikev2Peer,
    Ikev2Policy,
    Ikev2Profile,
    Ikev2Proposal,
    Ikev2Trustpoint,
)

_PROPOSAL: Final = "ikev2 proposal"
_POLICY: Final = "ikev2 policy"
_KEYRING: Final = "ikev2 keyring"
_PEER: Final = "ikev2 peer"
_PROFILE: Final = "ikev2 profile"
_METHOD: Final = choice("pre-share", "rsa-sig", "ecdsa-sig")
_IDENTITY: Final = words_of("address", "fqdn", "fqdn domain", "email", "email domain", "key-id")
_REMOTE_IDENTITY: Final = words_of("fqdn", "fqdn domain", "email", "email domain", "key-id")


def _section(what: str, field: str, record: type, mode: str, order: int) -> Line:
    return Line(
        mode="global",
        syntax=f"crypto ikev2 {what} {{name}}",
        types={"name": WORD},
        field=field,
        record=record,
        many=True,
        key=("name",),
        opens=mode,
        order=order,
    )


_MATCHES: Final = (
    one(_PROFILE, "description {}", LINE, "description", 5),
    each(_PROFILE, "match address local {}", IP, "match_local_addresses", 15),
    each(_PROFILE, "match address local interface {}", INTERFACE, "match_local_interfaces", 16),
    each(_PROFILE, "match identity remote address {}", IPV6_NETWORK, "match_remote_addresses6", 21),
    Line(
        mode=_PROFILE,
        syntax="match identity remote {kind} {value}",
        types={"kind": _REMOTE_IDENTITY, "value": WORD},
        field="match_remote_identities",
        record=Ikev2Identity,
        many=True,
        order=22,
    ),
    flag(_PROFILE, "match identity remote any", "match_remote_any", 23, default=False),
    each(_PROFILE, "match certificate {}", WORD, "match_certificates", 24),
    Line(
        mode=_PROFILE,
        syntax="identity local {kind} {value}",
        types={"kind": _IDENTITY, "value": WORD},
        field="identity_local",
        record=Ikev2Identity,
        slot="identity local",
        order=28,
    ),
    flag(_PROFILE, "identity local dn", "identity_local_dn", 29, default=False, slot="identity local"),
)
_EXTRAS: Final = (
    one(_PROFILE, "nat keepalive {}", integer(5, 3600), "nat_keepalive", 61),
    one(_PROFILE, "ivrf {}", WORD, "ivrf", 62, refers=(("vrfs", "ivrf"),)),
    one(_PROFILE, "virtual-template {}", integer(1, 4096), "virtual_template", 63),
    flag(_PROFILE, "initial-contact force", "initial_contact", 64, default=False),
    flag(_PROFILE, "config-exchange request", "config_exchange_request", 65),
    flag(_PROFILE, "config-exchange set send", "config_exchange_set_send", 66),
    flag(_PROFILE, "config-exchange set accept", "config_exchange_set_accept", 67),
    one(_PROFILE, "aaa authorization {}", LINE, "authorization", 68),
)
_SETTINGS: Final = (
    Line(
        mode="global",
        syntax="crypto ikev2 dpd {interval} {retry} {mode}",
        types={"interval": integer(10, 3600), "retry": integer(2, 60), "mode": choice("on-demand", "periodic")},
        field="ikev2.dpd",
        record=Dpd,
        order=345,
    ),
    one("global", "crypto ikev2 nat keepalive {}", integer(5, 3600), "ikev2.nat_keepalive", 344),
    one("global", "crypto ikev2 cookie-challenge {}", integer(0, 1000), "ikev2.cookie_challenge", 342),
    one("global", "crypto ikev2 limit max-in-negotiation-sa {}", NUMBER, "ikev2.max_in_negotiation", 340),
    one("global", "crypto ikev2 limit max-sa {}", NUMBER, "ikev2.max_sa", 341),
    one("global", "crypto ikev2 window {}", integer(1, 20), "ikev2.window", 343),
    flag(
        "global",
        "crypto ikev2 fragmentation",
        "ikev2.fragmentation",
        346,
        default=False,
        fixed={"fragmentation_mtu": None},
        slot="ikev2 fragmentation",
    ),
    one(
        "global",
        "crypto ikev2 fragmentation mtu {}",
        integer(68, 1500),
        "ikev2.fragmentation_mtu",
        347,
        fixed={"fragmentation": True},
        slot="ikev2 fragmentation",
    ),
    flag("global", "crypto ikev2 http-url cert", "ikev2.http_url", 348),
    one("global", "crypto ikev2 certificate-cache {}", integer(1, 2000), "ikev2.certificate_cache", 349),
)

TABLE: Final = Table(
    area="ikev2",
    lines=(
        _section("proposal", "ikev2_proposals", Ikev2Proposal, _PROPOSAL, 300),
        Line(
            mode=_PROPOSAL, syntax="encryption {encryption}", types={"encryption": WORDS}, field="encryption", order=10
        ),
        Line(mode=_PROPOSAL, syntax="integrity {integrity}", types={"integrity": WORDS}, field="integrity", order=20),
        one(_PROPOSAL, "prf {}", WORDS, "prf", 25),
        Line(mode=_PROPOSAL, syntax="group {groups}", types={"groups": GROUPS}, field="groups", order=30),
        _section("policy", "ikev2_policies", Ikev2Policy, _POLICY, 310),
        Line(
            mode=_POLICY, syntax="match fvrf {fvrf}", types={"fvrf": WORD}, field="fvrf", negates_whole=True, order=10
        ),
        Line(
            mode=_POLICY,
            syntax="proposal {proposal}",
            types={"proposal": WORD},
            field="proposals",
            many=True,
            refers=(("ikev2_proposals", "proposal"),),
            order=20,
        ),
        each(_POLICY, "match address local {}", WORD, "match_local_addresses", 15),
        _section("keyring", "ikev2_keyrings", Ikev2Keyring, _KEYRING, 320),
        Line(
            mode=_KEYRING,
            syntax="peer {name}",
            types={"name": WORD},
            field="peers",
            record=Ikev2Peer,
            many=True,
            key=("name",),
            opens=_PEER,
            order=10,
        ),
        one(_PEER, "description {}", LINE, "description", 5),
        one(_PEER, "address {}", IPV6_NETWORK, "address6", 11),
        one(_PEER, "hostname {}", WORD, "hostname", 8),
        Line(
            mode=_PEER,
            syntax="identity {kind} {value}",
            types={"kind": _IDENTITY, "value": WORD},
            field="identity",
            record=Ikev2Identity,
            order=15,
        ),
        one(_PEER, "pre-shared-key hex {}", SECRET, "key_hex", 23),
        Line(mode=_PEER, syntax="address {address}", types={"address": PEERS}, field="address", order=10),
        Line(mode=_PEER, syntax="pre-shared-key local {key}", types={"key": SECRET}, field="local_key", order=20),
        Line(mode=_PEER, syntax="pre-shared-key remote {key}", types={"key": SECRET}, field="remote_key", order=21),
        Line(mode=_PEER, syntax="pre-shared-key {key}", types={"key": SECRET}, field="key", order=22),
        _section("profile", "ikev2_profiles", Ikev2Profile, _PROFILE, 330),
        Line(
            mode=_PROFILE,
            syntax="match fvrf {fvrf}",
            types={"fvrf": WORD},
            field="match_fvrf",
            negates_whole=True,
            order=10,
        ),
        Line(
            mode=_PROFILE,
            syntax="match identity remote address {peers}",
            types={"peers": PEERS},
            field="match_remote_addresses",
            many=True,
            order=20,
        ),
        *_MATCHES,
        one(_PROFILE, "authentication remote pre-share key {}", SECRET, "remote_key", 32),
        one(_PROFILE, "authentication local pre-share key {}", SECRET, "local_key", 33),
        Line(
            mode=_PROFILE,
            syntax="pki trustpoint {name} [{use}]",
            types={"name": WORD, "use": words_of("sign", "verify")},
            field="trustpoints",
            record=Ikev2Trustpoint,
            many=True,
            key=("name",),
            order=45,
        ),
        *_EXTRAS,
        *_SETTINGS,
        Line(
            mode=_PROFILE,
            syntax="authentication remote {method}",
            types={"method": _METHOD},
            field="authentication_remote",
            many=True,
            order=30,
        ),
        Line(
            mode=_PROFILE,
            syntax="authentication local {method}",
            types={"method": _METHOD},
            field="authentication_local",
            negates_whole=True,
            order=31,
        ),
        Line(
            mode=_PROFILE,
            syntax="keyring local {keyring}",
            aliases=("keyring {keyring}",),
            types={"keyring": WORD},
            field="keyring",
            negates_whole=True,
            order=40,
        ),
        Line(
            mode=_PROFILE,
            syntax="lifetime {lifetime}",
            types={"lifetime": integer(120, 86400)},
            field="lifetime",
            order=50,
        ),
        Line(
            mode=_PROFILE,
            syntax="dpd {interval} {retry} {mode}",
            types={"interval": integer(10, 3600), "retry": integer(2, 60), "mode": choice("on-demand", "periodic")},
            field="dpd",
            record=Dpd,
            negates_whole=True,
            order=60,
        ),
    ),
)
