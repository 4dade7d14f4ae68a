"""``show dmvpn``: every layout reads, rows print where IOS puts them, a cut is seen."""

from ipaddress import ip_address, ip_network

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import count_mismatches, dmvpn
from nornir_dmvpn.ios.shows.dmvpn_section import dmvpn_section
from nornir_dmvpn.ios.shows.layout import dmvpn_legend
from nornir_dmvpn.model.address import ANY, NEVER, UNKNOWN, Nbma, Seconds
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import DmvpnPeer, Family, Role, TunnelState

TABLE = """
 # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb
 ----- --------------- --------------- ----- -------- -----
"""


def header(interface: str, role: str, peers: int) -> str:
    return f"\nInterface: {interface}, IPv4 NHRP Details \nType:{role}, NHRP Peers:{peers}, \n{TABLE}"


def legend(generation: Generation = Generation.C) -> str:
    return "\n".join(dmvpn_legend(generation)) + "\n"


def peer(
    tunnel: str,
    nbma: str | Nbma = "198.51.100.2",
    state: TunnelState = TunnelState.UP,
    updown: Seconds = 60,
    attributes: str = "D",
    target: str | None = None,
) -> DmvpnPeer:
    return DmvpnPeer(
        entries=1,
        nbma=ip_address(nbma) if isinstance(nbma, str) else nbma,
        tunnel=ip_address(tunnel),
        state=state,
        updown=updown,
        attributes=frozenset(attributes.split()),
        target=None if target is None else ip_network(target),
    )


FIXED = (
    legend()
    + header("Tunnel0", "Hub", 2)
    + (
        "     1 198.51.100.2           10.0.0.2    UP 00:16:15     D\n"
        "     1 198.51.100.3           10.0.0.3    UP 00:15:02     D\n"
    )
)


def test_the_sample_of_the_rules_reads_and_prints_byte_for_byte() -> None:
    parsed = dmvpn.parse(FIXED)
    assert dmvpn.render(parsed.values, Generation.C) == FIXED
    assert dmvpn.rows(parsed.values)[1] == {
        "interface": "Tunnel0",
        "family": "IPv4",
        "role": "Hub",
        "peers": 2,
        "entries": 1,
        "nbma": "198.51.100.3",
        "tunnel": "10.0.0.3",
        "state": "UP",
        "updown": 902,
        "attributes": ["D"],
        "target": None,
    }


EIGHT_ROWS = (
    legend() + header("Tunnel0", "Hub", 3) + "     2 198.51.100.2           10.0.0.2    UP 00:16:15     D\n"
    "                             10.0.0.22    UP 00:16:14   DT1\n"
    "     1 2001:DB8:1201::122\n"
    "                              10.0.0.4    UP 00:02:19     D\n"
    "     1 203.0.113.5            10.0.0.5    UP 00:02:08    DN\n"
    + header("Tunnel1", "Spoke", 2)
    + "     2 192.0.2.1              10.1.0.1   IKE     3w5d     S\n"
    "     0 UNKNOWN                10.1.0.7  NHRP    never    IX\n"
    "     2 203.0.113.5            10.1.0.5    UP    1d05h   DT2\n"
    "                              10.1.0.5    UP    1d05h   DT1\n"
)


def test_every_row_keeps_its_own_address_and_its_tunnel() -> None:
    """The inputs on which other parsers lost rows or filed them under the wrong peer (features.md, appendix A)."""
    parsed = dmvpn.parse(EIGHT_ROWS)
    rows = [(row["interface"], row["entries"], row["nbma"], row["tunnel"]) for row in dmvpn.rows(parsed.values)]
    assert rows == [
        ("Tunnel0", 2, "198.51.100.2", "10.0.0.2"),
        ("Tunnel0", 2, "198.51.100.2", "10.0.0.22"),
        ("Tunnel0", 1, "2001:db8:1201::122", "10.0.0.4"),
        ("Tunnel0", 1, "203.0.113.5", "10.0.0.5"),
        ("Tunnel1", 2, "192.0.2.1", "10.1.0.1"),
        ("Tunnel1", 0, None, "10.1.0.7"),
        ("Tunnel1", 2, "203.0.113.5", "10.1.0.5"),
        ("Tunnel1", 2, "203.0.113.5", "10.1.0.5"),
    ]
    assert [sorted(one.attributes) for one in parsed.values[1].peers] == [["S"], ["I", "X"], ["D", "T2"], ["D", "T1"]]
    assert count_mismatches(parsed.values) == ()


def test_a_long_address_stands_alone_and_its_row_keeps_the_columns() -> None:
    """C-42: 27 blanks and the tunnel address right-aligned in 11."""
    tunnel = dmvpn_section("Tunnel1", Role.HUB, [peer("192.2.1.122", "2001:db8:1201::122", updown=139)])
    assert dmvpn.render((tunnel,), Generation.E).splitlines()[-2:] == [
        "     1 2001:DB8:1201::122",
        " " * 27 + "192.2.1.122    UP 00:02:19     D",
    ]


A_LAYOUT = """Legend: Attrb --> S - Static, D - Dynamic, I - Incompletea
        N - NATed, L - Local, X - No Socket
        # Ent --> Number of NHRP entries with same NBMA peer

Tunnel0, Type:Hub, NHRP Peers:1, 
 # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb
 ----- --------------- --------------- ----- -------- -----
     1    198.51.100.2        10.0.0.2    UP    never D    
"""  # noqa: W291 # IOS prints these blanks


@pytest.mark.parametrize("text", [A_LAYOUT, A_LAYOUT.replace("Type:Hub, NHRP", "Type: Hub, NBMA")])
def test_the_one_line_header_of_the_oldest_layout_reads(text: str) -> None:
    parsed = dmvpn.parse(text)
    assert parsed.layout is Generation.A
    assert (parsed.values[0].interface, parsed.values[0].role, parsed.values[0].declared_peers) == (
        "Tunnel0",
        Role.HUB,
        1,
    )
    assert parsed.values[0].peers[0].updown is NEVER


def test_a_collapsed_table_without_legend_reads_and_has_no_layout() -> None:
    text = """Interface: Tunnel2238, IPv4 NHRP Details
Type:Unknown, NHRP Peers:1,

Ent Peer NBMA Addr Peer Tunnel Add State UpDn Tm Attrb
----- --------------- --------------- ----- -------- -----
 1 UNKNOWN           10.28.172.30  NHRP    never    IX"""
    parsed = dmvpn.parse(text)
    assert parsed.layout is None
    assert parsed.values[0].peers[0].nbma is UNKNOWN
    assert dmvpn.rows(parsed.values)[0]["updown"] is None


def test_ipv6_sections_read_beside_ipv4_ones() -> None:
    text = FIXED.replace(legend(), legend(Generation.E)) + (
        "\nInterface: Tunnel0, IPv6 NHRP Details \nType:Hub, Total NBMA Peers (v4/v6): 1\n"
        "    1.Peer NBMA Address: 198.51.100.2\n"
        "        Tunnel IPv6 Address: 2001:DB8:0:1::2\n"
        "        IPv6 Target Network: 2001:DB8:0:1::2/128\n"
        "        # Ent: 2, Status: UP, UpDn Time: 00:02:39, Cache Attrib: D\n"
        "    2.Peer NBMA Address: 198.51.100.2\n"
        "        Tunnel IPv6 Address: FE80::2\n"
        "        IPv6 Target Network: FE80::2/128\n"
        "        # Ent: 0, Status: UP, UpDn Time: 00:02:39, Cache Attrib: D\n"
    )
    parsed = dmvpn.parse(text)
    assert [tunnel.family for tunnel in parsed.values] == [Family.IPV4, Family.IPV6]
    assert [str(one.target) for one in parsed.values[1].peers] == ["2001:db8:0:1::2/128", "fe80::2/128"]
    assert dmvpn.render(parsed.values, Generation.E) == text


@pytest.mark.parametrize("generation", Generation)
def test_a_hub_without_spokes_prints_its_legend_only(generation: Generation) -> None:
    text = dmvpn.render((dmvpn_section("Tunnel0", Role.HUB, []),), generation)
    assert text == legend(generation)
    assert dmvpn.parse(text).values == ()


def test_lines_about_shut_tunnels_are_read() -> None:
    parsed = dmvpn.parse(legend() + "Tunnel31 is admin down\nTunnel31 is admin down\n" + header("Tunnel0", "Hub", 0))
    assert [tunnel.interface for tunnel in parsed.values] == ["Tunnel0"]


def test_rows_are_grouped_by_address_under_their_lowest_target() -> None:
    """C-43: ascending target network of a group's first entry, never NBMA order."""
    tunnel = dmvpn_section(
        "Tunnel0",
        Role.SPOKE,
        [
            peer("172.16.0.1", "203.0.113.200", attributes="S", target="172.16.0.1/32"),
            peer("172.16.0.3", "203.0.113.7", attributes="D T1", target="172.16.0.3/32"),
            peer("172.16.0.3", "203.0.113.7", attributes="D T2", target="10.0.3.0/24"),
        ],
    )
    text = dmvpn.render((tunnel,), Generation.D)
    assert text.splitlines()[-3:] == [
        "     2 203.0.113.7          172.16.0.3    UP 00:01:00   DT2",
        "                            172.16.0.3    UP 00:01:00   DT1",
        "     1 203.0.113.200        172.16.0.1    UP 00:01:00     S",
    ]
    assert tunnel.declared_peers == 2


def test_an_unknown_row_counts_only_where_it_comes_first() -> None:
    """C-44: first in its section it is a peer; later it raises the count of the group above."""
    lost = peer("10.0.0.9", UNKNOWN, TunnelState.NHRP, NEVER, "I X")
    known = peer("10.0.0.2")
    later = dmvpn_section("Tunnel0", Role.HUB, [lost, known])
    assert [(one.nbma, one.entries) for one in later.peers] == [(known.nbma, 2), (UNKNOWN, 0)]
    assert later.declared_peers == 1
    first = dmvpn_section("Tunnel0", Role.HUB, [peer("10.0.0.1", UNKNOWN, TunnelState.IKE, NEVER, "I X"), known])
    assert [(one.nbma, one.entries) for one in first.peers] == [(UNKNOWN, 1), (known.nbma, 1)]
    assert first.declared_peers == 2
    assert count_mismatches((later, first)) == ()


def test_addresses_nobody_can_know_do_not_share_a_group() -> None:
    tunnel = dmvpn_section("Tunnel0", Role.HUB, [peer("10.0.0.2", ANY), peer("10.0.0.3", ANY)])
    assert tunnel.declared_peers == 2
    assert [row["nbma"] for row in dmvpn.rows((tunnel,))] == ["*", "*"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (FIXED.replace("Peers:2", "Peers:3"), [("NHRP Peers", 3, 2)]),
        (FIXED[: FIXED.rindex("     1 198")], [("NHRP Peers", 2, 1)]),
        (FIXED.replace("     1 198.51.100.3", "     2 198.51.100.3"), [("# Ent", 2, 1)]),
        (legend() + header("Tunnel0", "Hub", 2), [("NHRP Peers", 2, 0)]),
    ],
)
def test_a_count_that_the_rows_do_not_bear_out_is_told(text: str, found: list[tuple[str, int, int]]) -> None:
    mismatches = count_mismatches(dmvpn.parse(text).values)
    assert [(one.what, one.declared, one.printed) for one in mismatches] == found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (FIXED[: FIXED.index("UpDn Time")], "ends within the legend"),
        (FIXED[: FIXED.index("Type:")], "no Type line"),
        (FIXED[: FIXED.rindex(" 10.0.0.3")], "the rest of this row is missing"),
        (FIXED[: FIXED.rindex("00:15")], "not understood"),
        (
            FIXED + header("Tunnel1", "Spoke", 1) + " " * 30 + "10.1.0.5    UP 00:00:05   DT1\n",
            "this row has no entries",
        ),
        (FIXED[FIXED.rindex("     1 198") :], "a row without its interface"),
        (FIXED.replace("    UP 00:15:02     D", "    UX 00:15:02     D"), "'UX' is not a valid TunnelState"),
        (FIXED.replace("00:15:02     D", "00:15:02     Q"), "'Q' are not attributes"),
        (FIXED.replace("198.51.100.3", "198.51.100.333"), "198.51.100.333"),
        (FIXED.replace("Type:Hub", "Type:Boss"), "'Boss' is not a tunnel type"),
        (FIXED.replace("Type:Hub", "Mood:Hub"), "not understood"),
    ],
)
def test_what_is_cut_or_wrong_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        dmvpn.parse(text)
    assert problem in caught.value.problem
    assert text.split("\n")[caught.value.line_number - 1].strip() == caught.value.line


def test_lenient_reading_keeps_the_good_rows_and_returns_the_bad_one() -> None:
    parsed = dmvpn.parse(FIXED.replace("00:15:02     D", "00:15:02     Q"), strict=False)
    assert [str(one.tunnel) for one in parsed.values[0].peers] == ["10.0.0.2"]
    assert [text.split()[-1] for _, text in parsed.unread] == ["Q"]


@pytest.mark.parametrize("generation", Generation)
def test_the_legend_says_whose_text_it_is(generation: Generation) -> None:
    assert dmvpn.parse(legend(generation)).layout is generation


def test_the_legends_of_each_generation_differ_where_they_must() -> None:
    """G-06: ``I2`` marks D and E, ``B - BGP`` E; A has no NHS line (0.2)."""
    texts = {generation: legend(generation) for generation in Generation}
    assert [one.name for one, text in texts.items() if "I2 - Temporary" in text] == ["D", "E"]
    assert [one.name for one, text in texts.items() if "B - BGP" in text] == ["E"]
    assert [one.name for one, text in texts.items() if "NHS Status" not in text] == ["A"]
    assert all("=" * 74 in text.splitlines() for text in texts.values())
