"""Compiled or by stock TextFSM: one outcome, on captured answers and on other people's templates."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from nornir_dmvpn.ios.shows import find_command
from nornir_dmvpn.ios.templates import textfsm_template
from tests.captures import captures_folder
from tests.conformance.test_shows_captures import command_of
from tests.engines import difference

pytestmark = pytest.mark.conformance

ROOT = captures_folder()
THEIRS = files("ntc_templates") / "templates"


def answers() -> Iterator[tuple[Path, str]]:
    """Every captured answer to a command of ours, with the stem of its template."""
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and "configs" not in path.parts:
            command = command_of(path)
            found = None if command is None else find_command(command)
            if found is not None:
                yield path, found[0].name


def samples() -> Iterator[tuple[Path, str]]:
    """The samples of ntc-templates, with the name of their template."""
    for path in sorted((ROOT / "ntc-templates").rglob("*.raw")):
        yield path, f"cisco_ios_{path.parent.name}.textfsm"


CASES = [pytest.param(path, name, id=str(path.relative_to(ROOT))) for path, name in answers()]
SAMPLES = [pytest.param(path, name, id=path.name) for path, name in samples()]


def test_there_are_answers_and_samples(captures: Path) -> None:
    assert captures == ROOT
    assert len(CASES) > 50
    assert len(SAMPLES) > 30


@pytest.mark.parametrize(("path", "name"), CASES)
def test_a_captured_answer_comes_out_the_same(path: Path, name: str) -> None:
    assert difference(textfsm_template(name), path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(("path", "name"), SAMPLES)
def test_a_template_of_ntc_gives_the_same_records_compiled(path: Path, name: str) -> None:
    assert difference((THEIRS / name).read_text(encoding="utf-8"), path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(("path", "name"), SAMPLES)
def test_ours_do_the_same_with_an_answer_that_is_not_theirs(path: Path, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    for ours in ("show_dmvpn", "show_ip_nhrp", "show_ip_nhrp_nhs", "show_version"):
        assert difference(textfsm_template(ours), text) is None, name
