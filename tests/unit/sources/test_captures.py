"""Captures folders: who said what, found out from the files themselves."""

from pathlib import Path

import pytest

from nornir_dmvpn.errors import SourceError
from nornir_dmvpn.sources.captures import read_captures, write_captures, write_config, write_output


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_prompt_is_the_truth_about_router_and_command(tmp_path: Path) -> None:
    put(tmp_path, "wrong__wrong_name.txt", "R9#sh ip nhr nhs det\n")
    (router,) = read_captures(tmp_path).routers.values()
    (output,) = router.outputs
    assert (router.name, output.show, output.command) == ("R9", "show_ip_nhrp_nhs", "sh ip nhr nhs det")
    assert output.arguments == {"detail": "detail"}


def test_without_a_prompt_the_file_name_says_it(tmp_path: Path) -> None:
    put(tmp_path, "R1__show_ip_nhrp__before.txt", "10.0.0.2/32 via 10.0.0.2\n")
    (output,) = read_captures(tmp_path).routers["R1"].outputs
    assert (output.command, output.show, output.label) == ("show ip nhrp", "show_ip_nhrp", "before")


def test_a_command_that_is_not_read_yet_is_kept(tmp_path: Path) -> None:
    put(tmp_path, "R1__show_clock.txt", "R1#show clock\n12:00\n")
    (output,) = read_captures(tmp_path).routers["R1"].outputs
    assert (output.show, output.text) == (None, "R1#show clock\n12:00\n")


def test_a_router_is_its_hostname_whatever_case_and_file_name(tmp_path: Path) -> None:
    put(tmp_path, "configs/branch-7.cfg", "!\nhostname Spoke7\n!\n")
    put(tmp_path, "SPOKE7__show_dmvpn.txt", "Interface: Tunnel0, IPv4 NHRP Details\n")
    put(tmp_path, "branch-7__show_ip_nhrp.txt", "")
    put(tmp_path, "other__x.txt", "spoke7>sh dmvpn\n")
    captures = read_captures(tmp_path)
    assert list(captures.routers) == ["Spoke7"]
    router = captures.router("spoke7")
    assert router is not None
    assert router.config_path == tmp_path / "configs" / "branch-7.cfg"
    assert [one.path.name for one in router.outputs] == [
        "SPOKE7__show_dmvpn.txt",
        "branch-7__show_ip_nhrp.txt",
        "other__x.txt",
    ]


def test_a_config_without_hostname_is_its_file(tmp_path: Path) -> None:
    put(tmp_path, "configs/R3.txt", "interface Tunnel0\n")
    assert read_captures(tmp_path).routers["R3"].config_text == "interface Tunnel0\n"


def test_a_saved_show_run_is_a_config_where_there_is_none(tmp_path: Path) -> None:
    put(tmp_path, "R1__show_running-config.txt", "R1#sh run\nhostname R1\n")
    put(tmp_path, "R2__show_running-config.txt", "R2#sh run | section Tunnel0\n")
    routers = read_captures(tmp_path).routers
    assert routers["R1"].config_path == tmp_path / "R1__show_running-config.txt"
    assert routers["R2"].config_text is None


def test_files_that_fit_nothing_are_listed_and_never_fatal(tmp_path: Path) -> None:
    put(tmp_path, "META.json", "{}")
    put(tmp_path, "notes.md", "hello")
    put(tmp_path, "R1.txt", "R1#show dmvpn\n")
    put(tmp_path, "configs/R1.cfg", "hostname R1\n")
    put(tmp_path, "configs/R1-old.cfg", "hostname r1\n")
    put(tmp_path, "configs/R2.docx", "")
    (tmp_path / "R1__show_dmvpn.txt").write_bytes(b"\0")
    (tmp_path / "R2__show_dmvpn.txt").write_bytes(b"\xff\xfe")
    captures = read_captures(tmp_path)
    assert list(captures.routers) == ["R1"]
    reasons = {path.name: reason for path, reason in captures.misfits}
    assert set(reasons) == {
        "notes.md", "R1.txt", "R1-old.cfg", "R2.docx", "R1__show_dmvpn.txt", "R2__show_dmvpn.txt",
    }  # fmt: skip
    assert reasons["R1-old.cfg"] == "r1 has a configuration already: R1.cfg"
    assert "UTF-8" in reasons["R2__show_dmvpn.txt"]


@pytest.mark.parametrize(("name", "says"), [("nowhere", "no such folder"), ("file", "is a file")])
def test_what_is_no_folder_is_told(tmp_path: Path, name: str, says: str) -> None:
    put(tmp_path, "file", "")
    with pytest.raises(SourceError, match=says):
        read_captures(tmp_path / name)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    written = write_captures(
        tmp_path,
        {"hub1": "hostname hub1\nend"},
        {"hub1": {"show dmvpn": "Legend\n", "show ip nhrp nhs detail": ""}, "spoke1": {"show dmvpn": "x"}},
        label="before",
    )
    captures = read_captures(tmp_path)
    assert captures.misfits == ()
    assert captures.routers["hub1"].config_text == "hostname hub1\nend\n"
    assert [(one.command, one.label) for one in captures.routers["hub1"].outputs] == [
        ("show dmvpn", "before"),
        ("show ip nhrp nhs detail", "before"),
    ]
    assert captures.routers["spoke1"].outputs[0].text == "spoke1#show dmvpn\nx\n"
    assert set(written) == {path for path in tmp_path.rglob("*") if path.is_file()}


def test_what_is_written_is_for_the_owner_only_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = write_config(tmp_path, "hub1", "secret")
    write_config(tmp_path, "hub1", "newer")
    assert path.read_text() == "newer\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    path = write_output(folder, "../../hub1__x", "show dmvpn | include ../UP", "")
    assert path.parent == folder
    with pytest.raises(SourceError, match="cannot be the name of a file"):
        write_config(folder, "..", "")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    put(tmp_path, "file", "")
    with pytest.raises(SourceError, match="cannot be written"):
        write_config(tmp_path / "file", "hub1", "")
