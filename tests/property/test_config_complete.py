"""Every line of every table survives the way to IOS text and back, and IOS takes the lines in the order written."""

from itertools import product

import pytest
from hypothesis import given, settings

from nornir_dmvpn.ios.config import ConfigParser, modelled, parse_config, parse_section, render_config
from nornir_dmvpn.ios.grammar import MODELLED
from nornir_dmvpn.ios.grammar.line import Line, Statement
from nornir_dmvpn.ios.grammar.recognise import recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.statement import says_the_same
from nornir_dmvpn.ios.grammar.syntax import Argument, flat
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.line import ConfigLine
from tests.property.strategies_grammar import any_configs, is_meant, statement_with, texts_of
from tests.property.typing_lines import refused

_PARSER = ConfigParser()
_LINES = [line for lines in MODELLED.values() for line in lines]


def forms(line: Line) -> list[Statement]:
    """A line in full and at its shortest, with the first and the last words of each argument."""
    found = []
    for which, full in product((0, -1), (True, False)):
        elements = line.parsed.elements if full else tuple(one for one in line.parsed.elements if not _optional(one))
        arguments = [one for one in flat(elements) if isinstance(one, Argument)]
        texts = {one.name: texts_of(one.type)[which] for one in arguments}
        found.append(statement_with(line, texts, line.parsed.flags if full else ()))
    return found


def _optional(element: object) -> bool:
    return hasattr(element, "flag")


@pytest.mark.parametrize("line", _LINES, ids=lambda line: f"{line.mode}: {line.syntax}")
def test_a_line_is_read_as_it_was_written_by_ttp_and_by_the_walk(line: Line) -> None:
    meant = [one for one in forms(line) if is_meant(one)]
    assert meant, f"other lines stand before {line.syntax}"
    for said in meant:
        text = statement_text(said, reveal=True)
        walked = recognise(line.mode, text)
        assert walked is not None, text
        assert says_the_same(walked, said), text
        (read,) = _PARSER.statements((ConfigLine(text),), line.mode)
        assert says_the_same(read, said), text


@given(any_configs())
@settings(max_examples=150, deadline=None)
def test_parsing_what_was_rendered_gives_the_same_values(config: RouterConfig) -> None:
    text = render_config(config, reveal=True)
    again = parse_config(text, parser=_PARSER)
    assert again == config
    assert [one.line.text for one in modelled(again, parser=_PARSER) if not one.modelled] == []


@given(any_configs())
@settings(max_examples=80, deadline=None)
def test_a_router_refuses_none_of_the_lines_in_the_order_they_are_written(config: RouterConfig) -> None:
    assert refused(render_config(config, reveal=True)) == []


@given(any_configs())
@settings(max_examples=60, deadline=None)
def test_no_secret_shows_unless_asked_for(config: RouterConfig) -> None:
    shown = render_config(config) + repr(config)
    assert [one for one in ("s3cr3t!", "0822455D0A16", "QwErTy", "NHRPKEY1") if one in shown] == []


@given(any_configs())
@settings(max_examples=40, deadline=None)
def test_one_interface_is_read_alone_as_within_its_configuration(config: RouterConfig) -> None:
    tree = parse_config(render_config(config, reveal=True), parser=_PARSER).tree
    sections = [line for line in tree.lines if line.text.startswith("interface ")]
    assert tuple(parse_section(line, parser=_PARSER) for line in sections) == config.interfaces
