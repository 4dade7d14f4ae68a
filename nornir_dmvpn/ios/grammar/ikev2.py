"""IKEv2: proposals, policies, keyrings and profiles."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import GROUPS, PEERS, SECRET, WORD, WORDS, choice, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.crypto import Dpd, Ikev2Keyring, Ikev2Peer, Ikev2Policy, Ikev2Profile, Ikev2Proposal

_PROPOSAL: Final = "ikev2 proposal"
_POLICY: Final = "ikev2 policy"
_KEYRING: Final = "ikev2 keyring"
_PEER: Final = "ikev2 peer"
_PROFILE: Final = "ikev2 profile"
_METHOD: Final = choice("pre-share", "rsa-sig", "ecdsa-sig")


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


TABLE: Final = Table(
    area="ikev2",
    lines=(
        _section("proposal", "ikev2_proposals", Ikev2Proposal, _PROPOSAL, 300),
        Line(
            mode=_PROPOSAL, syntax="encryption {encryption}", types={"encryption": WORDS}, field="encryption", order=10
        ),
        Line(mode=_PROPOSAL, syntax="integrity {integrity}", types={"integrity": WORDS}, field="integrity", order=20),
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
            order=60,
        ),
    ),
)
