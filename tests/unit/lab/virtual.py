"""A virtual router over a network that only takes notes, and a terminal on it."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_network

from nornir_dmvpn.lab.shell import Shell
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.interface_state import InterfaceBrief
from nornir_dmvpn.model.routing_state import RoutingTable
from nornir_dmvpn.model.state import EntryType, NhrpEntry, NhsReport

CONFIG = """\
version 15.9
hostname R1
!
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
!
interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 ip nhrp network-id 1
 tunnel source GigabitEthernet0/0
 tunnel mode gre multipoint
!
interface GigabitEthernet0/0
 ip address 192.0.2.1 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 192.0.2.254
!
end
"""


@dataclass(frozen=True, slots=True)
class Pinged:
    sent: int
    received: int


@dataclass(slots=True)
class FakeNetwork:
    """Records what the router asks of the reference network."""

    now: float = 0.0
    lost: int = 0
    configured: list[RouterConfig] = field(default_factory=list)
    pings: list[tuple[IPv4Address, IPv4Address | None, int]] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)

    def routing(self, router: str, /) -> DeviceState:
        listed = self.configured[-1].interfaces if self.configured else ()
        interfaces = tuple(
            InterfaceBrief(
                interface=one.name,
                address=one.ip,
                status="administratively down" if one.shutdown else "up",
                protocol="down" if one.shutdown else "up",
            )
            for one in listed
        )
        return DeviceState(router=router, interfaces=interfaces, eigrp=(), routes=(RoutingTable(),))

    def full_state(self, router: str, /) -> DeviceState:
        return self.state(router)

    def state(self, router: str, /) -> DeviceState:
        entries = tuple(
            NhrpEntry(
                target=ip_network(f"10.0.0.{number}/32"),
                via=IPv4Address(f"10.0.0.{number}"),
                interface="Tunnel0",
                created=60,
                expires=540,
                type=EntryType.DYNAMIC,
                flags=frozenset({"unique", "registered"}),
                nbma=IPv4Address(f"192.0.2.{number}"),
            )
            for number in (2, 3)
        )
        return DeviceState(router=router, taken_at=self.now, dmvpn=(), nhrp=entries, nhs=NhsReport())

    def configure(self, _router: str, config: RouterConfig, /) -> None:
        self.configured.append(config)

    def ping(
        self, _router: str, destination: IPv4Address, /, *, source: IPv4Address | None = None, count: int = 5
    ) -> Pinged:
        self.pings.append((destination, source, count))
        self.now += 0.02
        self.lost -= 1
        return Pinged(count, 0 if self.lost >= 0 else count)

    def clear_nhrp(self, _router: str, /) -> None:
        self.cleared.append("nhrp")

    def clear_crypto(self, _router: str, /) -> None:
        self.cleared.append("crypto")


@dataclass(slots=True)
class Terminal:
    """A shell and what stands on its screen."""

    shell: Shell

    def type(self, text: str) -> str:
        """What the screen shows for ``text``, line ends as ``\\n``."""
        return self.shell.feed(text).replace("\r\n", "\n")

    def run(self, *lines: str) -> str:
        """The output of the last line: without its echo and the prompt behind it."""
        shown = ""
        for line in lines:
            shown = self.type(line + "\n")[len(line) + 1 :]
        return shown.removesuffix(self.shell.session.prompt)

    @property
    def prompt(self) -> str:
        return self.shell.session.prompt
