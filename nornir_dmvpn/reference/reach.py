"""What traffic can make of the caches: a small network of the routers involved, watched while packets flow."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import NEVER, IPAddress, Seconds
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.state import EntryType, TunnelState
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.reference.form import EntryForm, PeerForm, entry_form, peer_form
from nornir_dmvpn.reference.network import SETTLE, Network

WATCH = 8.0
"""Seconds of watching after each flow: longer than resolution, IPsec and the reply that waits for it (S-35)."""
LANS = 4
"""LAN addresses of a site that are tried; more would only repeat what these show."""


RETRY, TEMPORARY = 64, 180
"""Seconds: the longest gap between attempts (R-10), and the life of an entry without an answer (S-53)."""

Form = PeerForm | EntryForm
Moments = dict[Form, int | None]
"""How old each form may be, in seconds; ``None``: as old as its holdtime lets it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Forms that traffic made on a router and how long each may stand; ``rule`` and ``note``: why there are none."""

    forms: Moments
    rule: str = "C-12"
    note: str = ""

    def only(self, kind: type[PeerForm] | type[EntryForm]) -> "Reached":
        return Reached({one: age for one, age in self.forms.items() if isinstance(one, kind)}, self.rule, self.note)


class Reach:
    """Runs pairs of routers and remembers what each pair made."""

    def __init__(
        self,
        configs: Mapping[str, RouterConfig],
        *,
        underlay: UnderlaySpec | None,
        generations: Mapping[str, Generation],
        seed: int,
    ) -> None:
        self._configs = configs
        self._underlay = underlay
        self._generations = generations
        self._seed = seed
        self._tunnels: dict[IPAddress, str] = {
            tunnel.ip: name for name, config in configs.items() for tunnel in config.tunnels if tunnel.ip is not None
        }
        self._runs: dict[tuple[str, str, IPv4Address | None], Moments] = {}

    def between(self, router: str, address: IPv4Address, *, target: IPv4Address | None = None) -> Reached:
        """Forms on ``router`` that traffic with the owner of tunnel address ``address`` can make.

        ``target``: the network address of the entry in question.
        """
        other = self._tunnels.get(address)
        if other is None:
            alone = self._run(router, router, address)
            return Reached(alone, "R-20", f"no router of the cloud has the tunnel address {address}")
        if other != router:
            extra = target if target is not None and target != address else None
            forms = self._run(router, other, extra)
            return Reached(forms, self._why_not(router, other), "no traffic between the two makes this entry")
        forms = dict(self._run(router, router, address))
        for partner in self._partners(router):
            _merge(forms, self._run(router, partner, None))
        return Reached(forms, "C-12", "an entry for its own address that no request from others makes")

    def _why_not(self, router: str, other: str) -> str:
        """S-10 where either end is point-to-point, else the general table."""
        multipoint = all(
            any(
                one.tunnel.mode is not None and "multipoint" in one.tunnel.mode.value
                for one in self._configs[name].tunnels
            )
            for name in (router, other)
        )
        return "C-12" if multipoint else "S-10"

    def _partners(self, router: str) -> tuple[str, ...]:
        """Up to three others of the cloud, hubs left out: anyone of them can have asked for what we own."""
        mine = {tunnel.address.network for tunnel in self._configs[router].tunnels if tunnel.address}
        found = []
        for name, config in self._configs.items():
            networks = {tunnel.address.network for tunnel in config.tunnels if tunnel.address}
            if name != router and mine & networks and any(tunnel.nhrp.servers for tunnel in config.tunnels):
                found.append(name)
        return tuple(found[:3])

    def _run(self, router: str, other: str, extra: IPv4Address | None) -> Moments:
        key = (router, other, extra)
        if key not in self._runs:
            found: Moments = {}
            for flow in self._flows(router, other, extra):
                network = self._network(router, other)
                network.run_until(SETTLE)
                _merge(found, self._watch(network, router, flow))
            self._runs[key] = found
        return self._runs[key]

    def _network(self, router: str, other: str) -> Network:
        """The two, the servers of both, and the servers of those (S-25)."""
        members: dict[str, None] = {router: None, other: None}
        frontier = [router, other]
        while frontier:
            for tunnel in self._configs[frontier.pop()].tunnels:
                for server in tunnel.nhrp.servers:
                    name = self._tunnels.get(server.address) if server.address is not None else None
                    if name is not None and name not in members:
                        members[name] = None
                        frontier.append(name)
        configs = {name: self._configs[name] for name in members}
        rng = random.Random(self._seed)  # noqa: S311 - jitter of timers, not cryptography
        return Network(configs, underlay=self._underlay, generations=self._generations, rng=rng)

    def _flows(
        self, router: str, other: str, extra: IPv4Address | None
    ) -> Iterator[tuple[tuple[str, IPv4Address, IPv4Address], ...]]:
        """Each flow is tried in a network of its own: from here, from there, and one after the other."""
        if router == other:
            sources = self._addresses(router)[:1]
            if extra is not None and sources:
                yield ((router, sources[0], extra),)
            return
        here, there = self._addresses(router), self._addresses(other)
        if extra is not None:
            there = (*there, extra)
        outward = tuple((router, one, two) for one, two in _pairs(here, there))
        inward = tuple((other, two, one) for two, one in _pairs(self._addresses(other), here))
        yield outward
        yield inward
        yield outward + inward

    def _addresses(self, router: str) -> tuple[IPv4Address, ...]:
        """The tunnel addresses first, then LAN addresses; never an address that tunnels start from (P-60)."""
        config = self._configs[router]
        sources = {full_name(one.tunnel.source) for one in config.tunnels if one.tunnel.source is not None}
        tunnels = [one.ip for one in config.tunnels if one.ip is not None]
        lans = [
            one.ip
            for one in config.interfaces
            if not one.is_tunnel and one.ip is not None and one.name not in sources and not one.shutdown
        ]
        return (*tunnels, *lans[:LANS])

    def _watch(self, network: Network, router: str, flow: tuple[tuple[str, IPv4Address, IPv4Address], ...]) -> Moments:
        """Everything the router shows while the flow runs; what is still there at the end lasts."""
        seen: Moments = {}
        for sender, source, destination in flow:
            for _ in range(2):
                network.echo(sender, destination, source=source)
                limit = network.now + WATCH / 2
                self._note(network, router, seen)
                while network.step(limit):
                    self._note(network, router, seen)
        last: Moments = {}
        self._note(network, router, last)
        return seen | {form: None for form in last if not _is_unanswered(form)}

    def _note(self, network: Network, router: str, seen: Moments) -> None:
        state = network.tunnels(router)
        for tunnel in state.dmvpn or ():
            for peer in tunnel.peers:
                peer_seen = peer_form(tunnel.interface, peer)
                seen[peer_seen] = TEMPORARY if peer.state is TunnelState.UP else _age(peer.updown) + RETRY
        for entry in state.nhrp or ():
            seen[entry_form(entry, self._generations[router])] = TEMPORARY


def _merge(into: Moments, more: Moments) -> None:
    """The most lenient of both."""
    for form, age in more.items():
        known = into.get(form, 0)
        into[form] = None if age is None or known is None else max(age, known)


def _is_unanswered(form: Form) -> bool:
    """An entry that stands only until its resolution is answered, or given up."""
    if isinstance(form, PeerForm):
        return bool(form.attributes & {"I", "I2"})
    return form.type is EntryType.INCOMPLETE or "temporary" in form.flags


def _age(printed: Seconds) -> int:
    return 0 if printed is NEVER else printed


def _pairs(here: tuple[IPv4Address, ...], there: tuple[IPv4Address, ...]) -> list[tuple[IPv4Address, IPv4Address]]:
    """First with first, every other with the last and the last with every other: each address takes part."""
    if not here or not there:
        return []
    pairs = {(here[0], there[0]): None}
    pairs.update({(here[-1], one): None for one in there})
    pairs.update({(one, there[-1]): None for one in here})
    return list(pairs)
