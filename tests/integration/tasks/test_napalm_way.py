"""The second way to a router: what Netmiko does, NAPALM does too, with a timer that takes an unproved change back."""

from typing import Any

import pytest

from nornir_dmvpn.design.plan import Plan, plan
from nornir_dmvpn.errors import CommandRejectedError, DeviceAuthenticationError, DeviceConnectError, IntentError
from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.ios.tree import tree_text
from nornir_dmvpn.tasks import deploy as module
from nornir_dmvpn.tasks import dmvpn_collect, dmvpn_deploy, failure_of, verify_fleet
from tests.integration.cloud import Cloud, free_ports

pytestmark = pytest.mark.integration


def test_a_deployment_through_napalm_is_proved_saved_and_idempotent(cloud: Cloud) -> None:
    nornir = cloud.nornir(via="napalm")
    first = nornir.run(dmvpn_deploy, intent=cloud.inventory.intent)
    assert not first.failed, [str(failure_of(name, one)) for name, one in first.items() if one.failed]
    for name in first:
        assert first[name].changed
        assert first[name][0].result.saved
        assert "tunnel protection ipsec profile" in tree_text(cloud.router(name).startup)
    second = nornir.run(dmvpn_deploy, intent=cloud.inventory.intent)
    assert not any(second[name].changed for name in second)
    verdict, _ = verify_fleet(nornir, cloud.inventory, settle=20)
    nornir.close_connections()
    assert not verdict.is_wrong
    assert not verdict.not_looked


@pytest.mark.parametrize(
    ("commands", "says"),
    [
        (("interface Tunnel7", "interface Loopback10", "pre-shared-key verysecret99"), "rejected 'the candidate"),
        (("interface Tunnel7", "no shutdown"), "yet would still need"),
    ],
    ids=["refused", "not enough"],
)
def test_a_change_that_fails_is_taken_back_and_nothing_is_saved(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, commands: tuple[str, ...], says: str
) -> None:
    true_plan = plan

    def spoiled(running: Any, wanted: Any, **options: Any) -> Plan:
        change = true_plan(running, wanted, **options)
        return Plan(commands=commands, undo=("no interface Tunnel7",), diff=change.diff)

    monkeypatch.setattr(module, "plan", spoiled)
    router = cloud.router("spoke1")
    running, startup = tree_text(router.running), tree_text(router.startup)
    nornir = cloud.nornir(via="napalm", limit="spoke1")
    results = nornir.run(dmvpn_deploy, intent=cloud.inventory.intent, undo_on_failure=True)
    nornir.close_connections()
    failure = failure_of("spoke1", results["spoke1"])
    assert failure is not None
    assert says in str(failure)
    assert isinstance(failure, CommandRejectedError) is says.startswith("rejected")
    assert "verysecret99" not in f"{failure} {results['spoke1'][0].result}"
    assert parse_config(tree_text(router.running)) == parse_config(running)
    assert parse_config(tree_text(router.startup)) == parse_config(startup)


def test_troubles_have_the_same_names_as_through_netmiko(cloud: Cloud) -> None:
    nornir = cloud.nornir(via="napalm")
    nornir.inventory.hosts["spoke1"].port = free_ports(1)
    nornir.inventory.hosts["spoke2"].password = "guessed-in-vain"
    results = nornir.run(dmvpn_collect)
    nornir.close_connections()
    assert isinstance(failure_of("spoke1", results["spoke1"]), DeviceConnectError)
    assert isinstance(failure_of("spoke2", results["spoke2"]), DeviceAuthenticationError)
    assert not results["hub1"].failed


def test_a_way_that_does_not_exist_is_named(cloud: Cloud) -> None:
    results = cloud.nornir(via="telepathy", limit="hub1").run(dmvpn_collect)
    failure = failure_of("hub1", results["hub1"])
    assert isinstance(failure, IntentError)
    assert "'telepathy' is no way to a router (known: netmiko, napalm)" in str(failure)
