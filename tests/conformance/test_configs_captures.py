"""Every configuration of the captures is read without loss, and what is read can be written, planned and typed."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from nornir_dmvpn.design.plan import plan
from nornir_dmvpn.ios.config import ConfigParser, modelled, parse_config, render_config, render_tree
from nornir_dmvpn.ios.grammar.fold import fold
from nornir_dmvpn.ios.grammar.recognise import spoken
from nornir_dmvpn.ios.tree import tree_of, tree_text
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.line import ConfigTree

pytestmark = pytest.mark.conformance

_OURS = ("interface Tunnel", "crypto isakmp", "crypto ikev2", "crypto ipsec")
_PARSER = ConfigParser()


@pytest.fixture(scope="module")
def configs(captures: Path) -> dict[Path, str]:
    """Every saved configuration, byte for byte."""
    found = {
        path: path.read_bytes().decode("utf-8", "surrogateescape")
        for path in sorted(captures.glob("**/configs/*"))
        if path.is_file()
    }
    assert found, f"no configuration below {captures}"
    return found


def test_the_tree_of_every_configuration_is_its_text(configs: dict[Path, str]) -> None:
    for path, text in configs.items():
        assert tree_text(tree_of(text)) == text, path
        assert render_tree(parse_config(text, parser=_PARSER)) == text, path


def test_what_is_read_from_a_configuration_survives_being_written(configs: dict[Path, str]) -> None:
    for path, text in configs.items():
        config = parse_config(text, parser=_PARSER)
        assert parse_config(render_config(config, reveal=True), parser=_PARSER) == config, path


def test_ttp_and_the_keyword_walk_read_the_same(configs: dict[Path, str]) -> None:
    for path, text in configs.items():
        config = parse_config(text, parser=_PARSER)
        walked: RouterConfig = fold(RouterConfig, {}, spoken(config.tree.lines, "global"))
        assert walked == replace(config, tree=ConfigTree()), path


def test_a_router_that_is_as_wanted_needs_no_change(configs: dict[Path, str]) -> None:
    for path, text in configs.items():
        running = parse_config(text, parser=_PARSER)
        change = plan(running, replace(running, tree=ConfigTree()))
        assert change.commands == (), path
        assert change.diff == "", path


def test_most_tunnel_and_crypto_lines_are_modelled(configs: dict[Path, str]) -> None:
    counts: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for text in configs.values():
        for one in modelled(parse_config(text, parser=_PARSER), parser=_PARSER):
            top = one.path[0] if one.path else one.line.text
            if top.startswith(_OURS):
                counts["modelled" if one.modelled else "kept"] += 1
                if not one.modelled:
                    kept[" ".join(one.line.text.split()[:3])] += 1
    sys.stdout.write(
        f"{len(configs)} configurations; tunnel and crypto lines: {dict(counts)}; kept: {kept.most_common(25)}"
    )
    assert counts["modelled"] > 9 * counts["kept"]
