import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.session import Session
from nornir_dmvpn.lab.shell import Shell
from tests.unit.lab.virtual import Terminal


def test_a_login_starts_at_the_prompt_of_its_mode(terminal: Terminal, user_terminal: Terminal) -> None:
    assert terminal.shell.greeting() == "\r\nR1#"
    assert user_terminal.shell.greeting() == "\r\nR1>"


def test_every_typed_character_is_echoed_as_it_comes(terminal: Terminal) -> None:
    assert [terminal.shell.feed(char) for char in "show"] == ["s", "h", "o", "w"]


def test_an_empty_line_answers_with_the_prompt_at_once(terminal: Terminal) -> None:
    assert terminal.shell.feed("\n") == "\r\nR1#"
    assert terminal.shell.feed("\r") == "\r\nR1#"


def test_return_and_line_feed_in_one_read_are_one_line_end(terminal: Terminal) -> None:
    assert terminal.shell.feed("\r\n") == "\r\nR1#"


def test_a_line_feed_that_comes_after_its_return_was_read_ends_a_line_of_its_own(terminal: Terminal) -> None:
    assert terminal.shell.feed("\r") == "\r\nR1#"
    assert terminal.shell.feed("\n") == "\r\nR1#"


def test_backspace_takes_back_one_character_on_screen_and_in_the_line(terminal: Terminal) -> None:
    assert terminal.shell.feed("terminal lengthh\x7f 0\n") == "terminal lengthh\b \b 0\r\nR1#"


def test_control_u_takes_back_the_line(terminal: Terminal) -> None:
    assert terminal.shell.feed("abc\x15\n") == "abc" + "\b \b" * 3 + "\r\nR1#"


def test_enable_asks_for_the_secret_and_does_not_echo_it(user_terminal: Terminal) -> None:
    assert user_terminal.type("enable\n") == "enable\nPassword: "
    assert user_terminal.type("sesame") == ""
    assert user_terminal.type("\n") == "\nR1#"


def test_a_wrong_secret_ends_in_user_mode(user_terminal: Terminal) -> None:
    assert user_terminal.type("enable\nopen\n") == "enable\nPassword: \n% Error in authentication.\n\nR1>"


def test_enable_without_a_secret_is_refused(user_terminal: Terminal, router: VirtualRouter) -> None:
    router.enable = None
    assert user_terminal.run("enable") == "% No password set\n"


def test_disable_gives_privilege_back(terminal: Terminal) -> None:
    assert terminal.type("disable\n") == "disable\nR1>"


@pytest.mark.parametrize("leave", ["exit", "logout", "quit"])
def test_leaving_exec_mode_closes_the_session(terminal: Terminal, leave: str) -> None:
    terminal.type(leave + "\n")
    assert terminal.shell.closed


def test_user_mode_does_not_know_privileged_commands(user_terminal: Terminal) -> None:
    assert user_terminal.run("show running-config") == "        ^\n% Invalid input detected at '^' marker.\n\n"


def test_the_marker_stands_under_the_word_that_fits_nothing(terminal: Terminal) -> None:
    shown = terminal.type("show ip bogus\n").split("\n")
    assert shown[1].index("^") == len("R1#") + "show ip bogus".index("bogus")
    assert shown[2] == "% Invalid input detected at '^' marker."


def test_a_command_that_stops_too_early_is_incomplete(terminal: Terminal) -> None:
    assert terminal.run("show ip") == "% Incomplete command.\n\n"


def test_an_abbreviation_of_several_commands_is_ambiguous(terminal: Terminal) -> None:
    assert terminal.run("co t") == '% Ambiguous command:  "co t"\n'


@pytest.mark.parametrize("typed", ["sh ver", "SHOW VERSION", "sho   version"])
def test_commands_may_be_abbreviated_and_are_read_without_case(terminal: Terminal, typed: str) -> None:
    assert "Version 15.9(3)M2" in terminal.run(typed)


def test_the_question_mark_lists_what_may_follow_and_keeps_the_line(terminal: Terminal) -> None:
    shown = terminal.type("show ip ?")
    assert "  interface\n" in shown
    assert "  nhrp\n" in shown
    assert shown.endswith("R1#show ip ")


def test_the_question_mark_lists_the_lines_of_a_configuration_mode(terminal: Terminal) -> None:
    terminal.run("conf t", "interface Tunnel0")
    shown = terminal.type("tun?")
    assert shown == "tun?\n  tunnel\n\nR1(config-if)#tun"


def test_modes_have_their_prompts_and_exit_leaves_one(terminal: Terminal) -> None:
    seen = [terminal.prompt]
    for line in ("configure terminal", "interface Tunnel0", "exit", "crypto ikev2 keyring K", "peer P", "exit", "exit"):
        terminal.run(line)
        seen.append(terminal.prompt)
    assert seen == [
        "R1#",
        "R1(config)#",
        "R1(config-if)#",
        "R1(config)#",
        "R1(config-ikev2-keyring)#",
        "R1(config-ikev2-keyring-peer)#",
        "R1(config-ikev2-keyring)#",
        "R1(config)#",
    ]


def test_a_global_line_typed_in_a_submode_leaves_it(terminal: Terminal) -> None:
    terminal.run("conf t", "interface Tunnel0", "interface Loopback0")
    assert terminal.prompt == "R1(config-if)#"
    terminal.run("hostname R2")
    assert terminal.prompt == "R2(config)#"


def test_a_static_route_typed_below_an_interface_is_a_static_route(terminal: Terminal) -> None:
    terminal.run("conf t", "interface Tunnel0", "ip route 10.9.0.0 255.255.0.0 192.0.2.9", "end")
    assert "\nip route 10.9.0.0 255.255.0.0 192.0.2.9\n" in terminal.run("show running-config")


@pytest.mark.parametrize("leave", ["end\n", "\x1a", "\x03"])
def test_end_control_z_and_control_c_leave_configuration_mode(terminal: Terminal, leave: str) -> None:
    terminal.run("conf t", "interface Tunnel0")
    assert terminal.type(leave).endswith("\nR1#")


def test_control_z_behind_a_line_runs_the_line_first(terminal: Terminal) -> None:
    terminal.run("conf t")
    assert terminal.type("hostname R2\x1a") == "hostname R2^Z\nR2#"


def test_a_long_host_name_is_cut_in_configuration_prompts_only(terminal: Terminal) -> None:
    name = "R" + "x" * 25
    terminal.run("conf t", f"hostname {name}")
    assert terminal.prompt == f"{name[:20]}(config)#"
    terminal.run("end")
    assert terminal.prompt == f"{name}#"


def test_do_runs_an_exec_command_and_stays_in_configuration_mode(terminal: Terminal) -> None:
    terminal.run("conf t", "interface Tunnel0")
    assert "hostname R1" in terminal.run("do show run | i hostname")
    assert terminal.prompt == "R1(config-if)#"


def test_the_marker_of_a_do_command_counts_the_do(terminal: Terminal) -> None:
    terminal.run("conf t")
    assert terminal.run("do show bogus").split("\n")[0] == " " * len("R1(config)#do show ") + "^"


def test_a_configuration_line_that_is_not_known_is_refused_and_changes_nothing(
    terminal: Terminal, router: VirtualRouter
) -> None:
    terminal.run("conf t", "interface Tunnel0")
    before = router.running
    assert terminal.run("ip nhrp bogus") == (
        " " * len("R1(config-if)#ip nhrp ") + "^\n% Invalid input detected at '^' marker.\n\n"
    )
    assert router.running == before


def test_a_banner_is_read_up_to_its_delimiter(terminal: Terminal) -> None:
    terminal.run("conf t")
    terminal.type("banner motd #\nhands off\n  indented\n#\n")
    terminal.run("end")
    assert "banner motd ^C\nhands off\n  indented\n^C\n" in terminal.run("show running-config")


def _paged(router: VirtualRouter) -> Shell:
    return Shell(Session(router=router, user="admin", privileged=True, length=6))


def test_long_output_stops_at_more(router: VirtualRouter) -> None:
    shown = _paged(router).feed("show running-config\n")
    assert shown.endswith(" --More-- ")
    assert shown.count("\r\n") == 1 + 5


def test_return_at_more_shows_one_line_and_space_a_screen(router: VirtualRouter) -> None:
    shell = _paged(router)
    shell.feed("show running-config\n")
    assert shell.feed("\r").count("\r\n") == 1
    assert shell.feed(" ").count("\r\n") == 5


def test_q_at_more_returns_to_the_prompt(router: VirtualRouter) -> None:
    shell = _paged(router)
    shell.feed("show running-config\n")
    assert shell.feed("q").endswith("\bR1#")
    assert shell.feed("\n") == "\r\nR1#"


def test_paging_to_the_end_shows_the_output_as_a_whole(router: VirtualRouter) -> None:
    shell = _paged(router)
    shown = shell.feed("show running-config\n")
    while " --More-- " in shown[-len(" --More-- ") :]:
        shown = shown[: -len(" --More-- ")] + shell.feed(" ").lstrip("\b ")
    whole = Shell(Session(router=router, user="admin", privileged=True, length=0)).feed("show running-config\n")
    assert shown.replace(" ", "") == whole.replace(" ", "")


def test_terminal_length_zero_turns_paging_off(router: VirtualRouter) -> None:
    shell = _paged(router)
    assert shell.feed("terminal length 0\n") == "terminal length 0\r\nR1#"
    assert shell.feed("show running-config\n").endswith("\r\nR1#")


def test_terminal_width_takes_what_netmiko_asks_for(terminal: Terminal) -> None:
    assert terminal.run("terminal width 511") == ""
    assert terminal.shell.session.width == 511


def test_a_number_the_terminal_cannot_have_is_refused(terminal: Terminal) -> None:
    assert "% Invalid input" in terminal.run("terminal length 9999")
    assert terminal.shell.session.length == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet=st.sampled_from("show ipnhrcfgtb?|^ 0\t\x03\x1a\x7f\n"), max_size=60))
def test_what_is_typed_shows_the_same_in_one_read_or_character_by_character(router: VirtualRouter, text: str) -> None:
    def shell() -> Shell:
        return Shell(Session(router=router, user="admin", privileged=True, length=4))

    at_once, one_by_one = shell(), shell()
    assert at_once.feed(text) == "".join(one_by_one.feed(char) for char in text)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80))
def test_nothing_that_can_be_typed_breaks_the_shell(router: VirtualRouter, text: str) -> None:
    shell = Shell(Session(router=router, user="admin", privileged=True))
    shell.feed(text)
    shell.feed("\x03")
    assert shell.closed or shell.feed("\n") == "\r\n" + shell.session.prompt
