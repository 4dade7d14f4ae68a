"""A cloud of each phase, rolled out over SSH, verifies clean before and after traffic between spokes."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from nornir_dmvpn.model.verdict import Judgement, Verdict
from nornir_dmvpn.rollout import apply, open_journal, prepare
from nornir_dmvpn.tasks import verify_fleet
from tests.integration.cloud import Cloud, cloud_running

pytestmark = pytest.mark.integration


def rolled_out(cloud: Cloud, folder: Path) -> None:
    nornir = cloud.nornir()
    prepared = prepare(nornir, cloud.inventory)
    assert prepared.to_change == tuple(cloud.inventory.intent.sites)
    rollout = apply(nornir, cloud.inventory, prepared, open_journal({"XDG_STATE_HOME": str(folder)}))
    assert rollout.passed, [(one.problems, one.verdict and one.verdict.findings) for one in rollout.waves]


def verdict_of(cloud: Cloud, settle: float = 10.0) -> Verdict:
    verdict, _ = verify_fleet(cloud.nornir(), cloud.inventory, settle=settle)
    return verdict


def type_on(cloud: Cloud, router: str, *lines: str) -> None:
    """At the console of a virtual router, in configuration mode."""
    answer = cloud.running.call(lambda fleet: fleet.type(router, [*lines, "end"]))
    assert answer.strip() == ""


def findings(verdict: Verdict) -> list[str]:
    return [one.sentence() for one in verdict.findings]


def judgements(verdict: Verdict, router: str) -> set[Judgement]:
    [found] = [one for one in verdict.routers if one.router == router]
    return {row.judgement for section in found.sections for row in section.rows}


@pytest.mark.parametrize(("phase", "ike"), [(1, "ikev1"), (2, "ikev2"), (3, "none")])
def test_a_cloud_verifies_clean_before_and_after_traffic_between_spokes(phase: int, ike: str, tmp_path: Path) -> None:
    with cloud_running(tmp_path / "inventory", spokes=3, phase=phase, ike=ike) as cloud:
        rolled_out(cloud, tmp_path)
        before = verdict_of(cloud)
        assert findings(before) == []
        assert not before.not_looked
        assert judgements(before, "spoke1") == {Judgement.MUST}
        lan = cloud.inventory.intent.sites["spoke2"].lans[0].address.ip
        assert isinstance(lan, IPv4Address)
        sent, received = cloud.running.call(lambda fleet: fleet.ping("spoke1", lan, count=10))
        assert (sent, received) == (10, 10)
        after = verdict_of(cloud)
        assert findings(after) == []
        expected = {Judgement.MUST} if phase == 1 else {Judgement.MUST, Judgement.MAY}
        assert judgements(after, "spoke1") == expected


def test_a_spoke_entry_planted_in_a_phase_1_cloud_is_reported(tmp_path: Path) -> None:
    with cloud_running(tmp_path / "inventory", spokes=2, phase=1) as cloud:
        rolled_out(cloud, tmp_path)
        assert findings(verdict_of(cloud)) == []
        site = cloud.inventory.intent.sites["spoke2"]
        [member] = site.tunnels.values()
        line = f"ip nhrp map {member.address} {member.nbma or '198.51.100.77'}"
        type_on(cloud, "spoke1", "interface Tunnel0", line)
        verdict = verdict_of(cloud, settle=0)
        wrong = [one for one in verdict.findings if one.router == "spoke1" and one.rule == "S-10"]
        assert {one.peer for one in wrong} == {str(member.address), f"{member.address}/32"}
        assert all(one.router == "spoke1" for one in verdict.findings)


def test_a_tunnel_or_an_uplink_that_somebody_shut_is_wrong_and_a_tunnel_is_mended(tmp_path: Path) -> None:
    with cloud_running(tmp_path / "inventory", spokes=2, phase=3) as cloud:
        rolled_out(cloud, tmp_path)
        [member] = cloud.inventory.intent.sites["spoke1"].tunnels.values()
        for interface in ("Tunnel0", member.source):
            type_on(cloud, "spoke1", f"interface {interface}", "shutdown")
            verdict = verdict_of(cloud, settle=0)
            assert {one.router for one in verdict.findings} >= {"spoke1", "hub1"}
            assert verdict.is_wrong
            reasons = [cause.text for one in verdict.findings for cause in one.causes]
            assert any("shut down" in text for text in reasons), reasons
            type_on(cloud, "spoke1", f"interface {interface}", "no shutdown")
            assert findings(verdict_of(cloud)) == []
        type_on(cloud, "spoke1", "interface Tunnel0", "shutdown")
        nornir = cloud.nornir()
        assert prepare(nornir, cloud.inventory).to_change == ("spoke1",)
