"""Odd layouts of the NHRP commands, and the inputs that public parsers were seen to read wrong."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import (
    RenderOptions,
    dmvpn,
    find_command,
    nhrp,
    nhrp_brief,
    nhrp_multicast,
    nhrp_stats,
    nhrp_summary,
    nhrp_traffic,
    nhs_redundancy,
)
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.nhrp_state import MulticastTarget, RedundantNhs
from nornir_dmvpn.model.state import EntryType

HEALTHY = """10.0.0.3/32 via 10.0.0.3
   Tunnel0 created 00:06:49, expire 00:09:50
   Type: dynamic, Flags: unique registered used nhop
   NBMA address: 198.51.100.3
    (Claimed NBMA address: 192.168.77.3)
   Group: BRANCH
    (no-socket)
"""
INCOMPLETE = ("10.0.0.6/32, Tunnel0 created 00:00:07, expire 00:02:57\n", "10.0.0.6/32\n   Tunnel0 created 00:00:07, ")


@pytest.mark.parametrize("first", [INCOMPLETE[0], INCOMPLETE[1] + "expire 00:02:57\n"], ids=["one line", "two lines"])
def test_a_registered_entry_above_an_incomplete_one_stays_registered(first: str) -> None:
    healthy, waiting = nhrp.parse(f"{HEALTHY}{first}   Type: incomplete, Flags: negative\n   Cache hits: 4\n").values
    assert (healthy.type, str(healthy.nbma), healthy.group) == (EntryType.DYNAMIC, "198.51.100.3", "BRANCH")
    assert healthy.flags == {"unique", "registered", "used", "nhop"}
    assert (healthy.claimed_nbma, healthy.no_socket) == (IPv4Address("192.168.77.3"), True)
    assert (waiting.type, waiting.nbma, waiting.cache_hits, waiting.flags) == (
        EntryType.INCOMPLETE,
        None,
        4,
        frozenset({"negative"}),
    )


def test_an_older_entry_may_come_first_and_its_nbma_address_may_be_ipv6() -> None:
    older, newer = nhrp.parse(
        "10.0.0.2/32 via 10.0.0.2, Tunnel0 created 00:17:49, expire 00:01:30\n"
        "  Type: dynamic, Flags: unique registered used\n"
        "  NBMA address: 172.17.0.2\n"
        "10.0.0.4/32 via 10.0.0.4\n   Tunnel0 created 1d02h, never expire \n"
        "   Type: static, Flags: \n   NBMA address: 2001:DB8:1201::122 \n"
    ).values
    assert (str(older.nbma), newer.nbma) == ("172.17.0.2", IPv6Address("2001:db8:1201::122"))


def test_a_continuation_row_keeps_its_own_tunnel_address_and_a_later_group_its_own_nbma_address() -> None:
    (tunnel,) = dmvpn.parse(
        "Interface: Tunnel0, IPv4 NHRP Details \nType:Hub, NHRP Peers:3, \n\n"
        " # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb\n"
        " ----- --------------- --------------- ----- -------- -----\n"
        "     2 198.51.100.2          10.0.0.2    UP 00:16:15     D\n"
        "                            10.0.0.22    UP 00:00:05   DT1\n"
        "     1 2001:DB8:1201::122\n"
        "                            10.0.0.30    UP 00:02:19     D\n"
        "     1 203.0.113.9           10.0.0.40   IKE    never     S\n"
    ).values
    assert [(str(peer.nbma), str(peer.tunnel)) for peer in tunnel.peers] == [
        ("198.51.100.2", "10.0.0.2"),
        ("198.51.100.2", "10.0.0.22"),
        ("2001:db8:1201::122", "10.0.0.30"),
        ("203.0.113.9", "10.0.0.40"),
    ]


@pytest.mark.parametrize(
    "command", ["show ip nhrp", "sh ip nhr dyn", "show ipv6 nhrp", "show ip nhrp vrf RED stati det"]
)
def test_each_selection_of_the_cache_is_one_command(command: str) -> None:
    found = find_command(command)
    assert found is not None
    assert found[0] is nhrp.SHOW


@pytest.mark.parametrize("word", ["stat", "s", "st", "sel f", "summaries"])
def test_an_abbreviation_that_fits_several_selections_is_none(word: str) -> None:
    assert find_command(f"show ip nhrp {word}") is None


def test_a_brief_row_with_a_claimed_address() -> None:
    (row,) = nhrp_brief.parse(
        "   Target             Via            NBMA           Mode   Intfc   Claimed\n"
        "        10.9.0.10/32 10.9.0.10       10.10.100.30    dynamic  Tu15272 < 192.168.1.1 >\n"
    ).values
    assert (row.interface, str(row.claimed_nbma), row.target) == ("Tu15272", "192.168.1.1", ip_network("10.9.0.10"))


NEW_BRIEF = f"""{"*" * 76}
    NOTE: Link-Local, No-socket and Incomplete entries are not displayed
{"*" * 76}
Legend: Type --> S - Static, D - Dynamic
        Flags --> u - unique, r - registered, e - temporary, c - claimed
        a - authoritative, t - route
{"=" * 76}

Intf     NextHop Address                                    NBMA Address
         Target Network                              T/Flag
-------- ------------------------------------------- ------ ----------------
Tu0      10.0.0.1                                           203.0.113.1
         10.0.0.1/32                                 S/
Tu0      10.0.0.3                                           198.51.100.3
         192.168.3.0/24                              D/t
"""


def test_the_new_brief_table_reads_and_prints_byte_for_byte() -> None:
    """C-24."""
    parsed = nhrp_brief.parse(NEW_BRIEF)
    assert [(str(row.target), row.type, sorted(row.flags)) for row in parsed.values] == [
        ("10.0.0.1/32", EntryType.STATIC, []),
        ("192.168.3.0/24", EntryType.DYNAMIC, ["t"]),
    ]
    assert nhrp_brief.render(parsed.values, Generation.E) == NEW_BRIEF


def test_the_multicast_list_prints_as_measured() -> None:
    """C-28 as replaced: the header alone when the list is empty."""
    one = MulticastTarget(interface="Tunnel0", nbma=IPv4Address("198.51.100.2"), flags=frozenset({"dynamic"}))
    text = "  I/F     NBMA address  \nTunnel0    198.51.100.2    Flags: dynamic          (Enabled)\n"
    assert nhrp_multicast.render((one,), Generation.E) == text
    assert nhrp_multicast.parse(text).values == (one,)
    assert nhrp_multicast.parse("  I/F     NBMA address  \n").values == ()


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("show ip nhrp traffic", "Tunnel0: Max-send limit:10000Pkts/10Sec, Usage:0%\n"),
        ("show nhrp stats", "Codes: T - Transport, O - Overlay, EP - End Point\n"),
        ("show nhrp stats", "Tunnel0\n\n RIB Events Stats:\n"),
        (
            "show ip nhrp summary",
            "IP NHRP cache 1 entry, 784 bytes\n    0 static   1 dynamic    0 incomplete\n1 Remote\n",
        ),
        ("show ip nhrp nhs redundancy", "Legend: E=Expecting replies, R=Responding, W=Waiting\n"),
        ("show ip nhrp redirect", "10.0.0.2/32 via 192.168.1.2\nType: dynamic, Flags: authoritative\n"),
        ("show ip nhrp self", "10.0.0.1/32 via 10.0.0.1\n   Tunnel0 created 00:55:35, never expire \n"),
    ],
)
def test_an_answer_that_ends_too_early_is_refused(command: str, text: str) -> None:
    found = find_command(command)
    assert found is not None
    with pytest.raises(ParseError, match="cut off"):
        found[0].parse(text)


@pytest.mark.parametrize("show", [nhrp_brief, nhrp_traffic, nhrp_summary, nhrp_stats, nhrp_multicast])
def test_an_empty_answer_is_an_empty_answer(show: object) -> None:
    assert show.parse("").values == ()  # type: ignore[attr-defined] # each is a show command's module


def test_a_summary_that_counts_wrong_is_seen() -> None:
    text = (
        "IP NHRP cache 3 entries, 784 bytes\n    0 static   1 dynamic    0 incomplete\n1 Remote\n"
        "    0 static   1 dynamic    0 incomplete\n    1 nhop     0 bfd\n    0 default  0 temporary\n    0 route\n"
        "        0 rib (0 H    0 nho)\n        0 bgp\n    0 lfib\n0 Local\n"
        "    0 static   0 dynamic    0 incomplete\n    0 lfib\n"
    )
    found = nhrp_summary.summary_mismatches(nhrp_summary.parse(text).values)
    assert [(one.what, one.declared, one.printed) for one in found] == [("NHRP cache", 3, 1)]


def test_a_limit_that_is_not_said_prints_as_the_default() -> None:
    text = (
        "Tunnel0: Max-send limit:10000Pkts/10Sec, Usage:0%\n"
        "   Sent: Total 1\n"
        "         1 Resolution Request  0 Resolution Reply  0 Registration Request\n"
        "         0 Registration Reply  0 Purge Request  0 Purge Reply\n"
        "         0 Error Indication  0 Traffic Indication  0 Redirect Suppress\n"
        "   Rcvd: Total 0\n"
        "         0 Resolution Request  0 Resolution Reply  0 Registration Request\n"
        "         0 Registration Reply  0 Purge Request  0 Purge Reply\n"
        "         0 Error Indication  0 Traffic Indication  0 Redirect Suppress\n"
    )
    parsed = nhrp_traffic.parse(text)
    assert nhrp_traffic.render(parsed.values, Generation.E) == text
    assert "   Fwd: Total 0\n" in nhrp_traffic.render(parsed.values, Generation.E, RenderOptions(detail=True))


def test_redundancy_reads_servers_and_clusters() -> None:
    """The fields of Annex D 12; the columns are the vendor's words, no capture confirms their widths."""
    value = nhs_redundancy.parse(
        "Legend: E=Expecting replies, R=Responding, W=Waiting\n"
        "No. Interface Clus    NHS        Prty Cur-State Cur-Queue Prev-State Prev-Queue\n"
        "1   Tunnel0   5    10.0.0.253      3  RE      Running    E       Running\n"
        "2   Tunnel0   5    10.0.0.252     12  W       Waiting    E       Waiting\n\n"
        "No. Interface Cluster Status Max-Con Total-NHS Responding Expecting Waiting Fallback\n"
        "1   Tunnel0      5     Enable     1         2          1         0        1        0\n"
        "2   Tunnel0      0     Disable Not Set      1          0         1        0        0\n"
    ).values
    assert [(str(one.address), one.state.value, one.queue) for one in value.servers] == [
        ("10.0.0.253", "RE", "Running"),
        ("10.0.0.252", "W", "Waiting"),
    ]
    assert isinstance(value.servers[0], RedundantNhs)
    assert [(one.cluster, one.status, one.max_connections, one.waiting) for one in value.clusters] == [
        (5, "Enable", 1, 1),
        (0, "Disable", None, 0),
    ]
