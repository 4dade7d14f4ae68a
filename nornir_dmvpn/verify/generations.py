"""Which software generation each router runs, from everything that says something about it."""

from collections import Counter
from collections.abc import Mapping

from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.effective import DEFAULT_GENERATION
from nornir_dmvpn.model.generation import BEHAVIOUR, Generation, generation_of_version
from nornir_dmvpn.model.state import NhrpEntry
from nornir_dmvpn.verify.observation import Observation

CLASSIC = Generation.C
"""Stands for every generation of 7200 s and unique registrations; B and C differ in print only (G-06)."""


def settle_generations(
    configs: Mapping[str, RouterConfig],
    observed: Mapping[str, Observation],
    given: Mapping[str, Generation],
) -> dict[str, Generation]:
    """Inventory, else version line and printed legend, else what the network's caches show, else its other routers."""
    known = dict(given)
    for name, config in configs.items():
        own = known.get(name) or _own(config, observed.get(name))
        if own is not None:
            known[name] = own
    rest = _of_caches(observed, known) or _most_common(known) or DEFAULT_GENERATION
    return {name: known.get(name, rest) for name in configs}


def _own(config: RouterConfig, observation: Observation | None) -> Generation | None:
    """The version line, corrected by what was printed where the defaults differ: the legend decides (G-06)."""
    version = generation_of_version(config.version) if config.version else None
    printed = observation.generation if observation is not None else None
    if version is None or printed is None:
        return version or printed
    return printed if BEHAVIOUR[printed].holdtime != BEHAVIOUR[version].holdtime else version


def _of_caches(observed: Mapping[str, Observation], known: Mapping[str, Generation]) -> Generation | None:
    """Unique registrations, or lifetimes above 600 s, are those of a classic default (G-02, G-03)."""
    if known:
        return None
    entries = [entry for one in observed.values() for entry in one.state.nhrp or () if "registered" in entry.flags]
    return CLASSIC if any(_is_classic(entry) for entry in entries) else None


def _is_classic(entry: NhrpEntry) -> bool:
    lasts = entry.expires is not NEVER and entry.expires > BEHAVIOUR[DEFAULT_GENERATION].holdtime
    return "unique" in entry.flags or lasts


def _most_common(known: Mapping[str, Generation]) -> Generation | None:
    counted = Counter(known.values()).most_common(1)
    return counted[0][0] if counted else None
