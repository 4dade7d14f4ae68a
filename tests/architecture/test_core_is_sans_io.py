"""Left of `sources` nothing touches a socket, file, thread, clock, random source, environment or mutable global."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, PROJECT, Module, called, imports, modules, plant

CORE = ("errors", "model", "nhrp", "ios", "reference", "verify", "design")
EXEMPT = (f"{PACKAGE}.ios.templates",)
"""Reads the packaged templates: the one written exception."""

COMPUTES = """
    __future__ abc array base64 binascii bisect collections contextlib copy dataclasses datetime decimal difflib enum
    fnmatch fractions functools graphlib hashlib heapq hmac io ipaddress itertools json keyword math numbers operator
    random re shlex statistics string struct textwrap types typing unicodedata weakref zlib
"""
PURE = frozenset(COMPUTES.split())
"""Of the standard library: what computes. `random`, `datetime` and `io` only as far as the checks below let them."""

LIBRARIES = frozenset({"hier_config", "jinja2", "pydantic", "textfsm", "ttp"})
IMPURE_NAMES = frozenset({"open", "input", "print", "exec", "eval", "breakpoint"})
FILE_METHODS = frozenset(
    {"read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "unlink", "iterdir", "rglob"}
)
CLOCKS = frozenset({"now", "utcnow", "today"})
EMPTY = frozenset({"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict"})


def in_core(module: Module) -> bool:
    parts = module.name.split(".")
    return len(parts) > 1 and parts[1] in CORE and module.name not in EXEMPT


def impure_imports(module: Module) -> Iterator[tuple[int, str]]:
    for found in imports(module):
        top = found.module.partition(".")[0]
        if top not in PURE | LIBRARIES | {PACKAGE}:
            yield found.line, f"imports {found.module}"
        elif top == "random" and found.name not in {None, "Random"}:
            yield found.line, f"imports random.{found.name}"
        elif found.module == "io" and found.name not in {None, "StringIO", "BytesIO"}:
            yield found.line, f"imports io.{found.name}"


def impure_calls(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}"
        if not isinstance(node, ast.Call):
            continue
        name = called(node)
        owner, _, last = name.rpartition(".")
        if name in IMPURE_NAMES or name in {"io.open", "io.FileIO"} or last in FILE_METHODS:
            yield node.lineno, f"calls {name}"
        elif last in CLOCKS and owner.rpartition(".")[2] in {"datetime", "date"}:
            yield node.lineno, f"reads the clock by {name}"
        elif (owner == "random" and last != "Random") or (last == "Random" and not node.args):
            yield node.lineno, f"draws from {name}"


def mutable_globals(module: Module) -> Iterator[tuple[int, str]]:
    """An empty container at module level is there to be filled later."""
    for node in module.tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        literal = isinstance(value, ast.Dict | ast.List | ast.Set) and not ast.unparse(value).strip("{}[]")
        call = isinstance(value, ast.Call) and called(value).rpartition(".")[2] in EMPTY and not value.keywords
        if literal or (call and isinstance(value, ast.Call) and len(value.args) <= ("default" in called(value))):
            yield node.lineno, "mutable global"


def violations(root: Path) -> list[str]:
    """What the core must not do, with file and line."""
    return [
        f"{module.path.relative_to(root)}:{line}: {problem}"
        for module in modules(root, PACKAGE)
        if in_core(module)
        for check in (impure_imports, impure_calls, mutable_globals)
        for line, problem in check(module)
    ]


def test_the_core_touches_no_outside_world() -> None:
    assert sum(map(in_core, modules(PROJECT, PACKAGE))) > len(CORE)
    problems = violations(PROJECT)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("import socket", "imports socket"),
        ("import os.path", "imports os.path"),
        ("from pathlib import Path", "imports pathlib"),
        ("from time import monotonic", "imports time"),
        ("def late():\n    import threading", "imports threading"),
        ("import asyncio", "imports asyncio"),
        ("import requests", "imports requests"),
        ("from random import choice", "imports random.choice"),
        ("import random\nx = random.random()", "draws from random.random"),
        ("from random import Random\nrng = Random()", "draws from Random"),
        ("from datetime import datetime\nx = datetime.now()", "reads the clock by datetime.now"),
        ("import datetime\nx = datetime.date.today()", "reads the clock by datetime.date.today"),
        ("def read(p):\n    return open(p).read()", "calls open"),
        ("import io\nx = io.open('f')", "calls io.open"),
        ("def read(folder):\n    return folder.read_text()", "calls folder.read_text"),
        ("def f():\n    global count\n    count = 1", "global count"),
        ("CACHE: dict[str, int] = {}", "mutable global"),
        ("from collections import defaultdict\nSEEN = defaultdict(list)", "mutable global"),
    ],
)
def test_a_touch_of_the_outside_world_is_found(tmp_path: Path, text: str, problem: str) -> None:
    root = plant(tmp_path, {f"{PACKAGE}/reference/router.py": text})
    assert [found.rpartition(": ")[2] for found in violations(root)] == [problem]


def test_types_tables_and_the_rooms_to_the_right_are_left_alone(tmp_path: Path) -> None:
    root = plant(
        tmp_path,
        {
            f"{PACKAGE}/nhrp/client.py": "from random import Random\ndef jitter(rng: Random): return rng.random()",
            f"{PACKAGE}/nhrp/codes.py": "CODES = {1: 'request'}\nNAMES = dict(a=1)\nORDER = list(CODES)",
            f"{PACKAGE}/ios/templates.py": "from pathlib import Path",
            f"{PACKAGE}/lab/server.py": "import asyncio, socket, time",
        },
    )
    assert violations(root) == []
