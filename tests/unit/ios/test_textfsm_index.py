"""Each row of the templates' index takes every abbreviation of its commands, and takes nothing from another row."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from textfsm.clitable import CliTable

from nornir_dmvpn.ios.shows import SHOWS
from nornir_dmvpn.ios.templates import parsers_dir
from tests.unit.ios.test_shows_commands import EXAMPLES

WORD = re.compile(r"(\S*?)\[\[(\S+?)\]\]")


def rows() -> list[tuple[str, str]]:
    """(template, command) of the index, as Netmiko's CliTable reads and expands it."""
    table = CliTable("index", str(parsers_dir() / "textfsm")).index
    pairs = zip(table.index, table.compiled, strict=True)
    return [(str(row["Template"]), compiled["Command"].pattern) for row, compiled in pairs]


ROWS = rows()


def spellings(form: str) -> Iterator[str]:
    """Full and shortest, then each word shortened letter by letter with the others in full."""
    filled = re.sub(r"\{(\w+)\}", lambda match: EXAMPLES[match[1]], form)
    forms: list[list[str]] = []
    for word in filled.split(" "):
        match = WORD.fullmatch(word)
        may = match[2] if match else ""
        forms.append([(match[1] if match else word) + may[:length] for length in range(len(may), -1, -1)])
    yield " ".join(one[0] for one in forms)
    yield " ".join(one[-1] for one in forms)
    for place, one in enumerate(forms):
        for short in one[1:]:
            yield " ".join(short if other == place else words[0] for other, words in enumerate(forms))


def taking(command: str) -> list[str]:
    """Every template whose row takes the command, in the order of the index."""
    return [template for template, pattern in ROWS if re.match(pattern, command)]


@pytest.mark.parametrize(
    ("name", "form"), [pytest.param(show.name, form, id=form) for show in SHOWS for form in show.forms]
)
def test_every_spelling_of_a_command_is_taken_by_its_row_alone(name: str, form: str) -> None:
    for typed in spellings(form):
        assert taking(typed) == [f"cisco_ios_{name}.textfsm"], typed


def test_every_row_of_the_index_is_the_row_of_a_command() -> None:
    assert sorted(template for template, _ in ROWS) == sorted(f"cisco_ios_{show.name}.textfsm" for show in SHOWS)


def test_every_row_ends_where_its_command_ends() -> None:
    for (template, pattern), form in product(ROWS, ("show dmvpn", "show ip nhrp")):
        assert pattern.endswith(r"\s*$"), template
        assert re.match(pattern, f"{form} and more") is None, template
