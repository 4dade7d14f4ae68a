"""Every captured answer of the show commands reads without a line left over, and two labs are read a second way."""

import re
from collections.abc import Iterator
from ipaddress import ip_interface
from pathlib import Path
from typing import Any

import pytest

from nornir_dmvpn.ios.shows import ShowCommand, count_mismatches, find_command, split_prompt
from nornir_dmvpn.model.generation import Generation
from tests.captures import captures_folder

pytestmark = pytest.mark.conformance

ROOT = captures_folder()
SECTIONS = {"dmvpn", "nhrp", "nhs"}
"""The sections whose captures are read here."""
NAMED_BY_FOLDER = {
    "ShowDmvpn": "show dmvpn",
    "ShowDmvpnIpv6": "show dmvpn ipv6",
    "ShowIpNhrp": "show ip nhrp",
    "ShowIpNhrpDetail": "show ip nhrp detail",
    "ShowIpNhrpVrf": "show ip nhrp vrf CLOUD",
    "ShowIpNhrpNhs": "show ip nhrp nhs",
    "ShowIpNhrpNhsDetail": "show ip nhrp nhs detail",
    "show_dmvpn": "show dmvpn",
}
"""Contributed outputs lie in folders named after the command."""
ALTERED = {
    "NickelFace_OTUS-Network-Engineer/otus-dmvpn-ipsec/R27__show_dmvpn.txt": (
        ["-" * 116],
        "the author drew a rule of dashes below the router's output",
    ),
}
"""Captures with lines that no router printed, and why."""
READ_TWICE = {"ryohei-1051_enarsi-portfolio-lab": Generation.D, "trojanlx_otus-networks": Generation.C}
"""Folders read by the counter below, with the generation of their routers (IOSv 15.9 with I2, IOL 15.4 without)."""


def command_of(path: Path) -> str | None:
    """The prompt line says the command, else the file's name, else its folder's."""
    if path.suffix == ".txt" and "__" in path.stem:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        prompt = split_prompt(first)
        return prompt[1] if prompt and prompt[1] else path.stem.split("__")[1].replace("_", " ")
    if path.name == "output.txt" or path.suffix == ".raw":
        return next((NAMED_BY_FOLDER[one.name] for one in path.parents if one.name in NAMED_BY_FOLDER), None)
    return None


def answers() -> Iterator[tuple[Path, ShowCommand[Any]]]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and "configs" not in path.parts:
            command = command_of(path)
            found = None if command is None else find_command(command)
            if found is not None and found[0].section in SECTIONS:
                yield path, found[0]


CASES = [pytest.param(path, show, id=str(path.relative_to(ROOT))) for path, show in answers()]
DMVPN_CASES = [
    pytest.param(path, show, id=str(path.relative_to(ROOT))) for path, show in answers() if show.section == "dmvpn"
]
TWICE = [
    pytest.param(path, show, id=str(path.relative_to(ROOT)))
    for path, show in answers()
    if path.relative_to(ROOT).parts[0] in READ_TWICE
]


def test_there_are_answers_of_every_command_to_hold_the_parsers_against(captures: Path) -> None:
    assert captures == ROOT
    assert {show.section for _, show in answers()} == SECTIONS
    assert {path.relative_to(ROOT).parts[0] for path, _ in answers()} >= set(READ_TWICE)


@pytest.mark.parametrize(("path", "show"), CASES)
def test_every_line_of_a_captured_answer_is_read(path: Path, show: ShowCommand[Any]) -> None:
    text = path.read_text(encoding="utf-8")
    altered, _ = ALTERED.get(str(path.relative_to(ROOT)), ([], ""))
    parsed = show.parse(text, strict=not altered)
    assert [line.strip() for _, line in parsed.unread] == altered
    rows = show.rows(parsed.values)
    assert len(parsed.places) == len(rows)
    for row, place in zip(rows, parsed.places, strict=True):
        words = [word.strip(",").lower() for word in place.text.split()]
        if "target" in row and "via" in row:
            assert str(ip_interface(words[0]).network) == row["target"]
        else:
            assert (row.get("tunnel") or row["address"]) in words
        assert text.split("\n")[place.line - 1].strip() == place.text


@pytest.mark.parametrize(("path", "show"), DMVPN_CASES)
def test_the_counts_a_router_printed_agree_with_its_rows(path: Path, show: ShowCommand[Any]) -> None:
    parsed = show.parse(path.read_text(encoding="utf-8"), strict=False)
    assert parsed.values, "no section was read"
    assert count_mismatches(parsed.values) == ()


def seconds(text: str) -> int | None:
    """A second reading of a printed time."""
    if text == "never":
        return None
    if ":" in text:
        hours, minutes, rest = text.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + int(rest)
    units = {"w": 604_800, "d": 86_400, "h": 3600}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([wdh])", text))


def counted_dmvpn(text: str) -> list[dict[str, Any]]:
    """Rows of ``show dmvpn`` by splitting at blanks: six words are a row, four continue the one above."""
    rows: list[dict[str, Any]] = []
    section: dict[str, Any] = {}
    group: dict[str, Any] = {}
    for line in text.splitlines():
        words = line.split()
        if line.startswith("Interface: "):
            section = {"interface": words[1].rstrip(","), "family": words[2]}
        elif line.startswith("Type:"):
            section |= {"role": line[5 : line.index(",")], "peers": int(re.sub(r"\D", "", line.split("Peers")[1]))}
        elif section and words and words[-1].isalnum() and len(words) in (4, 6) and words[0][0].isdigit():
            if len(words) == 6:
                group = {"entries": int(words[0]), "nbma": None if words[1] == "UNKNOWN" else words[1]}
            tunnel, state, time, letters = words[-4:]
            attributes = sorted(re.findall(r"[A-Z]\d?", letters))
            told = {"tunnel": tunnel, "state": state, "updown": seconds(time), "attributes": attributes}
            rows.append(section | group | told | {"target": None})
    return rows


def counted_nhrp(text: str) -> list[dict[str, Any]]:
    """Entries of ``show ip nhrp``: a line that starts with a digit begins one."""
    rows: list[dict[str, Any]] = []
    empty = {"nbma": None, "claimed_nbma": None, "no_socket": False, "group": None, "preference": None}
    for line in text.splitlines():
        words = line.split()
        if line[:1].isdigit():
            rows.append(empty | {"target": words[0], "via": words[2] if len(words) > 1 else None})
        elif " created " in line:
            rows[-1] |= {"interface": words[0], "created": seconds(words[2].rstrip(","))}
            rows[-1] |= {"expires": None if "never" in words else seconds(words[4])}
        elif line.startswith("   Type:"):
            rows[-1] |= {"type": words[1].rstrip(","), "flags": sorted(line.split("Flags:")[1].split())}
        elif line.startswith("   NBMA address:"):
            rows[-1]["nbma"] = words[2]
        elif line.strip() == "(no-socket)":
            rows[-1]["no_socket"] = True
    return rows


COUNTERS = {"show_dmvpn": counted_dmvpn, "show_ip_nhrp": counted_nhrp}


@pytest.mark.parametrize(("path", "show"), TWICE)
def test_a_second_way_of_reading_gives_the_same_rows(path: Path, show: ShowCommand[Any]) -> None:
    text = path.read_text(encoding="utf-8")
    counted = COUNTERS[show.name](text)
    assert counted, "the second reading found nothing"
    assert show.rows(show.parse(text).values) == counted


@pytest.mark.parametrize(("path", "show"), TWICE)
def test_what_was_read_prints_as_it_was(path: Path, show: ShowCommand[Any]) -> None:
    text = path.read_text(encoding="utf-8")
    generation = READ_TWICE[path.relative_to(ROOT).parts[0]]
    parsed = show.parse(text)
    assert parsed.layout in (generation, None)
    prompt, *lines = [line.rstrip() for line in text.rstrip().split("\n")]
    assert split_prompt(prompt) is not None
    assert [line.rstrip() for line in show.render(parsed.values, generation).rstrip().split("\n")] == lines


def test_a_parsed_place_can_be_shown_as_evidence(captures: Path) -> None:
    path = captures / "trojanlx_otus-networks" / "otus-lab13" / "R15__show_dmvpn.txt"
    found = find_command("show dmvpn")
    assert found is not None
    first = found[0].parse(path.read_text(encoding="utf-8")).places[0]
    assert re.fullmatch(r"show dmvpn:\d+", str(first))
    assert "10.120.0.2" in first.text
