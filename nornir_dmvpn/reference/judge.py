"""What must be, what may be, what must not be: the reference's word on one entry of one router."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import NEVER, IPAddress, IPNetwork
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.effective import EffectiveTunnel, effective_tunnels, generation_of
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import DmvpnPeer, NhrpEntry
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.model.verdict import Judgement
from nornir_dmvpn.reference.form import EntryForm, PeerForm, entry_form, peer_form
from nornir_dmvpn.reference.network import Network, Rest
from nornir_dmvpn.reference.reach import Reach, Reached

Key = tuple[str, IPAddress | IPNetwork]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The judgement on one entry; ``right`` is the form it should have, where there is one."""

    judgement: Judgement
    rule: str
    note: str = ""
    right: PeerForm | EntryForm | None = None


class Judge:
    """Judges entries against a network of configurations at rest, and against what traffic can make of it.

    ``rest.moving`` names routers whose expected state does not come to rest; they are judged all the same.
    """

    def __init__(
        self,
        configs: Mapping[str, RouterConfig],
        *,
        underlay: UnderlaySpec | None = None,
        generations: Mapping[str, Generation] | None = None,
        seed: int = 0,
    ) -> None:
        self._generations = {name: (generations or {}).get(name) or generation_of(one) for name, one in configs.items()}
        rng = random.Random(seed)  # noqa: S311 - jitter of timers, not cryptography
        network = Network(configs, underlay=underlay, generations=self._generations, rng=rng)
        self.rest: Rest = network.run_to_rest()
        self._required = {name: network.tunnels(name) for name in configs}
        self._required_forms: dict[str, dict[Key, list[PeerForm | EntryForm]]] = {}
        self._tunnels = {name: effective_tunnels(one, self._generations[name]) for name, one in configs.items()}
        tunnels = [tunnel for each in self._tunnels.values() for tunnel in each]
        self._holdtimes: dict[IPAddress, int] = {one.address.ip: one.holdtime for one in tunnels if one.address}
        self._reach = Reach(configs, underlay=underlay, generations=self._generations, seed=seed)

    def generation(self, router: str) -> Generation:
        return self._generations[router]

    def tunnels(self, router: str) -> tuple[EffectiveTunnel, ...]:
        """The router's tunnels with every default filled in."""
        return self._tunnels[router]

    def holdtime_of(self, tunnel: IPAddress) -> int | None:
        """The holding time the owner of a tunnel address advertises (R-13), if a configuration has that address."""
        return self._holdtimes.get(tunnel)

    def required(self, router: str) -> DeviceState:
        """What every state at rest holds."""
        return self._required[router]

    def form(self, router: str, interface: str, entry: DmvpnPeer | NhrpEntry) -> PeerForm | EntryForm:
        """What must agree about the entry, on a router of that generation."""
        if isinstance(entry, DmvpnPeer):
            return peer_form(interface, entry)
        return entry_form(entry, self.generation(router))

    def judge(self, router: str, interface: str, entry: DmvpnPeer | NhrpEntry) -> Ruling:
        """One observed entry on ``interface`` (full name): must, may, must not; by which rule; the right form."""
        form = self.form(router, interface, entry)
        same = self._forms(router).get(_key(form), [])
        required = next((one for one in same if _agree(one, form)), same[0] if same else None)
        if required is not None and _agree(required, form):
            return Ruling(judgement=Judgement.MUST, rule="C-12", right=required)
        reached = self._reached(router, entry)
        for known, limit in reached.forms.items():
            if _agree(known, form):
                return _in_time(entry, limit, required)
        if required is not None:
            return Ruling(judgement=Judgement.MUST_NOT, rule=_rule(required, form), right=required)
        near = [one for one in reached.forms if _key(one) == _key(form)]
        if near:
            right = min(near, key=lambda one: _distance(one, form))
            return Ruling(judgement=Judgement.MUST_NOT, rule=_rule(right, form), right=right)
        return Ruling(judgement=Judgement.MUST_NOT, rule=reached.rule, note=reached.note)

    def _forms(self, router: str) -> dict[Key, list[PeerForm | EntryForm]]:
        """Required forms by what they speak of; made once for a router."""
        known = self._required_forms.get(router)
        if known is None:
            known = self._required_forms[router] = {}
            state = self._required[router]
            for tunnel in state.dmvpn or ():
                for peer in tunnel.peers:
                    form: PeerForm | EntryForm = peer_form(tunnel.interface, peer)
                    known.setdefault(_key(form), []).append(form)
            for entry in state.nhrp or ():
                form = entry_form(entry, self.generation(router))
                known.setdefault(_key(form), []).append(form)
        return known

    def _reached(self, router: str, entry: DmvpnPeer | NhrpEntry) -> Reached:
        address = entry.tunnel if isinstance(entry, DmvpnPeer) else entry.via or entry.target.network_address
        if not isinstance(address, IPv4Address):
            return Reached({}, rule="P-25", note="IPv6 overlays are not judged yet")
        kind = PeerForm if isinstance(entry, DmvpnPeer) else EntryForm
        target = None
        if isinstance(entry, NhrpEntry) and isinstance(entry.target.network_address, IPv4Address):
            target = entry.target.network_address
        return self._reach.between(router, address, target=target).only(kind)


def _in_time(entry: DmvpnPeer | NhrpEntry, limit: int | None, required: PeerForm | EntryForm | None) -> Ruling:
    """What traffic makes only for a moment is legal only for that long (SD25, S-53)."""
    age = entry.updown if isinstance(entry, DmvpnPeer) else entry.created
    if limit is None or age is NEVER or age <= limit:
        return Ruling(judgement=Judgement.MAY, rule="S-20", note="made by traffic between the two sites")
    note = f"a passing state, legal for {limit} s, has lasted {age} s"
    return Ruling(judgement=Judgement.MUST_NOT, rule="S-53", note=note, right=required)


def _agree(one: PeerForm | EntryForm, other: PeerForm | EntryForm) -> bool:
    if isinstance(one, PeerForm):
        return isinstance(other, PeerForm) and one.matches(other)
    return isinstance(other, EntryForm) and one.matches(other)


def _key(form: PeerForm | EntryForm) -> Key:
    """What the form speaks of: a peer, or a target."""
    return (form.interface, form.tunnel if isinstance(form, PeerForm) else form.target)


def _distance(one: PeerForm | EntryForm, other: PeerForm | EntryForm) -> int:
    """In how many fields two forms differ."""
    return sum(getattr(one, field.name) != getattr(other, field.name, None) for field in fields(one))


def _rule(right: PeerForm | EntryForm, seen: PeerForm | EntryForm) -> str:
    """The rule that the first differing field breaks."""
    if right.nbma != seen.nbma:
        return "R-20"
    if isinstance(right, PeerForm) and isinstance(seen, PeerForm):
        return "M-10" if right.state is not seen.state else "C-47"
    return "C-12"
