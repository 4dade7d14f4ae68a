"""Modules and functions stay short enough to be read at once, and have a subject."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, PROJECT, modules, plant

MODULE_LINES = 400
FUNCTION_LINES = 40
SUBJECTLESS = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "stuff"})


def violations(root: Path) -> list[str]:
    """What is too long or named after nothing, with file and line."""
    problems = []
    for module in modules(root, PACKAGE, "tests", "playbooks"):
        where = module.path.relative_to(root)
        length = len(module.path.read_text(encoding="utf-8").splitlines())
        if length > MODULE_LINES:
            problems.append(f"{where}: module of {length} lines")
        if module.name.rpartition(".")[2] in SUBJECTLESS:
            problems.append(f"{where}: a name without a subject")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    problems.append(f"{where}:{node.lineno}: {node.name} of {lines} lines")
    return problems


def test_modules_and_functions_keep_their_budgets() -> None:
    problems = violations(PROJECT)
    assert not problems, "\n".join(problems)


def _function(lines: int) -> str:
    return "def f():\n" + "    x = 1\n" * (lines - 1)


@pytest.mark.parametrize(
    ("path", "text", "problems"),
    [
        ("ios/a.py", "x = 1\n" * 400, []),
        ("ios/a.py", "x = 1\n" * 401, ["module of 401 lines"]),
        ("ios/a.py", _function(40), []),
        ("ios/a.py", _function(41), ["f of 41 lines"]),
        ("ios/a.py", "class C:\n    async def g(self):\n" + "        x = 1\n" * 40, ["g of 41 lines"]),
        ("ios/utils.py", "", ["a name without a subject"]),
        ("common/__init__.py", "", ["a name without a subject"]),
    ],
)
def test_each_budget_is_met_or_its_excess_found(tmp_path: Path, path: str, text: str, problems: list[str]) -> None:
    root = plant(tmp_path, {f"{PACKAGE}/{path}": text})
    assert [found.rpartition(": ")[2] for found in violations(root)] == problems
