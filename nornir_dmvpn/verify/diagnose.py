"""Why: the causes of findings, from what the routers were found to be told."""

from collections.abc import Mapping
from dataclasses import replace

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import EffectiveTunnel, effective_tunnels
from nornir_dmvpn.model.finding import Cause, Finding, Layer
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.reference.compatibility import Mismatch, mismatches
from nornir_dmvpn.reference.crypto import Endpoint
from nornir_dmvpn.reference.tunnel import Line, line_protocol
from nornir_dmvpn.reference.underlay import Underlay
from nornir_dmvpn.verify.drift import DriftLine, drift

Side = tuple[Endpoint, Line]


class Diagnosis:
    """Explains findings by comparing the configurations at both ends of each registration.

    ``running``: what the routers are told. ``wanted``: what they should be told, where that is known; a router whose
    configuration deviates from it is the likelier culprit.
    """

    def __init__(
        self,
        running: Mapping[str, RouterConfig],
        *,
        wanted: Mapping[str, RouterConfig],
        generations: Mapping[str, Generation],
        underlay: UnderlaySpec | None,
    ) -> None:
        self._running = running
        self._wanted = wanted
        self._drift: dict[str, tuple[DriftLine, ...]] = {}
        addresses = Underlay(running, underlay or UnderlaySpec())
        self._sides: dict[str, list[Side]] = {}
        self._by_address: dict[str, Side] = {}
        for name, config in running.items():
            for tunnel in effective_tunnels(config, generations[name]):
                side = _side(name, config, tunnel, addresses)
                if side is not None:
                    self._sides.setdefault(name, []).append(side)
                    if tunnel.address is not None:
                        self._by_address[str(tunnel.address.ip)] = side

    def explain(self, finding: Finding) -> Finding:
        """The finding with its causes, the likeliest first; unchanged where the configurations do not explain it."""
        pair = self._pair(finding)
        if pair is None:
            return finding
        (client, client_line), (server, server_line) = pair
        found = mismatches(client, client_line, server, server_line)
        matching = sorted(found, key=lambda one: one.stuck is None or one.stuck.value not in finding.observed)
        causes = tuple(self._cause(rank, one) for rank, one in enumerate(matching, start=1))
        return replace(finding, causes=causes) if causes else finding

    def _pair(self, finding: Finding) -> tuple[Side, Side] | None:
        """The client and the server of the registration that a finding is about."""
        if finding.layer is Layer.CONFIG or finding.peer is None:
            return None
        here = next(
            (one for one in self._sides.get(finding.router, []) if one[0].tunnel.name == finding.interface), None
        )
        there = self._by_address.get(finding.peer.partition("/")[0])
        if here is None or there is None or here[0].router == there[0].router:
            return None
        client, server = (here, there) if here[0].tunnel.servers else (there, here)
        return (client, server) if _registers(client[0], server[0]) else None

    def _cause(self, rank: int, mismatch: Mismatch) -> Cause:
        culprit = next((name for name in mismatch.routers if self._drifted(name)), mismatch.routers[0])
        deviating = self._drifted(culprit)
        text = mismatch.reason
        if deviating:
            sections = dict.fromkeys(one.section for one in deviating)
            text += f"; {culprit} deviates from what is intended in {', '.join(repr(one) for one in sections)}"
        return Cause(rank=rank, rule=mismatch.rule, text=text, router=culprit, cure=mismatch.cure)

    def _drifted(self, router: str) -> tuple[DriftLine, ...]:
        if router not in self._wanted:
            return ()
        if router not in self._drift:
            self._drift[router] = drift(self._wanted[router], self._running[router])
        return self._drift[router]


def _registers(client: Endpoint, server: Endpoint) -> bool:
    """Whether the one is meant to register with the other: it says so, or the other is a hub and nothing else."""
    address = server.tunnel.address.ip if server.tunnel.address is not None else None
    return any(one.address == address for one in client.tunnel.servers) or not server.tunnel.servers


def _side(name: str, config: RouterConfig, tunnel: EffectiveTunnel, addresses: Underlay) -> Side | None:
    interface = config.interface(tunnel.name)
    if interface is None:
        return None
    source = addresses.source_address(name, config, interface)
    line = line_protocol(config, tunnel, has_source=source is not None)
    if source is None:
        return None
    return Endpoint(router=name, config=config, tunnel=tunnel, nbma=source), line
