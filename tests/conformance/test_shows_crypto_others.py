"""Other parsers' expectations of the crypto commands, field by field, and where they are wrong or mean another."""

import ast
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.captures import captures_folder
from tests.conformance.crypto_leaves import Leaves, leaves, word
from tests.conformance.test_shows_crypto_captures import ALTERED, CASES

pytestmark = pytest.mark.conformance

ROOT = captures_folder()
GENIE = {name: show for name, show in CASES if name.startswith("genieparser/") and name not in ALTERED}
NTC = {name: show for name, show in CASES if name.startswith("ntc-templates/")}

PER_INTERFACE = frozenset({"crypto_map_tag", "local_addr", "protected_vrf", "local_ident"})
"""Genie has these once per interface, a row of ours always."""

LOST_WORD = "wrong: only the first word of the transform is kept"
LAST_WORD = "wrong: of a lifetime in hours and minutes the word 'mins' is kept"
OTHER_NAME = "ours is named after the family of the addresses: an IPv6 MTU is not an IP MTU"
LISTS = "the same, in another form: lists, numbers without unit, the line as it stands, the engine with its number"
WRONG: dict[str, dict[str, str]] = {
    "ShowCryptoIkev2SaDetail/iosxe__golden_output6": {"quantum_encry_type": "wrong: 'Manual PPK' is cut to 'manual'"},
    "ShowCryptoIkev2SaDetail/iosxe__golden_output7": dict.fromkeys(
        ("local", "remote"), "wrong: the port is lost where the address is IPv6"
    ),
    "ShowCryptoIpsecSaInterface/iosxe__golden_output": {
        **dict.fromkeys(("ip_mtu", "ip_mtu_idb"), OTHER_NAME),
        "transform": LOST_WORD,
    },
    "ShowCryptoIpsecSaInterface/iosxe__golden_output_1": dict.fromkeys(("ip_mtu", "ip_mtu_idb"), OTHER_NAME),
    "ShowCryptoIpsecSaInterface/iosxe__golden_output_3": {
        "dh_group": "wrong: the AKE group is taken for the DH group, which is group14",
        "transform": LOST_WORD,
    },
    "ShowCryptoIpsecSaInterface/iosxe__golden_output_4": {"transform": LOST_WORD},
    "ShowCryptoIpsecSaPeer/iosxe__golden_output": {"remaining_key_lifetime": LAST_WORD},
    "ShowCryptoIpsecSaPeerDetail/iosxe__golden_output": {"remaining_key_lifetime": LAST_WORD},
    **{
        f"ShowCryptoIpsecSaIpv6Detailed/iosxe__golden_output_{number}": dict.fromkeys(
            ("permit_flags", "in_use_settings", "flow_id", "sa_timing", "iv_size", "port"), LISTS
        )
        for number in (1, 2)
    },
    "ShowCryptoSessionDetail/ios__golden_output1": {"desc": "wrong: the description is cut at its first dot"},
}
"""Genie's fields that differ, and why."""


def genie_leaves(value: dict[Any, Any], found: Leaves) -> Leaves:
    """Every value that is no dictionary, under its key."""
    for name, one in value.items():
        if isinstance(one, dict):
            genie_leaves(one, found)
        else:
            found.setdefault(str(name), []).extend(word(part) for part in (one if isinstance(one, list) else [one]))
    return found


def differing(theirs: Leaves, ours: Leaves, once: frozenset[str]) -> set[str]:
    """Names under which the two have other values, or another number of them."""
    return {
        name
        for name, values in theirs.items()
        if (set(values) != set(ours.get(name, ())) if name in once else Counter(values) != Counter(ours.get(name, ())))
    }


@pytest.mark.parametrize("name", GENIE)
def test_genies_fields_are_ours_or_the_difference_is_known(name: str) -> None:
    path = ROOT / name
    assignment = ast.parse((path.parent / "expected.py").read_text(encoding="utf-8")).body[0]
    assert isinstance(assignment, ast.Assign)
    theirs = genie_leaves(ast.literal_eval(assignment.value), {})
    ours = leaves(GENIE[name].parse(path.read_text(encoding="utf-8")).values)
    case = "/".join(Path(name).parts[1:3])
    assert theirs
    assert differing(theirs, ours, PER_INTERFACE) == set(WRONG.get(case, {}))


def test_every_known_difference_belongs_to_a_case() -> None:
    assert set(WRONG) <= {"/".join(Path(name).parts[1:3]) for name in GENIE}


NTC_NAMES = {
    "flags": "acl",
    "pkts_compress_failed": "pkts_compr_failed",
    "pkts_no_sa": "pkts_no_sa_send",
    "pkts_invalid_sa": "pkts_invalid_sa_rcv",
    "pkts_encaps_failed": "pkts_encaps_failed_send",
    "pkts_decaps_failed": "pkts_decaps_failed_rcv",
    "pkts_invalid_prot": "pkts_invalid_prot_recv",
    "pkts_invalid_identity": "pkts_invalid_identity_recv",
    "pkts_invalid_len": "pkts_invalid_len_rcv",
    "pkts_replay_rollover_recv": "pkts_replay_rollover_rcv",
    "pkts_replay_failed": "pkts_replay_failed_rcv",
    "pkts_tagged": "pkts_tagged_send",
    "pkts_untagged": "pkts_untagged_rcv",
    "pkts_not_tagged": "pkts_not_tagged_send",
    "pkts_not_untagged": "pkts_not_untagged_rcv",
    "sa_transform": "transform",
    "sa_conn_id": "conn_id",
    "sa_sibling_flags": "sibling_flags",
    "sa_crypto_map": "crypto_map",
    "sa_replay_detection_support": "replay_detection_support",
    "sa_status": "status",
    "description": "desc",
    "ikev1_status": "sa_status",
}
"""Name in ntc-templates → name here."""
NTC_OTHER_FORM = frozenset(
    {
        *("current_outbound_spi_hex", "current_outbound_spi_dec", "sa_spi_hex", "sa_spi_dec", "sa_orientation"),
        *("sa_type", "sa_in_use_settings", "sa_flow_id", "sa_lifetime_kbytes", "sa_lifetime_sec", "sa_iv_size"),
        *("sa_replay_window_size", "dst_host", "dst_mask", "src_host", "src_mask", "permit", "port"),
    }
)
"""Parts of a value that is one here; compared below."""


@pytest.mark.parametrize("name", NTC)
def test_the_fields_of_ntc_templates_are_ours(name: str) -> None:
    path = ROOT / name
    sample = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["parsed_sample"]
    values = NTC[name].parse(path.read_text(encoding="utf-8")).values
    ours = leaves(values)
    fields = {field for row in sample for field in row} - NTC_OTHER_FORM
    for field in fields:
        theirs = {word(row[field]) for row in sample if row[field] not in ("", [])}
        assert theirs == set(ours.get(NTC_NAMES.get(field, field), ())), field


def test_every_sa_of_ntc_templates_is_in_a_row_of_ours() -> None:
    for name, show in NTC.items():
        if show.name != "show_crypto_ipsec_sa":
            continue
        path = ROOT / name
        sample = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["parsed_sample"]
        theirs = [
            (row["current_peer"], row["sa_orientation"], row["sa_type"], int(row["sa_spi_hex"], 16),
             row["sa_in_use_settings"], row["sa_flow_id"], row["sa_lifetime_sec"], row["sa_replay_window_size"])
            for row in sample
        ]  # fmt: skip
        ours = [
            (str(flow.peer.address), side, sa.protocol, sa.spi, sa.mode, sa.flow_id, str(sa.seconds),
             str(sa.replay_window or ""))
            for flow in show.parse(path.read_text(encoding="utf-8")).values
            for side, sas in (("inbound", flow.inbound), ("outbound", flow.outbound))
            for sa in sas
        ]  # fmt: skip
        assert ours == theirs, name
