"""A plan leads to what is wanted, and its undo leads back."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nornir_dmvpn.design.plan import overlay, plan
from nornir_dmvpn.ios.grammar.command import Resolved, resolve
from nornir_dmvpn.ios.grammar.edit import apply_line, mode_of
from nornir_dmvpn.ios.grammar.fold import fold
from nornir_dmvpn.ios.grammar.recognise import spoken
from nornir_dmvpn.ios.tree import tree_text
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.line import ConfigTree
from tests.property.strategies_config import router_configs

_GENERATIONS = st.sampled_from([Generation.A, Generation.C, Generation.E])


def typed(tree: ConfigTree, commands: Iterable[str], generation: Generation) -> RouterConfig:
    """The configuration after the commands, every one of which must be accepted."""
    path: tuple[str, ...] = ()
    for command in commands:
        resolved = resolve(mode_of(path), command)
        assert isinstance(resolved, Resolved), (command, path, resolved)
        edited = apply_line(tree, path, resolved, generation=generation)
        assert not edited.refused, (command, edited.output)
        tree, path = edited.tree, edited.path
    values: RouterConfig = fold(RouterConfig, {}, spoken(tree.lines, "global"))
    return replace(values, tree=tree)


@given(router_configs(), router_configs(), _GENERATIONS)
@settings(max_examples=60, deadline=None)
def test_typing_the_plan_reaches_what_is_wanted_and_its_undo_goes_back(
    first: RouterConfig, wanted: RouterConfig, generation: Generation
) -> None:
    running = typed(ConfigTree(), plan(RouterConfig(), first, generation=generation).commands, generation)
    change = plan(running, wanted, generation=generation)

    reached = typed(running.tree, change.commands, generation)
    assert plan(reached, wanted, generation=generation).commands == ()
    assert same(reached, overlay(running, wanted, generation=generation))

    back = typed(reached.tree, change.undo, generation)
    assert same(back, running), tree_text(back.tree)


@given(router_configs(), _GENERATIONS)
@settings(max_examples=30, deadline=None)
def test_nothing_is_to_be_done_when_the_router_is_as_wanted(wanted: RouterConfig, generation: Generation) -> None:
    running = typed(ConfigTree(), plan(RouterConfig(), wanted, generation=generation).commands, generation)
    change = plan(running, wanted, generation=generation)
    assert change.empty
    assert change.diff == ""
    assert change.undo == ()


@given(router_configs(), router_configs())
@settings(max_examples=30, deadline=None)
def test_a_diff_shows_no_secret(running: RouterConfig, wanted: RouterConfig) -> None:
    change = plan(running, wanted)
    assume(not change.empty)
    assert "s3cr3t" not in change.diff + repr(change)
    assert "NHRPKEY" not in change.diff + repr(change)


def same(one: RouterConfig, other: RouterConfig) -> bool:
    """Equal values, the order of list items aside (IOS orders what it prints)."""
    return sorted_text(one) == sorted_text(other)


def sorted_text(config: RouterConfig) -> list[str]:
    found: list[str] = []
    for line in config.tree.lines:
        found += [_path(line.text, child.text) for child in line.walk() if not child.is_comment]
    return sorted(found)


def _path(top: str, text: str) -> str:
    return f"{top} / {text}"
