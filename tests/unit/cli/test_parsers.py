"""``dmvpn parsers``: a setting and a folder with which Netmiko and ntc-templates read our commands and theirs."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from netmiko.utilities import get_structured_data_textfsm
from ntc_templates.parse import parse_output  # type: ignore[import-untyped] # ships no types

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.ios.shows import nhrp
from nornir_dmvpn.sources.template_folder import export_templates, merged_index, ntc_folder
from tests.unit.ios import test_shows_nhrp as nhrp_texts

CLOCK = "*10:21:35.123 UTC Sat Nov 21 2026\n"
CDP = """\
Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge
                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone

Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID
SW1              Gig 0/1           158              S I   WS-C2960  Gig 0/24
"""


def run_main(*arguments: str) -> int:
    return main(list(arguments))


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("merged")
    export_templates(folder, ntc=ntc_folder())
    return folder


def test_env_prints_a_line_that_a_shell_understands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_main("parsers", "env") == ExitCode.OK
    line = capsys.readouterr().out
    shell = subprocess.run(
        ["/bin/sh", "-c", f'{line} printf %s "$NET_TEXTFSM"'], capture_output=True, text=True, check=True
    )
    assert (Path(shell.stdout) / "index").is_file()


def test_the_folder_that_env_names_serves_netmiko(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_main("parsers", "env")
    monkeypatch.setenv("NET_TEXTFSM", capsys.readouterr().out.strip().partition("=")[2])
    rows: Any = get_structured_data_textfsm(nhrp_texts.SPOKE, platform="cisco_ios", command="sh ip nhrp")
    assert [row["target"] for row in rows] == [row["target"] for row in nhrp.rows(nhrp.parse(nhrp_texts.SPOKE).values)]


@pytest.mark.parametrize(
    ("command", "text", "key", "value"),
    [
        ("show clock", CLOCK, "day", "21"),
        ("show cdp neighbors", CDP, "neighbor_name", "SW1"),
        ("sh ip nhrp", nhrp_texts.SPOKE, "interface", "Tunnel0"),
    ],
)
def test_the_merged_folder_reads_their_commands_and_ours(
    merged: Path, command: str, text: str, key: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NET_TEXTFSM", str(merged))
    by_netmiko: Any = get_structured_data_textfsm(text, platform="cisco_ios", command=command)
    assert isinstance(by_netmiko, list), "Netmiko found no template"
    assert by_netmiko[0][key] == value
    assert parse_output(platform="cisco_ios", command=command, data=text, template_dir=str(merged)) == by_netmiko


def test_another_platform_and_a_row_of_two_templates_keep_working(merged: Path) -> None:
    index = (merged / "index").read_text(encoding="utf-8")
    several = [row for row in index.splitlines() if ".textfsm:" in row]
    assert several, "ntc-templates has no such row any more"
    for row in index.splitlines():
        for name in row.partition(",")[0].split(":") if ".textfsm" in row else ():
            assert (merged / name).is_file(), row
    rows = parse_output(
        platform="arista_eos",
        command="show hostname",
        data="Hostname: eos1\nFQDN:     eos1.lab\n",
        template_dir=str(merged),
    )
    assert rows == [{"hostname": "eos1", "fqdn": "eos1.lab"}]


def test_our_rows_come_before_theirs_but_the_whole_of_show_version_is_theirs() -> None:
    ours = (
        "Template, Hostname, Platform, Command\n\na_dmvpn.textfsm, .*, x, c\ncisco_ios_show_version.textfsm, .*, x, v\n"
    )
    theirs = "# notes\nTemplate, Hostname, Platform, Command\n\nb.textfsm:c.textfsm, .*, y, d\n"
    assert merged_index(ours, theirs).splitlines()[1:] == [
        "Template, Hostname, Platform, Command",
        "",
        "a_dmvpn.textfsm, .*, x, c",
        "",
        "ntc_templates/b.textfsm:ntc_templates/c.textfsm, .*, y, d",
    ]


def test_export_writes_over_its_own_folder_and_over_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "templates"
    for _ in range(2):
        assert run_main("parsers", "export", str(folder)) == ExitCode.OK
        assert capsys.readouterr().out == f"export NET_TEXTFSM={folder}\n"
    (folder / "index").write_text("Template, Hostname, Platform, Command\n", encoding="utf-8")
    assert run_main("parsers", "export", str(folder)) == ExitCode.USAGE
    assert "was not written by this command" in capsys.readouterr().err
    assert (folder / "cisco_ios_show_dmvpn.textfsm").is_file()
