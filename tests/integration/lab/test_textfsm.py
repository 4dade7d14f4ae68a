"""Netmiko and nornir-netmiko read virtual routers with our templates, which they find by NET_TEXTFSM."""

from ipaddress import ip_address
from typing import Any

import pytest
from nornir.core import Nornir
from nornir.core.inventory import ConnectionOptions, Defaults, Groups, Host, Hosts, Inventory
from nornir.core.plugins.connections import ConnectionPluginRegister
from nornir.plugins.runners import SerialRunner
from nornir_netmiko.connections import Netmiko
from nornir_netmiko.tasks import netmiko_send_command

from nornir_dmvpn.ios.templates import parsers_dir
from nornir_dmvpn.lab.spec import LabSpec
from tests.integration.lab.virtual import ADDRESS, ENABLE, PASSWORD, USERNAME, login

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def _our_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NET_TEXTFSM", str(parsers_dir() / "textfsm"))


def test_netmiko_gives_rows_for_abbreviated_commands(spec: LabSpec) -> None:
    with login(spec, "SPOKE1") as device:
        assert "Success rate is 100 percent (5/5)" in device.send_command("ping 10.0.0.1")
        cache: Any = device.send_command("sh ip nhr", use_textfsm=True)
        assert [(row["target"], row["type"], row["nbma"]) for row in cache] == [("10.0.0.1/32", "static", "192.0.2.1")]
        peers: Any = device.send_command("sh dm", use_textfsm=True)
        assert [(row["interface"], row["tunnel"], row["state"]) for row in peers] == [("Tunnel0", "10.0.0.1", "UP")]
        table: Any = device.send_command("sh ip ro", use_textfsm=True)
        assert {(row["protocol"], row["network"], row["prefix_length"]) for row in table} >= {
            ("C", "10.0.0.0", "16"),
            ("L", "10.0.0.2", "32"),
        }
        brief: Any = device.send_command("sh ip int b", use_textfsm=True)
        assert {row["interface"]: row["proto"] for row in brief} == dict.fromkeys(
            ("GigabitEthernet0/0", "Loopback0", "Tunnel0"), "up"
        )
        assert device.send_command("show ip route ospf", use_textfsm=True).startswith("Codes:")


def test_nornir_netmiko_gives_the_same_rows(spec: LabSpec) -> None:
    ConnectionPluginRegister.register("netmiko", Netmiko)
    options = {"netmiko": ConnectionOptions(extras={"secret": ENABLE, "conn_timeout": 60})}
    hosts = {
        one.name: Host(
            name=one.name,
            hostname=ADDRESS,
            port=one.port,
            username=USERNAME,
            password=PASSWORD,
            platform="ios",
            connection_options=options,
        )
        for one in spec.routers
    }
    nornir = Nornir(inventory=Inventory(Hosts(hosts), Groups({}), Defaults()), runner=SerialRunner())
    try:
        results = nornir.run(netmiko_send_command, command_string="show ip nhrp nhs", use_textfsm=True)
    finally:
        nornir.close_connections()
    assert not results.failed
    assert [row["address"] for row in results["SPOKE1"][0].result] == [str(ip_address("10.0.0.1"))]
