"""Every captured answer of the DMVPN and NHRP commands reads without a line left over, and prints as it was."""

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nornir_dmvpn.ios.shows import RenderOptions, ShowCommand, dmvpn_detail, find_command, nhrp_summary, split_prompt
from nornir_dmvpn.ios.shows.layout import RULE
from nornir_dmvpn.model.generation import Generation
from tests.captures import captures_folder
from tests.conformance.test_shows_captures import command_of

pytestmark = pytest.mark.conformance

ROOT = captures_folder()
NAMED_BY_FOLDER = {
    "ShowIpNhrpRedirect": "show ip nhrp redirect",
    "ShowIpNhrpSelf": "show ip nhrp self",
    "ShowIpNhrpStats": "show ip nhrp stats",
    "ShowIpNhrpStatsDetail": "show ip nhrp stats detail",
    "ShowNhrpStats": "show nhrp stats",
    "ShowNhrpStatsDetail": "show nhrp stats detail",
    "ShowIpNhrpSummary": "show ip nhrp summary",
    "ShowIpv6NhrpSummary": "show ipv6 nhrp summary",
    "ShowIpNhrpTraffic": "show ip nhrp traffic",
    "ShowIpNhrpTrafficDetail": "show ip nhrp traffic detail",
}
SEEN = frozenset(
    {
        *("dmvpn", "dmvpn_detail", "nhrp", "nhs", "nhrp_brief", "nhrp_self", "nhrp_redirect", "nhrp_summary"),
        *("nhrp_traffic", "nhrp_stats"),
    }
)
"""Sections of which there are captures; there is none of ``multicast`` and of ``nhs redundancy``."""
GENERATIONS = {
    "genieparser": Generation.E,
    "ryohei-1051_enarsi-portfolio-lab": Generation.D,
    "Truxton-Marley_ENARSI": Generation.D,
    "cisco-docs_ipv6-over-dmvpn": Generation.B,
    "cisco-docs_command-reference": Generation.B,
}
"""Of whole folders, where an answer does not tell; the others are IOL 15.x without ``I2``, so C (G-06)."""
DATED = {"cisco-docs_command-reference/show-ip-nhrp/Router__show_ip_nhrp_local.txt": Generation.E}
"""A file that says when it was printed: 2021."""

_CUT = "the author left out what stands below"
_TYPED = "the author typed this line again, with other blanks"
_SHIFTED = "the author shifted the table by some blanks"
_HOST_BITS = "host bits within a prefix, which no cache has: made up by the author"
_D_AS_C = "this image prints I2, and yet neither NBMA addresses nor D=Dynamic, like the one before it"
DIFFERENT: dict[str, tuple[tuple[str, ...], int, str]] = {
    **dict.fromkeys(
        (
            "AlexeyKislitsyn_AlexeyKislitsyn/otus-lab13-dual-hub-dual-cloud/R14__show_dmvpn.txt",
            "AlexeyKislitsyn_AlexeyKislitsyn/otus-lab13-dual-hub-dual-cloud/R15__show_dmvpn.txt",
        ),
        (("Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb",), 1, "the author's page took # for markup"),
    ),
    "NickelFace_OTUS-Network-Engineer/otus-dmvpn-ipsec/R27__show_dmvpn.txt": (
        ("-" * 116,),
        0,
        "the author drew a rule of dashes below the router's output",
    ),
    "Truxton-Marley_ENARSI/ph2-quiz-captures/R3-Spoke-Phase2__show_ip_nhrp_nhs_detail.txt": (
        (
            "Legend: E=Expecting replies, R=Responding, W=Waiting",
            "172.16.123.1  RE priority = 0 cluster = 0  req-sent 3  req-failed 0  repl-recv 3 (00:02:25 ago)",
        ),
        2,
        _D_AS_C,
    ),
    "Truxton-Marley_ENARSI/ph2-quiz-captures/R4__show_dmvpn_detail.txt": ((), 1, _CUT),
    "idx_48183740918_otus-a/R15-dmvpn-detail/R15__show_dmvpn_detail.txt": ((), 1, _CUT),
    "cisco-docs_command-reference/show-ip-nhrp/Router__show_ip_nhrp_detail.txt": (
        (
            "10.1.1.1/8 via 10.2.1.1, Tunnel1 created 00:46:29, never expire",
            "10.1.1.2/8 via 10.2.1.2, Tunnel1 created 00:00:12, expire 01:59:47",
        ),
        2,
        _HOST_BITS,
    ),
    "cisco-docs_command-reference/show-ip-nhrp/Router__show_ip_nhrp_shortcut.txt": (
        (
            "10.1.1.1/24 via 1.1.1.22 Tunnel0 created 00:00:05, expire 00:02:24",
            "Type: dynamic, Flags: router rib",
            "NBMA address: 10.12.1.1",
            "10.1.1.2/24 via 1.1.1.22 Tunnel0 created 00:00:05, expire 00:02:24",
            "Type: dynamic, Flags: router rib nho",
            "NBMA address: 10.12.1.2",
        ),
        6,
        f"{_HOST_BITS}; two lines joined without their comma, the others indented as if they were not",
    ),
    "cisco-docs_ipv6-over-dmvpn/spoke/Device__show_ipv6_nhrp.txt": (
        (
            "2001::/112 via 2001::6",
            "Tunnel1 created 00:01:16, never expire",
            "Type: static, Flags: used",
            "NBMA address: 192.169.2.9",
        ),
        4,
        "printed below 2001::8/128: this release seems to order by the next hop, one sample (C-13)",
    ),
    "genieparser/ShowDmvpn/iosxe__golden_output1/output.txt": (
        (
            "172.30.90.25   UP    6d12h     S",
            "2 172.29.134.1       172.30.72.72    UP 00:29:40   DT2",
            "172.30.72.72    UP 00:29:40   DT1",
        ),
        3,
        "rows put together by the author: columns shifted, a shortcut whose own prefix row is missing stands last",
    ),
    "genieparser/ShowDmvpn/iosxe__golden_output2/output.txt": (
        (
            "Ent Peer NBMA Addr Peer Tunnel Add State UpDn Tm Attrb",
            "----- --------------- --------------- ----- -------- -----",
            "1 UNKNOWN           172.28.172.30  NHRP    never    IX",
        ),
        3,
        _SHIFTED,
    ),
    "genieparser/ShowIpNhrpNhs/iosxe__golden_output/output.txt": (
        ("111.0.0.100   E NBMA Address: 111.1.1.1 priority = 0 cluster = 0",),
        1,
        _TYPED,
    ),
    "genieparser/ShowIpNhrpNhsDetail/iosxe__golden_output/output.txt": (
        ("111.0.0.100   E NBMA Address: 111.1.1.1 priority = 0 cluster = 0  req-sent 0  req-failed 0  repl-recv 0",),
        1,
        _TYPED,
    ),
    "genieparser/ShowIpNhrpNhsDetail/iosxe__golden_output_2/output.txt": (
        ("Registration Request: Reqid 57, Ret 64  NHS 172.16.0.1 expired",),
        1,
        "with a tunnel in the command the line ends before its name; ours prints one layout",
    ),
    "genieparser/ShowIpNhrpNhsDetail/iosxe__golden_output_3/output.txt": (
        ("10.0.0.1 RE priority = 0 cluster = 0 req-sent 34560 req-failed 0 repl-recv 26580 (00:03:14 ago)",),
        1,
        _TYPED,
    ),
    "idx_28387753472_otus-e/R14-hub/R14__show_ip_nhrp_brief.txt": (
        (
            "192.168.200.2/32     192.168.200.2   52.0.0.34       dynamic  Tu1     <   >",
            "192.168.200.3/32     192.168.200.3   52.0.0.26       dynamic  Tu1     <   >",
        ),
        2,
        _SHIFTED,
    ),
    "idx_55652680388_multivendor-campus/HQ-ROUTER/HQ-ROUTER__show_ip_nhrp_brief.txt": (
        ("Target             Via             NBMA            Mode   Intfc   Claimed",),
        1,
        _SHIFTED,
    ),
    "kononenko-yury_otus-network-practics/lab45-dual-hub-dual-cloud-ikev2-pki/B1-CE__sh_ip_nhrp_br.txt": (
        (
            "Target             Via            NBMA           Mode   Intfc   Claimed",
            "192.168.0.1/32 192.168.0.1     172.248.237.202 static   Tu100   <   >",
            "192.168.2.1/32 192.168.2.1     172.248.237.198 static   Tu200   <   >",
        ),
        3,
        _SHIFTED,
    ),
}
"""Lines that are not printed again as they stand, how many others come instead, and why."""
UNREADABLE = {"NickelFace_OTUS-Network-Engineer/otus-dmvpn-ipsec/R27__show_dmvpn.txt"}
"""Of those, the captures that strict mode refuses, at that line."""


def typed(path: Path) -> str | None:
    """The command that a capture answers."""
    named = next((NAMED_BY_FOLDER[one.name] for one in path.parents if one.name in NAMED_BY_FOLDER), None)
    return named if named is not None and path.name == "output.txt" else command_of(path)


def answers() -> Iterator[tuple[Path, ShowCommand[Any], bool]]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and "configs" not in path.parts:
            command = typed(path)
            found = None if command is None else find_command(command)
            if found is not None and found[0].section in SEEN:
                yield path, found[0], "detail" in found[1]


CASES = [pytest.param(*case, id=str(case[0].relative_to(ROOT))) for case in answers()]


def test_there_is_a_capture_of_every_section_and_no_command_of_them_is_passed_by() -> None:
    assert {show.section for _, show, _ in answers()} == SEEN
    for path in ROOT.rglob("*"):
        if path.is_file() and "configs" not in path.parts and "ShowDmvpnCountStatus" not in path.parts:
            command = typed(path) or ""
            assert find_command(command) is not None or not {"dmvpn", "nhrp"} & set(command.split()), path


def test_no_exception_is_listed_for_a_capture_that_is_not_there() -> None:
    known = {str(path.relative_to(ROOT)) for path, _, _ in answers()}
    assert set(DIFFERENT) <= known
    assert set(DIFFERENT) >= UNREADABLE


@pytest.mark.parametrize(("path", "show", "detail"), CASES)
def test_every_line_is_read_or_was_altered_by_its_author(path: Path, show: ShowCommand[Any], detail: bool) -> None:  # noqa: ARG001
    name, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    parsed = show.parse(text, strict=name not in UNREADABLE)
    assert [line.strip() for _, line in parsed.unread] == list(DIFFERENT[name][0] if name in UNREADABLE else ())
    rows = show.rows(parsed.values)
    assert rows, "nothing was read"
    assert len(parsed.places) == len(rows)
    lines = text.split("\n")
    assert all(lines[place.line - 1].strip() == place.text for place in parsed.places)
    if show.section == "dmvpn_detail":
        assert dmvpn_detail.detail_mismatches(parsed.values) == ()
    if show.section == "nhrp_summary":
        assert nhrp_summary.summary_mismatches(parsed.values) == ()


def essence(text: str) -> list[str]:
    """The lines below prompt and legend, without blank lines, blanks at the ends and TABs."""
    lines = [line.rstrip().expandtabs(8) for line in text.splitlines() if line.strip()]
    if lines and (split_prompt(lines[0]) or lines[0].startswith("show ")):
        del lines[0]
    if lines and split_prompt(lines[-1]):
        del lines[-1]
    lines = [line for line in lines if not line.startswith(("Load for five secs", "No time source"))]
    rule = next((index for index, line in enumerate(lines) if line.strip() == RULE), None)
    return lines if rule is None else lines[rule + 1 :]


@pytest.mark.parametrize(("path", "show", "detail"), CASES)
def test_what_was_read_prints_as_it_was(path: Path, show: ShowCommand[Any], detail: bool) -> None:
    name = str(path.relative_to(ROOT))
    text = path.read_text(encoding="utf-8")
    parsed = show.parse(text, strict=name not in UNREADABLE)
    folder = GENERATIONS.get(path.relative_to(ROOT).parts[0], Generation.C)
    generation = parsed.layout or DATED.get(name, folder)
    printed = show.render(parsed.values, generation, RenderOptions(detail=detail))
    changes = [line for line in difflib.ndiff(essence(text), essence(printed)) if line[:2] in ("- ", "+ ")]
    gone = sorted(line[2:].strip() for line in changes if line[0] == "-")
    come = [line for line in changes if line[0] == "+"]
    expected, others, _ = DIFFERENT.get(name, ((), 0, ""))
    assert gone == sorted(expected)
    assert len(come) == others
