import pytest

from nornir_dmvpn.lab.answer import Invalid, Output
from nornir_dmvpn.lab.pipe import Filter, read_filter, split_pipe

TEXT = """\
hostname R1
interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 ip nhrp network-id 1
!
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
router eigrp 1
 network 10.0.0.0"""


def _filtered(text: str) -> list[str]:
    wanted = read_filter(text, 0)
    assert isinstance(wanted, Filter)
    return wanted(TEXT).split("\n")


@pytest.mark.parametrize("word", ["include", "inc", "i"])
def test_include_keeps_matching_lines(word: str) -> None:
    assert _filtered(f"{word} ^interface") == ["interface Tunnel0", "interface Loopback0"]


def test_exclude_drops_matching_lines() -> None:
    assert _filtered("e address|interface|!") == [
        "hostname R1",
        " ip nhrp network-id 1",
        "router eigrp 1",
        " network 10.0.0.0",
    ]


def test_begin_starts_at_the_first_matching_line() -> None:
    assert _filtered("b Loopback")[0] == "interface Loopback0"
    assert len(_filtered("b Loopback")) == 4


def test_count_says_how_many_lines_match() -> None:
    assert _filtered("count address") == ["Number of lines which match regexp = 2"]


def test_section_keeps_a_matching_line_with_what_is_below_it() -> None:
    assert _filtered("s Tunnel0|eigrp") == [
        "interface Tunnel0",
        " ip address 10.0.0.1 255.255.255.0",
        " ip nhrp network-id 1",
        "router eigrp 1",
        " network 10.0.0.0",
    ]


def test_section_of_a_line_inside_keeps_that_line() -> None:
    assert _filtered("section nhrp") == [" ip nhrp network-id 1"]


def test_section_exclude_drops_whole_sections() -> None:
    assert _filtered("section exclude interface") == ["hostname R1", "!", "router eigrp 1", " network 10.0.0.0"]


def test_section_include_is_section() -> None:
    assert _filtered("section include eigrp") == _filtered("section eigrp")


def test_only_the_first_bar_is_the_pipe() -> None:
    assert split_pipe("show run | i a|b") == ("show run", "i a|b", 11)
    assert split_pipe("show run") == ("show run", None, 9)


@pytest.mark.parametrize("text", ["", "include", "section"])
def test_a_filter_without_its_pattern_is_incomplete(text: str) -> None:
    assert read_filter(text, 0) == Output(text="% Incomplete command.\n")


def test_a_filter_that_does_not_exist_is_marked() -> None:
    assert read_filter("bogus x", 11) == Invalid(offset=11)


def test_a_pattern_that_is_no_regular_expression_is_refused() -> None:
    assert read_filter("i *(", 0) == Output(text="% Failed to compile regular expression.")
