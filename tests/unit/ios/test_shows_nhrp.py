"""``show ip nhrp``: the layouts of all releases, entry by entry."""

from typing import Any

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import RenderOptions, nhrp
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import EntryType

SPOKE = """10.0.0.1/32 via 10.0.0.1
   Tunnel0 created 1d02h, never expire 
   Type: static, Flags: used 
   NBMA address: 203.0.113.1 
10.0.0.2/32 via 10.0.0.2
   Tunnel0 created 00:06:49, expire 00:09:50
   Type: dynamic, Flags: registered nhop 
   NBMA address: 198.51.100.2 
    (Claimed NBMA address: 192.168.77.2) 
   Group: BRANCH-10M
10.0.0.3/32 via 10.0.0.3
   Tunnel0 created 00:00:07, expire 00:09:52
   Type: dynamic, Flags: router unique local 
   NBMA address: 198.51.100.3 
    (no-socket) 
10.0.0.4/32
   Tunnel0 created 00:00:07, expire 00:02:57
   Type: incomplete, Flags: negative 
   Cache hits: 4
"""  # noqa: W291 # IOS prints these blanks


def one(text: str) -> dict[str, Any]:
    (row,) = nhrp.rows(nhrp.parse(text).values)
    return row


def test_entries_read_and_print_byte_for_byte() -> None:
    parsed = nhrp.parse(SPOKE)
    assert nhrp.render(parsed.values, Generation.C) == SPOKE
    assert [place.line for place in parsed.places] == [1, 5, 11, 16]


def test_rows_have_the_documented_keys() -> None:
    rows = nhrp.rows(nhrp.parse(SPOKE).values)
    assert rows[1] == {
        "target": "10.0.0.2/32",
        "via": "10.0.0.2",
        "interface": "Tunnel0",
        "created": 409,
        "expires": 590,
        "type": "dynamic",
        "flags": ["nhop", "registered"],
        "nbma": "198.51.100.2",
        "claimed_nbma": "192.168.77.2",
        "no_socket": False,
        "group": "BRANCH-10M",
        "preference": None,
    }
    assert (rows[0]["expires"], rows[2]["no_socket"], rows[3]["via"], rows[3]["nbma"]) == (None, True, None, None)


def test_generation_e_lists_local_entries_last() -> None:
    """C-13."""
    text = nhrp.render(nhrp.parse(SPOKE).values, Generation.E)
    assert [line.split()[0] for line in text.splitlines() if line[0].isdigit()] == [
        "10.0.0.1/32",
        "10.0.0.2/32",
        "10.0.0.4/32",
        "10.0.0.3/32",
    ]


def test_the_old_layout_has_target_and_times_on_one_line() -> None:
    """C-21."""
    lines = nhrp.render(nhrp.parse(SPOKE).values, Generation.B).splitlines()
    assert lines[3] == "10.0.0.2/32 via 10.0.0.2, Tunnel0 created 00:06:49, expire 00:09:50"
    assert lines[4] == "  Type: dynamic, Flags: registered nhop "
    assert lines[-3] == "10.0.0.4, Tunnel0 created 00:00:07, expire 00:02:57"


NEW = "10.0.0.2/32 via 10.0.0.2\n   Tunnel0 created 00:06:49, expire 01:09:50\n"
OLD = "10.0.0.2/32 via 10.0.0.2, Tunnel0 created 00:06:49, expire 01:09:50\n"
HEALTHY = "   Type: dynamic, Flags: unique registered\n   NBMA address: 198.51.100.2\n"
LOST = "   Type: incomplete, Flags: negative\n   Cache hits: 4\n"


@pytest.mark.parametrize(
    "text",
    [
        NEW + HEALTHY + "192.168.0.6/32\n   Tunnel0 created 00:00:07, expire 00:02:57\n" + LOST,
        OLD + HEALTHY + "192.168.0.6/32, Tunnel0 created 00:00:07, expire 00:02:57\n" + LOST,
        OLD + HEALTHY + "192.168.0.6, Tunnel0 created 00:00:07, expire 00:02:57\n" + LOST,
    ],
)
def test_an_incomplete_entry_does_not_spoil_the_healthy_one_above(text: str) -> None:
    """The input on which another parser called the healthy entry incomplete (features.md, appendix A)."""
    healthy, lost = nhrp.parse(text).values
    assert (str(healthy.target), healthy.type, sorted(healthy.flags)) == (
        "10.0.0.2/32",
        EntryType.DYNAMIC,
        ["registered", "unique"],
    )
    assert (str(lost.target), lost.type, lost.nbma, lost.cache_hits) == (
        "192.168.0.6/32",
        EntryType.INCOMPLETE,
        None,
        4,
    )


def test_detail_adds_preference_and_requester() -> None:
    """C-22; all the lines that another parser dropped (features.md, appendix A)."""
    text = """10.0.0.3/32 via 10.0.0.3
   Tunnel0 created 00:00:42, expire 00:02:19
   Type: dynamic, Flags: router unique local 
   NBMA address: 2001:DB8::3 
   Preference: 255
    (Claimed NBMA address: 192.168.1.3) 
   Group: HUB
   Cache hits: 7
    (no-socket) 
  Requester: 10.0.0.2 Request ID: 97
"""  # noqa: W291 # IOS prints these blanks
    (entry,) = nhrp.parse(text).values
    assert (entry.preference, str(entry.requester), entry.request_id, entry.cache_hits) == (255, "10.0.0.2", 97, 7)
    assert (str(entry.nbma), str(entry.claimed_nbma), entry.group, entry.no_socket) == (
        "2001:db8::3",
        "192.168.1.3",
        "HUB",
        True,
    )
    assert nhrp.render((entry,), Generation.E, RenderOptions(detail=True)) == text
    assert "Preference" not in nhrp.render((entry,), Generation.E)


def test_the_oldest_layout_with_a_mask_reads() -> None:
    row = one(
        "10.0.0.0 255.255.255.0, tunnel 100 created 0:00:43 expire 1:59:16\n"
        "  Type: dynamic Flags: authoritative\n  NBMA address: 198.51.100.9\n"
    )
    assert (row["target"], row["interface"], row["created"], row["expires"]) == ("10.0.0.0/24", "Tunnel100", 43, 7156)


def test_flags_may_be_empty() -> None:
    assert (
        one(
            "10.0.0.1/32 via 10.0.0.1\n   Tunnel0 created 10w2d, never expire\n   Type: static, Flags:\n"
            "   NBMA address: 203.0.113.1\n"
        )["flags"]
        == []
    )


@pytest.mark.parametrize(
    ("keep", "missing"), [(1, "type"), (2, "type"), (3, "nbma"), (5, "type"), (6, "type"), (7, "nbma")]
)
def test_an_entry_that_was_cut_off_is_refused(keep: int, missing: str) -> None:
    text = "\n".join(SPOKE.split("\n")[:keep])
    with pytest.raises(ParseError, match=f"the output is cut off: this row has no {missing}") as caught:
        nhrp.parse(text)
    assert caught.value.line.startswith("10.0.0.")


def test_an_entry_without_its_beginning_is_refused() -> None:
    with pytest.raises(ParseError) as caught:
        nhrp.parse(SPOKE.split("\n", 1)[1])
    assert caught.value.line_number == 1


@pytest.mark.parametrize(
    "text", [SPOKE.replace("203.0.113.1 ", "203.0.113.999"), SPOKE.replace("10.0.0.2/32", "10.0.0.2/64")]
)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match=r"203\.0\.113\.999|10\.0\.0\.2/64"):
        nhrp.parse(text)
