"""References to secrets, and what they say when nothing is there."""

from pathlib import Path

import pytest

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.sources.secrets import resolve_secret
from tests.unit.sources.inventories import fleet_folder


def test_a_secret_comes_from_the_environment(tmp_path: Path) -> None:
    assert resolve_secret("env:PSK", tmp_path, {"PSK": "value"}) == Secret("value")


def test_a_secret_comes_from_the_first_line_of_a_file_beside_the_inventory(tmp_path: Path) -> None:
    (tmp_path / "psk").write_text("value\r\nnot this\n")
    assert resolve_secret("file:psk", tmp_path, {}) == Secret("value")
    assert resolve_secret(f"file:{tmp_path / 'psk'}", Path("/"), {}) == Secret("value")


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("env:EMPTY", "EMPTY is empty"),
        ("env:MISSING", "MISSING is not set"),
        ("file:missing", "there is no such file"),
        ("file:empty", "is empty"),
        ("file:.", "is a folder"),
        ("vault:x", "begins with env:… and file:…"),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, reference: str, says: str) -> None:
    (tmp_path / "empty").write_text("\nsecond\n")
    with pytest.raises(IntentError, match=says) as caught:
        resolve_secret(reference, tmp_path, {"EMPTY": ""})
    assert "second" not in str(caught.value)


def test_a_generated_inventory_makes_up_its_secrets_and_keeps_them(tmp_path: Path) -> None:
    first = load_inventory(fleet_folder(tmp_path, 2), environment={}).intent.clouds["LAB"]
    again = load_inventory(fleet_folder(tmp_path, 3), environment={}).intent.clouds["LAB"]
    assert first.crypto.psk is not None
    assert (first.crypto.psk, first.authentication) == (again.crypto.psk, again.authentication)
    assert len(first.crypto.psk) >= 20
    assert first.authentication is not None
    assert len(first.authentication) == 8
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.secret")} == {0o600}
