"""Genie lives in an environment of its own: what it is measured with, and what to do when it is not there."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

PYTHON = Path(__file__).resolve().parents[2] / ".venv-bench" / "bin" / "python"
SIDE = Path(__file__).with_name("genie_side.py")


def genie(folder: Path, texts: dict[str, str], *options: str) -> dict[str, Any]:
    """Run Genie's parsers on these texts (``dmvpn``, ``nhrp``) in a process of that environment; its answer.

    A benchmark that has no Genie to measure is skipped and says so: ``make bench`` makes the environment.
    """
    python = Path(os.environ.get("DMVPN_GENIE_PYTHON", PYTHON))
    if not python.exists():
        print(f"NOT MEASURED: no Genie, {python} is missing; 'make bench' makes it")  # noqa: T201 # must be seen
        pytest.skip(f"no Genie: {python} is missing")
    names = []
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        names.append(str(folder / f"{name}.txt"))
    run = subprocess.run([python, SIDE, *names, *options], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer
