"""A compiled template does what stock TextFSM does with it, rule by rule and option by option."""

import re

import pytest

from nornir_dmvpn.ios.shows.compiled import compile_template
from nornir_dmvpn.ios.shows.fuse import fused, piece
from nornir_dmvpn.ios.shows.stock import run_stock
from tests.engines import compiled, difference, numbered

TEXT = """\
head one
  a 1 x
  a 2 y
 \u00a0b 3

end
  a 4 z
tail ]| 5
"""

# One line a template, `;` for the end of a line.
TEMPLATES = {
    "record": r"Value A (\d+);;Start;  ^\s*a\s+${A} -> Record",
    "implicit record at the end": r"Value A (\d+);;Start;  ^\s*[ab]\s+${A}",
    "no record at the end": r"Value A (\d+);;Start;  ^\s*a\s+${A} -> Record;  ^\s*b\s+${A};;EOF",
    "required": r"Value Required A (\d+);Value B (\w+);;Start;  ^\s*a\s+\d+\s+${B} -> Record;  ^\s*b\s+${A}",
    "filled down": (
        r"Value Filldown H (\w+);Value A (\d+);;"
        r"Start;  ^head\s+${H};  ^\s*a\s+${A} -> Record;  ^end -> Clearall"
    ),
    "clear": r"Value Filldown H (\w+);Value A (\d+);;Start;  ^head\s+${H};  ^\s*a\s+${A};  ^end -> Clear",
    "filled up": (
        r"Value A (\d+);Value Fillup B ([xyz]);;"
        r"Start;  ^\s*a\s+${A}\s+y -> Record;  ^\s*a\s+${A}\s+${B} -> Record"
    ),
    "list": r"Value List A (\d+);Value B (\w+);;Start;  ^\s*a\s+${A};  ^${B}$$ -> Record",
    "list filled down": r"Value List,Filldown A (\d+);Value B (\w+);;Start;  ^\s*a\s+${A};  ^${B}$$ -> Record",
    "list, then required": r"Value List,Required A (\d*);;Start;  ^\s*\w\s+${A};  ^end -> Record",
    "required, then list": r"Value Required,List A (\d*);;Start;  ^\s*\w\s+${A};  ^end -> Record",
    "list of groups": r"Value List A ((?P<N>\d+)\s+(?P<L>\w));;Start;  ^\s*a\s+${A}",
    "continue": r"Value A (\d+);Value B (\w);;Start;  ^\s*a\s+${A} -> Continue;  ^\s*a\s+\d\s+${B} -> Record",
    "continue that records": r"Value A (\d+);;Start;  ^\s*a -> Continue.Record;  ^\s*a\s+${A};  ^\s*b\s+${A}",
    "continue that nobody follows": r"Value A (\d+);;Start;  ^\s*[ab]\s+${A} -> Continue",
    "states": r"Value A (\d+);;Start;  ^head -> Body;;Body;  ^\s*a\s+${A} -> Record;  ^end -> Start",
    "end": r"Value A (\d+);;Start;  ^\s*a\s+${A} -> Record;  ^end -> End",
    "end of file": r"Value A (\d+);;Start;  ^\s*a\s+${A};  ^end -> EOF",
    "error": r"Value A (\d+);;Start;  ^\s*a\s+${A} -> Record;  ^end -> Error",
    "error with words": r'Value A (\d+);;Start;  ^\s*a\s+${A} -> Record;  ^end -> Error "at {the} end"',
    "optional value": r"Value A (\d+);Value B (x);;Start;  ^\s*a\s+${A}(?:\s+${B})? -> Record",
    "optional value alone": r"Value B (x);;Start;  ^\s*a\s+\d+(?:\s+${B})? -> Record",
    "first rule wins": r"Value A (\w+);;Start;  ^\s*a\s+${A};  ^\s*${A} -> Record;  ^.*${A} -> Record",
    "alternatives at the top": r"Value A (\d+);;Start;  ^\s*a|^head -> Record;  ^\s*b\s+${A}|end",
    "brackets in classes": r"Value A ([]|(\d]+);;Start;  ^tail\s+${A}\s+[|)]?5 -> Record;  ^\s*[(a]\s+${A}",
    "blanks that are wanted": r"Value A (\d+);;Start;  ^\s+a\s+${A} -> Record;  ^\s*\s\w -> Record;  ^\s*$$",
    "rules without a prefix": r"Value A (\d+);;Start;  ^head;  ^[et];  ^\s\s${A};  ^\s*(?:a|b)\s+${A} -> Record",
    "ignoring case": r"Value A (\d+);;Start;  ^\s*(?i:A)\s+${A} -> Record",
    "looking around": r"Value A (\d+);;Start;  ^\s*(?=a)\w\s+${A}(?!\s+y) -> Record;  ^\s*\b[ab](?<=b)\s+${A}",
    "an empty state": r"Value A (\d+);;Start;  ^head -> Rest;;Rest",
}


def written(name: str) -> str:
    return TEMPLATES[name].replace(";", "\n") + "\n"


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_rule_or_option_does_is_done(name: str) -> None:
    template = written(name)
    assert difference(template, TEXT) is None
    for line in TEXT.splitlines():
        assert difference(template, line) is None
    assert difference(template, "\n".join(reversed(TEXT.splitlines()))) is None


def test_templates_here_find_something_in_the_text() -> None:
    silent = {"continue that nobody follows", "an empty state"}
    for name in TEMPLATES.keys() - silent:
        outcome = compiled(written(name), TEXT)
        assert isinstance(outcome, str) or len(outcome.unread) < len(TEXT.splitlines()), name


@pytest.mark.parametrize("rule", [r"^(a)\1", r"^(?P<N>a)(?P=N)", r"^(a)?(?(1)b|c)"])
def test_what_refers_back_is_left_to_the_stock_engine(rule: str) -> None:
    template = f"Value A (\\d+)\n\nStart\n  ^\\s*x\\s+${{A}} -> Record\n  {rule}\n"
    assert compile_template(template) is None
    assert run_stock(template, numbered("x 1\nx 2")).textfsm_records() == [["1"], ["2"]]


@pytest.mark.parametrize(
    ("expression", "first"),
    [
        (r"^\s*(?P<T>[0-9A-F]*[.:]x)", "0123456789ABCDEF.:"),
        (r"^\s*(?:#\s+)?Ent", "#E"),
        (r"^\s*(?:ab|cd)?(?:e|f)", "acef"),
        (r"^\s*[^\W\d]", "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
        (r"^\s*\(no", "("),
        (r"^Legend", "L"),
        (r"^.*x", None),
        (r"^\s*(?:a|\s)b", None),
        (r"^\s*a|b", None),
        (r"^\s*$", None),
        (r"^\s*(?i:a)", None),
        (r"^\s*[^x]", None),
    ],
)
def test_the_characters_a_rule_can_begin_with(expression: str, first: str | None) -> None:
    made = piece(expression)
    assert made is not None
    assert made.first == (None if first is None else frozenset(first))
    for character in map(chr, range(33, 127)):
        for tail in ("", "b", "bx", ":x", "nt", "d", "e", "no", "egend"):
            matched = re.match(expression, f"  {character}{tail}") or re.match(expression, f"{character}{tail}")
            assert not matched or made.first is None or character in made.first


def test_a_fused_expression_tells_whose_match_it_is() -> None:
    pieces = [made for text in (r"^\s*(a)(b)?c", r"^\s*(a)", r"^x|^y(z)", r"^\s+q") if (made := piece(text))]
    matcher, markers = fused(pieces)
    found = [match and match.lastindex for match in map(matcher, ["  ac", "abd", "yz", "  q", "q"])]
    assert found == [markers[0], markers[1], markers[2], markers[3], None]
