"""Deployment on virtual routers: dry run, change, proof, and what happens when a router refuses."""

from typing import Any

import pytest

from nornir_dmvpn.design.plan import Plan, plan
from nornir_dmvpn.errors import CommandRejectedError
from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.ios.tree import tree_text
from nornir_dmvpn.tasks import Deployed, dmvpn_deploy, failure_of
from nornir_dmvpn.tasks import deploy as module
from tests.integration.cloud import Cloud

pytestmark = pytest.mark.integration


def _texts(cloud: Cloud) -> dict[str, tuple[str, str]]:
    return {name: (tree_text(one.running), tree_text(one.startup)) for name, one in cloud.running.fleet.routers.items()}


def test_a_dry_run_shows_the_difference_without_secrets_and_touches_nothing(cloud: Cloud) -> None:
    before = _texts(cloud)
    results = cloud.nornir(dry_run=True).run(dmvpn_deploy, intent=cloud.inventory.intent)
    assert _texts(cloud) == before
    for name in ("hub1", "spoke1", "spoke2"):
        result = results[name][0]
        assert result.changed
        assert "+interface Tunnel0" in result.diff
        assert "+ ip nhrp authentication ********" in result.diff
        assert not any(secret in f"{result.diff}{result.result}" for secret in cloud.secrets())


def test_a_deployment_is_saved_and_a_second_one_changes_nothing(cloud: Cloud) -> None:
    nornir = cloud.nornir()
    first = nornir.run(dmvpn_deploy, intent=cloud.inventory.intent)
    assert not first.failed
    assert all(first[name].changed and first[name][0].result.saved for name in first)
    for running, startup in _texts(cloud).values():
        assert "tunnel protection ipsec profile" in running
        assert startup == running
    second = nornir.run(dmvpn_deploy, intent=cloud.inventory.intent)
    nornir.close_connections()
    assert not second.failed
    assert not any(second[name].changed for name in second)
    assert all(second[name][0].diff == "" and not second[name][0].result.saved for name in second)


def test_a_line_that_is_refused_is_named_masked_and_taken_back_and_the_others_are_deployed(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_plan = plan

    def refused_on_spoke1(running: Any, wanted: Any, **options: Any) -> Plan:
        change = true_plan(running, wanted, **options)
        if running.hostname != "spoke1":
            return change
        bad = ("interface Loopback10", "pre-shared-key verysecret99")
        return Plan(commands=("interface Tunnel7", *bad), undo=("no interface Tunnel7",), diff=change.diff)

    monkeypatch.setattr(module, "plan", refused_on_spoke1)
    before = _texts(cloud)["spoke1"]
    results = cloud.nornir().run(dmvpn_deploy, intent=cloud.inventory.intent, undo_on_failure=True)
    failure = failure_of("spoke1", results["spoke1"])
    assert isinstance(failure, CommandRejectedError)
    assert str(failure) == ("spoke1: rejected 'pre-shared-key ********': % Invalid input detected at '^' marker.")
    assert "verysecret99" not in f"{results['spoke1'][0].result}"
    running, startup = _texts(cloud)["spoke1"]
    assert "Tunnel7" not in running
    assert parse_config(running) == parse_config(before[0])
    assert startup == before[1]
    assert not results["hub1"].failed
    assert not results["spoke2"].failed


def test_a_change_that_does_not_take_is_found_by_reading_again_and_not_saved(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_plan = plan

    def forgets_the_key(running: Any, wanted: Any, **options: Any) -> Plan:
        change = true_plan(running, wanted, **options)
        left_out = tuple(one for one in change.commands if one.strip() != "tunnel key 1")
        return Plan(commands=left_out if len(change.commands) > 5 else change.commands, undo=change.undo, diff="x")

    monkeypatch.setattr(module, "plan", forgets_the_key)
    startup = _texts(cloud)["hub1"][1]
    results = cloud.nornir(limit="hub1").run(dmvpn_deploy, intent=cloud.inventory.intent)
    failure = failure_of("hub1", results["hub1"])
    assert "yet would still need: interface Tunnel0; tunnel key 1; nothing was saved" in str(failure)
    assert _texts(cloud)["hub1"][1] == startup


def test_what_a_deployment_returns_never_prints_a_secret(cloud: Cloud) -> None:
    result = cloud.nornir(limit="hub1").run(dmvpn_deploy, intent=cloud.inventory.intent)["hub1"][0]
    deployed = result.result
    assert isinstance(deployed, Deployed)
    assert deployed.undo
    shown = f"{deployed!r} {deployed.commands} {deployed.undo} {vars(result)}"
    assert not any(secret in shown for secret in cloud.secrets())
