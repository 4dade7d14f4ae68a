"""Configurations survive the way to IOS text and back."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.ios.config import ConfigParser, parse_config, render_config, render_tree
from nornir_dmvpn.ios.grammar.fold import fold
from nornir_dmvpn.ios.grammar.recognise import spoken
from nornir_dmvpn.ios.tree import tree_of, tree_text
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.line import ConfigTree
from nornir_dmvpn.model.secret import MASK
from tests.property.strategies_config import router_configs

_PARSER = ConfigParser()


@given(router_configs())
@settings(max_examples=100, deadline=None)
def test_parsing_what_was_rendered_gives_the_same_values(config: RouterConfig) -> None:
    assert parse_config(render_config(config, reveal=True), parser=_PARSER) == config


@given(router_configs())
@settings(max_examples=50, deadline=None)
def test_ttp_and_the_keyword_walk_read_the_same(config: RouterConfig) -> None:
    tree = tree_of(render_config(config, reveal=True))
    walked = fold(RouterConfig, {}, spoken(tree.lines, "global"))
    assert replace(walked, tree=ConfigTree()) == config


@given(router_configs())
@settings(max_examples=50, deadline=None)
def test_rendering_shows_no_secret_unless_asked(config: RouterConfig) -> None:
    shown = render_config(config)
    assert shown.count(MASK) == sum(
        line.startswith(("crypto isakmp key ", "   pre-shared-key", "  pre-shared-key", " ip nhrp authentication"))
        for line in shown.splitlines()
    )
    assert "s3cr3t" not in shown
    assert "NHRPKEY" not in shown


_LINES = st.sampled_from(
    [
        "",
        "!",
        " !",
        "interface Tunnel0",
        " ip address 10.0.0.1 255.255.255.0",
        "  deep",
        "banner motd ^C",
        "x^C",
        "quit",
    ]
) | st.text(alphabet=" abc!^C\r\t", max_size=8)


@given(st.lists(_LINES, max_size=12).map("\n".join))
def test_a_tree_of_lines_is_the_text_again(text: str) -> None:
    assert tree_text(tree_of(text)) == text


@given(st.lists(_LINES, max_size=12).map("\n".join))
@settings(max_examples=50, deadline=None)
def test_reading_keeps_every_line_of_any_text(text: str) -> None:
    assert render_tree(parse_config(text, parser=_PARSER)) == text
