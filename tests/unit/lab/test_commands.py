from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.lab.commands.system import uptime
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.model.generation import Generation, generation_of_version
from tests.unit.lab.virtual import FakeNetwork, Terminal


def test_every_line_takes_effect_in_the_network_by_itself(terminal: Terminal, network: FakeNetwork) -> None:
    terminal.run("conf t", "interface Tunnel0", "ip nhrp holdtime 300", "ip nhrp holdtime 400", "no ip nhrp holdtime")
    tunnels = [config.interface("Tunnel0") for config in network.configured]
    assert [one.nhrp.holdtime for one in tunnels if one] == [300, 400, None]


def test_a_line_that_changes_no_value_does_not_disturb_the_network(terminal: Terminal, network: FakeNetwork) -> None:
    terminal.run("conf t", "interface Tunnel0", "ip nhrp network-id 1", "exit", "ip ssh version 2")
    assert network.configured == []


def test_show_running_config_counts_its_bytes_and_ends_with_end(terminal: Terminal) -> None:
    shown = terminal.run("show running-config")
    size = int(shown.split("Current configuration : ")[1].split(" ")[0])
    body = shown.split(" bytes\n", 1)[1].rstrip("\n")
    assert body.endswith("\nend")
    assert len(body.encode()) == size


def test_a_router_boots_with_what_napalm_needs(terminal: Terminal) -> None:
    assert terminal.run("show running-config | inc ip scp server enable") == "ip scp server enable\n"
    assert "Archive feature not enabled" not in terminal.run("show archive")


def test_show_running_config_interface_shows_that_interface_only(terminal: Terminal) -> None:
    shown = terminal.run("show run int tu0")
    assert "interface Tunnel0\n ip address 10.0.0.1 255.255.255.0\n" in shown
    assert "Loopback0" not in shown


def test_an_interface_that_is_not_there_is_said_so(terminal: Terminal) -> None:
    assert terminal.run("show run interface Tunnel9") == "% Invalid interface type and number\n\n"


def test_startup_config_follows_running_config_only_when_saved(terminal: Terminal) -> None:
    terminal.run("conf t", "hostname R2", "end")
    assert "hostname R1" in terminal.run("show startup-config")
    assert terminal.run("write memory") == "Building configuration...\n[OK]\n"
    assert "hostname R2" in terminal.run("show startup-config")


def test_copy_asks_for_the_destination_unless_told_to_be_quiet(terminal: Terminal) -> None:
    assert terminal.type("copy run start\n").endswith("Destination filename [startup-config]? ")
    assert terminal.type("\n") == "\nBuilding configuration...\n[OK]\nR1#"
    terminal.run("conf t", "file prompt quiet", "end")
    assert terminal.run("copy running-config startup-config") == "Building configuration...\n[OK]\n"


def test_copying_a_file_into_the_running_config_types_its_lines(terminal: Terminal, router: VirtualRouter) -> None:
    router.write_file("change.txt", b"interface Tunnel0\r\n ip nhrp holdtime 300\r\n bogus\r\n ip mtu 1400\r\n")
    terminal.run("conf t", "file prompt quiet", "end")
    said = terminal.run("copy flash:/change.txt running-config")
    assert "bogus\n" in said
    assert "% Invalid input detected at '^' marker." in said
    tunnel = router.config.interface("Tunnel0")
    assert tunnel is not None
    assert (tunnel.nhrp.holdtime, tunnel.mtu) == (300, 1400)


def test_a_file_that_is_not_there_is_named(terminal: Terminal) -> None:
    missing = "%Error opening flash:/x (No such file or directory)\n"
    for command in ("dir flash:/x", "more flash:/x", "verify /md5 flash:/x", "configure replace flash:/x force"):
        assert terminal.run(command) == missing


def test_dir_lists_files_and_free_space(terminal: Terminal, router: VirtualRouter) -> None:
    router.write_file("a.txt", b"12345")
    shown = terminal.run("dir")
    assert shown.startswith("Directory of flash:/\n")
    assert "5  Nov 20 2026 12:00:00 +00:00  a.txt" in shown
    assert f"({router.flash.free} bytes free)" in shown


def test_verify_prints_the_md5_of_the_file(terminal: Terminal, router: VirtualRouter) -> None:
    router.write_file("a.txt", b"abc")
    assert "verify /md5 (flash:/a.txt) = 900150983cd24fb0d6963f7d28e17f72\n" in terminal.run("verify /md5 flash:/a.txt")


def test_incremental_diffs_list_the_lines_that_are_new(terminal: Terminal, router: VirtualRouter) -> None:
    router.write_file("m.txt", b"interface Tunnel0\n ip nhrp network-id 1\n ip mtu 1400\n no ip nhrp holdtime\nend\n")
    shown = terminal.run("show archive config incremental-diffs flash:/m.txt ignorecase")
    assert shown == "!List of Commands:\ninterface Tunnel0\n ip mtu 1400\nend\n"


def test_incremental_diffs_of_what_is_there_already_are_none(terminal: Terminal, router: VirtualRouter) -> None:
    router.write_file("m.txt", b"interface Tunnel0\n ip nhrp network-id 1\n")
    shown = terminal.run("show archive config incremental-diffs flash:/m.txt ignorecase")
    assert shown == "!No changes were found\n"


def test_configure_replace_puts_another_configuration_in_force(terminal: Terminal, router: VirtualRouter) -> None:
    terminal.run("conf t", "file prompt quiet", "end", "copy running-config flash:/back.txt")
    terminal.run("conf t", "interface Tunnel0", "ip mtu 1400", "end")
    shown = terminal.run("show archive config differences system:/running-config flash:/back.txt")
    assert " -ip mtu 1400\n" in shown
    assert "Rollback Done" in terminal.run("configure replace flash:/back.txt force")
    tunnel = router.config.interface("Tunnel0")
    assert tunnel is not None
    assert tunnel.mtu is None


def test_an_unconfirmed_change_can_be_taken_back_or_confirmed(terminal: Terminal, router: VirtualRouter) -> None:
    terminal.run("configure terminal revert timer 2", "hostname R2", "end")
    assert "User: admin" in terminal.run("show archive config rollback timer")
    terminal.run("configure revert now")
    assert router.hostname == "R1"
    terminal.run("configure terminal revert timer 2", "hostname R3", "end", "configure confirm")
    assert "No Rollback Confirmed Change pending" in terminal.run("show archive config rollback timer")
    assert router.hostname == "R3"


def test_ping_sends_through_the_network_and_shows_what_came_back(terminal: Terminal, network: FakeNetwork) -> None:
    network.lost = 2
    shown = terminal.run("ping 10.0.0.2 timeout 2 size 100 repeat 4 source Loopback0")
    assert network.pings == [(IPv4Address("10.0.0.2"), IPv4Address("192.168.1.1"), 1)] * 4
    assert "\n..!!\nSuccess rate is 50 percent (2/4), round-trip min/avg/max = 20/20/20 ms" in shown


@pytest.mark.parametrize("typed", ["ping nowhere", "ping 10.0.0.2 repeat 0", "ping 10.0.0.2 source Tunnel9"])
def test_a_ping_that_cannot_be_sent_is_refused(terminal: Terminal, network: FakeNetwork, typed: str) -> None:
    assert terminal.run(typed).startswith("%")
    assert network.pings == []


def test_clear_commands_reach_the_network(terminal: Terminal, network: FakeNetwork) -> None:
    terminal.run("clear ip nhrp", "clear crypto sa", "clear crypto session")
    assert network.cleared == ["nhrp", "crypto", "crypto"]


def test_show_ip_nhrp_prints_the_state_of_the_network(terminal: Terminal) -> None:
    assert "10.0.0.2/32 via 10.0.0.2" in terminal.run("sh ip nhrp")


@pytest.mark.parametrize("argument", ["10.0.0.3", "tu0 | s 10.0.0.3/32"])
def test_show_ip_nhrp_takes_a_target_an_interface_and_a_pipe(terminal: Terminal, argument: str) -> None:
    shown = terminal.run(f"show ip nhrp {argument}")
    assert "10.0.0.3/32 via 10.0.0.3" in shown
    assert "10.0.0.2/32" not in shown


def test_an_argument_that_is_no_address_or_interface_is_marked(terminal: Terminal) -> None:
    assert terminal.run("show ip nhrp bogus").split("\n")[0] == " " * len("R1#show ip nhrp ") + "^"


@pytest.mark.parametrize("generation", Generation)
def test_show_version_names_a_release_of_the_generation(
    terminal: Terminal, router: VirtualRouter, generation: Generation
) -> None:
    router.generation = generation
    shown = terminal.run("show version")
    assert generation_of_version(shown.split("Version ", 1)[1]) is generation


def test_show_clock_follows_virtual_time(terminal: Terminal, network: FakeNetwork) -> None:
    network.now = 3600.5
    assert terminal.run("show clock") == "13:00:00.500 UTC Fri Nov 20 2026\n"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 minutes"),
        (61, "1 minute"),
        (3_720, "1 hour, 2 minutes"),
        (90_000, "1 day, 1 hour, 0 minutes"),
        (31_536_000 + 2 * 604_800, "1 year, 2 weeks, 0 minutes"),
    ],
)
def test_uptime_is_said_as_ios_says_it(seconds: float, words: str) -> None:
    assert uptime(seconds) == words


def test_show_ip_interface_brief_has_a_line_for_every_interface(terminal: Terminal) -> None:
    terminal.run("conf t", "interface Loopback0", "shutdown", "end")
    shown = terminal.run("sh ip int br")
    assert "Tunnel0                    10.0.0.1        YES NVRAM  up                    up" in shown
    assert "Loopback0                  192.168.1.1     YES NVRAM  administratively down down" in shown


def test_reload_is_refused(terminal: Terminal) -> None:
    assert terminal.run("reload").startswith("% ")
    assert terminal.prompt == "R1#"


def test_keys_do_not_show_in_the_repr_of_a_router(terminal: Terminal, router: VirtualRouter) -> None:
    terminal.run("conf t", "crypto isakmp key OPENSESAME address 0.0.0.0", "end", "copy run flash:/a", "")
    assert "OPENSESAME" in terminal.run("show running-config")
    assert b"OPENSESAME" in router.flash.files["a"].data
    assert "OPENSESAME" not in repr(router) + repr(router.flash)


def test_a_file_typed_in_tclsh_is_what_was_typed_and_a_line_end(terminal: Terminal, router: VirtualRouter) -> None:
    terminal.run("tclsh")
    assert terminal.prompt == "R1(tcl)#"
    shown = terminal.type('puts [open "flash:m.txt" w+] {interface Tunnel0 \r ip mtu 1400\r}\r')
    assert shown.endswith("\n+> ip mtu 1400\n+>}\nR1(tcl)#")
    assert router.flash.files["m.txt"].data == b"interface Tunnel0 \n ip mtu 1400\n\n"
    terminal.type("tclquit\r")
    assert terminal.prompt == "R1#"


def test_outside_tclsh_nothing_is_put(terminal: Terminal, router: VirtualRouter) -> None:
    assert "% Invalid input" in terminal.run('puts [open "flash:m.txt" w+] {x}')
    assert router.flash.files == {}
