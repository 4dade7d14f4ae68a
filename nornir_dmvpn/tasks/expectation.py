"""What routers should be told: the intent laid over what each was found to be told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from nornir_dmvpn.design.compile import compile_router, complete_router
from nornir_dmvpn.design.plan import overlay
from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.model.verdict import RouterVerdict, Verdict
from nornir_dmvpn.sources.inventory import Inventory
from nornir_dmvpn.verify.observation import Observation
from nornir_dmvpn.verify.verify import verify_network


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """Everything the reference needs to know of a network before anybody looked at it."""

    configs: Mapping[str, RouterConfig]
    """What every router should be told; routers nobody read stand with what the intent says of them."""
    running: Mapping[str, RouterConfig]
    """What those that were read are told."""
    underlay: UnderlaySpec = field(default_factory=UnderlaySpec)
    generations: Mapping[str, Generation] = field(default_factory=dict)

    def verdict(self, observed: Mapping[str, Observation], problems: Mapping[str, str], *, seed: int = 0) -> Verdict:
        """Hold what was seen against the reference; ``problems`` says who could not be looked at, and why.

        Only routers in ``observed`` and ``problems`` are judged.
        """
        verdict = verify_network(
            self.configs,
            observed,
            underlay=self.underlay,
            generations=self.generations,
            running=self.running,
            seed=seed,
        )
        judged = {one.router: one for one in verdict.routers if one.router in observed}
        judged |= {name: RouterVerdict(router=name, problem=problem) for name, problem in problems.items()}
        order = [
            *(name for name in self.configs if name in judged),
            *(name for name in judged if name not in self.configs),
        ]
        return Verdict(routers=tuple(judged[name] for name in order), unstable=verdict.unstable, notes=verdict.notes)


def expectation(
    inventory: Inventory, running: Mapping[str, RouterConfig], *, changed: Collection[str] | None = None
) -> Expectation:
    """Of an inventory whose secrets are resolved, and of what was read from (some of) its routers.

    In the middle of a rollout ``changed`` names the routers that have their intent already; of the others only what
    they run is expected.
    """
    if not inventory.has_secrets:
        raise IntentError(str(inventory.folder), "its secrets were not resolved, so keys cannot be compared")
    intent = inventory.intent
    generations = {name: site.generation for name, site in intent.sites.items() if site.generation is not None}

    def told(name: str) -> RouterConfig:
        if name not in running:
            return complete_router(intent, name)
        if changed is not None and name not in changed:
            return running[name]
        wanted = overlay(running[name], compile_router(intent, name), generation=generations.get(name))
        # Nobody configures the version, so no overlay speaks of it.
        return _with_sources_up(replace(wanted, version=running[name].version))

    return Expectation(
        configs={name: told(name) for name in intent.sites},
        running=running,
        underlay=inventory.underlay,
        generations=generations,
    )


def _with_sources_up(config: RouterConfig) -> RouterConfig:
    """A site of the intent is meant to be reachable: the interfaces its tunnels start from are up (M-02, SD119)."""
    sources = {full_name(one.tunnel.source) for one in config.tunnels if one.tunnel.source is not None}
    interfaces = tuple(
        replace(one, shutdown=None) if one.name in sources and one.shutdown else one for one in config.interfaces
    )
    return replace(config, interfaces=interfaces)
