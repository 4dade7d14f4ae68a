import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from nornir_dmvpn.errors import LabError
from nornir_dmvpn.lab.spec import LabSpec
from nornir_dmvpn.lab.thread import fleet_running
from tests.integration.lab.virtual import ADDRESS, PASSWORD, USERNAME, cloud, login

pytestmark = pytest.mark.integration


def test_fifty_routers_serve_twenty_five_logins_at_a_time(key_folder: Path) -> None:
    spec = cloud("fifty", spokes=49, enable=False)

    def hostname(router: str) -> str:
        with login(spec, router) as device:
            return str(device.send_command("show running-config | include ^hostname"))

    names = [one.name for one in spec.routers]
    with fleet_running(spec, key_folder=key_folder), ThreadPoolExecutor(25) as pool:
        assert list(pool.map(hostname, names)) == [f"hostname {name}" for name in names]


def test_a_taken_port_is_named_and_nothing_half_started_remains(key_folder: Path) -> None:
    spec = cloud("taken")
    last = spec.routers[-1]
    with socket.socket() as taken:
        taken.bind((ADDRESS, last.port))
        taken.listen()
        wanted = f"router SPOKE2 cannot listen on {ADDRESS} port {last.port}: "
        with pytest.raises(LabError, match=wanted), fleet_running(spec, key_folder=key_folder):
            pytest.fail("the fleet is up without one of its routers")
    with fleet_running(spec, key_folder=key_folder) as running:
        assert len(running.fleet.status().routers) == 3


def test_sessions_are_counted_while_they_are_open(key_folder: Path) -> None:
    spec = cloud("counted")
    with fleet_running(spec, key_folder=key_folder) as running, login(spec, "HUB"):
        assert {one.name: one.sessions for one in running.fleet.status().routers} == {
            "HUB": 1,
            "SPOKE1": 0,
            "SPOKE2": 0,
        }


def test_the_host_key_is_kept_and_private(key_folder: Path) -> None:
    with fleet_running(cloud("first"), key_folder=key_folder):
        key = (key_folder / "host_key").read_bytes()
    with fleet_running(cloud("second"), key_folder=key_folder):
        assert (key_folder / "host_key").read_bytes() == key
    assert (key_folder / "host_key").stat().st_mode & 0o777 == 0o600


def test_a_single_command_answers_without_echo_and_prompt(key_folder: Path) -> None:
    spec = cloud("single", enable=False)

    async def run() -> str:
        async with asyncssh.connect(
            ADDRESS, spec.routers[0].port, username=USERNAME, password=PASSWORD, known_hosts=None
        ) as connection:
            result = await connection.run("show running-config | include hostname")
            return str(result.stdout)

    with fleet_running(spec, key_folder=key_folder):
        assert asyncio.run(run()).split() == ["hostname", "HUB"]


_NO_COMMON_ALGORITHM = (asyncssh.KeyExchangeFailed, asyncssh.ConnectionLost)
"""Both ends find out at once; the client sees its own finding, or that the router has hung up on its own."""


def _algorithms(spec: LabSpec, **offered: list[str]) -> None:
    async def connect() -> None:
        async with asyncssh.connect(
            ADDRESS, spec.routers[0].port, username=USERNAME, password=PASSWORD, known_hosts=None, **offered
        ):
            pass

    asyncio.run(connect())


def test_old_crypto_offers_only_what_classic_ios_does(key_folder: Path) -> None:
    spec = cloud("old", old_crypto=True)
    with fleet_running(spec, key_folder=key_folder):
        _algorithms(spec, kex_algs=["diffie-hellman-group14-sha1"], server_host_key_algs=["ssh-rsa"])
        with pytest.raises(_NO_COMMON_ALGORITHM):
            _algorithms(spec, kex_algs=["curve25519-sha256"])
        with pytest.raises(_NO_COMMON_ALGORITHM):
            _algorithms(spec, server_host_key_algs=["rsa-sha2-256"])


def test_a_router_of_another_name_is_said_not_to_exist(key_folder: Path) -> None:
    with fleet_running(cloud("names"), key_folder=key_folder) as running:
        assert running.fleet.router("hub").name == "HUB"
        with pytest.raises(LabError, match="the lab names has no router HUB2"):
            running.fleet.router("HUB2")


def test_an_unconfirmed_change_goes_back_by_itself_when_its_time_is_up(key_folder: Path) -> None:
    spec = replace(cloud("revert", enable=False), speed=30.0)
    with fleet_running(spec, key_folder=key_folder), login(spec, "HUB") as device:
        device.send_command("configure terminal revert timer 1", expect_string=r"\)#")
        device.send_config_set(["interface Tunnel0", "ip mtu 1300"], enter_config_mode=False)
        assert device.send_command("show running-config | include ip mtu") == " ip mtu 1300"
        deadline = time.monotonic() + 30
        while "1300" in device.send_command("show running-config | include ip mtu"):
            assert time.monotonic() < deadline, "the change is still there"
        assert "No Rollback Confirmed Change pending" in device.send_command("show archive config rollback timer")
