"""Judging one router as a Nornir task, and a fleet that is given time to come up."""

import pytest

from nornir_dmvpn.model.verdict import Verdict
from nornir_dmvpn.tasks import dmvpn_deploy, dmvpn_verify, expectation, look, verify_fleet
from nornir_dmvpn.tasks import verify as module
from tests.integration.cloud import Cloud

pytestmark = pytest.mark.integration


def test_one_router_is_judged_by_a_task_of_its_own(cloud: Cloud) -> None:
    nornir = cloud.nornir()
    assert not nornir.run(dmvpn_deploy, intent=cloud.inventory.intent).failed
    verify_fleet(nornir, cloud.inventory, settle=20)
    expected = expectation(cloud.inventory, look(nornir, shows=()).running)
    results = nornir.run(dmvpn_verify, expected=expected)
    nornir.close_connections()
    for name in ("hub1", "spoke1", "spoke2"):
        verdict = results[name][0].result
        assert isinstance(verdict, Verdict)
        assert [one.router for one in verdict.routers] == [name]
        assert not verdict.is_wrong


def test_a_fleet_that_is_wrong_is_looked_at_until_its_time_is_up(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    true_look = look

    def counted(*arguments: object) -> object:
        looks.append(arguments)
        return true_look(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(module, "look", counted)
    now = [100.0]

    def wait(seconds: float) -> None:
        now[0] += seconds

    verdict, _ = verify_fleet(cloud.nornir(), cloud.inventory, settle=5, clock=lambda: now[0], wait=wait)
    assert verdict.is_wrong
    assert now == [105.0]
    assert len(looks) == 4
