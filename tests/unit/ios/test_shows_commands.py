"""A command is found under every abbreviation IOS accepts, and our templates' index agrees."""

import re
from pathlib import Path

import pytest
from textfsm.clitable import CliTable

from nornir_dmvpn.ios.shows import SHOWS, find_command
from nornir_dmvpn.ios.templates import parsers_dir


@pytest.mark.parametrize(
    ("typed", "name", "arguments"),
    [
        ("show dmvpn", "show_dmvpn", {}),
        ("sh dmv", "show_dmvpn", {}),
        ("SHOW DMVPN", "show_dmvpn", {}),
        ("do sh dm", "show_dmvpn", {}),
        ("show dmvpn interface Tunnel0", "show_dmvpn", {"interface": "Tunnel0"}),
        ("sh dm int tu 10", "show_dmvpn", {"interface": "Tunnel10"}),
        ("show dmvpn vrf RED", "show_dmvpn", {"vrf": "RED"}),
        ("show ip nhrp", "show_ip_nhrp", {}),
        ("sh ip nhr det", "show_ip_nhrp", {"detail": "detail"}),
        ("show ip nhrp tunnel 100", "show_ip_nhrp", {"interface": "Tunnel100"}),
        ("show ip nhrp vrf CLOUD 10.0.0.1", "show_ip_nhrp", {"vrf": "CLOUD", "target": "10.0.0.1"}),
        ("show ip nhr nhs det", "show_ip_nhrp_nhs", {"detail": "detail"}),
        ("show ip nhrp nhs tunnel 100 detail", "show_ip_nhrp_nhs", {"interface": "Tunnel100", "detail": "detail"}),
        ("sh ver", "show_version", {}),
    ],
)
def test_a_typed_command_is_found_with_its_arguments(typed: str, name: str, arguments: dict[str, str]) -> None:
    found = find_command(typed)
    assert found is not None
    assert (found[0].name, found[1]) == (name, arguments)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "show", "show d", "show ip", "show ip n", "show ip nhrp group-map", "show ip nhrp st"),
        *("show dmvpn summary", "show dmvpn | begin Interface", "show ip nhrp nhs summary", "show ip route summary"),
        *("ping 10.0.0.1", "showip nhrp"),
    ],
)
def test_what_is_not_one_of_ours_is_not_found(typed: str) -> None:
    assert find_command(typed) is None


def test_commands_are_the_full_forms() -> None:
    assert SHOWS[0].commands[:2] == ("show dmvpn", "show dmvpn interface {interface}")


EXAMPLES = {
    "interface": "Tunnel0",
    "vrf": "RED",
    "nbma": "192.0.2.1",
    "tunnel": "10.0.0.1",
    "target": "10.0.0.1",
    "local": "192.0.2.1",
    "own": "192.0.2.2",
    "tunnel_interface": "Tunnel0",
    "protocol": "eigrp 10",
}


def _index_answer(command: str) -> str | None:
    folder = parsers_dir() / "textfsm"
    table = CliTable("index", str(folder))
    row = table.index.GetRowMatch({"Command": command, "Platform": "cisco_ios"})
    return str(table.index.index[row]["Template"]) if row else None


@pytest.mark.parametrize(("name", "form"), [(show.name, form) for show in SHOWS for form in show.forms])
def test_the_index_names_the_template_for_every_form_in_full_and_abbreviated(name: str, form: str) -> None:
    filled = re.sub(r"\{(\w+)\}", lambda match: EXAMPLES[match[1]], form)
    full, short = filled.replace("[[", "").replace("]]", ""), re.sub(r"\[\[\w+\]\]", "", filled)
    for typed in (full, short):
        assert _index_answer(typed) == f"cisco_ios_{name}.textfsm"
        found = find_command(typed)
        assert found is not None
        assert found[0].name == name


@pytest.mark.parametrize("typed", ["show dmvpn summary", "show ip nhrp group-map", "show ip nhrp nhs redundancy all"])
def test_the_index_leaves_other_layouts_alone(typed: str) -> None:
    assert _index_answer(typed) is None


def test_every_template_has_a_command_and_every_command_a_template() -> None:
    stems = {path.stem for path in (parsers_dir() / "textfsm").glob("*.textfsm")}
    assert stems == {f"cisco_ios_{show.name}" for show in SHOWS}


@pytest.mark.parametrize("path", sorted((parsers_dir() / "textfsm").glob("*.textfsm")), ids=lambda path: path.stem)
def test_no_template_throws_an_error_at_a_netmiko_user(path: Path) -> None:
    assert "-> Error" not in path.read_text(encoding="utf-8")
