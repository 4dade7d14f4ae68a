"""What must be, what may be, what must not be: the reference's word on one entry of one router."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import generation_of
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.state import DeviceState, DmvpnPeer, NhrpEntry
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.model.verdict import Judgement
from nornir_dmvpn.reference.form import EntryForm, PeerForm, entry_form, peer_form
from nornir_dmvpn.reference.network import Network, Rest
from nornir_dmvpn.reference.reach import Reach, Reached


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
        self._required = {name: network.state(name) for name in configs}
        self._reach = Reach(configs, underlay=underlay, generations=self._generations, seed=seed)

    def generation(self, router: str) -> Generation:
        return self._generations[router]

    def required(self, router: str) -> DeviceState:
        """What every state at rest holds."""
        return self._required[router]

    def judge(self, router: str, interface: str, entry: DmvpnPeer | NhrpEntry) -> Ruling:
        """One observed entry on ``interface`` (full name): must, may, must not; by which rule; the right form."""
        if isinstance(entry, DmvpnPeer):
            form: PeerForm | EntryForm = peer_form(interface, entry)
            address: IPAddress = entry.tunnel
        else:
            form = entry_form(entry, self.generation(router))
            address = entry.via or entry.target.network_address
        required = self._required_form(router, form)
        if required is not None and _agree(required, form):
            return Ruling(judgement=Judgement.MUST, rule="C-12", right=required)
        reached = self._reached(router, address, entry)
        if any(_agree(one, form) for one in reached.forms):
            return Ruling(judgement=Judgement.MAY, rule="S-20", note="made by traffic between the two sites")
        if required is not None:
            return Ruling(judgement=Judgement.MUST_NOT, rule=_rule(required, form), right=required)
        near = next((one for one in reached.forms if _same_key(one, form)), None)
        if near is not None:
            return Ruling(judgement=Judgement.MUST_NOT, rule=_rule(near, form), right=near)
        return Ruling(judgement=Judgement.MUST_NOT, rule=reached.rule, note=reached.note)

    def _required_form(self, router: str, form: PeerForm | EntryForm) -> PeerForm | EntryForm | None:
        """The required entry that ``form`` is, or should be: the agreeing one, else one of the same key."""
        state = self._required[router]
        forms: list[PeerForm | EntryForm]
        if isinstance(form, PeerForm):
            forms = [peer_form(one.interface, peer) for one in state.dmvpn or () for peer in one.peers]
        else:
            forms = [entry_form(one, self.generation(router)) for one in state.nhrp or ()]
        same = [one for one in forms if _same_key(one, form)]
        return next((one for one in same if _agree(one, form)), same[0] if same else None)

    def _reached(self, router: str, address: IPAddress, entry: DmvpnPeer | NhrpEntry) -> Reached:
        if not isinstance(address, IPv4Address):
            return Reached(rule="P-25", note="IPv6 overlays are not judged yet")
        kind = PeerForm if isinstance(entry, DmvpnPeer) else EntryForm
        target = None
        if isinstance(entry, NhrpEntry) and isinstance(entry.target.network_address, IPv4Address):
            target = entry.target.network_address
        return self._reach.between(router, address, target=target).only(kind)


def _agree(one: PeerForm | EntryForm, other: PeerForm | EntryForm) -> bool:
    if isinstance(one, PeerForm):
        return isinstance(other, PeerForm) and one.matches(other)
    return isinstance(other, EntryForm) and one.matches(other)


def _same_key(one: PeerForm | EntryForm, other: PeerForm | EntryForm) -> bool:
    """Whether both speak of the same thing: the same peer, or the same target."""
    if isinstance(one, PeerForm):
        return isinstance(other, PeerForm) and (one.interface, one.tunnel) == (other.interface, other.tunnel)
    return isinstance(other, EntryForm) and (one.interface, one.target) == (other.interface, other.target)


def _rule(right: PeerForm | EntryForm, seen: PeerForm | EntryForm) -> str:
    """The rule that the first differing field breaks."""
    if right.nbma != seen.nbma:
        return "R-20"
    if isinstance(right, PeerForm) and isinstance(seen, PeerForm):
        return "M-10" if right.state is not seen.state else "C-47"
    return "C-12"
