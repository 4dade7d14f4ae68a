"""A cloud of one hub and spokes as configuration text: the ground on which the reference is tested."""

from dataclasses import dataclass, field

from nornir_dmvpn.ios.config import ConfigParser, parse_config
from nornir_dmvpn.model.config import RouterConfig

PARSER = ConfigParser()

IKEV2 = """\
crypto ikev2 proposal P
 encryption aes-cbc-256
 integrity sha256
 group 19
crypto ikev2 policy POL
 proposal P
crypto ikev2 keyring KR
 peer ANY
  address 0.0.0.0 0.0.0.0
  pre-shared-key {psk}
crypto ikev2 profile IKE
 match identity remote address 0.0.0.0
 authentication local pre-share
 authentication remote pre-share
 keyring local KR
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode transport
crypto ipsec profile PROF
 set transform-set TS
 set ikev2-profile IKE
"""

IKEV1 = """\
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key {psk} address 0.0.0.0
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode transport
crypto ipsec profile PROF
 set transform-set TS
"""

CRYPTO = {"none": "", "ikev1": IKEV1, "ikev2": IKEV2}

EIGRP = """\
router eigrp CLOUD
 address-family ipv4 unicast autonomous-system 1
  af-interface Tunnel0
{hub_lines}  exit-af-interface
  network 10.0.0.0 0.0.0.255
  network 192.168.0.0 0.0.255.255
 exit-address-family
"""


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """Hub 203.0.113.1 / 10.0.0.1, spoke *n* 198.51.100.n / 10.0.0.n with 192.168.n.0/24, from n = 2 on."""

    phase: int = 3
    crypto: str = "none"
    spokes: int = 2
    version: str = "17.3"
    routing: bool = True
    psk: str = "Secret123"
    extra: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Lines added below the tunnel interface of a router; a ``no`` line takes its opposite away."""

    def configs(self) -> dict[str, RouterConfig]:
        names = ["HUB", *(f"S{number}" for number in range(2, self.spokes + 2))]
        return {name: parse_config(self.text(name), f"{name}.cfg", parser=PARSER) for name in names}

    def text(self, name: str) -> str:
        number = 1 if name == "HUB" else int(name[1:])
        nbma = "203.0.113.1" if number == 1 else f"198.51.100.{number}"
        lines = self._tunnel(number)
        for line in self.extra.get(name, ()):
            if line.startswith("no ") and line[3:] in lines:
                lines.remove(line[3:])
            elif line.startswith("-"):
                lines = [one for one in lines if not one.startswith(line[1:])]
            else:
                lines.append(line)
        return "\n".join(
            (
                f"version {self.version}",
                f"hostname {name}",
                CRYPTO[self.crypto].format(psk=self.psk),
                "interface Tunnel0",
                *(f" {line}" for line in lines),
                "interface GigabitEthernet0/0",
                f" ip address {nbma} 255.255.255.0",
                "interface Loopback1",
                f" ip address 192.168.{number}.1 255.255.255.0",
                self._eigrp(number),
                "ip route 0.0.0.0 0.0.0.0 GigabitEthernet0/0",
            )
        )

    def _tunnel(self, number: int) -> list[str]:
        lines = [f"ip address 10.0.0.{number} 255.255.255.0", "ip nhrp network-id 1", "ip nhrp authentication cisco"]
        lines += ["tunnel source GigabitEthernet0/0", "tunnel key 100"]
        if number == 1:
            lines += ["tunnel mode gre multipoint", "ip nhrp map multicast dynamic"]
            lines += ["ip nhrp redirect"] if self.phase == 3 else []
        else:
            lines += ["ip nhrp nhs 10.0.0.1"]
            if self.phase == 1:
                lines += ["tunnel destination 203.0.113.1"]
            else:
                lines += ["ip nhrp map 10.0.0.1 203.0.113.1", "ip nhrp map multicast 203.0.113.1"]
                lines += ["tunnel mode gre multipoint"]
            lines += ["ip nhrp shortcut"] if self.phase == 3 else []
        return lines + (["tunnel protection ipsec profile PROF"] if self.crypto != "none" else [])

    def _eigrp(self, number: int) -> str:
        if not self.routing:
            return ""
        hub_lines = ""
        if number == 1:
            hub_lines = "   no split-horizon\n" + ("   no next-hop-self\n" if self.phase == 2 else "")
        return EIGRP.format(hub_lines=hub_lines)
