"""The sample inventory is one: for this program and for Nornir itself."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest
from nornir import InitNornir

from nornir_dmvpn.design.compile import compile_all
from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.sources.inventory import load_inventory
from tests.architecture.source import PROJECT
from tests.unit.sources.inventories import SAMPLE, SECRETS, fleet_folder


@pytest.mark.parametrize("path", [SAMPLE, SAMPLE / "config.yaml"], ids=["folder", "config"])
def test_the_sample_loads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    inventory = load_inventory(path, environment=SECRETS)
    assert list(inventory.hosts) == list(inventory.intent.sites) == ["hub1", "spoke1", "spoke2", "spoke3"]
    cloud = inventory.intent.clouds["CORP"]
    assert (cloud.phase, cloud.crypto.ike, cloud.crypto.psk) == (3, "ikev2", Secret("a-long-key"))
    assert inventory.intent.sites["spoke2"].tunnels["CORP"].address == IPv4Address("10.0.0.12")
    host = inventory.hosts["spoke2"]
    assert (host.hostname, host.port, host.username, host.password) == ("127.0.0.1", 22003, "lab", Secret("lab"))
    assert (host.platform, host.groups) == ("ios", ("spokes",))
    assert inventory.underlay == UnderlaySpec()
    assert len(compile_all(inventory.intent)) == 4


def test_the_sample_is_found_without_being_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    assert load_inventory(environment=SECRETS).folder == Path("inventory")


def test_nornir_loads_the_sample_by_its_config_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    nornir = InitNornir(config_file="inventory/config.yaml")
    hosts = nornir.inventory.hosts
    assert {name: (host.hostname, host.port, host.username, host.platform) for name, host in hosts.items()} == {
        name: ("127.0.0.1", 22001 + number, "lab", "ios") for number, name in enumerate(hosts)
    }
    assert not (PROJECT / "nornir.log").exists()


def test_nornir_loads_any_inventory_by_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inventory = load_inventory(fleet_folder(tmp_path / "fleet", 5))
    nornir = InitNornir(**inventory.nornir_settings())
    assert {name: host.port for name, host in nornir.inventory.hosts.items()} == {
        name: host.port for name, host in inventory.hosts.items()
    }
    assert nornir.config.runner.options == {"num_workers": 20}
    assert not (tmp_path / "nornir.log").exists()


def test_files_of_another_inventory_in_the_current_folder_do_not_mix_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "hosts.yaml").write_text("r1: {hostname: 192.0.2.1}\n")
    (tmp_path / "defaults.yaml").write_text("username: stranger\n")
    monkeypatch.chdir(tmp_path)
    inventory = load_inventory(Path("alone"), environment={})
    assert inventory.hosts["r1"].username is None
    assert InitNornir(**inventory.nornir_settings()).inventory.hosts["r1"].username is None


def test_nornir_loads_a_generated_inventory_by_its_config_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fleet_folder(tmp_path / "fleet", 2)
    monkeypatch.chdir("/")
    assert list(InitNornir(config_file=str(folder / "config.yaml")).inventory.hosts) == ["hub1", "spoke1", "spoke2"]


def test_the_environment_goes_before_the_inventory_for_user_and_password() -> None:
    given = SECRETS | {"NORNIR_USERNAME": "admin", "NORNIR_PASSWORD": "env:not-a-reference"}
    hosts = load_inventory(SAMPLE, environment=given).hosts.values()
    assert {(host.username, host.password) for host in hosts} == {("admin", Secret("env:not-a-reference"))}


def test_without_its_secrets_the_sample_says_where_they_are_wanted() -> None:
    with pytest.raises(IntentError) as caught:
        load_inventory(SAMPLE, environment={})
    lines = str(caught.value).splitlines()
    assert len(lines) == 2
    assert all(str(SAMPLE / "defaults.yaml") in line and "is not set" in line for line in lines)


def test_secrets_may_stay_unresolved_for_those_who_push_nothing() -> None:
    inventory = load_inventory(SAMPLE, environment={}, resolve_secrets=False)
    assert not inventory.has_secrets
    assert inventory.intent.clouds["CORP"].crypto.psk == Secret("env:DMVPN_PSK")


def test_an_inventory_shows_no_secret() -> None:
    shown = repr(load_inventory(SAMPLE, environment=SECRETS))
    assert "a-long-key" not in shown
    assert "nhrpauth" not in shown
