"""What is tracked says nothing about the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.source import PROJECT, plant

# Written in pieces, so that this file does not hold what it looks for.
PRIVATE = {
    "a path of one machine": r"(?<![\w.])/" + r"(?:work|root|home/\w+|opt/(?:pypi|wheels)\S*)(?:/|\b(?=\s|$|[\"'`)]))",
    "the host of a package index": r"pypi" + r"\.(?:org|python\.org)|files\.python" + r"hosted\.org",
    "the address of a package index": r"(?:index-url|find-links|trusted-host)[ =:]+\S*"
    r"[/.]\S*|https?://[^\s)]*/simple\b",
    "a key": r"-----BEGIN (?:\w+ )?PRIVATE" + r" KEY-----",
    "notes to the authors": r"/tmp/" + r"(?:brief|git)|\bbrief" + r"\.md\b",
}
PATTERNS = {what: re.compile(pattern, re.IGNORECASE) for what, pattern in PRIVATE.items()}


def tracked(root: Path) -> list[Path]:
    """The files git tracks, as they stand in the working tree."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True).stdout
    return [root / name for name in listing.split("\0") if name and (root / name).is_file()]


def violations(root: Path, files: list[Path]) -> list[str]:
    """Each line that holds something private, with its file and number."""
    problems = []
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            problems += [
                f"{path.relative_to(root)}:{number}: {what}"
                for what, pattern in PATTERNS.items()
                if pattern.search(line)
            ]
    return problems


def test_no_tracked_file_tells_where_it_was_written() -> None:
    if not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout: nothing is tracked here")
    files = tracked(PROJECT)
    assert PROJECT / "pyproject.toml" in files
    problems = violations(PROJECT, files)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("folder = '/wo" + "rk/main/x'", "a path of one machine"),
        ("see /ro" + "ot/.config", "a path of one machine"),
        ("/ho" + "me/anna/.ssh", "a path of one machine"),
        ("from https://py" + "pi.org", "the host of a package index"),
        ("--extra-index" + "-url https://mirror.example.net/api", "the address of a package index"),
        ("--find" + "-links ./wheels", "the address of a package index"),
        ("-----BEGIN RSA PRIVATE" + " KEY-----", "a key"),
    ],
)
def test_each_private_thing_is_found(tmp_path: Path, text: str, what: str) -> None:
    root = plant(tmp_path, {"notes.md": f"one\n{text}\n"})
    assert violations(root, [root / "notes.md"]) == [f"notes.md:2: {what}"]


@pytest.mark.parametrize(
    "text", ["../shared/captures", "network/work/flow", "pip-compile --no-emit-index-url", "rootless /roots"]
)
def test_ordinary_text_is_not(tmp_path: Path, text: str) -> None:
    root = plant(tmp_path, {"notes.md": text})
    assert violations(root, [root / "notes.md"]) == []
