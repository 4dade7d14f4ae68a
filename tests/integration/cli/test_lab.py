"""``dmvpn lab``: up, status, ping, type, down; and what a lab that cannot start says."""

import json
import socket
from pathlib import Path

import pytest

from nornir_dmvpn.cli import main
from nornir_dmvpn.cli.exit_code import ExitCode
from tests.integration.cloud import write_cloud

pytestmark = pytest.mark.integration

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "inventory"
    write_cloud(folder, 1)
    monkeypatch.setenv("NORNIR_DMVPN_INVENTORY", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "s"))
    return folder


@pytest.mark.usefixtures("inventory")
def test_a_lab_comes_up_answers_and_goes_down(capsys: Capture) -> None:
    assert main(["lab", "status"]) == ExitCode.NOT_LOOKED
    assert main(["lab", "up", "--speed", "20"]) == ExitCode.OK
    try:
        capsys.readouterr()
        assert main(["lab", "up"]) == ExitCode.NOT_LOOKED
        assert capsys.readouterr().err.startswith("dmvpn: the lab lab is already up")
        assert main(["lab", "status", "-o", "json"]) == ExitCode.OK
        status = json.loads(capsys.readouterr().out)
        assert [one["router"] for one in status["routers"]] == ["hub1", "spoke1"]
        assert main(["lab", "ping", "spoke1", "10.128.1.1", "--count", "2"]) == ExitCode.OK
        assert capsys.readouterr().out == "Success rate is 100 percent (2/2)\n"
        assert main(["lab", "ping", "spoke1", "10.0.0.1", "--count", "1"]) == ExitCode.WRONG
        assert main(["lab", "ping", "spoke1", "nowhere"]) == ExitCode.USAGE
        assert (
            main(["lab", "type", "spoke1", "interface Loopback99", "ip address 192.0.2.1 255.255.255.0"]) == ExitCode.OK
        )
        assert main(["lab", "type", "spoke1", "no such line"]) == ExitCode.NOT_LOOKED
        assert "% Invalid input" in capsys.readouterr().out
    finally:
        assert main(["lab", "down"]) == ExitCode.OK
    assert main(["lab", "down"]) == ExitCode.NOT_LOOKED
    assert capsys.readouterr().err.endswith("dmvpn: the lab lab is not up\n")


def test_a_port_that_is_taken_is_named_and_nothing_is_left(inventory: Path, capsys: Capture) -> None:
    port = int((inventory / "hosts.yaml").read_text().split("port: ")[2].split()[0])
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        assert main(["lab", "up"]) == ExitCode.NOT_LOOKED
        error = capsys.readouterr().err
        assert error.startswith(f"dmvpn: router spoke1 cannot listen on 127.0.0.1 port {port}: ")
        assert error.count("\n") == 1
        assert main(["lab", "status"]) == ExitCode.NOT_LOOKED


def test_an_inventory_of_real_routers_is_no_lab(inventory: Path, capsys: Capture) -> None:
    hosts = inventory / "hosts.yaml"
    hosts.write_text(hosts.read_text().replace("hostname: 127.0.0.1", "hostname: 192.0.2.1"))
    assert main(["lab", "up"]) == ExitCode.NOT_LOOKED
    assert "hub1 is at 192.0.2.1; a lab listens on addresses of this machine only" in capsys.readouterr().err
