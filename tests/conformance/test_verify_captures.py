"""A real lab verifies clean from its configurations alone, and every lie told about it is found and named."""

import re
import shutil
from pathlib import Path

import pytest

from nornir_dmvpn.cli.exit_code import of_verdict
from nornir_dmvpn.cli.saved import judge_saved
from nornir_dmvpn.model.verdict import Judgement, SectionStatus
from tests.captures import captures_folder
from tests.conformance.mutation import Mutation, mutations

LAB = captures_folder() / "ryohei-1051_enarsi-portfolio-lab"
CASES = ("v0.1-dmvpn", "v0.2-ospf", "v0.3-eigrp")
MUTATIONS = [(case, one) for case in CASES for one in mutations(LAB / case)]

pytestmark = pytest.mark.conformance


@pytest.mark.parametrize("case", CASES)
def test_a_healthy_lab_verifies_clean(case: str) -> None:
    verdict = judge_saved(LAB / case, None, None)
    assert [one.sentence() for one in verdict.findings] == []
    assert of_verdict(verdict) == 0
    looked = {(router.router, one.section): one.status for router in verdict.routers for one in router.sections}
    for router in ("HQ1", "DC1", "BR1", "BR2"):
        assert looked[router, "show dmvpn"] is SectionStatus.OK
        assert looked[router, "show ip nhrp"] is SectionStatus.OK
        assert looked[router, "show ip nhrp nhs"] is SectionStatus.NOT_LOOKED


def test_the_mutations_cover_every_row() -> None:
    rows = sum(
        len(re.findall(r"^ +\d+ \d+\.\d+\.\d+\.\d+ ", path.read_text(), re.MULTILINE))
        for case in CASES
        for path in (LAB / case).glob("*__show_dmvpn.txt")
    )
    entries = sum(
        path.read_text().count(" via ") for case in CASES for path in (LAB / case).glob("*__show_ip_nhrp.txt")
    )
    files = sum(
        len(list((LAB / case).glob(f"*__{one}.txt"))) for case in CASES for one in ("show_dmvpn", "show_ip_nhrp")
    )
    assert rows == 18
    assert len(MUTATIONS) == 7 * rows + 3 * entries + files


@pytest.mark.parametrize(("case", "mutation"), MUTATIONS, ids=[f"{case}/{one.name}" for case, one in MUTATIONS])
def test_a_mutation_is_found_and_the_row_is_named(case: str, mutation: Mutation, tmp_path: Path) -> None:
    verdict = judge_saved(mutation.apply(LAB / case, tmp_path), None, None)
    assert of_verdict(verdict) == 4
    router = mutation.file.split("__")[0]
    sentences = [one.sentence() for one in verdict.findings]
    assert any(one.startswith(router) and word in one for one in sentences for word in mutation.named), sentences
    assert all(one.startswith(router) for one in sentences), sentences


LEGAL_ROW = "     1 {nbma:<15} {tunnel:>15}    UP 00:00:05     D"
LEGAL_ENTRY = (
    "{tunnel}/32 via {tunnel}\n   Tunnel0 created 00:00:05, expire 00:09:54\n"
    "   Type: dynamic, Flags: router used nhop\n   NBMA address: {nbma}\n"
)


def with_spoke_entry(folder: Path, into: Path) -> Path:
    """The folder after DC1 and BR1 have talked: DC1 shows BR1, as phase 2 allows (S-21)."""
    copy = into / "talked"
    shutil.copytree(folder, copy)
    for path in (copy, *copy.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    peer = {"nbma": "192.0.2.4", "tunnel": "10.10.10.4"}
    dmvpn = copy / "DC1__show_dmvpn.txt"
    text = dmvpn.read_text().replace("NHRP Peers:1", "NHRP Peers:2").rstrip("\n")
    dmvpn.write_text(f"{text}\n{LEGAL_ROW.format(**peer)}\n")
    nhrp = copy / "DC1__show_ip_nhrp.txt"
    nhrp.write_text(nhrp.read_text().rstrip("\n") + "\n" + LEGAL_ENTRY.format(**peer))
    return copy


@pytest.mark.parametrize("case", CASES)
def test_a_spoke_to_spoke_entry_is_legal_in_phase_2(case: str, tmp_path: Path) -> None:
    verdict = judge_saved(with_spoke_entry(LAB / case, tmp_path), None, None)
    assert [one.sentence() for one in verdict.findings] == []
    assert of_verdict(verdict) == 0
    [dc1] = [one for one in verdict.routers if one.router == "DC1"]
    allowed = [row.row["nbma"] for section in dc1.sections for row in section.rows if row.judgement is Judgement.MAY]
    assert allowed == ["192.0.2.4", "192.0.2.4"]


@pytest.mark.parametrize("case", CASES)
def test_the_same_entry_is_wrong_where_spokes_are_point_to_point(case: str, tmp_path: Path) -> None:
    folder = with_spoke_entry(LAB / case, tmp_path)
    for router in ("DC1", "BR1", "BR2"):
        config = folder / "configs" / f"{router}.txt"
        config.write_text(config.read_text().replace("tunnel mode gre multipoint", "tunnel destination 192.0.2.1"))
    verdict = judge_saved(folder, None, None)
    assert of_verdict(verdict) == 4
    assert {(one.router, one.peer, one.rule) for one in verdict.findings} == {
        ("DC1", "10.10.10.4", "S-10"),
        ("DC1", "10.10.10.4/32", "S-10"),
    }
