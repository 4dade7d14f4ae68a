"""A thing that comes in many kinds is one module and one line in a tuple: no kind is written and then forgotten."""

from pathlib import Path

import pytest

from tests.architecture.kinds import unlisted
from tests.architecture.source import PACKAGE, PROJECT, plant

KINDS = ("ios.shows", "ios.grammar", "reference.routing", "reference.faults", "verify.lint", "report")
"""The packages of kinds: show commands, grammar areas, routing protocols, faults, lint rules, report formats."""


@pytest.mark.parametrize("package", KINDS)
def test_every_kind_is_listed_in_its_packages_tuple(package: str) -> None:
    problems = unlisted(PROJECT, f"{PACKAGE}.{package}")
    assert not problems, "\n".join(problems)


IMPORT = "from p.kinds.a import"
CLASS = "class {}:\n    name: str\n    def run(self) -> None: ...\n"


@pytest.mark.parametrize(
    ("listing", "kind", "other", "expected"),
    [
        (f"{IMPORT} A\nALL = (A,)", "A = Kind(1)", "B = Kind(2)", ["p.kinds.b.B: is not listed"]),
        (
            f"{IMPORT} A\nALL: tuple[Kind, ...] = (A,)",
            CLASS.format("A"),
            CLASS.format("B"),
            ["p.kinds.b.B: is not listed"],
        ),
        (f"{IMPORT} A\nALL = (A(),)", CLASS.format("A"), CLASS.format("B"), ["p.kinds.b.B: is not listed"]),
        ("from p.kinds import a\nALL = (a.A,)", "A = Kind(1)", "B = Kind(2)", ["p.kinds.b.B: is not listed"]),
        (
            f"{IMPORT} a\nALL = (a,)",
            "def a(x: int) -> str: ...",
            "def b(y: int) -> str: ...",
            ["p.kinds.b.b: is not listed"],
        ),
        (
            f"{IMPORT} A\nALL = (*A,)",
            "A: tuple[L, ...] = (L(),)",
            "B: tuple[L, ...] = ()",
            ["p.kinds.b.B: is not listed"],
        ),
        (f"{IMPORT} A\nALL = [A]", "A = Kind(1)", "", ["p.kinds: lists no kinds"]),
        ("", "A = Kind(1)", "", ["p.kinds: lists no kinds"]),
        (f"{IMPORT} A\nfrom p.kinds.b import B\nALL = (A, B)", "A = Kind(1)", "B = Kind(2)", []),
        (f"{IMPORT} A\nALL = (A,)", "A = Kind(1)", "_HALF = Kind(2)\nLIMIT = 3\ndef f(x: int) -> int: ...", []),
    ],
)
def test_a_forgotten_kind_is_found(tmp_path: Path, listing: str, kind: str, other: str, expected: list[str]) -> None:
    files = {"p/kinds/__init__.py": listing, "p/kinds/a.py": kind, "p/kinds/b.py": other}
    assert unlisted(plant(tmp_path, files), "p.kinds") == expected
