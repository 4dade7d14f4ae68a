import pytest
from netmiko import NetmikoAuthenticationException

from nornir_dmvpn.lab.spec import LabSpec
from tests.integration.lab.virtual import login

pytestmark = pytest.mark.integration


def test_login_enable_and_show_with_a_pipe(spec: LabSpec) -> None:
    with login(spec, "HUB") as device:
        assert device.find_prompt() == "HUB>"
        device.enable()
        assert device.find_prompt() == "HUB#"
        assert device.send_command("show version | include uptime").startswith("HUB uptime is")
        assert device.send_command("show running-config | section Tunnel0").split("\n")[0] == "interface Tunnel0"


def test_a_wrong_password_is_an_authentication_failure(spec: LabSpec) -> None:
    with pytest.raises(NetmikoAuthenticationException):
        login(spec, "HUB", password="wrong")


def test_a_wrong_user_is_an_authentication_failure(spec: LabSpec) -> None:
    with pytest.raises(NetmikoAuthenticationException):
        login(spec, "HUB", username="nobody")


def test_a_wrong_enable_secret_stays_in_user_mode(spec: LabSpec) -> None:
    with login(spec, "HUB", secret="wrong") as device:
        with pytest.raises(ValueError, match="Failed to enter enable mode"):
            device.enable()
        assert not device.check_enable_mode()


def test_a_config_set_is_typed_saved_and_shown(spec: LabSpec) -> None:
    with login(spec, "SPOKE1") as device:
        device.enable()
        typed = device.send_config_set(["interface Tunnel0", "ip nhrp holdtime 450", "ip mtu 1400"])
        assert "SPOKE1(config-if)#" in typed
        assert "% " not in typed
        assert "[OK]" in device.save_config()
        assert " ip nhrp holdtime 450\n" in device.send_command("show startup-config")


def test_a_refused_line_is_seen_by_netmiko_as_one(spec: LabSpec) -> None:
    with login(spec, "SPOKE1") as device:
        device.enable()
        typed = device.send_config_set(["interface Tunnel0", "ip nhrp bogus"])
        assert "% Invalid input detected at '^' marker." in typed


def test_output_is_paged_when_the_terminal_has_a_length(spec: LabSpec) -> None:
    with login(spec, "HUB") as device:
        device.enable()
        device.send_command("terminal length 10")
        first = device.send_command("show running-config", expect_string="--More--")
        assert first.count("\n") < 12
        rest = device.send_command("q", expect_string="#", strip_prompt=False, cmd_verify=False)
        assert "HUB#" in rest


def test_logins_without_an_enable_secret_start_privileged(spec: LabSpec) -> None:
    with login(spec, "SPOKE2") as device:
        assert device.send_command("show clock").count(" UTC ") == 1
        assert "Goodbye" not in device.send_command("show hosts")


def test_a_spoke_registers_and_the_hub_shows_it(spec: LabSpec) -> None:
    with login(spec, "SPOKE1") as spoke, login(spec, "HUB") as hub:
        assert "Success rate is 100 percent (5/5)" in spoke.send_command("ping 10.0.0.1")
        shown = hub.send_command("show ip nhrp")
        assert "10.0.0.2/32 via 10.0.0.2" in shown
        assert "NBMA address: 198.51.0.2" in shown


def test_shutting_the_tunnel_takes_the_spoke_away_and_no_shutdown_brings_it_back(spec: LabSpec) -> None:
    with login(spec, "SPOKE1") as spoke:
        spoke.enable()
        assert "Success rate is 100 percent" in spoke.send_command("ping 10.0.0.1")
        spoke.send_config_set(["interface Tunnel0", "shutdown"])
        assert "Success rate is 0 percent" in spoke.send_command("ping 10.0.0.1", read_timeout=30)
        spoke.send_config_set(["interface Tunnel0", "no shutdown"])
        spoke.send_command("ping 10.0.0.1 repeat 20")
        assert "Success rate is 100 percent" in spoke.send_command("ping 10.0.0.1")
