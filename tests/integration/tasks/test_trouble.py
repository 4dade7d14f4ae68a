"""Routers that cannot be looked at: each is one sentence, and the others are looked at all the same."""

from pathlib import Path
from typing import Any

import paramiko
import pytest

from nornir_dmvpn.cli.lab_spec import lab_spec
from nornir_dmvpn.errors import DeviceAuthenticationError, DeviceConnectError, DeviceTimeoutError
from nornir_dmvpn.lab.shell import Shell
from nornir_dmvpn.lab.spec import LabSpec
from nornir_dmvpn.lab.thread import fleet_running
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.tasks import dmvpn_collect, failure_of, look, make_nornir, session
from tests.integration.cloud import Cloud, free_ports, write_cloud

pytestmark = pytest.mark.integration


def test_a_router_that_is_not_there_stops_nobody_else(cloud: Cloud) -> None:
    nornir = cloud.nornir()
    port = free_ports(1)
    nornir.inventory.hosts["spoke1"].port = port
    seen = look(nornir)
    assert set(seen.collected) == {"hub1", "spoke2"}
    assert seen.problems == {"spoke1": f"spoke1: no SSH session with 127.0.0.1:{port}: refused, or not reachable"}


def test_a_router_that_failed_once_is_looked_at_again(cloud: Cloud) -> None:
    nornir = cloud.nornir(limit="spoke1")
    host = nornir.inventory.hosts["spoke1"]
    right, host.port = host.port, free_ports(1)
    assert set(look(nornir).problems) == {"spoke1"}
    host.port = right
    assert set(look(nornir).collected) == {"spoke1"}


def test_a_wrong_password_is_said_without_the_password(cloud: Cloud) -> None:
    nornir = cloud.nornir(limit="hub1")
    nornir.inventory.hosts["hub1"].password = "guessed-in-vain"
    results = nornir.run(dmvpn_collect)
    failure = failure_of("hub1", results["hub1"])
    assert isinstance(failure, DeviceAuthenticationError)
    assert str(failure).endswith("refused the user name or password")
    assert "guessed-in-vain" not in f"{failure} {results['hub1'][0].result}"


def test_a_router_that_stops_in_the_middle_of_an_output_is_a_timeout(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_feed = Shell.feed

    def feed(self: Shell, text: str) -> str:
        shown = true_feed(self, text)
        return shown[: len(shown) // 2] if self.session.router.name == "spoke1" and "Peer NBMA" in shown else shown

    monkeypatch.setattr(Shell, "feed", feed)
    monkeypatch.setattr(session, "READ_TIMEOUT", 2.0)
    cloud.running.call(_with_a_row)
    results = cloud.nornir().run(dmvpn_collect)
    failure = failure_of("spoke1", results["spoke1"])
    assert isinstance(failure, DeviceTimeoutError)
    assert str(failure) == "spoke1: stopped answering while answering 'show dmvpn'"
    assert not results["hub1"].failed


async def _with_a_row(fleet: Any) -> None:
    """A tunnel with a static mapping, so that ``show dmvpn`` has something to print."""
    lines = ["interface Tunnel0", "ip address 10.0.0.11 255.255.255.0", "ip nhrp network-id 1"]
    lines += ["ip nhrp map 10.0.0.1 198.18.0.2", "tunnel source GigabitEthernet1", "tunnel mode gre multipoint"]
    await fleet.type("spoke1", lines)


def test_an_output_that_cannot_be_read_loses_no_other(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    true_feed = Shell.feed

    def feed(self: Shell, text: str) -> str:
        shown = true_feed(self, text)
        if "show ip nhrp nhs detail" not in shown:
            return shown
        return shown.replace("detail\r\n", "detail\r\nTunnel0:\r\n10.0.0.1  ??  what is this\r\n")

    monkeypatch.setattr(Shell, "feed", feed)
    seen = look(cloud.nornir(limit="hub1"), shows=("show dmvpn", "show ip nhrp", "show ip nhrp nhs detail"))
    observation = seen.collected["hub1"].observation
    assert set(observation.problems) == {"nhs"}
    assert "show ip nhrp nhs, line 2: not understood" in observation.problems["nhs"]
    assert observation.state.nhs is None
    assert observation.state.dmvpn == ()
    assert observation.state.nhrp == ()


def test_a_router_with_the_algorithms_of_classic_ios_is_reached_or_the_cure_is_said(
    tmp_path: Path, key_folder: Path
) -> None:
    """Which of the two depends on the Paramiko that is installed; each has its branch of the truth."""
    write_cloud(tmp_path / "old", 0)
    inventory = load_inventory(tmp_path / "old", environment={})
    spec = lab_spec(inventory, "old")
    old = LabSpec(name="old", routers=spec.routers, username=spec.username, password=spec.password, old_crypto=True)
    with fleet_running(old, key_folder=key_folder):
        results = make_nornir(inventory).run(dmvpn_collect, shows=())
    failure = failure_of("hub1", results["hub1"])
    if "diffie-hellman-group14-sha1" in paramiko.Transport._preferred_kex:
        assert failure is None
    else:
        assert isinstance(failure, DeviceConnectError)
        assert "install 'paramiko<5'" in str(failure)
