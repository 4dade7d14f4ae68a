"""An inventory of any size: one hub, N spokes, as data. ``sources.inventory_files`` writes it to a folder."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from nornir_dmvpn.errors import IntentError

CLOUD = "LAB"
PSK_FILE = "psk.secret"
AUTHENTICATION_FILE = "nhrp.secret"

_UNDERLAY = IPv4Network("198.18.0.0/15")
"""RFC 2544 test addresses, a /30 for each router."""
_LANS = IPv4Network("10.128.0.0/9")
_FIRST_SPOKE = 10
"""Spoke 1 has host number 11, so a spoke is recognised by its address."""
_PORTS = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryData:
    """Contents of an inventory folder; every value is what the YAML file of that name holds."""

    hosts: dict[str, Any]
    groups: dict[str, Any]
    defaults: dict[str, Any]
    config: dict[str, Any]
    underlay: dict[str, Any] = field(default_factory=dict)
    secret_files: tuple[str, ...] = ()
    """Files that the secret references name."""


def generate_inventory(
    spokes: int, phase: int, ike: str, routing: str, base_port: int, *, hostname: str = "127.0.0.1"
) -> InventoryData:
    """``hub1`` on ``base_port`` and ``spoke1`` … on the ports after it, user and password ``lab``.

    Raises ``IntentError`` when the ports or addresses do not suffice. Whether ``phase``, ``ike`` and ``routing``
    exist is for the reader of the inventory to say.
    """
    if spokes < 0 or not 0 < base_port <= _PORTS - spokes:
        raise IntentError("", f"{spokes} spokes on ports from {base_port} do not fit below {_PORTS}")
    if spokes + _FIRST_SPOKE >= _LANS.num_addresses // 256:
        raise IntentError("", f"{spokes} spokes are more than there are LANs in {_LANS}")
    hosts = {"hub1": _host("hub", 0, base_port, hostname)} | {
        f"spoke{index}": _host("spoke", index, base_port, hostname) for index in range(1, spokes + 1)
    }
    return InventoryData(
        hosts=hosts,
        groups={"hubs": {}, "spokes": {}},
        defaults={
            "username": "lab",
            "password": "lab",
            "platform": "ios",
            "data": {"dmvpn": {"clouds": {CLOUD: _cloud(spokes, phase, ike, routing)}}},
        },
        config=nornir_config(),
        secret_files=(AUTHENTICATION_FILE,) if ike == "none" else (PSK_FILE, AUTHENTICATION_FILE),
    )


def nornir_config() -> dict[str, Any]:
    """Nornir's own settings for an inventory folder; its paths are made absolute by whoever loads it."""
    return {
        "inventory": {
            "plugin": "SimpleInventory",
            "options": {"host_file": "hosts.yaml", "group_file": "groups.yaml", "defaults_file": "defaults.yaml"},
        },
        "runner": {"plugin": "threaded", "options": {"num_workers": 20}},
        "logging": {"enabled": False},
    }


def _cloud(spokes: int, phase: int, ike: str, routing: str) -> dict[str, Any]:
    crypto: dict[str, Any] = {"ike": ike}
    if ike != "none":
        crypto["psk"] = f"file:{PSK_FILE}"
    return {
        "phase": phase,
        "tunnel": 0,
        "subnet": "10.0.0.0/24" if spokes + _FIRST_SPOKE < 255 else "10.0.0.0/16",
        "network_id": 1,
        "key": 1,
        "authentication": f"file:{AUTHENTICATION_FILE}",
        "crypto": crypto,
        "routing": _routing(phase, routing),
    }


def _routing(phase: int, routing: str) -> dict[str, Any]:
    """Static spokes get one summary where the phase allows it: a route per LAN on every spoke would be N squared."""
    if routing == "eigrp":
        return {"protocol": routing, "asn": 100, "name": CLOUD}
    if routing == "static" and phase != 2:
        return {"protocol": routing, "advertise": "summary", "summaries": [str(_LANS)]}
    return {"protocol": routing}


def _host(role: str, index: int, base_port: int, hostname: str) -> dict[str, Any]:
    number = index + _FIRST_SPOKE if index else 1
    underlay = _UNDERLAY.network_address + 4 * index
    attachment = {
        "role": role,
        "address": str(IPv4Address("10.0.0.0") + number),
        "source": "GigabitEthernet1",
        "nbma": str(underlay + 2),
        "gateway": str(underlay + 1),
    }
    return {
        "hostname": hostname,
        "port": base_port + index,
        "groups": [f"{role}s"],
        "data": {
            "dmvpn": {
                "generation": "E",
                "tunnels": {CLOUD: attachment},
                "lans": [{"interface": "Loopback10", "address": f"{_LANS.network_address + 256 * index + 1}/24"}],
            }
        },
    }
