"""underlay.yaml."""

from ipaddress import IPv4Address
from pathlib import Path

import pytest

from nornir_dmvpn.errors import IntentError, SourceError
from nornir_dmvpn.model.underlay import Blocked, Transport, UnderlayAddress, UnderlaySpec
from nornir_dmvpn.sources.underlay import load_underlay


def write(folder: Path, text: str) -> Path:
    path = folder / "underlay.yaml"
    path.write_text(text)
    return path


def test_an_underlay_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "latency: 0.02\n"
        "addresses:\n  - {router: spoke3, interface: Gi1, address: 198.51.100.10}\n"
        "blocked:\n  - {source: SPOKE1, destination: '*', transport: nat-t}\n  - {source: spoke3}\n",
    )
    assert load_underlay(path, ["spoke1", "spoke3"]) == UnderlaySpec(
        addresses=(
            UnderlayAddress(router="spoke3", interface="GigabitEthernet1", address=IPv4Address("198.51.100.10")),
        ),
        blocked=(
            Blocked(source="SPOKE1", destination="*", transport=Transport.NAT_T),
            Blocked(source="spoke3", destination="*"),
        ),
        latency=0.02,
    )


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}"])
def test_an_empty_underlay_says_nothing(tmp_path: Path, text: str) -> None:
    assert load_underlay(write(tmp_path, text)) == UnderlaySpec()


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("latency: -1\n", "1:10", "too small"),
        ("latency: soon\n", "1:10", "'soon' is not a number"),
        ("blocked:\n  - {source: nobody}\n", "2:14", "there is no router 'nobody'"),
        ("blocked:\n  - {transport: tcp}\n", "2:17", "'tcp' is not one of"),
        ("addresses:\n  - {router: '*', interface: Gi1, address: 1.2.3.4}\n", "2:14", "there is no router '*'"),
        ("addresses:\n  - {router: spoke1, interface: Gi1}\n", "2:5", "'address' is missing"),
        ("adresses: []\n", "1:1", "unknown key 'adresses', meant 'addresses'?"),
        ("- 1\n", "1:1", "must hold a mapping"),
    ],
)
def test_a_fault_of_the_underlay_has_its_place(tmp_path: Path, text: str, place: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(IntentError) as caught:
        load_underlay(path, ["spoke1"])
    assert str(caught.value).startswith(f"{path}:{place}: ")
    assert says in str(caught.value)


def test_a_missing_underlay_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        load_underlay(tmp_path / "underlay.yaml")
