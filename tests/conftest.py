"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.captures import VARIABLE, captures_folder


@pytest.fixture(scope="session")
def captures() -> Path:
    """The folder of captured router output; a conformance test without it fails, it does not pass by skipping."""
    folder = captures_folder()
    if not folder.is_dir():
        pytest.fail(f"no captures in {folder}: set {VARIABLE} to the folder that holds them")
    return folder


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """`-m conformance` that compared nothing is a failure, even if every test only skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        session.config.getoption("markexpr") == "conformance"
        and reporter is not None
        and not reporter.stats.get("passed")
    ):
        session.exitstatus = session.exitstatus or pytest.ExitCode.NO_TESTS_COLLECTED
        reporter.write_line(f"no conformance case passed: is {VARIABLE} right? ({captures_folder()})", red=True)
    yield
