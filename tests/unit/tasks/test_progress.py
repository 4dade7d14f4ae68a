"""The progress bar: on standard error, with what failed; silent where nobody watches."""

from typing import Any

import pytest
from nornir.core.task import Result, Task

from nornir_dmvpn.design.fleet import generate_inventory
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.sources.inventory_files import write_inventory
from nornir_dmvpn.tasks import ProgressBar, make_nornir


def _run(tmp_path: Any, bar: ProgressBar) -> None:
    write_inventory(tmp_path / "inventory", generate_inventory(2, 3, "ikev2", "eigrp", 22001))
    nornir = make_nornir(load_inventory(tmp_path / "inventory", environment={}), forks=2).with_processors([bar])

    def look_around(task: Task) -> Result:
        if task.host.name == "spoke2":
            raise OSError("gone")
        return Result(host=task.host)

    assert set(nornir.run(look_around).failed_hosts) == {"spoke2"}


def test_it_is_silent_where_nobody_watches(tmp_path: Any, capfd: pytest.CaptureFixture[str]) -> None:
    _run(tmp_path, ProgressBar())
    assert capfd.readouterr() == ("", "")


def test_it_counts_what_is_done_and_what_failed_on_standard_error(
    tmp_path: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    _run(tmp_path, ProgressBar(enabled=True))
    out, err = capfd.readouterr()
    assert out == ""
    assert "look_around" in err
    assert "3/3" in err
    assert "1 failed" in err
