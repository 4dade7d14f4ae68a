"""Every captured answer about interfaces and routing reads whole, prints as it was, and agrees with other readings."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import textfsm
import yaml
from ntc_templates.parse import parse_output  # type: ignore[import-untyped] # ships no types

from nornir_dmvpn.ios.shows import RenderOptions, ShowCommand, find_command, ip_route, split_prompt
from nornir_dmvpn.ios.templates import textfsm_template
from nornir_dmvpn.model.generation import Generation
from tests.captures import captures_folder

pytestmark = pytest.mark.conformance

ROOT = captures_folder()
SECTIONS = {"interfaces", "tunnel_interfaces", "routes", "eigrp", "ospf", "bgp"}
"""Sections with captures; ``show ip protocols`` and ``show ip route PREFIX`` have none."""
GENERATIONS = {
    "ryohei-1051_enarsi-portfolio-lab": Generation.D,
    "trojanlx_otus-networks": Generation.C,
    "evgzol_OTUS-Network-Engineer": Generation.C,
    "dcantor_iosxe_dmvpn_test_suite": Generation.E,
    "idx_3148422809_netlab-4g-iot": Generation.C,
    "idx_51902306071_ccnp-notes-vn": Generation.C,
    "idx_55652680388_multivendor-campus": Generation.C,
}
"""Folders whose routers' generation is known: from the legend, or from the platform their notes name."""
NOT_KEPT = (
    " bytes of memory",
    "BGP activity ",
    " networks peaked at ",
    "multipath network entries",
    " received paths for inbound soft",
    "BGP using ",
)
"""Lines of ``show ip bgp summary`` that are read past: they tell no peering."""
ALTERED: dict[str, tuple[tuple[str, ...], str]] = {
    "evgzol_OTUS-Network-Engineer/otus-lab13/R18__show_ip_ro.txt": (
        ("...", "..."),
        "lines 14 and 21: the author left out the rest of the table and wrote three dots in its place",
    ),
}
"""Captures with lines that no router printed, and why."""


def command_of(path: Path) -> str | None:
    if path.suffix == ".txt" and "__" in path.stem:
        prompt = split_prompt(path.read_text(encoding="utf-8").split("\n", 1)[0])
        return prompt[1] if prompt and prompt[1] else path.stem.split("__")[1].replace("_", " ")
    return path.parent.name.replace("_", " ") if path.suffix == ".raw" else None


def answers() -> Iterator[tuple[Path, ShowCommand[Any], str]]:
    for path in sorted(ROOT.rglob("*")):
        command = command_of(path) if path.is_file() and "configs" not in path.parts else None
        found = None if command is None else find_command(command)
        if command is not None and found is not None and found[0].section in SECTIONS:
            yield path, found[0], command


def cases(*, raw: bool) -> list[Any]:
    return [
        pytest.param(path, show, command, id=str(path.relative_to(ROOT)))
        for path, show, command in answers()
        if (path.suffix == ".raw") is raw
    ]


def trimmed(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines if not any(part in line for part in NOT_KEPT)]


def test_there_are_answers_of_every_command(captures: Path) -> None:
    assert captures == ROOT
    assert {show.section for _, show, _ in answers()} == SECTIONS
    assert {path.relative_to(ROOT).parts[0] for path, _, _ in answers()} >= set(GENERATIONS)
    assert len(cases(raw=False)) > 40


@pytest.mark.parametrize(("path", "show", "command"), cases(raw=False) + cases(raw=True))
def test_every_line_of_a_captured_answer_is_read(path: Path, show: ShowCommand[Any], command: str) -> None:
    text = path.read_text(encoding="utf-8")
    altered, _ = ALTERED.get(str(path.relative_to(ROOT)), ((), ""))
    parsed = show.parse(text, strict=not altered)
    assert tuple(line.strip() for _, line in parsed.unread) == altered
    rows = show.rows(parsed.values)
    assert rows, f"nothing was read of {command!r}"
    assert len(parsed.places) == len(rows)
    for row, place in zip(rows, parsed.places, strict=True):
        assert text.split("\n")[place.line - 1].strip() == place.text
        told = row.get("next_hop") or row.get("neighbour") or row.get("address") or row["interface"]
        assert told.split("/")[0] in place.text or row["interface"] in place.text


@pytest.mark.parametrize(("path", "show", "command"), [one for one in cases(raw=False) if one.id not in ALTERED])
def test_what_was_read_prints_as_it_was(path: Path, show: ShowCommand[Any], command: str) -> None:
    """Trailing blanks and BGP's statistics aside; of a legend that was cut off, what is left is the end."""
    text = path.read_text(encoding="utf-8")
    parsed = show.parse(text)
    generation = GENERATIONS[path.relative_to(ROOT).parts[0]]
    assert parsed.layout in (None, generation)
    lines = trimmed(text.rstrip().split("\n")[1:])
    printed = trimmed(
        show.render(parsed.values, generation, RenderOptions(detail="det" in command)).rstrip().split("\n")
    )
    whole = show.section != "routes" or parsed.layout is not None
    assert (printed if whole else printed[-len(lines) :]) == lines


@pytest.mark.parametrize(
    ("path", "show", "command"), [one for one in cases(raw=False) if one.values[2].endswith("ip route")]
)
def test_the_subnets_a_whole_table_counts_are_there(path: Path, show: ShowCommand[Any], command: str) -> None:  # noqa: ARG001 # the case as it is listed
    for table in show.parse(path.read_text(encoding="utf-8")).values:
        assert table.majors
        assert ip_route.subnet_mismatches(table) == ()


def stock_rows(show: ShowCommand[Any], text: str) -> list[dict[str, Any]]:
    """What a Netmiko user gets: the template run by TextFSM itself."""
    template = textfsm.TextFSM(StringIO(textfsm_template(show.name)))
    names = [name.lower() for name in template.header]
    return [dict(zip(names, row, strict=True)) for row in template.ParseText(text)]


OTHER_NAMES = {"h": "handle"}
NOT_OURS = {"max_neighbors", "current_neighbors"}
"""The limit of neighbours below ``show ip eigrp neighbors detail`` is one number of the process, not of a neighbour."""


@pytest.mark.parametrize(("path", "show", "command"), cases(raw=True))
def test_each_field_is_as_the_contributors_expect_it(path: Path, show: ShowCommand[Any], command: str) -> None:  # noqa: ARG001 # the case as it is listed
    """Theirs are right in every field of these commands; ours have the same names, and more of them."""
    expected = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))["parsed_sample"]
    rows = stock_rows(show, path.read_text(encoding="utf-8"))
    assert len(rows) == len(expected)
    for row, theirs in zip(rows, expected, strict=True):
        named = {OTHER_NAMES.get(name, name): value for name, value in theirs.items() if name not in NOT_OURS}
        assert {name: row[name] for name in named} == named


THEY_REFUSE = ("EIGRP-IPv4 VR(",)
"""Headers at which their template raises: it knows classic EIGRP only."""


@pytest.mark.parametrize(
    ("path", "show", "command"), [one for one in cases(raw=False) if one.values[1].section != "tunnel_interfaces"]
)
def test_the_public_templates_read_no_row_that_we_miss(path: Path, show: ShowCommand[Any], command: str) -> None:
    """A second reading, by ntc-templates as installed. It loses tables without a legend, and refuses named EIGRP."""
    text = path.read_text(encoding="utf-8").split("\n", 1)[1]
    full = show.commands[0]
    if "detail" in command:
        full += " detail"
    rows = stock_rows(show, text)
    if any(beginning in text for beginning in THEY_REFUSE):
        with pytest.raises(textfsm.TextFSMError):
            parse_output(platform="cisco_ios", command=full, data=text)
        return
    theirs = parse_output(platform="cisco_ios", command=full, data=text)
    if "Codes:" not in text and show.section == "routes" and "Gateway of" not in text:
        assert theirs == [], "they read routes below a legend only"
        return
    names = set(rows[0]) & set(theirs[0])
    assert len(names) >= 4
    assert [{name: row[name] for name in names} for row in rows] == [
        {name: row[name] for name in names} for row in theirs
    ]
