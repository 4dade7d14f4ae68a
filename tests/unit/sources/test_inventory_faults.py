"""Every fault of an inventory is one sentence at its place, and all of them come at once."""

import re
from pathlib import Path

import pytest

from nornir_dmvpn.errors import DmvpnError, IntentError, SourceError
from nornir_dmvpn.sources.inventory import load_inventory
from tests.unit.sources.inventories import SAMPLE, SECRETS, line_of, sample_with

Edits = list[tuple[str, str]]


def faults(folder: Path, **environment: str) -> list[str]:
    with pytest.raises(IntentError) as caught:
        load_inventory(folder, environment=SECRETS | environment)
    return str(caught.value).splitlines()


CASES: list[tuple[str, str, str, str]] = [
    ("hosts", "10.0.0.12", "10.0.0.300", "'10.0.0.300' is not an IPv4 address"),
    ("hosts", "10.0.0.12", "10.0.9.12", "not in the subnet 10.0.0.0/24 of cloud 'CORP'"),
    ("hosts", "address: 10.0.0.12", "address: 10.0.0.255", "network or broadcast address"),
    ("hosts", "address: 10.0.0.12", "address: 10.0.0.11", "10.0.0.11 of 'spoke2' is already that of 'spoke1'"),
    ("hosts", "198.51.100.6", "198.51.100.2", "198.51.100.2 of 'spoke2' is already that of 'spoke1'"),
    ("hosts", "192.168.2.1/24", "192.168.1.9/25", "the LAN of 'spoke2', overlaps 192.168.1.0/24, the LAN of 'spoke1'"),
    ("hosts", "192.168.2.1/24", "10.0.0.129/25", "overlaps 10.0.0.0/24, the tunnel subnet of cloud 'CORP'"),
    ("hosts", "192.168.2.1/24", "192.168.2.1", "needs its mask"),
    ("hosts", "nbma: 198.51.100.6", "nbma: 10.0.0.77", "inside the tunnel subnet 10.0.0.0/24"),
    ("hosts", "nbma: 198.51.100.6", "nbma: 192.168.3.77", "lies inside 192.168.3.0/24, the LAN of 'spoke3'"),
    ("hosts", "gateway: 198.51.100.5", "gateway: 198.51.100.6", "the router's own NBMA address"),
    ("hosts", "gateway: 198.51.100.5", "gatway: 198.51.100.5", "unknown key 'gatway', meant 'gateway'?"),
    ("hosts", "\nspoke2:", "\nspoke_2!:", "cannot be the hostname of an IOS router"),
    ("hosts", "\nspoke2:", "\nSPOKE1:", "one hostname to IOS"),
    ("hosts", "port: 22003", "port: ssh", "port must be a number"),
    ("hosts", "port: 22003", "port: 22002", "spoke2 and spoke1 are both at 127.0.0.1 port 22002"),
    ("groups", "\nspokes:", "\nspoks:", "there is no group 'spokes' (groups: hubs, spoks)"),
    ("groups", "role: spoke, source: GigabitEthernet1", "role: spok, source: GigabitEthernet1", "'spok' is not one of"),
    ("groups", "role: spoke, source: GigabitEthernet1", "role: spoke, source: wan0", "'wan0' is not the name"),
    ("groups", "role: hub,", "role: spoke,", "no hub among them"),
    ("defaults", "network_id: 1 ", "network_id: 0 ", "network_id: 0 is too small, the least is 1"),
    ("defaults", "key: 1 ", "key: 4294967296 ", "too large"),
    ("defaults", "key: 1 ", "key: hunter2 ", "key: this is not a whole number"),
    ("defaults", "phase: 3", "phase: 5", "phase: 5 is not one of 1, 2 or 3"),
    ("defaults", "protocol: eigrp", "protocol: ospf", "'ospf' is not one of"),
    ("defaults", "asn: 100", "asn: 100\n          areas: 1", "unknown key 'areas'"),
    ("defaults", "generation: E", "generation: F", "'F' is not one of"),
    ("defaults", "generation: E", "generation: A", "has no IKEv2"),
    ("defaults", "psk: env:DMVPN_PSK", "psk: hunter2", "a secret is never written into the inventory"),
    ("defaults", "psk: env:DMVPN_PSK", "psk: env:NOWHERE", "the environment variable NOWHERE is not set"),
    ("defaults", "psk: env:DMVPN_PSK", "psk: file:nowhere", "nowhere there is no such file"),
    ("defaults", "key: 1 ", "mtu: 1450 ", "leave 1418 bytes (L-016)"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), CASES, ids=[case[3][:40] for case in CASES])
def test_a_fault_is_one_sentence_at_its_place(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    changes: dict[str, Edits] = {file: [(old, new)]}
    folder = sample_with(tmp_path, **changes)
    lines = faults(folder)
    hits = [line for line in lines if says in line]
    assert hits, lines
    assert all(re.match(rf"{re.escape(str(tmp_path))}/\w+\.yaml:\d+:\d+: ", line) for line in lines)
    assert "hunter2" not in "".join(lines)
    if "no hub" not in says and "no group" not in says:  # these stand where they are missed
        assert any(f"{file}.yaml:{first_change(folder, file)}:" in hit for hit in hits), hits


def first_change(folder: Path, file: str) -> int:
    """Number of the first line in which a copy of the sample differs from it."""
    texts = [(one / f"{file}.yaml").read_text().splitlines() for one in (SAMPLE, folder)]
    return next(number for number, (old, new) in enumerate(zip(*texts, strict=False), 1) if old != new)


def test_the_column_is_that_of_the_value(tmp_path: Path) -> None:
    folder = sample_with(tmp_path, hosts=[("10.0.0.12", "10.0.9.12")])
    (line,) = faults(folder)
    number = line_of(folder / "hosts.yaml", "10.0.9.12")
    column = (folder / "hosts.yaml").read_text().splitlines()[number - 1].index("10.0.9.12") + 1
    assert line.startswith(f"{folder / 'hosts.yaml'}:{number}:{column}: ")


def test_all_faults_come_at_once_and_the_first_is_the_path(tmp_path: Path) -> None:
    edits = [("10.0.0.11", "10.0.9.11"), ("10.0.0.12", "nonsense"), ("192.168.3.1/24", "192.168.0.1/24")]
    folder = sample_with(tmp_path, hosts=edits, groups=[("role: hub, source", "role: hub, sauce")])
    with pytest.raises(IntentError) as caught:
        load_inventory(folder, environment=SECRETS)
    lines = str(caught.value).splitlines()
    for text in ("nonsense", "10.0.9.11", "'sauce'", "'source' is missing"):
        assert sum(text in line for line in lines) == 1, (text, lines)
    assert lines[0].startswith(f"{caught.value.path}: ")


def test_a_fault_in_the_cloud_does_not_hide_behind_faults_of_its_members(tmp_path: Path) -> None:
    folder = sample_with(tmp_path, defaults=[("phase: 3", "phase: 9")])
    assert len(faults(folder)) == 1


def test_an_unknown_cloud_is_named_with_those_that_exist(tmp_path: Path) -> None:
    folder = sample_with(
        tmp_path, hosts=[("10.0.0.12", "10.0.0.12\n        CROP: {role: spoke, address: 10.9.9.9, source: Gi1}")]
    )
    text = (
        (folder / "hosts.yaml")
        .read_text()
        .replace("          nbma: 198.51.100.6\n          gateway: 198.51.100.5\n", "")
    )
    (folder / "hosts.yaml").write_text(text)
    (line,) = faults(folder)
    assert "there is no cloud 'CROP' (clouds: CORP)" in line


def test_a_long_list_of_faults_is_cut_and_counted(tmp_path: Path) -> None:
    hosts = "\n".join(f"r{n}: {{data: {{dmvpn: {{tunnels: {{CORP: {{address: 10.9.{n}.1}}}}}}}}}}" for n in range(60))
    folder = sample_with(tmp_path)
    (folder / "hosts.yaml").write_text(hosts)
    lines = faults(folder)
    assert len(lines) == 51
    assert "more like these" in lines[-1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "hosts.yaml:1:1: there are no hosts"),
        ("# nothing\n", "hosts.yaml:1:1: there are no hosts"),
        ("a: [1, 2\nb: 3\n", "hosts.yaml:2:"),
        ("a: 1\n\tb: 2\n", "not valid YAML"),
        ("spoke1: {}\nspoke1: {}\n", "hosts.yaml:2:1: not valid YAML: 'spoke1' stands here twice"),
        ("- spoke1\n", "hosts.yaml:1:1: this file must hold a mapping"),
        ("spoke1: 7\n", "hosts.yaml:1:9: 'spoke1' must be a mapping"),
        ("7: {}\n", "hosts.yaml:1:1: the name 7 must be text"),
        ("spoke1: {hostnme: a}\n", "hosts.yaml:1:10: unknown key 'hostnme'"),
    ],
)
def test_a_file_that_holds_no_hosts_is_named_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    folder = sample_with(tmp_path)
    (folder / "hosts.yaml").write_text(text)
    assert says in "\n".join(faults(folder))


def test_paths_that_are_no_inventory_are_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    binary = tmp_path / "config.yaml"
    binary.write_bytes(b"\0\1")
    empty = tmp_path / "empty"
    empty.mkdir()
    latin = tmp_path / "latin"
    latin.mkdir()
    (latin / "hosts.yaml").write_bytes(b"spoke: {hostname: \xe4}")
    for path, says in (
        (tmp_path / "nowhere", "there is no such inventory"),
        (empty, "holds no hosts.yaml"),
        (binary, "is not a text file"),
        (latin, "is not UTF-8 text (byte 18)"),
    ):
        with pytest.raises(SourceError) as caught:
            load_inventory(path, environment={})
        assert says in str(caught.value)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_config_for_another_inventory_plugin_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("inventory:\n  plugin: NetBoxInventory2\n")
    with pytest.raises(IntentError, match=r"config.yaml:2:11: inventory plugin 'NetBoxInventory2' is not known"):
        load_inventory(tmp_path / "config.yaml", environment={})


def test_words_that_older_yaml_takes_for_something_else_stay_words(tmp_path: Path) -> None:
    folder = sample_with(tmp_path, hosts=[("\nspoke2:", "\nno:")])
    assert "no" in load_inventory(folder, environment=SECRETS).hosts


def test_a_host_says_otherwise_than_its_group_and_a_group_than_the_defaults(tmp_path: Path) -> None:
    folder = sample_with(
        tmp_path,
        groups=[
            ("spokes:\n  data:\n    dmvpn:\n", "spokes:\n  username: group\n  data:\n    dmvpn:\n      generation: C\n")
        ],
        hosts=[("\nspoke2:\n", "\nspoke2:\n  username: host\n")],
    )
    inventory = load_inventory(folder, environment=SECRETS)
    assert [host.username for host in inventory.hosts.values()] == ["lab", "group", "host", "group"]
    generations = [site.generation.value for site in inventory.intent.sites.values() if site.generation]
    assert generations == ["E", "C", "C", "C"]


def test_groups_that_name_each_other_end(tmp_path: Path) -> None:
    folder = sample_with(
        tmp_path,
        groups=[("hubs:\n", "hubs:\n  groups: [spokes]\n"), ("spokes:\n  data", "spokes:\n  groups: [hubs]\n  data")],
    )
    assert load_inventory(folder, environment=SECRETS).intent.sites["hub1"].tunnels["CORP"].role == "hub"


def test_hosts_without_dmvpn_are_hosts_and_no_sites(tmp_path: Path) -> None:
    folder = sample_with(tmp_path, hosts=[("\nspoke2:\n", "\nswitch1: {hostname: 192.0.2.9}\n\nspoke2:\n")])
    inventory = load_inventory(folder, environment=SECRETS)
    assert "switch1" in inventory.hosts
    assert "switch1" not in inventory.intent.sites


def test_a_password_may_be_a_reference_and_a_missing_one_has_its_place(tmp_path: Path) -> None:
    folder = sample_with(tmp_path, defaults=[("password: lab", "password: env:ROUTER_PASSWORD")])
    given = load_inventory(folder, environment=SECRETS | {"ROUTER_PASSWORD": "swordfish"}).hosts["hub1"].password
    assert given is not None
    assert given.reveal() == "swordfish"
    (line,) = faults(folder)
    assert line.startswith(f"{folder / 'defaults.yaml'}:{line_of(folder / 'defaults.yaml', 'password: env')}:11: ")


def test_every_error_is_one_of_ours(tmp_path: Path) -> None:
    for number, text in enumerate(
        ["!!python/object:os.system {}", "a: &x [*x]", "a: *nowhere", "'", "{", "? [a]\n: b", "a: 2020-13-45"]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        sample_with(folder)
        (folder / "hosts.yaml").write_text(text)
        with pytest.raises(DmvpnError):
            load_inventory(folder, environment=SECRETS)
