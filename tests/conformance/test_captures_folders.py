"""Folders of real captures are read whole."""

from pathlib import Path

import pytest

from nornir_dmvpn.sources.captures import read_captures

pytestmark = pytest.mark.conformance

ONES_OWN_PARSERS = {"genieparser", "ntc-templates"}
"""Sources whose folders hold expectations of other people's parsers beside the outputs."""


def folders(captures: Path) -> list[Path]:
    found = {path.parent for path in captures.rglob("META.json")}
    return sorted(one for one in found if not ONES_OWN_PARSERS & set(one.relative_to(captures).parts))


def test_every_file_of_every_lab_belongs_to_a_router(captures: Path) -> None:
    cases = folders(captures)
    assert len(cases) > 20
    for folder in cases:
        read = read_captures(folder)
        files = {path for one in read.routers.values() for path in (one.config_path, *(o.path for o in one.outputs))}
        there = {p for p in folder.rglob("*") if p.is_file() and p.suffix in {".txt", ".cfg"}}
        assert not read.misfits, folder
        assert files - {None} == there


def test_the_commands_we_read_are_recognised_however_they_were_typed(captures: Path) -> None:
    seen = {one.command: one.show for folder in folders(captures) for router in read_captures(folder).routers.values()
            for one in router.outputs}  # fmt: skip
    assert seen["sh dmvpn"] == seen["show dmvpn"] == "show_dmvpn"
    assert seen["sh ip nhrp"] == seen["show ip nhrp"] == "show_ip_nhrp"
    assert seen["show ip nhrp nhs detail"] == "show_ip_nhrp_nhs"


def test_routers_of_a_lab_are_those_of_its_configs(captures: Path) -> None:
    lab = captures / "idx_7774100850_phase2-eigrp-123.0.0" / "lab"
    read = read_captures(lab)
    assert list(read.routers) == ["R1-Hub", "R2-Spoke1", "R3-Spoke2"]
    assert all(one.config_text for one in read.routers.values())
    assert [len(one.outputs) for one in read.routers.values()] == [2, 2, 0]
