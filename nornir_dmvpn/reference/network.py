"""The reference network: routers built from configurations, run on a supplied clock."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address

from nornir_dmvpn.errors import SimulationError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.effective import generation_of
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.nhrp.event import NhcDown, NhcUp, NhsUp, SocketReleased, SocketWanted
from nornir_dmvpn.reference.adjacency import Adjacencies
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.forwarding import Forwarding, Trace
from nornir_dmvpn.reference.observe import device_state
from nornir_dmvpn.reference.observe_crypto import with_crypto
from nornir_dmvpn.reference.observe_nhrp import with_lists
from nornir_dmvpn.reference.observe_routing import routing_state
from nornir_dmvpn.reference.packet import GrePacket
from nornir_dmvpn.reference.router import Router
from nornir_dmvpn.reference.schedule import Schedule
from nornir_dmvpn.reference.sockets import Sockets
from nornir_dmvpn.reference.underlay import Underlay

PING_TIMEOUT = 2.0
"""Seconds, as IOS waits."""
REROUTE = 1.0
"""Seconds in which changes of routing are gathered before shortcuts are looked at again."""
SETTLE = 130.0
"""Seconds after which a first registration has been retried up to its cap (R-10) and routing has converged (SD86)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PingResult:
    """Echoes sent and answered, and the trace of each."""

    sent: int
    received: int
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Whether the network came to rest: its state, times aside, stable over a whole refresh period."""

    quiet: bool
    moving: tuple[str, ...] = ()
    """Routers whose state still changed in the last period."""


class Network:
    """Routers, their speakers and the cloud between them. Nothing here reads a clock or a random source of its own."""

    def __init__(
        self,
        configs: Mapping[str, RouterConfig],
        *,
        underlay: UnderlaySpec | None = None,
        generations: Mapping[str, Generation] | None = None,
        rng: random.Random,
        start: float = 0.0,
    ) -> None:
        self._schedule = Schedule(start)
        self._fabric = Fabric(Underlay(configs, underlay or UnderlaySpec()), self._schedule)
        self._fabric.receive = self._receive
        self._adjacencies = Adjacencies(self._fabric, self._routed)
        self._sockets = Sockets(self._fabric, self._settle, self._adjacencies.review)
        self._forwarding = Forwarding(self._fabric, self._settle)
        self._armed: dict[str, float] = {}
        self._rerouting = False
        known = generations or {}
        for name, config in configs.items():
            generation = known.get(name) or generation_of(config)
            router = Router(name, config, generation, eigrp=self._fabric.eigrp, rng=_branch(rng))
            self._fabric.routers[name] = router
            self._fabric.eigrp.configure(name, config)
            router.take(config, self._fabric.underlay)
        for router in self._fabric.routers.values():
            self._start(router)

    # --- what callers do ---------------------------------------------------------------------------------------------

    @property
    def now(self) -> float:
        return self._schedule.now

    @property
    def routers(self) -> tuple[str, ...]:
        return tuple(self._fabric.routers)

    def router(self, name: str) -> Router:
        """The router of that name; ``SimulationError`` if there is none."""
        try:
            return self._fabric.routers[name]
        except KeyError:
            raise SimulationError(f"the network has no router {name!r}") from None

    def run_until(self, when: float) -> None:
        """Let everything happen that is due up to ``when``."""
        self._schedule.run_until(when)

    def step(self, limit: float) -> bool:
        """Let the next thing happen, if it is due by ``limit``; ``False`` when nothing is."""
        return self._schedule.step(limit)

    def echo(self, name: str, destination: IPv4Address, *, source: IPv4Address) -> Trace:
        """Send one echo and let nothing else happen; the trace fills as time passes."""
        return self._forwarding.echo(self.router(name), source, destination)

    def run_to_rest(self, *, periods: int = 6) -> Rest:
        """Run until a whole refresh period changes nothing but times (design: quiet)."""
        self.run_until(self.now + SETTLE)
        period = self._period()
        before = self.digest()
        for _ in range(periods):
            self.run_until(self.now + period)
            after = self.digest()
            if after == before:
                return Rest(quiet=True)
            before, previous = after, before
        return Rest(quiet=False, moving=tuple(name for name in after if after[name] != previous.get(name)))

    def tunnels(self, name: str) -> DeviceState:
        """``show dmvpn``, ``show ip nhrp`` and ``show ip nhrp nhs`` of a router now: what verdicts are made of."""
        return device_state(self.router(name), self._fabric.is_open, self.now)

    def state(self, name: str) -> DeviceState:
        """As :meth:`tunnels`, with what it shows of IKE and IPsec: ten times the work."""
        return with_crypto(self.tunnels(name), self.router(name), self._fabric)

    def full_state(self, name: str) -> DeviceState:
        """As :meth:`state`, with ``show dmvpn detail`` and the lists of NHRP, which nothing is computed from."""
        return with_lists(self.state(name), self.router(name))

    def routing(self, name: str) -> DeviceState:
        """Interfaces, EIGRP neighbours and routes of a router: as long as its cloud is wide, so only on demand."""
        return routing_state(self.router(name), self._fabric, self._adjacencies, self.now)

    def digest(self) -> dict[str, object]:
        """Every router's state without times: equal digests, same situation."""
        return {name: _timeless(self.tunnels(name)) for name in self._fabric.routers}

    def ping(
        self, name: str, destination: IPv4Address, *, source: IPv4Address | None = None, count: int = 5
    ) -> PingResult:
        """``count`` echoes, one after the other as IOS sends them; time passes (at most 2 s for each)."""
        router = self.router(name)
        origin = source or self._source_for(router, destination)
        if origin is None:
            return PingResult(sent=count, received=0, traces=())
        traces = []
        for _ in range(count):
            trace = self._forwarding.echo(router, origin, destination)
            limit = self.now + PING_TIMEOUT
            while not trace.answered and self._schedule.step(limit):
                pass
            if not trace.answered:
                self.run_until(limit)
            traces.append(trace)
        self._forwarding.forget()
        return PingResult(sent=count, received=sum(one.answered for one in traces), traces=tuple(traces))

    def clear_nhrp(self, name: str) -> None:
        """``clear ip nhrp``: dynamic entries go, with purges to those who learned them (R-60, R-61)."""
        router = self.router(name)
        router.speaker.clear(self.now)
        self._settle(router)

    def clear_crypto(self, name: str) -> None:
        """``clear crypto sa``/``session``: SAs are deleted at both ends; what still needs them negotiates anew."""
        router = self.router(name)
        for tunnel in router.tunnels:
            self._sockets.clear(router, tunnel)
        self._settle(router)

    def configure(self, name: str, config: RouterConfig) -> None:
        """Put a configuration in force on a running router, now."""
        router = self.router(name)
        old, old_tunnels, old_sources, old_lines = router.config, router.tunnels, router.sources, router.lines
        if _routing_part(old) != _routing_part(config):
            self._adjacencies.drop(router)
            self._fabric.eigrp.configure(name, config)
        self._fabric.underlay.add(name, config)
        router.take(config, self._fabric.underlay)
        for tunnel, line in old_lines.items():
            gone = tunnel not in router.tunnels or not router.lines[tunnel].up
            if line.up and (gone or _outer(router, tunnel) != _outer_of(old_tunnels[tunnel], old_sources[tunnel])):
                router.speaker.interface_down(tunnel, self.now)
                self._settle(router)
                self._sockets.close_all(router, tunnel, source=old_sources[tunnel])
        self._start(router)
        self._routed()
        for tunnel, nbma in tuple(router.sockets):
            self._adjacencies.review(router, tunnel, nbma)
        for tunnel in router.tunnels:
            self._adjacencies.review_all(router, tunnel)

    # --- what happens inside -----------------------------------------------------------------------------------------

    def _start(self, router: Router) -> None:
        """Bring up every tunnel whose line is up and whose speaker does not know it yet."""
        router.speaker.configure(tuple(router.nhrp_interfaces()), self.now)
        for tunnel, line in router.lines.items():
            if line.up and router.tunnels[tunnel].network_id is not None:
                router.speaker.interface_up(tunnel, self.now)
        self._settle(router)

    def _receive(self, router: Router, tunnel: str, packet: GrePacket) -> None:
        if isinstance(packet.payload, bytes):
            router.speaker.receive(tunnel, packet.source, packet.payload, self.now)
            self._settle(router)
        else:
            self._forwarding.forward(router, packet.payload, tunnel, packet.source)

    def _settle(self, router: Router) -> None:
        """Carry out what the speaker wants until it wants nothing, then arm its timer."""
        speaker = router.speaker
        while True:
            events, packets = speaker.events(), speaker.packets_to_send()
            for packet in packets:
                self._fabric.send(router, packet.interface, packet.nbma, packet.data)
            for event in events:
                self._handle(router, event)
            if not events and not packets:
                break
        self._arm(router)

    def _handle(self, router: Router, event: object) -> None:
        match event:
            case SocketWanted(interface=tunnel, nbma=nbma):
                self._sockets.want(router, tunnel, nbma)
            case SocketReleased(interface=tunnel, nbma=nbma):
                self._sockets.release(router, tunnel, nbma)
            case NhcUp() | NhcDown() | NhsUp():
                self._adjacencies.review(router, event.interface, event.nbma)
            case _:
                pass  # for logs only

    def _arm(self, router: Router) -> None:
        when = router.speaker.next_timer()
        armed = self._armed.get(router.name)
        if when is not None and (armed is None or when < armed):
            self._armed[router.name] = when
            self._schedule.at(when, partial(self._fire, router, when))

    def _fire(self, router: Router, when: float) -> None:
        if self._armed.get(router.name) != when:
            return  # an earlier timer took its place
        del self._armed[router.name]
        router.speaker.handle_timer(self.now)
        self._settle(router)

    def _routed(self) -> None:
        """Routes changed somewhere: speakers look at their shortcuts again, once for all changes of a moment (S-42)."""
        if not self._rerouting:
            self._rerouting = True
            self._schedule.after(REROUTE, self._review_shortcuts)

    def _review_shortcuts(self) -> None:
        self._rerouting = False
        for router in self._fabric.routers.values():
            router.speaker.routes_changed(self.now)
            self._settle(router)

    def _period(self) -> float:
        """The longest refresh period in the network, in seconds."""
        tunnels = [tunnel for router in self._fabric.routers.values() for tunnel in router.tunnels.values()]
        return max((one.registration_interval for one in tunnels if one.network_id is not None), default=200.0)

    def _source_for(self, router: Router, destination: IPv4Address) -> IPv4Address | None:
        """The address IOS would send from: that of the interface the route points out of."""
        for vrf in {one.vrf for one in router.config.interfaces} | {None}:
            route = router.route(destination, vrf)
            interface = router.config.interface(route.interface) if route else None
            if interface is not None and interface.address is not None:
                return interface.address.ip
        return next(
            (one.address.ip for one in router.config.interfaces if one.address and router.is_up(one.name)), None
        )


def _branch(rng: random.Random) -> random.Random:
    """A generator of its own for one router, so that what one does never shifts another's numbers."""
    return random.Random(rng.getrandbits(64))  # noqa: S311 - jitter of timers, not cryptography


def _outer(router: Router, tunnel: str) -> object:
    return _outer_of(router.tunnels[tunnel], router.sources[tunnel])


def _outer_of(tunnel: object, source: IPAddress | None) -> object:
    """What, when it changes, makes IOS rebuild the tunnel: the delivery header's ends, the mode, VRF and protection."""
    names = ("destination", "multipoint", "fvrf", "ivrf", "protection")
    return (source, *(getattr(tunnel, name) for name in names))


def _routing_part(config: RouterConfig) -> object:
    interfaces = tuple((one.name, one.address, one.vrf, one.shutdown, one.eigrp) for one in config.interfaces)
    return config.eigrp_classic, config.eigrp_named, interfaces


def _timeless(state: DeviceState) -> object:
    """The state without durations, counters and the volatile flags of C-10."""
    dmvpn = tuple(
        (
            one.interface,
            one.role,
            one.declared_peers,
            tuple((p.entries, p.nbma, p.tunnel, p.state, p.attributes) for p in one.peers),
        )
        for one in state.dmvpn or ()
    )
    nhrp = tuple(
        (one.interface, one.target, one.via, one.type, one.flags - {"used"}, one.nbma) for one in state.nhrp or ()
    )
    nhs = tuple((one.interface, one.address, one.state) for one in state.nhs.servers) if state.nhs else ()
    return dmvpn, nhrp, nhs
