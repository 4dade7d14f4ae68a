"""``show ip nhrp nhs``: servers and what waits for them."""

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import RenderOptions, nhs
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import NhsReport, NhsState

DETAIL = RenderOptions(detail=True)
LEGEND = "Legend:\tE=Expecting replies, R=Responding, W=Waiting, D=Dynamic\n"
FAILING = f"""{LEGEND}Tunnel0:
10.0.0.1  RE  NBMA Address: 203.0.113.1 priority = 0 cluster = 0  req-sent 12  req-failed 0  repl-recv 12 (00:01:02 ago)
10.0.0.2   E  NBMA Address: 203.0.113.2 priority = 0 cluster = 0  req-sent 6  req-failed 0  repl-recv 0

Tunnel1:
10.1.0.1   W  NBMA Address: 203.0.113.1 priority = 2 cluster = 1  req-sent 0  req-failed 0  repl-recv 0


Pending Registration Requests:
Registration Request: Reqid 15, Ret 64  NHS 10.0.0.2 expired (Tu0)
"""


def test_detail_reads_and_prints_byte_for_byte() -> None:
    """C-30, C-31."""
    parsed = nhs.parse(FAILING)
    assert nhs.render(parsed.values, Generation.E, DETAIL) == FAILING
    assert [place.line for place in parsed.places] == [3, 4, 7, 11]
    first, second, third = parsed.values.servers
    assert (first.state, first.requests_sent, first.last_reply_age) == (NhsState.RE, 12, 62)
    assert (second.state, second.last_reply_age, third.interface, third.priority) == (NhsState.E, None, "Tunnel1", 2)
    (waiting,) = parsed.values.pending
    assert (waiting.interface, str(waiting.nhs), waiting.request_id, waiting.retry) == ("Tunnel0", "10.0.0.2", 15, 64)


def test_rows_tell_servers_from_pending_registrations() -> None:
    rows = nhs.rows(nhs.parse(FAILING).values)
    assert [(row["address"], row["state"], row["retry"]) for row in rows] == [
        ("10.0.0.1", "RE", None),
        ("10.0.0.2", "E", None),
        ("10.1.0.1", "W", None),
        ("10.0.0.2", None, 64),
    ]
    assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize(
    ("generation", "row"),
    [
        (Generation.B, "10.0.0.1  RE"),
        (Generation.C, "10.0.0.1  RE priority = 0 cluster = 0"),
        (Generation.D, "10.0.0.1  RE  NBMA Address: 203.0.113.1 priority = 0 cluster = 0"),
    ],
)
def test_each_release_prints_the_parts_it_knows(generation: Generation, row: str) -> None:
    text = nhs.render(nhs.parse(FAILING).values, generation)
    assert text.splitlines()[2] == row
    assert ("D=Dynamic" in text) == (generation is Generation.D)
    assert "Pending" not in text
    assert nhs.parse(text).values.servers[0].state is NhsState.RE


def test_lines_below_a_server_and_single_blanks_read() -> None:
    text = f"""{LEGEND}Tunnel100:
10.0.0.1 RE priority = 0 cluster = 0 req-sent 9 req-failed 2 repl-recv 7 (3d04h ago)
 Current Request ID: 35914 (Ack: 35914)
 Protection Socket Requested: FALSE
10.0.0.2   E  priority = 0 cluster = 0  req-sent 5  req-failed 0  repl-recv 0
 Current Request ID: 57

Pending Registration Requests:
Registration Request: Reqid 57, Ret 64  NHS 10.0.0.2 expired
"""
    report = nhs.parse(text).values
    assert [(one.requests_failed, one.last_reply_age) for one in report.servers] == [(2, 273_600), (0, None)]
    assert report.pending[0].interface == "Tunnel100"


def test_a_dynamic_server_is_told_from_a_configured_one() -> None:
    (server,) = nhs.parse(
        f"{LEGEND}Tunnel0:\n10.0.0.1 RED  NBMA Address: 203.0.113.1 priority = 0 cluster = 0\n"
    ).values.servers
    assert (server.state, server.dynamic) == (NhsState.RE, True)


def test_without_servers_nothing_is_printed() -> None:
    assert nhs.render(NhsReport(), Generation.E, DETAIL) == ""
    assert nhs.parse("R1#show ip nhrp nhs\nR1#").values == NhsReport()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (LEGEND, "no server is listed"),
        (f"{LEGEND}Tunnel0:\n", "no server is listed"),
        ("\n".join(FAILING.split("\n")[:6]), "no server is listed"),
        (FAILING.replace("10.0.0.1  RE", "10.0.0.1  REW"), "'REW' is not a valid NhsState"),
        (FAILING.replace("NHS 10.0.0.2 expired (Tu0)", "NHS 10.9.9.9 expired"), "a server that is not listed"),
        (FAILING[: FAILING.index("cluster")], "not understood"),
        (FAILING[: FAILING.index("priority")], "not understood"),
        (FAILING[: FAILING.index("repl-recv")], "not understood"),
        (FAILING[: FAILING.index("  NBMA")], "no priority"),
        (FAILING[: FAILING.index("  NBMA Address: 203.0.113.2")], "no priority"),
        (FAILING[: FAILING.index("  req-sent 6")], "no requests sent"),
        (FAILING.split("\n", 2)[2], "no interface"),
    ],
)
def test_what_is_cut_or_wrong_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        nhs.parse(text)
    assert problem in caught.value.problem
