"""Text becomes a tree of lines and the same text again."""

import pytest

from nornir_dmvpn.ios.grammar.nest import merged, nested
from nornir_dmvpn.ios.tree import tree_of, tree_text

NAMED_EIGRP = """router eigrp X
 !
 address-family ipv4 unicast autonomous-system 1
  !
  af-interface Tunnel0
   no passive-interface
  exit-af-interface
 exit-address-family
!
"""
BANNER = "banner motd ^C\n interface Tunnel9\n ! not a comment\n^C\nhostname R1\n"
CERTIFICATE = (
    "crypto pki certificate chain X\n certificate 01\n  308201\n  \tquit\n certificate ca 02\n  3082\n  quit\nend"
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "hostname R1",
        "Building configuration...\r\n\r\nend\r\n",
        NAMED_EIGRP,
        BANNER,
        CERTIFICATE,
        " x\n  y\n z\n",
    ],
)
def test_nothing_of_a_text_is_lost(text: str) -> None:
    assert tree_text(tree_of(text)) == text


def test_the_lines_below_are_those_indented_more() -> None:
    (eigrp, *_) = tree_of(NAMED_EIGRP).lines
    (_, family, closing) = eigrp.children
    assert [one.text for one in family.children] == ["!", "af-interface Tunnel0", "exit-af-interface"]
    assert family.children[1].children[0].text == "no passive-interface"
    assert (closing.text, closing.number) == ("exit-address-family", 8)


def test_a_banner_holds_its_body_whatever_that_looks_like() -> None:
    banner, hostname = (one for one in tree_of(BANNER).lines if one.text)
    assert [one.text for one in banner.children] == ["interface Tunnel9", "! not a comment", "^C"]
    assert hostname.text == "hostname R1"


def test_a_certificate_ends_with_quit() -> None:
    chain, end = tree_of(CERTIFICATE).lines
    assert [len(one.children) for one in chain.children] == [2, 2]
    assert end.text == "end"


def test_a_flat_snippet_is_nested_as_ios_would_take_it() -> None:
    text = "interface Tunnel0\n!\nip nhrp network-id 1\nduplex auto\n!\nip route 0.0.0.0 0.0.0.0 10.0.0.1\n"
    tree = nested(tree_of(text))
    assert tree_text(tree) == text
    assert [one.text for one in tree.lines[0].children] == ["!", "ip nhrp network-id 1", "duplex auto"]
    assert [one.text for one in tree.lines[1:]] == ["!", "ip route 0.0.0.0 0.0.0.0 10.0.0.1", ""]


def test_an_indented_section_does_not_take_what_stands_at_the_margin() -> None:
    tree = nested(tree_of("interface Tunnel0\n ip mtu 1400\nshutdown\n"))
    assert [one.text for one in tree.lines] == ["interface Tunnel0", "shutdown", ""]


def test_a_section_that_stands_twice_becomes_one() -> None:
    tree = merged(tree_of("interface Tunnel0\n ip mtu 1400\nhostname R1\ninterface Tunnel0\n tunnel key 1"))
    assert [one.text for one in tree.walk()] == ["interface Tunnel0", "ip mtu 1400", "tunnel key 1", "hostname R1"]


def test_a_section_indented_too_far_is_not_taken_for_a_part_of_the_one_before() -> None:
    crypto = "crypto ipsec profile P\n set pfs group14\n!\n"
    text = crypto + " int tu0   ! to HQ\n  ip mtu 1400\n router eigrp 1\n  no auto-summary"
    tree = nested(tree_of(text))
    assert tree_text(tree) == text
    assert [one.text.split()[0] for one in tree.lines if not one.is_comment] == ["crypto", "int", "router"]
    assert [one.text for one in tree.lines[1].children] == ["ip mtu 1400"]
