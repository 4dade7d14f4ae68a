"""Verbs that need no router: predict, and verify on saved files. What is predicted is verified as right."""

import json
from pathlib import Path

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from nornir_dmvpn.design.compile import complete_router
from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.ios.config import render_config
from nornir_dmvpn.sources.captures import write_captures
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    folder = tmp_path / "inventory"
    write_inventory(folder, generate_inventory(2, 3, "ikev2", "eigrp", 22001))
    return folder


@pytest.fixture
def saved(tmp_path: Path, inventory: Path, capsys: Capture) -> Path:
    """A captures folder with what the reference predicts, as a terminal would have shown it."""
    intent = load_inventory(inventory, environment={}).intent
    assert main(["predict", "-i", str(inventory)]) == ExitCode.OK
    outputs: dict[str, dict[str, str]] = {name: {} for name in intent.sites}
    router = command = ""
    for line in capsys.readouterr().out.splitlines():
        if line.partition("#")[0] in outputs:
            router, _, command = line.partition("#")
            outputs[router][command] = ""
        else:
            outputs[router][command] += f"{line}\n"
    configs = {name: render_config(complete_router(intent, name), reveal=True) for name in intent.sites}
    folder = tmp_path / "captures"
    write_captures(folder, configs, outputs)
    return folder


def test_a_prediction_for_machines_has_rows_of_every_show_command(inventory: Path, capsys: Capture) -> None:
    assert main(["predict", "-i", str(inventory), "-o", "json"]) == ExitCode.OK
    predicted = json.loads(capsys.readouterr().out)
    assert set(predicted) == {"hub1", "spoke1", "spoke2"}
    assert [row["tunnel"] for row in predicted["hub1"]["show dmvpn"]] == ["10.0.0.11", "10.0.0.12"]
    assert predicted["spoke1"]["show ip nhrp nhs"][0]["state"] == "RE"
    assert predicted["spoke1"]["show ip nhrp"][0]["expires"] is None


def test_traffic_a_fault_and_a_time_change_what_is_predicted(inventory: Path, capsys: Capture) -> None:
    base = ["predict", "-i", str(inventory), "-o", "json", "-l", "spoke1"]

    def peers(*options: str) -> list[tuple[str, str]]:
        assert main([*base, *options]) == ExitCode.OK
        rows = json.loads(capsys.readouterr().out)["spoke1"]["show dmvpn"]
        return [(row["tunnel"], row["state"]) for row in rows]

    assert peers() == [("10.0.0.1", "UP")]
    assert ("10.0.0.12", "UP") in peers("--traffic", "spoke1>spoke2")
    assert peers("--fault", "wrong-psk:spoke1") == [("10.0.0.1", "IKE")]
    assert peers("--at", "0") == [("10.0.0.1", "IKE")]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--traffic", "spoke1"], "'spoke1' is not of the form SRC>DST"),
        (["--fault", "spoke1"], "'spoke1' is not of the form NAME:ROUTER"),
        (["--limit", "spoke9"], "'spoke9' leaves no router"),
    ],
)
def test_an_option_of_the_wrong_form_is_a_usage_error(
    inventory: Path, options: list[str], sentence: str, capsys: Capture
) -> None:
    assert main(["predict", "-i", str(inventory), *options]) == ExitCode.USAGE
    assert sentence in capsys.readouterr().err


def test_what_was_predicted_is_verified_as_right(saved: Path, capsys: Capture) -> None:
    assert main(["verify", "--from", str(saved), "-o", "json"]) == ExitCode.OK
    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "dmvpn.verdict/1"
    assert {name: one["status"] for name, one in report["routers"].items()} == dict.fromkeys(
        ("hub1", "spoke1", "spoke2"), "ok"
    )
    row = report["routers"]["hub1"]["sections"]["show dmvpn"]["rows"][0]
    assert (row["judgement"], row["present"], row["row"]["tunnel"]) == ("must", True, "10.0.0.11")


def test_a_lie_in_one_output_is_found_and_the_exit_code_says_wrong(saved: Path, capsys: Capture) -> None:
    file = saved / "hub1__show_dmvpn.txt"
    lines = file.read_text().splitlines()
    changed = [line.replace("   UP ", "  IKE ") if "10.0.0.12" in line else line for line in lines]
    assert changed != lines
    file.write_text("\n".join(changed))
    assert main(["verify", "--from", str(saved), "-o", "json"]) == ExitCode.WRONG
    report = json.loads(capsys.readouterr().out)
    assert {name: one["status"] for name, one in report["routers"].items()} == {
        "hub1": "wrong",
        "spoke1": "ok",
        "spoke2": "ok",
    }
    [finding] = report["routers"]["hub1"]["findings"]
    assert (finding["peer"], finding["expected"], finding["observed"]) == ("10.0.0.12", "UP", "IKE")
    assert finding["evidence"][0]["source"] == "hub1__show_dmvpn.txt"


def test_an_output_that_cannot_be_read_is_not_looked_and_the_others_are_judged(saved: Path, capsys: Capture) -> None:
    file = saved / "spoke1__show_ip_nhrp.txt"
    file.write_text(file.read_text() + "what is this\n")
    assert main(["verify", "--from", str(saved), "-o", "json"]) == ExitCode.NOT_LOOKED
    report = json.loads(capsys.readouterr().out)
    assert report["routers"]["hub1"]["status"] == "ok"
    sections = report["routers"]["spoke1"]["sections"]
    assert sections["show ip nhrp"]["status"] == "not looked"
    assert "spoke1__show_ip_nhrp.txt" in sections["show ip nhrp"]["problem"]
    assert sections["show dmvpn"]["status"] == "ok"


@pytest.mark.parametrize("content", [b"\x00\xff\x01" * 99, b"hub1#show dmvpn\n\xe9\n"])
def test_a_saved_output_that_is_no_text_is_not_looked_at(saved: Path, capsys: Capture, content: bytes) -> None:
    (saved / "hub1__show_dmvpn.txt").write_bytes(content)
    assert main(["verify", "--from", str(saved)]) == ExitCode.NOT_LOOKED
    shown = capsys.readouterr().out
    assert "hub1__show_dmvpn.txt: is not " in shown
    assert "2 ok, 1 not looked" in shown


def test_a_router_of_the_inventory_that_was_not_saved_could_not_be_looked_at(
    saved: Path, inventory: Path, capsys: Capture
) -> None:
    for path in [*saved.glob("spoke2*"), saved / "configs" / "spoke2.cfg"]:
        path.unlink()
    assert main(["verify", "--from", str(saved), "-i", str(inventory), "-o", "json"]) == ExitCode.NOT_LOOKED
    report = json.loads(capsys.readouterr().out)
    assert report["routers"]["spoke2"]["problem"] == "nothing of it is in the folder"
    assert report["routers"]["hub1"]["status"] == "ok"


def test_limit_leaves_the_others_out_of_the_verdict(saved: Path, capsys: Capture) -> None:
    assert main(["verify", "--from", str(saved), "-o", "json", "-l", "spoke*"]) == ExitCode.OK
    assert set(json.loads(capsys.readouterr().out)["routers"]) == {"spoke1", "spoke2"}


@pytest.mark.parametrize("verb", [["verify", "--from"], ["predict"]])
def test_a_folder_that_is_not_there_or_says_nothing_is_a_usage_error(
    verb: list[str], tmp_path: Path, capsys: Capture
) -> None:
    assert main([*verb, str(tmp_path / "nowhere")]) == ExitCode.USAGE
    assert "there is no such folder" in capsys.readouterr().err
    assert main([*verb, str(tmp_path)]) == ExitCode.USAGE
    assert "holds no configuration" in capsys.readouterr().err
