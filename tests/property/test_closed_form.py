"""An independent closed form of what clouds may show, written from protocol.md 4.3, agrees with the reference.

Nothing here uses the speaker or the judge: for one hub and its spokes the table C-12 is spelled out; every state that
the reference network passes through must lie within it, and rest must be exactly the required part.
"""

import random
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.model.state import EntryType, NhrpEntry, TunnelState
from nornir_dmvpn.reference.network import Network
from tests.unit.reference.cloud import Cloud

VOLATILE = frozenset({"used", "implicit"})
VERSIONS = {"12.4(15)T": "A", "15.4": "C", "15.9": "D", "17.3": "E"}
Entry = tuple[str, str, str, frozenset[str]]
"""Target, NBMA address (or ``-``), type, flags without the volatile ones."""


@dataclass(frozen=True)
class Closed:
    """The closed form for one cloud."""

    cloud: Cloud

    @property
    def numbers(self) -> range:
        return range(2, self.cloud.spokes + 2)

    @property
    def classic(self) -> bool:
        return VERSIONS[self.cloud.version] in "AC"

    def nbma(self, number: int) -> str:
        return "203.0.113.1" if number == 1 else f"198.51.100.{number}"

    def required(self, number: int) -> set[Entry]:
        """Rest: a hub has each client's registration, a spoke its server's mapping."""
        if number > 1:
            return {("10.0.0.1/32", self.nbma(1), "static", frozenset())}
        flags = {"registered"} | ({"unique"} if self.classic else set())
        flags |= {"authoritative", "nat"} if self.generation == "A" else {"nhop"}
        return {(f"10.0.0.{one}/32", self.nbma(one), "dynamic", frozenset(flags)) for one in self.numbers}

    @property
    def generation(self) -> str:
        return VERSIONS[self.cloud.version]

    def may(self, number: int, entry: Entry) -> bool:
        """Whether traffic among spokes may make the entry on that router."""
        target, nbma, kind, flags = entry
        network = IPv4Network(target)
        if number == 1 or self.cloud.phase == 1:
            return False
        if kind == "incomplete":
            return nbma == "-" and network.prefixlen == 32 and flags <= {"negative"}
        if "temporary" in flags:
            return nbma == self.nbma(1) and flags == {"temporary"} and network.subnet_of(IPv4Network("10.0.0.0/24"))
        if "local" in flags:
            return nbma == self.nbma(number) and network in self._own(number) and "router" in flags
        others = [one for one in self.numbers if one != number]
        for one in others:
            if nbma == self.nbma(one) and network in self._own(one):
                extra = {"rib", "nho"} if self.cloud.phase == 3 or self._shortcuts else set()
                return flags <= {"router", "nhop", "unique", "authoritative", "nat", *extra} and "router" in flags
        return False

    @property
    def _shortcuts(self) -> bool:
        """Shortcut is on without being written (G-04)."""
        return not self.classic

    def _own(self, number: int) -> tuple[IPv4Network, ...]:
        return IPv4Network(f"10.0.0.{number}/32"), IPv4Network(f"192.168.{number}.0/24")


def entry_of(entry: NhrpEntry) -> Entry:
    nbma = "-" if entry.nbma is None else str(entry.nbma)
    return str(entry.target), nbma, entry.type.value, entry.flags - VOLATILE


def entries(state: DeviceState) -> set[Entry]:
    return {entry_of(one) for one in state.nhrp or ()}


def number_of(name: str) -> int:
    return 1 if name == "HUB" else int(name[1:])


clouds = st.builds(
    Cloud,
    phase=st.sampled_from([1, 2, 3]),
    crypto=st.sampled_from(["none", "ikev1", "ikev2"]),
    spokes=st.integers(2, 4),
    version=st.sampled_from(sorted(VERSIONS)),
    routing=st.booleans(),
)
flows = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=4)


def address(cloud: Cloud, choice: int) -> tuple[str, IPv4Address]:
    """A spoke's tunnel address (even choices) or LAN address (odd ones)."""
    number = 2 + (choice // 2) % cloud.spokes
    text = f"10.0.0.{number}" if choice % 2 == 0 else f"192.168.{number}.1"
    return f"S{number}", IPv4Address(text)


@settings(max_examples=40, deadline=None)
@given(cloud=clouds, traffic=flows, seed=st.integers(0, 1000))
def test_every_state_on_the_way_is_permitted_and_rest_is_what_is_required(
    cloud: Cloud, traffic: list[tuple[int, int]], seed: int
) -> None:
    closed = Closed(cloud)
    network = Network(cloud.configs(), rng=random.Random(seed))
    assert network.run_to_rest().quiet
    for name in network.routers:
        assert entries(network.state(name)) == closed.required(number_of(name))
    for one, other in traffic:
        (sender, source), (_, destination) = address(cloud, one), address(cloud, other)
        if source == destination:
            continue
        network.echo(sender, destination, source=source)
        limit = network.now + 5.0
        while network.step(limit):
            for name in network.routers:
                number = number_of(name)
                extra = entries(network.state(name)) - closed.required(number)
                assert all(closed.may(number, entry) for entry in extra), (name, extra)
    network.run_until(network.now + 3 * 7200)
    for name in network.routers:
        assert entries(network.state(name)) == closed.required(number_of(name))
        rows = [peer.state for tunnel in network.state(name).dmvpn or () for peer in tunnel.peers]
        assert set(rows) == {TunnelState.UP}


def test_the_closed_form_refuses_a_rogue() -> None:
    closed = Closed(Cloud(phase=3))
    assert not closed.may(2, ("10.0.0.99/32", "198.51.100.99", EntryType.DYNAMIC.value, frozenset({"router"})))
    assert not Closed(Cloud(phase=1)).may(2, ("10.0.0.3/32", "198.51.100.3", "dynamic", frozenset({"router"})))
