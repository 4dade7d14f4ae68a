"""A cloud of one hub and two spokes as virtual routers, and logins on them."""

import random
import socket
from contextlib import suppress
from typing import Any

from netmiko import ConnectHandler

from nornir_dmvpn.lab.spec import LabRouter, LabSpec
from nornir_dmvpn.model.secret import Secret

ADDRESS = "127.0.0.1"
USERNAME = "admin"
PASSWORD = "lab-password"
ENABLE = "lab-enable"

_HUB = """\
hostname HUB
!
ip domain name lab.example
!
interface Loopback0
 ip address 192.168.0.1 255.255.255.0
!
interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 ip nhrp network-id 1
 ip nhrp map multicast dynamic
 ip nhrp holdtime 300
 tunnel source GigabitEthernet0/0
 tunnel mode gre multipoint
!
interface GigabitEthernet0/0
 ip address 192.0.2.1 255.255.255.0
!
end
"""
_SPOKE = """\
hostname SPOKE{number}
!
interface Loopback0
 ip address 192.168.{number}.1 255.255.255.0
!
interface Tunnel0
 ip address 10.0.{high}.{low} 255.255.0.0
 ip nhrp network-id 1
 ip nhrp nhs 10.0.0.1 nbma 192.0.2.1 multicast
 ip nhrp holdtime 300
 tunnel source GigabitEthernet0/0
 tunnel mode gre multipoint
!
interface GigabitEthernet0/0
 ip address 198.51.{high}.{low} 255.255.255.0
!
end
"""


_PORTS = range(20_000, 32_000)
"""Below the range from which outgoing connections take theirs."""


def free_ports(count: int) -> list[int]:
    """Ports that nothing listened on a moment ago."""
    ports: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind((ADDRESS, port))
            ports.append(port)
        if len(ports) == count:
            break
    return ports


def cloud(name: str, *, spokes: int = 2, enable: bool = True, speed: float = 60.0, old_crypto: bool = False) -> LabSpec:
    """A hub and some spokes on free ports of the loopback interface."""
    ports = free_ports(1 + spokes)
    texts = {"HUB": _HUB.replace("255.255.255.0\n ip nhrp", "255.255.0.0\n ip nhrp")}
    for number in range(1, spokes + 1):
        high, low = divmod(number + 1, 250)
        texts[f"SPOKE{number}"] = _SPOKE.format(number=number, high=high, low=low)
    return LabSpec(
        name=name,
        routers=tuple(
            LabRouter(name=router, hostname=ADDRESS, port=port, config_text=text)
            for (router, text), port in zip(texts.items(), ports, strict=True)
        ),
        username=USERNAME,
        password=Secret(PASSWORD),
        enable=Secret(ENABLE) if enable else None,
        speed=speed,
        old_crypto=old_crypto,
    )


def login(spec: LabSpec, router: str, **changes: Any) -> Any:
    """A Netmiko connection to a router of the fleet, in user mode when the fleet has an enable secret."""
    port = next(one.port for one in spec.routers if one.name == router)
    options = {
        "device_type": "cisco_ios",
        "host": ADDRESS,
        "port": port,
        "username": USERNAME,
        "password": PASSWORD,
        "secret": ENABLE,
        "conn_timeout": 60,
        "banner_timeout": 60,
        "auth_timeout": 60,
    }
    return ConnectHandler(**(options | changes))
