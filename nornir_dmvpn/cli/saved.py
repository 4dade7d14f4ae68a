"""Judging and predicting from files, without a device."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from nornir_dmvpn.cli.terminal import note
from nornir_dmvpn.design.compile import complete_router
from nornir_dmvpn.errors import IntentError, SourceError
from nornir_dmvpn.ios.config import ConfigParser, parse_config
from nornir_dmvpn.ios.shows import find_command
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.underlay import UnderlaySpec
from nornir_dmvpn.model.verdict import Verdict
from nornir_dmvpn.sources.captures import CapturesFolder, RouterFiles, read_captures
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.tasks.expectation import Expectation, expectation
from nornir_dmvpn.tasks.limit import select
from nornir_dmvpn.verify.observation import CapturedOutput, Observation, observe

_JUDGED = ("dmvpn", "nhrp", "nhs")
"""Sections that verification compares; other outputs may be there as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A network by what its routers are told."""

    configs: Mapping[str, RouterConfig]
    underlay: UnderlaySpec
    generations: Mapping[str, Generation]


def told(folder: Path | None, inventory: Path | None) -> Told:
    """The configurations in a captures folder, or those an inventory compiles to."""
    if folder is None:
        loaded = load_inventory(inventory, resolve_secrets=False)
        intent = loaded.intent
        return Told(
            configs={name: complete_router(intent, name) for name in intent.sites},
            underlay=loaded.underlay,
            generations={name: site.generation for name, site in intent.sites.items() if site.generation is not None},
        )
    if inventory is not None:
        raise IntentError("", "name a folder of configurations or an inventory, not both")
    return Told(configs=_configs(_read(folder)), underlay=UnderlaySpec(), generations={})


def judge_saved(folder: Path, inventory: Path | None, limit: str | None) -> Verdict:
    """Judge saved outputs: with an inventory by its intent, without by the saved configurations themselves."""
    captures = _read(folder)
    running = _configs(captures)
    observed, problems = _observations(captures)
    if inventory is None:
        meant = {name.lower() for name in chosen(captures.routers, limit)}
        expected = Expectation(configs=running, running=running)
    else:
        loaded = load_inventory(inventory)
        meant = {name.lower() for name in select(loaded, limit)}
        names = {name.lower(): name for name in loaded.intent.sites}
        running = {names.get(name.lower(), name): one for name, one in running.items()}
        expected = expectation(loaded, running)
        problems |= {name: "nothing of it is in the folder" for key, name in names.items() if not captures.router(key)}
    spelled = {name.lower(): name for name in expected.configs}
    return expected.verdict(
        {spelled.get(name.lower(), name): one for name, one in observed.items() if name.lower() in meant},
        {spelled.get(name.lower(), name): one for name, one in problems.items() if name.lower() in meant},
    )


def _read(folder: Path) -> CapturesFolder:
    captures = read_captures(folder)
    for misfit, reason in captures.misfits:
        note(f"{misfit}: left out: {reason}")
    return captures


def chosen(names: Iterable[str], limit: str | None) -> tuple[str, ...]:
    """The routers that ``limit`` means where there are no groups: names and globs, joined by ``:`` or ``,``."""
    patterns = [part.strip().lower() for part in (limit or "*").replace(",", ":").split(":")]
    found = tuple(name for name in names if any(fnmatchcase(name.lower(), pattern) for pattern in patterns))
    if not found and limit is not None:
        raise IntentError("", f"--limit: {limit!r} leaves no router")
    return found


def _configs(captures: CapturesFolder) -> dict[str, RouterConfig]:
    parser = ConfigParser()
    configs = {
        name: parse_config(files.config_text, str(files.config_path), parser=parser)
        for name, files in captures.routers.items()
        if files.config_text is not None
    }
    if not configs:
        raise SourceError(str(captures.folder), "holds no configuration, so nothing can be expected of its routers")
    return configs


def _observations(captures: CapturesFolder) -> tuple[dict[str, Observation], dict[str, str]]:
    """What the saved outputs say; a router without a configuration or without outputs could not be looked at."""
    observed: dict[str, Observation] = {}
    problems: dict[str, str] = {}
    for name, files in captures.routers.items():
        found = _observation(files)
        if files.config_text is None:
            problems[name] = "there is no configuration of it, so nothing can be expected"
        elif not any(getattr(found.state, one) is not None or one in found.problems for one in _JUDGED):
            problems[name] = "there is no output of it that is judged (show dmvpn, show ip nhrp, show ip nhrp nhs)"
        else:
            observed[name] = found
    return observed, problems


def _observation(files: RouterFiles) -> Observation:
    """An answer without a label is of the time of the configuration, so it counts (the last of a command does)."""
    ordered = sorted(files.outputs, key=lambda one: not one.label)
    outputs = (
        CapturedOutput(command=one.command, text=one.text, source=one.path.name) for one in ordered if not one.problem
    )
    found = observe(files.name, outputs)
    return replace(found, problems=_unread(files) | found.problems)


def _unread(files: RouterFiles) -> dict[str, str]:
    """Sections whose file is there and is no text: that is a look that failed, not a look that was not wanted."""
    shows = ((find_command(one.command), one) for one in files.outputs if one.problem and not one.label)
    return {
        known[0].section: f"{one.path.name}: {one.problem}"
        for known, one in shows
        if known is not None and known[0].section is not None
    }
