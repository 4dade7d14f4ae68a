"""Clouds of any size, made from one spoke's configuration."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface

from nornir_dmvpn.model.config import RouterConfig
from tests.unit.reference.cloud import Cloud

_TUNNELS, _NBMA, _LANS = (int(IPv4Address(one)) for one in ("10.0.1.0", "198.18.0.0", "172.16.0.0"))


def fleet(spokes: int, *, crypto: str = "ikev2") -> dict[str, RouterConfig]:
    """A phase 3 hub and that many spokes with a LAN each."""
    configs = Cloud(phase=3, crypto=crypto, spokes=1).configs()
    hub, model = configs["HUB"], configs["S2"]
    wide = tuple(
        replace(one, address=IPv4Interface((one.ip, 16))) if one.is_tunnel and one.ip is not None else one
        for one in hub.interfaces
    )
    made = {"HUB": replace(hub, interfaces=wide)}
    tunnel, outside, lan = model.interfaces
    for number in range(spokes):
        interfaces = (
            replace(tunnel, address=IPv4Interface((_TUNNELS + number, 16))),
            replace(outside, address=IPv4Interface((_NBMA + number, 15))),
            replace(lan, address=IPv4Interface((_LANS + 256 * number + 1, 24))),
        )
        made[f"S{number}"] = replace(model, hostname=f"S{number}", interfaces=interfaces)
    return made
