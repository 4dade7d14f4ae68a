"""Hostile packets against speakers, for as long as one likes: ``python -m tests.fuzz.nhrp_speaker SECONDS [SEED]``.

Whatever arrives, and whatever happens around it, a speaker raises nothing, sends only packets that decode, answers no
Error Indication, and keeps no more than :mod:`nornir_dmvpn.nhrp.limits` says. Ends with 1 and the packet otherwise.
The limits are a 64th of those in service here, so that they are reached.
"""

import argparse
import random
import resource
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from nornir_dmvpn.errors import NhrpDecodeError
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.nhrp import bindings, limits, purges, redirect, resolver, responder, sockets
from nornir_dmvpn.nhrp.event import Dropped, NameWanted, SocketWanted
from nornir_dmvpn.nhrp.settings import NhsSetting
from nornir_dmvpn.nhrp.wire import ErrorIndication, decode
from tests.fuzz.hostile import Hostile
from tests.unit.nhrp.hierarchy import HOSTS, hierarchy, talk
from tests.unit.nhrp.network import Net, Node, spoke_settings

STEP = 0.03
"""Seconds of the virtual clock between two packets, on average."""


class BrokenPromiseError(AssertionError):
    """A promise was not kept."""


@dataclass
class Figures:
    """What happened."""

    packets: int = 0
    refused: int = 0
    """By the codec."""
    sent: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    """By rule."""
    most: Counter[str] = field(default_factory=Counter)
    """Largest size of each thing that is kept."""


def network(seed: int) -> Net:
    """Routers of every role in service: seven in three levels, and a spoke of the old kind with more settings."""
    net = hierarchy(seed=seed, generation=Generation.E, regional_shortcut=True)
    servers = (NhsSetting(address=None, nbma=None, fqdn="hub.example"),)
    extra = spoke_settings(9, nhs=servers, authentication=Secret("SECRET1"), unique=True, group="G", if_state=True)
    net.add("old", extra, Generation.A)
    net.up()
    net.run(10)
    talk(net)
    net.run(12)
    for name in ("r2a", "s2"):
        net.nodes[name].speaker.clear(net.now)
        net.flush(net.nodes[name])
    net.run(20)
    return net


class Fuzz:
    """One run. Everything follows from the seed but its length."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.net = network(seed)
        self.figures = Figures()
        self.now = self.net.now
        self.last = b""
        nodes = list(self.net.nodes.values())
        tunnels = [tunnel for node in nodes for tunnel in node.tunnels.values()]
        known: list[IPAddress] = [*HOSTS.values()]
        for tunnel in tunnels:
            known += [tunnel.address, tunnel.address, tunnel.nbma]
        self.hostile = Hostile(self.rng, known, [one.packet for one in self.net.sent])
        self.nodes = nodes

    def step(self) -> None:
        """One packet to one router, and now and then something else."""
        node = self.rng.choice(self.nodes)
        tunnel = self.rng.choice(list(node.tunnels))
        self.now += self.rng.expovariate(1 / STEP)
        for one in self.nodes:
            timer = one.speaker.next_timer()
            if timer is not None and timer <= self.now:
                one.speaker.handle_timer(self.now)
                self._drain(one)
        if self.rng.random() < 0.1:
            self._disturb(node, tunnel)
            self._drain(node)
        self.last = self.hostile.packet()
        self.figures.packets += 1
        is_error = self._is_error(self.last)
        node.speaker.receive(tunnel, self.hostile.address(), self.last, self.now)
        if self._drain(node) and is_error:
            raise BrokenPromiseError("an Error Indication was answered")
        if self.figures.packets % 1000 == 0:
            self._measure()

    def _is_error(self, data: bytes) -> bool:
        try:
            return isinstance(decode(data), ErrorIndication)
        except NhrpDecodeError as error:
            self.figures.refused += 1
            if not 0 <= error.offset <= len(data):
                raise BrokenPromiseError(f"offset {error.offset} is outside the packet") from error
            return False

    def _disturb(self, node: Node, tunnel: str) -> None:
        """What the owner of a speaker may do at any time."""
        speaker, address = node.speaker, self.hostile.address()
        match self.rng.randrange(1000):
            case 0:
                speaker.interface_down(tunnel, self.now, orderly=self.rng.random() < 0.5)
                self._drain(node)
                speaker.interface_up(tunnel, self.now)
            case 1:
                speaker.clear(self.now)
            case number if number < 30:
                speaker.routes_changed(self.now)
            case number if number < 50:
                speaker.configure(node.tunnels.values(), self.now)
            case number if number < 150:
                speaker.socket_down(tunnel, address, self.now, orderly=self.rng.random() < 0.5)
            case number if number < 160:
                speaker.name_resolved(tunnel, "hub.example", address, self.now)
            case number if number < 500:
                speaker.redirect(tunnel, address, self.hostile.inner(), self.now)
            case _:
                speaker.next_hop(tunnel, address, self.now, destination=self.hostile.address())

    def _drain(self, node: Node) -> bool:
        """Do what the speaker wants; whether it sent something."""
        while events := node.speaker.events():
            for event in events:
                if isinstance(event, SocketWanted):
                    self._answer(node, event)
                elif isinstance(event, NameWanted):
                    node.speaker.name_resolved(event.interface, event.name, self.hostile.address(), self.now)
                elif isinstance(event, Dropped):
                    self.figures.dropped[event.rule] += 1
        packets = node.speaker.packets_to_send()
        for out in packets:
            decode(out.data)
        self.figures.sent += len(packets)
        return bool(packets)

    def _answer(self, node: Node, wanted: SocketWanted) -> None:
        """A path opens, fails, or is never heard of again."""
        dice = self.rng.random()
        if dice < 0.8:
            node.speaker.socket_up(wanted.interface, wanted.nbma, self.now)
        elif dice < 0.95:
            node.speaker.socket_down(wanted.interface, wanted.nbma, self.now)

    def _measure(self) -> None:
        """Sizes against the limits."""
        most = self.figures.most
        for node in self.nodes:
            context, resolver = node.speaker._context, node.speaker._resolver
            sizes = {"questions": len(resolver._pending), "timers": len(context.timers._heap)}
            for member in node.speaker._members.values():
                port = member.port
                sizes["entries"] = max(sizes.get("entries", 0), len(port.bindings.cache))
                sizes["waiting paths"] = max(sizes.get("waiting paths", 0), len(port.sockets._waiting))
                sizes["answers told"] = max(sizes.get("answers told", 0), member.responder._answers)
                sizes["purges"] = max(sizes.get("purges", 0), len(member.purges))
                sizes["redirects"] = max(sizes.get("redirects", 0), len(member.redirects._recent))
            for name, size in sizes.items():
                most[name] = max(most[name], size)
        for name, bound in BOUNDS.items():
            if most[name] > bound:
                raise BrokenPromiseError(f"{most[name]} {name}, more than {bound}")


SCALE = 64
ENTRIES, QUESTIONS = limits.MOST_ENTRIES // SCALE, limits.MOST_PENDING // SCALE
BOUNDS = {
    "entries": ENTRIES + 10,
    "questions": QUESTIONS,
    "waiting paths": limits.MOST_WAITING_PATHS // SCALE,
    "answers told": limits.MOST_TOLD // SCALE,
    "purges": limits.MOST_PURGES // SCALE,
    "redirects": limits.MOST_REDIRECTS // SCALE,
    "timers": 2 * (2 * ENTRIES + QUESTIONS) + 1000,
}
"""Configured entries come on top of the limit; a router has two tunnels, and a timer may be queued twice."""


def lower_limits() -> None:
    """Put the smaller limits in force, for this process."""
    for module, name, limit in (
        (bindings, "MOST_ENTRIES", ENTRIES),
        (resolver, "MOST_PENDING", QUESTIONS),
        (sockets, "MOST_WAITING_PATHS", BOUNDS["waiting paths"]),
        (responder, "MOST_TOLD", BOUNDS["answers told"]),
        (purges, "MOST_PURGES", BOUNDS["purges"]),
        (redirect, "MOST_REDIRECTS", BOUNDS["redirects"]),
    ):
        setattr(module, name, limit)


def resident() -> int:
    """Mebibytes of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() // 2**20


def run(seconds: float, seed: int) -> int:
    """Exit code of the run; figures go to standard output."""
    lower_limits()
    fuzz, started, marks = Fuzz(seed), time.monotonic(), [resident()]
    while (passed := time.monotonic() - started) < seconds:
        if passed >= seconds * len(marks) / 10:
            marks.append(resident())
        try:
            for _ in range(100):
                fuzz.step()
        except Exception:  # noqa: BLE001 - whatever it is, it is what this program looks for
            traceback.print_exc()
            sys.stdout.write(f"seed {seed}, packet {fuzz.figures.packets}: {fuzz.last.hex()}\n")
            return 1
    figures = fuzz.figures
    sys.stdout.write(
        f"seed {seed}: {figures.packets} packets in {seconds:.0f} s, {fuzz.now:.0f} s of protocol; "
        f"{figures.refused} refused by the codec, {figures.sent} packets sent\n"
        f"dropped by rule: {dict(sorted(figures.dropped.items()))}\n"
        f"most kept: {dict(sorted(figures.most.items()))}\n"
        f"memory in MiB, every tenth of the time: {[*marks, resident()]}\n"
    )
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Hostile packets against NHRP speakers.")
    parser.add_argument("seconds", type=float)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    told = parser.parse_args()
    return run(told.seconds, told.seed)


if __name__ == "__main__":
    sys.exit(main())
