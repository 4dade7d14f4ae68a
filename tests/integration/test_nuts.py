"""A YAML file tests a DMVPN: nuts, run by pytest in a child process, reads virtual routers with our parsers."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from nornir_dmvpn.lab.spec import LabSpec
from tests.integration.lab.conftest import fleet, key_folder, spec
from tests.integration.lab.virtual import ENABLE, PASSWORD, USERNAME, login

pytestmark = pytest.mark.integration
__all__ = ["fleet", "key_folder", "spec"]

BUNDLE = """\
- test_module: nornir_dmvpn.nuts_tests
  test_class: TestDmvpnPeer
  test_data:
    - {host: HUB, tunnel: 10.0.0.2, state: UP, nbma: 198.51.0.2, attributes: [D]}
    - {host: SPOKE1, tunnel: 10.0.0.1, state: IKE}
- test_module: nornir_dmvpn.nuts_tests
  test_class: TestDmvpnPeerCount
  test_data:
    - {host: SPOKE1, interface: Tunnel0, peers: 1}
    - {host: SPOKE1, interface: Tunnel7, peers: 0}
- test_module: nornir_dmvpn.nuts_tests
  test_class: TestNhrpEntry
  test_data:
    - {host: HUB, target: 10.0.0.2/32, nbma: 198.51.0.2, type: dynamic}
    - {host: HUB, target: 10.0.0.99/32, type: dynamic}
- test_module: nornir_dmvpn.nuts_tests
  test_class: TestNhrpServer
  test_data:
    - {host: SPOKE1, address: 10.0.0.1, state: RE}
"""


def write_inventory(folder: Path, spec: LabSpec) -> None:
    hosts = {
        one.name: {
            "hostname": "127.0.0.1",
            "port": one.port,
            "username": USERNAME,
            "password": PASSWORD,
            "platform": "ios",
            "connection_options": {
                "netmiko": {"extras": {"secret": ENABLE}},
            },
        }
        for one in spec.routers
    }
    (folder / "hosts.yaml").write_text(yaml.safe_dump(hosts))
    plugin = {"plugin": "SimpleInventory", "options": {"host_file": str(folder / "hosts.yaml")}}
    (folder / "nr-config.yaml").write_text(yaml.safe_dump({"inventory": plugin}))


def test_a_bundle_passes_where_the_network_is_right_and_says_what_is_there_where_it_is_not(
    spec: LabSpec, tmp_path: Path
) -> None:
    with login(spec, "SPOKE1") as spoke:
        assert "Success rate is 100 percent (5/5)" in spoke.send_command("ping 10.0.0.1")
    write_inventory(tmp_path, spec)
    (tmp_path / "test_dmvpn.yaml").write_text(BUNDLE)
    report = tmp_path / "report.xml"
    child = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-c",
            "/dev/null",
            f"--rootdir={tmp_path}",
            "--nornir-cache-disable",
            "--nornir-config",
            "nr-config.yaml",
            f"--junitxml={report}",
            "test_dmvpn.yaml",
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert child.returncode == pytest.ExitCode.TESTS_FAILED, child.stdout + child.stderr
    cases = ET.parse(report).getroot().findall(".//testcase")
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    passed = [case for case in cases if len(case) == 0]
    assert len(passed) == 8, child.stdout
    assert len(failed) == 2, child.stdout
    assert "state - Expected: IKE Actual: UP" in child.stdout
    assert "has no row with {'target': '10.0.0.99/32'}" in child.stdout
