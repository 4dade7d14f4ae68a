"""What a terminal adds to an answer is taken away; what is no answer is refused in one sentence."""

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import nhrp, split_prompt
from nornir_dmvpn.ios.shows.terminal import clean

ENTRY = """10.0.0.2/32 via 10.0.0.2
   Tunnel0 created 00:06:49, expire 00:09:50
   Type: dynamic, Flags: registered nhop 
   NBMA address: 198.51.100.2 
"""  # noqa: W291 # IOS prints these blanks
WANTED = nhrp.parse(ENTRY).values
REST = "\n".join(ENTRY.split("\n")[2:])
FIRST = "\n".join(ENTRY.split("\n")[:2])
PAGER = " --More-- "


@pytest.mark.parametrize(
    "text",
    [
        f"R1#show ip nhrp\n{ENTRY}R1#",
        f"R1>sh ip nh\n{ENTRY}R1>\n\n",
        f"R1#show ip nhrp\n{ENTRY}R1#exit\n",
        f"\n\nBranch-1.lab(config)#do sh ip nhrp  \n{ENTRY}",
        f"show ip nhrp\n{ENTRY}",
        ENTRY.replace("\n", "\r\n"),
        ENTRY.replace("\n", "\r"),
        ENTRY.replace("\n", "\n\r"),
        ENTRY.replace("   ", "\t"),
        ENTRY.replace("\n", "   \n"),
        f"\ufeff{ENTRY}",
        f"{FIRST}\n{PAGER}" + "\b" * 10 + " " * 10 + "\b" * 10 + REST,
        f"{FIRST}\n{PAGER}\r" + " " * 10 + f"\r{REST}",
        f"{FIRST}\n{PAGER}        {REST}",
        f"{FIRST}\n\x1b[7m--More--\x1b[27m\x1b[8D\x1b[K{REST}",
        ENTRY.replace("Tunnel0", "Tunnel4\b0"),
        ENTRY.replace("   Tunnel0", "junk\r   Tunnel0"),
        f"Load for five secs: 1%/0%; one minute: 1%; five minutes: 1%\nTime source is NTP, 12:44:19.808 UTC\n{ENTRY}",
        f"{FIRST}\n*Mar  1 00:12:01.003: %DMVPN-5-NHRP_NHS_UP: Tunnel0: NHS 10.0.0.1 is UP\n{REST}",
    ],
)
def test_prompts_pagers_and_line_ends_do_not_change_what_is_read(text: str) -> None:
    assert nhrp.parse(text).values == WANTED


@pytest.mark.parametrize(
    "text", ["", "\n \r\n", "R1#show ip nhrp\n", "R1#show ip nhrp\nR1#", "R1#sh ip nhrp detail\r\n\r\nR1#"]
)
def test_an_empty_answer_is_an_empty_cache(text: str) -> None:
    assert nhrp.parse(text).values == ()


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("R1#show ip nhrp\n        ^\n% Invalid input detected at '^' marker.\n", 3, "the router rejected the command"),
        ('% Ambiguous command:  "show ip n"\n', 1, "the router rejected the command"),
        ("Command authorization failed.\n", 1, "the router rejected the command"),
        ("Interface  IP-Address  OK?\nTunnel0  10.0.0.1  YES\n", 1, "this is not the output of that command"),
        ("R1#show ip route\n", 0, "this is the answer to 'show ip route'"),
        ("10.0.0.2/32\n\x00\x01\x02", 2, "this is not text from a terminal"),
        ("\ufffdPNG", 1, "this is not text from a terminal"),
    ],
)
@pytest.mark.parametrize("strict", [True, False])
def test_what_is_no_answer_is_refused_with_its_line(text: str, line: int, problem: str, strict: bool) -> None:
    with pytest.raises(ParseError, match="show ip nhrp") as caught:
        nhrp.parse(text, strict=strict)
    assert (caught.value.line_number, caught.value.problem) == (line, problem)
    assert "\n" not in str(caught.value)


def test_line_numbers_count_the_lines_that_came_in() -> None:
    parsed = nhrp.parse(f"R1#show ip nhrp\r\n\r\n{ENTRY}{ENTRY}R1#")
    assert [place.line for place in parsed.places] == [3, 7]
    assert parsed.places[0].text == "10.0.0.2/32 via 10.0.0.2"


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("R1#sh dmvpn", ("R1", "sh dmvpn")),
        ("greenday_hub#  show ip nhrp vrf X 192.0.2.1   ", ("greenday_hub", "show ip nhrp vrf X 192.0.2.1")),
        ("R1(config-if)#do show dmvpn", ("R1(config-if)", "do show dmvpn")),
        ("R1>", ("R1", "")),
        (" # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb", None),
        ("        NHS Status: E --> Expecting Replies, R --> Responding", None),
        ("10.0.0.1/32 via 10.0.0.1", None),
    ],
)
def test_a_prompt_line_says_router_and_command(line: str, wanted: tuple[str, str] | None) -> None:
    assert split_prompt(line) == wanted


def test_the_screen_keeps_what_the_prompt_said() -> None:
    screen = clean("show ip nhrp", f"HUB1#sh ip nhrp\n{ENTRY}")
    assert (screen.host, screen.command) == ("HUB1", "sh ip nhrp")
