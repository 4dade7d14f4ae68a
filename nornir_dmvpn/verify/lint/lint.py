"""Running the rules: hits become findings with their file and line."""

from collections.abc import Iterable, Iterator, Mapping

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import generation_of
from nornir_dmvpn.model.finding import Cause, Finding, Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.line import ConfigLine, ConfigTree
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.reference.underlay import Underlay
from nornir_dmvpn.verify.lint.fleet import Fleet
from nornir_dmvpn.verify.lint.rule import Hit, Rule


def lint(
    configs: Mapping[str, RouterConfig],
    rules: Iterable[Rule],
    *,
    generations: Mapping[str, Generation] | None = None,
    underlay: UnderlaySpec | None = None,
) -> tuple[Finding, ...]:
    """Every hit of ``rules`` on the routers, in the order of routers and rule ids."""
    known = {name: (generations or {}).get(name) or generation_of(one) for name, one in configs.items()}
    fleet = Fleet(configs, generations=known, underlay=Underlay(configs, underlay or UnderlaySpec()))
    order = {name: index for index, name in enumerate(configs)}
    found = [(order[hit.router], rule.id, _finding(fleet, rule, hit)) for rule in rules for hit in _hits(fleet, rule)]
    return tuple(finding for _, _, finding in sorted(found, key=lambda one: (one[0], one[1], one[2].interface or "")))


def _hits(fleet: Fleet, rule: Rule) -> Iterator[Hit]:
    if rule.router is not None:
        for node in fleet.nodes.values():
            if node.generation in rule.generations:
                yield from rule.router(node)
    if rule.pair is not None:
        for pair in fleet.pairs:
            if pair.client.generation in rule.generations:
                yield from rule.pair(pair)
    if rule.fleet is not None:
        yield from (hit for hit in rule.fleet(fleet) if fleet.nodes[hit.router].generation in rule.generations)


def _finding(fleet: Fleet, rule: Rule, hit: Hit) -> Finding:
    tree = fleet.nodes[hit.router].config.tree
    places = tuple(place for section, line in hit.lines for place in locate(tree, section, line))
    cause = Cause(rank=1, rule=rule.leads_to, text=rule.consequence, router=hit.router, cure=rule.cure, places=places)
    return Finding(
        router=hit.router,
        interface=hit.interface,
        peer=hit.peer,
        layer=rule.layer,
        severity=rule.severity,
        rule=rule.id,
        what=rule.title,
        expected=rule.cure,
        observed=hit.text,
        evidence=places,
        causes=(cause,),
    )


def locate(tree: ConfigTree, section: str, beginning: str) -> tuple[Place, ...]:
    """Where lines that begin so stand below ``section`` (``""``: at the top level); the section's own line if none do.

    The text of a place is cut after ``beginning``, so that no secret behind it is shown.
    """
    opened = _opened(tree.lines, section) if section else None
    if section and opened is None:
        return ()
    below = opened.children if opened is not None else tree.lines
    found = tuple(
        Place(source=tree.source, line=line.number, text=beginning)
        for line in below
        if beginning and line.text.startswith(beginning)
    )
    if found or opened is None:
        return found
    return (Place(source=tree.source, line=opened.number, text=section),)


def _opened(lines: tuple[ConfigLine, ...], section: str) -> ConfigLine | None:
    """The line ``section``, at any depth: named EIGRP nests."""
    for line in lines:
        if _opens(line.text, section):
            return line
        inner = _opened(line.children, section)
        if inner is not None:
            return inner
    return None


def _opens(text: str, section: str) -> bool:
    """Whether a line opens ``section``: interfaces may be abbreviated, and a remark may follow."""
    if f"{text} ".lower().startswith(f"{section} ".lower()):
        return True
    wanted, words = section.partition(" "), text.partition("!")[0].split(maxsplit=1)
    if wanted[0] != "interface" or len(words) != 2 or not "interface".startswith(words[0].lower()):
        return False
    return full_name(words[1]).lower() == wanted[2].lower()
