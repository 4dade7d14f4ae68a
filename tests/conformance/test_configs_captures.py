"""Every configuration of the captures is read without loss, and what is read can be written, planned and typed."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from nornir_dmvpn.design.plan import plan
from nornir_dmvpn.ios.config import ConfigParser, parse_config, render_config, render_tree
from nornir_dmvpn.ios.grammar.emit import config_statements
from nornir_dmvpn.ios.grammar.fold import fold
from nornir_dmvpn.ios.grammar.recognise import spoken
from nornir_dmvpn.ios.tree import tree_of, tree_text
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.line import ConfigTree
from tests.conformance.modelled_lines import DOCUMENT, SECTIONS, counts, table, written_table
from tests.property.strategies_grammar import defining, missing
from tests.property.typing_lines import refused

pytestmark = pytest.mark.conformance

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


def test_nearly_all_lines_of_the_sections_that_count_are_modelled(captures: Path) -> None:
    found = counts(captures)
    lines, read = Counter[str](), Counter[str]()
    for one in found.values():
        lines += one.lines
        read += one.modelled
    sys.stdout.write(f"{len(found)} configurations; modelled {dict(read)} of {dict(lines)}")
    assert set(lines) == set(SECTIONS)
    assert read.total() >= 0.95 * lines.total()


def test_the_table_in_the_documents_is_that_of_the_captures(captures: Path) -> None:
    assert written_table(DOCUMENT.read_text(encoding="utf-8")) == table(counts(captures)), (
        "run python -m tests.conformance.modelled_lines"
    )


def test_a_router_takes_every_line_that_is_rendered_in_its_order(configs: dict[Path, str]) -> None:
    for path, text in configs.items():
        config = parse_config(text, parser=_PARSER)
        needed = tuple(defining(field, name) for field, name in sorted(missing(config)))
        complete: RouterConfig = fold(RouterConfig, {}, (*needed, *config_statements(config)))
        assert refused(render_config(complete, reveal=True)) == [], path


def test_eight_threads_read_what_one_reads(configs: dict[Path, str]) -> None:
    texts = list(configs.values())
    alone = [parse_config(text, parser=_PARSER) for text in texts]

    def read(turn: int) -> list[RouterConfig]:
        own = ConfigParser()
        order = texts[turn * 13 :] + texts[: turn * 13]
        found = [parse_config(text, parser=own) for text in order]
        cut = len(texts) - turn * 13
        return found[cut:] + found[:cut]

    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(read, range(8)):
            assert found == alone
