"""What a lint rule is: an id of protocol.md section 8, what it looks at, and what it says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.verify.lint.fleet import Fleet, Node, Pair, TunnelEnd

ALL_GENERATIONS = frozenset(Generation)
CLASSIC = frozenset({Generation.A, Generation.B, Generation.C})
"""Generations in which nothing is implicit (G-04)."""
MODERN = ALL_GENERATIONS - CLASSIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a rule fires.

    ``lines`` are the beginnings of the configuration lines it is about, as (section, line): they become places. An
    empty line means the section as such, which is also where something is missing.
    """

    router: str
    text: str
    """What is there, in a few words and without secrets: ``tunnel key 100, HUB has 200``."""
    interface: str | None = None
    peer: str | None = None
    lines: tuple[tuple[str, str], ...] = ()


RouterCheck = Callable[[Node], Iterable[Hit]]
PairCheck = Callable[[Pair], Iterable[Hit]]
FleetCheck = Callable[[Fleet], Iterable[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. Exactly one of ``router``, ``pair`` and ``fleet`` is its check.

    ``router`` sees one router, ``pair`` one client tunnel and the server it registers with, ``fleet`` everything.
    """

    id: str
    severity: Severity
    layer: Layer
    title: str
    """The condition, as a noun phrase."""
    consequence: str
    leads_to: str
    """Rule or fault of protocol.md that says what the routers will show: ``F-22``."""
    cure: str
    generations: frozenset[Generation] = field(default=ALL_GENERATIONS)
    """Generations whose routers it applies to."""
    router: RouterCheck | None = None
    pair: PairCheck | None = None
    fleet: FleetCheck | None = None


TunnelCheck = Callable[[Node, TunnelEnd], Iterator[tuple[str, str]]]
"""Yields what is wrong with one tunnel, and the beginning of the line it is about."""


def each_tunnel(check: TunnelCheck) -> RouterCheck:
    """A check of single NHRP tunnels as a check of a router."""

    def on_router(node: Node) -> Iterator[Hit]:
        for tunnel in node.nhrp_tunnels:
            for text, line in check(node, tunnel):
                yield hit(tunnel, text, line)

    return on_router


def hit(tunnel: TunnelEnd, text: str, line: str, *, peer: str | None = None) -> Hit:
    """A hit about one line (its beginning) of one tunnel."""
    lines = ((tunnel.section, line),)
    return Hit(router=tunnel.router, interface=tunnel.name, peer=peer, text=text, lines=lines)


def rule(
    name: str,
    severity: Severity,
    layer: Layer,
    leads_to: str,
    title: str,
    consequence: str,
    cure: str,
    *,
    router: RouterCheck | None = None,
    pair: PairCheck | None = None,
    fleet: FleetCheck | None = None,
    generations: frozenset[Generation] = ALL_GENERATIONS,
) -> Rule:
    """A rule as a row: id, severity, layer, what it leads to, and the three sentences."""
    return Rule(
        id=name,
        severity=severity,
        layer=layer,
        title=title,
        consequence=consequence,
        leads_to=leads_to,
        cure=cure,
        generations=generations,
        router=router,
        pair=pair,
        fleet=fleet,
    )
