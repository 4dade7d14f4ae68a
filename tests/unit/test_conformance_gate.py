"""A conformance run that held nothing against anything must not look like success."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import PROJECT

HEAD = "import pytest\npytestmark = pytest.mark.conformance\n"


def run(folder: Path, body: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run one test file under the project's own conftest and configuration."""
    (folder / "test_case.py").write_text(HEAD + body, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-c", str(PROJECT / "pyproject.toml")]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *options, str(folder / "test_case.py")],
        cwd=PROJECT,
        env={"DMVPN_CAPTURES": str(folder / "captures"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("body", "succeeds"),
    [
        ("@pytest.mark.parametrize('case', [])\ndef test_case(case): assert case", False),
        ("def test_case(): pytest.skip('no captures')", False),
        ("def test_case(captures): assert captures", False),
        ("def test_case(): assert True", True),
    ],
)
def test_conformance_succeeds_only_when_a_case_passed(tmp_path: Path, body: str, succeeds: bool) -> None:
    result = run(tmp_path, body, "-m", "conformance")
    assert (result.returncode == 0) is succeeds, result.stdout + result.stderr


def test_other_runs_may_skip_every_test(tmp_path: Path) -> None:
    result = run(tmp_path, "def test_case(): pytest.skip('not here')")
    assert result.returncode == 0, result.stdout + result.stderr
