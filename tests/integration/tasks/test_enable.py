"""Routers that want an enable secret: it may be a reference, and a wrong one is said without it."""

from dataclasses import replace
from pathlib import Path

import pytest

from nornir_dmvpn.cli.lab_spec import lab_spec
from nornir_dmvpn.errors import DeviceAuthenticationError
from nornir_dmvpn.lab.thread import fleet_running
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.tasks import dmvpn_deploy, failure_of, make_nornir
from tests.integration.cloud import write_cloud

pytestmark = pytest.mark.integration

OPTIONS = """
connection_options:
  netmiko: {extras: {secret: env:LAB_ENABLE}}
  napalm: {extras: {optional_args: {secret: env:LAB_ENABLE}}}
"""


@pytest.mark.parametrize("via", ["netmiko", "napalm"])
@pytest.mark.parametrize("secret", ["open-sesame", "wrong"])
def test_the_enable_secret_is_taken_from_where_the_inventory_says(
    tmp_path: Path, key_folder: Path, monkeypatch: pytest.MonkeyPatch, via: str, secret: str
) -> None:
    monkeypatch.setenv("LAB_ENABLE", secret)
    write_cloud(tmp_path / "inventory", 0)
    defaults = tmp_path / "inventory" / "defaults.yaml"
    defaults.write_text(defaults.read_text() + OPTIONS)
    inventory = load_inventory(tmp_path / "inventory")
    spec = replace(lab_spec(inventory, "guarded"), enable=Secret("open-sesame"))
    with fleet_running(spec, key_folder=key_folder):
        nornir = make_nornir(inventory, via=via)
        result = nornir.run(dmvpn_deploy, intent=inventory.intent)["hub1"]
        nornir.close_connections()
    failure = failure_of("hub1", result)
    if secret == "open-sesame":
        assert failure is None
        assert result[0].result.saved
    else:
        assert isinstance(failure, DeviceAuthenticationError)
        assert str(failure) == "hub1: refused the enable secret (or none is in the inventory)"
