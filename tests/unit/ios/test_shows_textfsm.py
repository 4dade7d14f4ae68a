"""The templates serve people who never import this package: through Netmiko and ntc-templates."""

from pathlib import Path
from typing import Any

import pytest
from netmiko.utilities import get_structured_data_textfsm
from ntc_templates.parse import parse_output  # type: ignore[import-untyped] # ships no types

from nornir_dmvpn.ios import templates
from nornir_dmvpn.ios.shows import dmvpn, nhrp, nhs
from nornir_dmvpn.ios.templates import parsers_dir
from tests.unit.ios import test_shows_dmvpn as dmvpn_texts
from tests.unit.ios import test_shows_nhrp as nhrp_texts
from tests.unit.ios import test_shows_nhs as nhs_texts
from tests.unit.ios import test_shows_version as version_texts

CASES = [
    ("show dmvpn", dmvpn_texts.EIGHT_ROWS, 8),
    ("sh dmvpn", dmvpn_texts.EIGHT_ROWS, 8),
    ("show dmvpn interface Tunnel0", dmvpn_texts.FIXED, 2),
    ("show ip nhrp", nhrp_texts.SPOKE, 4),
    ("show ip nhrp vrf RED detail", nhrp_texts.SPOKE, 4),
    ("show ip nhrp nhs detail", nhs_texts.FAILING, 4),
    ("show version", version_texts.IOSV, 1),
]


@pytest.fixture(autouse=True)
def _our_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(parsers_dir() / "textfsm")
    monkeypatch.setenv("NET_TEXTFSM", folder)
    monkeypatch.setenv("NTC_TEMPLATES_DIR", folder)


@pytest.mark.parametrize("platform", ["cisco_ios", "cisco_xe"])
@pytest.mark.parametrize(("command", "text", "count"), CASES)
def test_netmiko_gives_a_row_for_every_entry(platform: str, command: str, text: str, count: int) -> None:
    rows: Any = get_structured_data_textfsm(text, platform=platform, command=command)
    assert isinstance(rows, list), "Netmiko found no template"
    assert len(rows) == count


@pytest.mark.parametrize(("command", "text", "count"), CASES)
def test_ntc_templates_gives_a_row_for_every_entry(command: str, text: str, count: int) -> None:
    assert len(parse_output(platform="cisco_ios", command=command, data=text)) == count


def test_stock_textfsm_rows_say_what_ours_say() -> None:
    """Continuation rows come with the interface, count and NBMA address of their group."""
    rows: Any = get_structured_data_textfsm(dmvpn_texts.EIGHT_ROWS, platform="cisco_ios", command="show dmvpn")
    ours = dmvpn.rows(dmvpn.parse(dmvpn_texts.EIGHT_ROWS).values)
    assert [(row["interface"], row["type"], row["entries"], row["nbma"].lower(), row["tunnel"]) for row in rows] == [
        (row["interface"], row["role"], str(row["entries"]), row["nbma"] or "unknown", row["tunnel"]) for row in ours
    ]


def test_stock_rows_of_the_cache_and_the_servers_name_the_same_addresses() -> None:
    cache: Any = get_structured_data_textfsm(nhrp_texts.SPOKE, platform="cisco_ios", command="sh ip nhrp")
    assert [row["target"] for row in cache] == [row["target"] for row in nhrp.rows(nhrp.parse(nhrp_texts.SPOKE).values)]
    servers: Any = get_structured_data_textfsm(nhs_texts.FAILING, platform="cisco_ios", command="sh ip nhrp nhs det")
    assert [(row["address"], row["state"]) for row in servers] == [
        (row["address"], row["state"] or "") for row in nhs.rows(nhs.parse(nhs_texts.FAILING).values)
    ]


def test_an_installed_package_brings_its_own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "_PACKAGE", tmp_path / "nornir_dmvpn")
    assert templates.parsers_dir() == tmp_path / "parsers"
    (tmp_path / "nornir_dmvpn" / "_parsers").mkdir(parents=True)
    assert templates.parsers_dir() == tmp_path / "nornir_dmvpn" / "_parsers"


def test_another_layout_of_the_command_gives_no_rows_but_its_text() -> None:
    assert (
        get_structured_data_textfsm("IPv4 NHS:\n", platform="cisco_ios", command="show dmvpn detail") == "IPv4 NHS:\n"
    )
