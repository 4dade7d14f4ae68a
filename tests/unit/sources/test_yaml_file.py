"""YAML is read as Nornir reads it, and every value has its place."""

from pathlib import Path

import pytest
import ruamel.yaml

from nornir_dmvpn.sources.yaml_file import read_yaml
from tests.unit.sources.inventories import SAMPLE

SCALARS = ["no", "on", "Yes", "true", "FALSE", "~", "null", "010", "0o17", "0x1F", "+5", "-7", "22:22", "1.5", "'1'",
           "10.0.0.1", "10.0.0.1/24", "aa:bb:cc", "1e3", "1.5e3", "1.", ".5", "-.inf", "1.2.3",
           "x y", '"a: b"', "-", "1_000"]  # fmt: skip


@pytest.mark.parametrize("scalar", SCALARS)
def test_a_scalar_is_what_nornir_takes_it_for(tmp_path: Path, scalar: str) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(f"key: {scalar if scalar != '-' else '[-1]'}\n")
    expected = ruamel.yaml.YAML(typ="safe", pure=True).load(path.read_text())
    found = read_yaml(path).value
    assert found == expected
    assert type(found["key"]) is type(expected["key"])


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLE.glob("*.yaml")))
def test_the_sample_is_what_nornir_takes_it_for(name: str) -> None:
    path = SAMPLE / name
    assert read_yaml(path).value == ruamel.yaml.YAML(typ="safe").load(path.read_text())


def test_places_count_from_one_and_reach_into_lists_and_flow(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("# first\na:\n  b:\n    - x\n    - {c: 7, d: [1, 2]}\n")
    file = read_yaml(path)
    assert file.place(("a", "b", 1, "c")) == f"{path}:5:11"
    assert file.place(("a", "b", 1, "c"), of_key=True) == f"{path}:5:8"
    assert file.place(("a", "b", 1, "d", 1)) == f"{path}:5:21"
    assert file.place(("a", "b")) == f"{path}:3:3"
    assert file.place(("a", "b", 1, "missing")) == f"{path}:5:7"
    assert file.place() == f"{path}:2:1"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb:\r\n  c: 2\r\n")
    file = read_yaml(path)
    assert file.value == {"a": 1, "b": {"c": 2}}
    assert file.place(("b", "c")) == f"{path}:3:6"
