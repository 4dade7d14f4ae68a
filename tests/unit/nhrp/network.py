"""Speakers joined by a network in memory, on a virtual clock."""

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation
from nornir_dmvpn.nhrp.cache import CacheEntry
from nornir_dmvpn.nhrp.event import Event, SocketReleased, SocketWanted
from nornir_dmvpn.nhrp.port import Direction
from nornir_dmvpn.nhrp.settings import NhrpInterface, NhsSetting, Route
from nornir_dmvpn.nhrp.speaker import Speaker
from nornir_dmvpn.nhrp.wire import NhrpPacket, PacketType, decode

A = IPv4Address
LATENCY = 0.005
HOST2, HOST3 = A("192.168.2.10"), A("192.168.3.10")
"""Behind spoke 2 and spoke 3."""
TUNNEL = "Tunnel0"
HUB_NBMA, HUB = A("203.0.113.1"), A("10.0.0.1")


def spoke_nbma(number: int) -> IPv4Address:
    return A("198.51.100.0") + number


def spoke(number: int) -> IPv4Address:
    return A("10.0.0.0") + number


@dataclass
class Table:
    """Routes of one router, by longest match."""

    routes: list[Route] = field(default_factory=list)

    def add(self, prefix: str, interface: str = TUNNEL, next_hop: str | None = None) -> None:
        hop = None if next_hop is None else ip_address(next_hop)
        self.routes.append(Route(prefix=ip_network(prefix), interface=interface, next_hop=hop))

    def remove(self, prefix: str) -> None:
        self.routes = [one for one in self.routes if one.prefix != ip_network(prefix)]

    def lookup(self, destination: IPAddress) -> Route | None:
        found = [one for one in self.routes if destination in one.prefix]
        return max(found, key=lambda one: one.prefix.prefixlen, default=None)


@dataclass
class Node:
    name: str
    nbma: IPAddress
    speaker: Speaker
    routes: Table
    tunnels: dict[str, NhrpInterface]
    events: list[tuple[float, Event]] = field(default_factory=list)

    def entries(self, tunnel: str = TUNNEL) -> dict[str, CacheEntry]:
        return {str(one.network): one for one in self.speaker.cache(tunnel)}

    def owns(self, address: IPAddress) -> bool:
        return any(one.address == address for one in self.tunnels.values())

    def flags(self) -> dict[str, str]:
        """Sorted flags by network, without the volatile ``used``."""
        return {name: " ".join(sorted(one.flags - {"used"})) for name, one in self.entries().items()}

    def seen(self, kind: type[Event]) -> list[tuple[float, Event]]:
        return [(when, one) for when, one in self.events if isinstance(one, kind)]


@dataclass(frozen=True)
class Sent:
    when: float
    sender: str
    receiver: IPAddress
    packet: NhrpPacket


class Net:
    """Delivers packets after ``LATENCY``; opens every wanted path at once unless ``opens`` says no."""

    def __init__(self, seed: int = 1) -> None:
        self.now = 0.0
        self.nodes: dict[str, Node] = {}
        self.sent: list[Sent] = []
        self.lost: Callable[[Sent], bool] = lambda _sent: False
        self.channel: Callable[[bytes], list[tuple[float, bytes]]] = lambda data: [(LATENCY, data)]
        """What arrives of a packet that is not lost: delay and bytes of every copy."""
        self.opens: Callable[[Node, IPAddress], bool] = lambda _node, _nbma: True
        self.translate: dict[IPAddress, IPAddress] = {}
        """NBMA address of a node → what others see (static NAT)."""
        self._seed = seed
        self._queue: list[tuple[float, int, Node, str, IPAddress, bytes]] = []
        self._order = itertools.count()

    def add(
        self,
        name: str,
        settings: NhrpInterface,
        generation: Generation = Generation.E,
        routes: Table | None = None,
        *,
        also: tuple[NhrpInterface, ...] = (),
    ) -> Node:
        """A router; ``also``: its tunnels beside the first."""
        table, tunnels = routes or Table(), (settings, *also)
        for one in tunnels:
            table.add(str(ip_network((one.address, one.prefix_length), strict=False)), one.name)
        rng = random.Random(f"{self._seed} {name}")
        speaker = Speaker(interfaces=tunnels, routes=table, behaviour=BEHAVIOUR[generation], rng=rng)
        node = self.nodes[name] = Node(name, settings.nbma, speaker, table, {one.name: one for one in tunnels})
        return node

    def up(self, *names: str) -> None:
        for name in names or self.nodes:
            for tunnel in self.nodes[name].tunnels:
                self.nodes[name].speaker.interface_up(tunnel, self.now)
            self.flush(self.nodes[name])

    def run(self, until: float) -> None:
        """Everything that happens up to and including ``until``."""
        while True:
            times = [one.speaker.next_timer() for one in self.nodes.values()]
            due = [one for one in times if one is not None] + ([self._queue[0][0]] if self._queue else [])
            if not due or min(due) > until:
                break
            self.now = max(self.now, min(due))
            self._step()
        self.now = until

    def _step(self) -> None:
        while self._queue and self._queue[0][0] <= self.now:
            _, _, node, tunnel, source, data = heapq.heappop(self._queue)
            node.speaker.receive(tunnel, source, data, self.now)
            self.flush(node)
        for node in self.nodes.values():
            timer = node.speaker.next_timer()
            if timer is not None and timer <= self.now:
                node.speaker.handle_timer(self.now)
                self.flush(node)

    def flush(self, node: Node) -> None:
        """Answer what the speaker wants, and take its packets."""
        while events := node.speaker.events():
            for event in events:
                node.events.append((self.now, event))
                if isinstance(event, SocketWanted) and self.opens(node, event.nbma):
                    node.speaker.socket_up(event.interface, event.nbma, self.now)
        for out in node.speaker.packets_to_send():
            sent = Sent(self.now, node.name, out.nbma, decode(out.data))
            self.sent.append(sent)
            receiver = self._owner(out.nbma)
            if receiver is not None and not self.lost(sent):
                source = self._outside(node, out.interface)
                for delay, data in self.channel(out.data):
                    item = (self.now + delay, next(self._order), *receiver, source, data)
                    heapq.heappush(self._queue, item)

    def _outside(self, node: Node, tunnel: str) -> IPAddress:
        """Source address of what the tunnel sends, as others see it."""
        nbma = node.tunnels[tunnel].nbma
        return self.translate.get(nbma, nbma)

    def _owner(self, nbma: IPAddress) -> tuple[Node, str] | None:
        for node in self.nodes.values():
            for tunnel in node.tunnels:
                if self._outside(node, tunnel) == nbma:
                    return node, tunnel
        return None

    def wants(self, name: str) -> set[IPAddress]:
        """Paths that the node wants now."""
        wanted: set[IPAddress] = set()
        for _, event in self.nodes[name].events:
            if isinstance(event, SocketWanted):
                wanted.add(event.nbma)
            elif isinstance(event, SocketReleased):
                wanted.discard(event.nbma)
        return wanted

    def packet(self, start: str, source: IPv4Address, destination: IPv4Address) -> list[str]:
        """Carry one data packet as a router does, redirects included; the names of the nodes that it visits."""
        node, path = self.nodes[start], [start]
        came_from: tuple[str, IPAddress] | None = None
        for _ in range(16):
            route = node.routes.lookup(destination)
            if route is None:
                return [*path, "no route"]
            if route.interface not in node.tunnels:
                return path
            if came_from is not None and self._is_detour(node, came_from[0], route.interface):
                node.speaker.redirect(*came_from, ip_packet(source, destination), self.now)
            hop = route.next_hop or destination
            nbma = node.speaker.next_hop(route.interface, hop, self.now, destination=destination)
            self.flush(node)
            receiver = None if nbma is None else self._owner(nbma)
            if receiver is None:
                return [*path, "dropped"]
            outside = self._outside(node, route.interface)
            node, came_from = receiver[0], (receiver[1], outside)
            path.append(node.name)
            if node.owns(destination):
                return path
        return [*path, "loop"]

    @staticmethod
    def _is_detour(node: Node, tunnel: str, out: str) -> bool:
        """S-30 step 2: in and out through interfaces of one network-id."""
        return node.tunnels[tunnel].network_id == node.tunnels[out].network_id


def ip_packet(source: IPv4Address, destination: IPv4Address) -> bytes:
    """An IPv4 header and 100 bytes behind it."""
    return bytes.fromhex("450000780001000040010000") + source.packed + destination.packed + bytes(100)


def settings(address: IPv4Address, nbma: IPv4Address, **changes: object) -> NhrpInterface:
    values: dict[str, object] = {
        "name": TUNNEL,
        "network_id": 1,
        "address": address,
        "prefix_length": 24,
        "nbma": nbma,
        "multipoint": True,
        "holdtime": 600,
        "registration_interval": 200.0,
    }
    return NhrpInterface(**(values | changes))  # type: ignore[arg-type]


def hub_settings(**changes: object) -> NhrpInterface:
    return settings(HUB, HUB_NBMA, **({"multicast_dynamic": True} | changes))


def spoke_settings(number: int, **changes: object) -> NhrpInterface:
    nhs = (NhsSetting(address=HUB, nbma=HUB_NBMA),)
    return settings(spoke(number), spoke_nbma(number), **({"nhs": nhs, "multicast_static": (HUB_NBMA,)} | changes))


def lan(number: int) -> IPv4Network:
    return IPv4Network(f"192.168.{number}.0/24")


def two(seed: int = 1, *, hub: dict[str, object] | None = None, spoke2: dict[str, object] | None = None) -> Net:
    """A hub and spoke 2."""
    net = Net(seed)
    net.add("hub", hub_settings(**(hub or {})))
    net.add("s2", spoke_settings(2, **(spoke2 or {})))
    return net


def cloud(
    phase: int, *, generation: Generation = Generation.E, summary: bool = False, seed: int = 1, **changes: object
) -> Net:
    """A hub and spokes 2 and 3 with their LANs; ``summary``: the hub tells the spokes 192.168.0.0/16 only."""
    net = Net(seed)
    shortcut = {"shortcut": phase == 3} | changes
    hub = net.add("hub", hub_settings(redirect=phase == 3), generation)
    hub.routes.add("192.168.1.0/24", "Loopback0")
    for number, other in ((2, 3), (3, 2)):
        node = net.add(f"s{number}", spoke_settings(number, **shortcut), generation)
        hub.routes.add(str(lan(number)), TUNNEL, str(spoke(number)))
        node.routes.add(str(lan(number)), "Loopback0")
        next_hop = str(spoke(other)) if phase == 2 else str(HUB)
        node.routes.add("192.168.0.0/16" if summary else str(lan(other)), TUNNEL, next_hop)
    net.up()
    return net


def count(node: Node, direction: Direction, kind: PacketType) -> int:
    return node.speaker.counters(TUNNEL)[direction, kind]


def ping(net: Net, start: str = "s2", source: IPv4Address = HOST2, destination: IPv4Address = HOST3) -> list[str]:
    """There and back; the path there."""
    path = net.packet(start, source, destination)
    if path[-1] in net.nodes:
        net.packet(path[-1], destination, source)
    return path


def registered(phase: int, **changes: object) -> Net:
    """A cloud in which both spokes have registered; it is 10 s old."""
    net = cloud(phase, **changes)  # type: ignore[arg-type]
    net.run(10)
    return net
