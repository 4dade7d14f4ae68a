"""What must be typed to bring a router to what is wanted, how to undo it, and the difference for people to read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff

from nornir_dmvpn.ios.grammar.emit import config_statements
from nornir_dmvpn.ios.grammar.fold import fold
from nornir_dmvpn.ios.grammar.mask import masked_lines
from nornir_dmvpn.ios.grammar.nest import merged
from nornir_dmvpn.ios.grammar.overlay import overlay_tree
from nornir_dmvpn.ios.grammar.recognise import spoken
from nornir_dmvpn.ios.grammar.remediate import commands_between
from nornir_dmvpn.ios.grammar.render import render_config
from nornir_dmvpn.ios.tree import tree_of
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation, generation_of_version
from nornir_dmvpn.model.line import ConfigTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A change of one router.

    ``commands`` and ``undo`` are configuration commands in the order in which they must be typed, secrets in the
    clear: they are to be pushed, never shown. ``diff`` is a unified diff of the running-config, secrets masked.
    """

    commands: tuple[str, ...]
    undo: tuple[str, ...]
    diff: str

    @property
    def empty(self) -> bool:
        return not self.commands

    def __repr__(self) -> str:
        return f"Plan({len(self.commands)} commands, {len(self.undo)} to undo)"


def overlay(running: RouterConfig, wanted: RouterConfig, *, generation: Generation | None = None) -> RouterConfig:
    """``running`` with everything ``wanted`` speaks of replaced by it, values and tree.

    In a section that ``wanted`` has, modelled lines it does not have are gone and all other lines stay; sections and
    global lines it does not mention stay. ``shutdown`` stays as it is unless ``wanted`` says either. A
    ``generation`` (else: that of the running version) tells which lines the router does not print (G-04).
    """
    known = generation or _generation(running)
    tree = overlay_tree(_tree(running), config_statements(wanted), known)
    config: RouterConfig = fold(RouterConfig, {}, spoken(tree.lines, "global"))
    return replace(config, tree=tree)


def plan(running: RouterConfig, wanted: RouterConfig, *, generation: Generation | None = None) -> Plan:
    """The change from ``running`` to :func:`overlay` of both. Nothing to do gives an empty plan."""
    before = _tree(running)
    after = overlay(running, wanted, generation=generation).tree
    return Plan(
        commands=commands_between(before, after),
        undo=commands_between(after, before),
        diff="\n".join(_diff(before, after)),
    )


def _tree(config: RouterConfig) -> ConfigTree:
    """The lines a configuration came from; one that never was text is written first."""
    return merged(config.tree if config.tree.lines else tree_of(render_config(config, reveal=True)))


def _generation(config: RouterConfig) -> Generation | None:
    return generation_of_version(config.version) if config.version else None


def _diff(before: ConfigTree, after: ConfigTree) -> Iterator[str]:
    """Unified diff of the masked lines; a changed secret is marked, since it looks the same on both sides."""
    old, new = masked_lines(before), masked_lines(after)
    known = {text for text, _ in old}
    shown_before = {shown for text, shown in old if text != shown}
    left = [shown for _, shown in old]
    right = [
        f"{shown} (changed)" if text != shown and text not in known and shown in shown_before else shown
        for text, shown in new
    ]
    return unified_diff(left, right, "running", "wanted", n=2, lineterm="")
