from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from napalm import get_network_driver
from napalm.base.exceptions import MergeConfigException

from nornir_dmvpn.lab.spec import LabSpec
from tests.integration.lab.virtual import ADDRESS, ENABLE, PASSWORD, USERNAME

pytestmark = pytest.mark.integration

CHANGE = "interface Tunnel0\n ip nhrp holdtime 450\n no ip nhrp network-id\nip route 10.9.0.0 255.255.0.0 192.0.2.9\n"


@contextmanager
def _opened(spec: LabSpec, **options: bool) -> Iterator[Any]:
    port = next(one.port for one in spec.routers if one.name == "HUB")
    arguments = {"port": port, "secret": ENABLE, "conn_timeout": 60} | options
    driver = get_network_driver("ios")(ADDRESS, USERNAME, PASSWORD, optional_args=arguments)
    driver.open()
    try:
        yield driver
    finally:
        driver.close()


@pytest.fixture
def device(spec: LabSpec) -> Iterator[Any]:
    with _opened(spec) as driver:
        yield driver


@pytest.fixture
def inline_device(spec: LabSpec) -> Iterator[Any]:
    with _opened(spec, inline_transfer=True) as driver:
        yield driver


def _running(device: Any) -> str:
    return str(device.get_config(retrieve="running")["running"])


def test_facts_and_configurations_are_read(device: Any) -> None:
    facts = device.get_facts()
    assert (facts["hostname"], facts["fqdn"], facts["vendor"]) == ("HUB", "HUB.lab.example", "Cisco")
    assert facts["interface_list"] == ["GigabitEthernet0/0", "Loopback0", "Tunnel0"]
    config = device.get_config()
    assert "interface Tunnel0\n ip address 10.0.0.1" in config["running"]
    assert config["startup"].endswith(config["running"])


def test_a_merge_is_loaded_over_scp_compared_and_committed(device: Any) -> None:
    device.load_merge_candidate(config=CHANGE)
    assert device.compare_config() == (
        "+interface Tunnel0\n+ ip nhrp holdtime 450\n- no ip nhrp network-id\n+ip route 10.9.0.0 255.255.0.0 192.0.2.9"
    )
    device.commit_config()
    running = _running(device)
    assert " ip nhrp holdtime 450\n" in running
    assert "network-id" not in running
    assert "\nip route 10.9.0.0 255.255.0.0 192.0.2.9\n" in running


def test_loading_the_same_change_again_finds_nothing_to_do(device: Any) -> None:
    device.load_merge_candidate(config=CHANGE)
    device.commit_config()
    device.load_merge_candidate(config=CHANGE)
    assert device.compare_config() == ""


def test_a_discarded_change_changes_nothing(device: Any) -> None:
    before = _running(device)
    device.load_merge_candidate(config=CHANGE)
    device.discard_config()
    assert _running(device).replace("file prompt quiet\n", "") == before
    assert device.compare_config() == ""


def test_a_committed_change_is_rolled_back(device: Any) -> None:
    before = _running(device)
    device.load_merge_candidate(config=CHANGE)
    device.commit_config()
    device.rollback()
    assert _running(device).replace("file prompt quiet\n", "") == before


def test_a_line_that_is_refused_rolls_the_merge_back(device: Any) -> None:
    before = _running(device)
    device.load_merge_candidate(config="interface Tunnel0\n ip mtu 1400\n bogus line\n")
    with pytest.raises(MergeConfigException, match="Invalid input detected"):
        device.commit_config()
    assert _running(device).replace("file prompt quiet\n", "") == before


def test_a_whole_configuration_is_replaced(device: Any) -> None:
    wanted = _running(device).replace(" ip nhrp network-id 1\n", " ip nhrp network-id 1\n ip nhrp redirect\n")
    device.load_replace_candidate(config=wanted)
    assert " +ip nhrp redirect" in device.compare_config()
    device.commit_config()
    assert " ip nhrp redirect\n" in _running(device)


def test_a_timed_commit_is_pending_until_it_is_confirmed(device: Any) -> None:
    device.load_merge_candidate(config="interface Tunnel0\n ip mtu 1400\n")
    device.commit_config(revert_in=7200)
    assert device.has_pending_commit()
    device.confirm_commit()
    assert not device.has_pending_commit()
    assert " ip mtu 1400\n" in _running(device)


@pytest.mark.slow
def test_a_merge_is_loaded_through_tclsh_without_scp(inline_device: Any) -> None:
    inline_device.load_merge_candidate(config=CHANGE)
    assert "+ip route 10.9.0.0 255.255.0.0 192.0.2.9" in inline_device.compare_config()
    inline_device.commit_config()
    assert " ip nhrp holdtime 450\n" in _running(inline_device)
