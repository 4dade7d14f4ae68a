"""IKEv1: ``crypto isakmp policy`` and pre-shared keys."""

from typing import Final

from nornir_dmvpn.ios.grammar.argument import PEERS, SECRET, choice, integer
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.model.crypto import IsakmpKey, IsakmpPolicy

_POLICY: Final = "isakmp policy"

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
    ),
)
