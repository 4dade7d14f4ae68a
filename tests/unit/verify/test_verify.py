"""A verdict names what is wrong, where, and why; secrets stay out of it."""

import random
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import IPv4Address

import pytest

from nornir_dmvpn.ios.shows import dmvpn as show_dmvpn
from nornir_dmvpn.ios.shows import nhrp as show_nhrp
from nornir_dmvpn.ios.shows import nhs as show_nhs
from nornir_dmvpn.ios.shows.show_command import RenderOptions
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.verdict import Judgement, SectionStatus, Verdict
from nornir_dmvpn.reference.faults import FAULTS, find_fault
from nornir_dmvpn.reference.network import Network
from nornir_dmvpn.verify.observation import CapturedOutput, Observation, observe
from nornir_dmvpn.verify.verify import verify_network
from tests.unit.reference.cloud import Cloud

E = Generation.E


def outputs(network: Network, router: str) -> list[CapturedOutput]:
    """What the router prints now, as text."""
    state = network.state(router)
    assert state.nhs is not None
    texts = {
        "show dmvpn": show_dmvpn.render(state.dmvpn or (), E),
        "show ip nhrp": show_nhrp.render(state.nhrp or (), E),
        "show ip nhrp nhs detail": show_nhs.render(state.nhs, E, RenderOptions(detail=True)),
    }
    return [CapturedOutput(command=command, text=text) for command, text in texts.items()]


def seen(network: Network) -> dict[str, Observation]:
    return {name: observe(name, outputs(network, name)) for name in network.routers}


def running_network(told: Mapping[str, RouterConfig], seconds: float = 200.0) -> Network:
    network = Network(told, rng=random.Random(3))
    network.run_until(seconds)
    return network


def sentences(verdict: Verdict) -> list[str]:
    return [one.sentence() for one in verdict.findings]


@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize("crypto", ["none", "ikev1", "ikev2"])
def test_a_healthy_cloud_is_as_it_should_be_before_and_after_traffic(phase: int, crypto: str) -> None:
    configs = Cloud(phase=phase, crypto=crypto, spokes=3).configs()
    network = running_network(configs)
    assert sentences(verify_network(configs, seen(network))) == []
    network.ping("S2", IPv4Address("192.168.3.1"), source=IPv4Address("192.168.2.1"))
    network.ping("S4", IPv4Address("192.168.2.1"), source=IPv4Address("192.168.4.1"))
    network.ping("S3", IPv4Address("10.0.0.4"))
    verdict = verify_network(configs, seen(network))
    assert sentences(verdict) == []
    judged = {row.judgement for router in verdict.routers for section in router.sections for row in section.rows}
    assert judged == ({Judgement.MUST} if phase == 1 else {Judgement.MUST, Judgement.MAY})


@pytest.mark.parametrize("fault", [one.name for one in FAULTS])
def test_a_fault_is_found_and_its_cause_is_ranked_first(fault: str) -> None:
    meant = Cloud(phase=3, crypto="ikev2").configs()
    told = {**meant, "S2": find_fault(fault).apply(meant["S2"])}
    verdict = verify_network(meant, seen(running_network(told)), running=told)
    assert verdict.is_wrong
    at_spoke = [one for one in verdict.findings if one.router == "S2" and one.layer is not Layer.CONFIG]
    assert at_spoke
    assert {one.causes[0].rule for one in at_spoke if one.causes} == {find_fault(fault).rule}
    assert {one.causes[0].router for one in at_spoke if one.causes} == {"S2"}
    assert not any("Secret123" in f"{one.sentence()} {one.causes}" for one in verdict.findings)
    assert not any(one.router == "S3" for one in verdict.findings)


def test_a_changed_key_is_drift_even_while_the_old_sas_live() -> None:
    """F-40: what is told differs from what is meant, although nothing shows yet."""
    meant = Cloud(phase=3, crypto="ikev2").configs()
    network = running_network(meant)
    wrong = find_fault("wrong-psk").apply(meant["S2"])
    network.configure("S2", wrong)
    network.run_until(network.now + 100)
    verdict = verify_network(meant, seen(network), running={**meant, "S2": wrong})
    [finding] = verdict.findings
    assert (finding.router, finding.layer, finding.rule) == ("S2", Layer.CONFIG, "F-40")
    assert "pre-shared-key" in finding.expected
    assert "another secret" in finding.observed
    assert "Secret123" not in finding.sentence()


def test_a_spoke_entry_planted_in_phase_1_is_reported() -> None:
    meant = Cloud(phase=1).configs()
    network = running_network(meant)
    observed = seen(network)
    [tunnel] = observed["S2"].state.dmvpn or ()
    planted = replace(tunnel.peers[0], nbma=IPv4Address("198.51.100.3"), tunnel=IPv4Address("10.0.0.3"))
    section = replace(tunnel, declared_peers=2, peers=(*tunnel.peers, planted))
    state = replace(observed["S2"].state, dmvpn=(section,))
    verdict = verify_network(meant, {**observed, "S2": replace(observed["S2"], state=state, places={})})
    [finding] = verdict.findings
    assert (finding.router, finding.peer, finding.rule) == ("S2", "10.0.0.3", "S-10")
    assert finding.causes == ()  # another spoke is no server: nothing is said about registering there


def test_what_was_not_looked_at_is_not_called_wrong() -> None:
    configs = Cloud(phase=2).configs()
    network = running_network(configs)
    observed = seen(network)
    only = {"HUB": observe("HUB", [one for one in outputs(network, "HUB") if one.command == "show dmvpn"])}
    verdict = verify_network(configs, only)
    assert not verdict.is_wrong
    hub, *spokes = verdict.routers
    assert [one.status for one in hub.sections] == [
        SectionStatus.OK,
        SectionStatus.NOT_LOOKED,
        SectionStatus.NOT_LOOKED,
    ]
    assert not hub.not_looked
    assert all(one.problem for one in spokes)
    assert set(observed) == {"HUB", "S2", "S3"}


def test_an_output_that_cannot_be_read_is_a_problem_of_its_section_only() -> None:
    configs = Cloud(phase=2).configs()
    network = running_network(configs)
    broken = [
        replace(one, text="% Invalid input detected at '^' marker.") if one.command == "show ip nhrp" else one
        for one in outputs(network, "HUB")
    ]
    verdict = verify_network(configs, {**seen(network), "HUB": observe("HUB", broken)})
    hub = verdict.routers[0]
    statuses = [one.status for one in hub.sections]
    assert statuses == [SectionStatus.OK, SectionStatus.NOT_LOOKED, SectionStatus.OK]
    assert hub.not_looked
    assert not verdict.is_wrong


def test_a_router_that_is_still_coming_up_is_not_called_wrong() -> None:
    """Never up, and younger than an NHS DOWN can be: not yet (M-17, R-10)."""
    configs = Cloud(phase=2).configs()
    network = running_network(configs, seconds=0.5)
    verdict = verify_network({"S2": configs["S2"], "HUB": configs["HUB"]}, {"S2": seen(network)["S2"]})
    assert [(one.what, one.severity) for one in verdict.findings] == [
        ("tunnel state", Severity.WARNING),
        ("NHS state", Severity.WARNING),
    ]
    assert not verdict.is_wrong
