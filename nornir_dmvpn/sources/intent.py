"""``data: dmvpn:`` of an inventory → :class:`~nornir_dmvpn.model.intent.Intent`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nornir_dmvpn.design.check import Problem, problems
from nornir_dmvpn.model.intent import Cloud, Intent, Site
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.sources.faults import Faults
from nornir_dmvpn.sources.nornir_entries import Entries, Entry, Keys
from nornir_dmvpn.sources.validation import validate
from nornir_dmvpn.sources.yaml_file import YamlFile

_DMVPN: Keys = ("data", "dmvpn")
_CLOUDS = "clouds"
Place = tuple[YamlFile, Keys]


def read_intent(entries: Entries, resolve: Callable[[str], Secret] | None, faults: Faults) -> Intent:
    """Clouds and sites that are sound by themselves, checked against each other; everything else in ``faults``."""
    places, clouds = _clouds(entries, resolve, faults)
    sites = _sites(entries, faults)
    intent = Intent.model_construct(clouds=clouds, sites=sites)
    for problem in problems(_without(intent, set(places) - set(clouds))):
        file, keys = _place(entries, places, problem)
        faults.add(file, keys, problem.text, of_key=len(problem.path) == 2)
    return intent


def _clouds(
    entries: Entries, resolve: Callable[[str], Secret] | None, faults: Faults
) -> tuple[dict[str, Place], dict[str, Cloud]]:
    places: dict[str, Place] = {}
    clouds: dict[str, Cloud] = {}
    for file, start, entry in _cloud_layers(entries):
        section = _dmvpn(entry).get(_CLOUDS)
        if section is not None and not isinstance(section, dict):
            faults.add(file, (*start, *_DMVPN, _CLOUDS), "clouds must be a mapping of names to clouds")
            continue
        for name, data in (section or {}).items():
            keys = (*start, *_DMVPN, _CLOUDS, name)
            if name in places:
                faults.add(file, keys, f"cloud {name!r} is already described elsewhere", of_key=True)
                continue
            places[name] = file, keys
            cloud, flaws = validate(Cloud, data, resolve)
            for flaw in flaws:
                faults.add(file, (*keys, *flaw.keys), flaw.text, of_key=flaw.of_key)
            if cloud is not None:
                clouds[name] = cloud
    return places, clouds


def _cloud_layers(entries: Entries) -> Iterator[tuple[YamlFile, Keys, Entry]]:
    yield entries.defaults_file, (), entries.defaults
    for name, entry in entries.groups.items():
        yield entries.groups_file, (name,), entry


def _sites(entries: Entries, faults: Faults) -> dict[str, Site]:
    sites: dict[str, Site] = {}
    for name, host in entries.hosts.items():
        own = _dmvpn(host)
        if _CLOUDS in own:
            keys = (name, *_DMVPN, _CLOUDS)
            faults.add(entries.hosts_file, keys, "clouds belong in defaults.yaml or a group", of_key=True)
        data = _site_data(entries, name)
        if not (own or "tunnels" in data):
            continue
        site, flaws = validate(Site, data)
        for flaw in flaws:
            file, keys = entries.origin(name, (*_DMVPN, *flaw.keys))
            faults.add(file, keys, flaw.text, of_key=flaw.of_key)
        if site is not None:
            sites[name] = site
    return sites


def _dmvpn(entry: Entry) -> Mapping[str, Any]:
    found = (entry.get("data") or {}).get("dmvpn")
    return found if isinstance(found, dict) else {}


def _site_data(entries: Entries, host: str) -> dict[str, Any]:
    """The layers of a host laid over each other, the closest on top."""
    data: dict[str, Any] = {}
    for _, _, entry in reversed(tuple(entries.layers(host))):
        data = _overlay(data, {key: value for key, value in _dmvpn(entry).items() if key != _CLOUDS})
    return data


def _overlay(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _overlay(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


def _without(intent: Intent, broken: set[str]) -> Intent:
    """``intent`` without what refers to clouds that are themselves at fault: one fault, one sentence."""
    if not broken:
        return intent
    sites = {
        name: site.model_copy(
            update={"tunnels": {cloud: one for cloud, one in site.tunnels.items() if cloud not in broken}}
        )
        for name, site in intent.sites.items()
    }
    return Intent.model_construct(clouds=intent.clouds, sites=sites)


def _place(entries: Entries, clouds: Mapping[str, Place], problem: Problem) -> Place:
    section, name, *rest = problem.path
    if section == _CLOUDS:
        file, keys = clouds[str(name)]
        return file, (*keys, *rest)
    if not rest:
        return entries.hosts_file, (name,)
    return entries.origin(str(name), (*_DMVPN, *rest))
