"""From one tree to another: the lines to type, in an order IOS accepts.

hier_config finds them; what it asks about the platform is answered from the grammar.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Final

from hier_config import HConfig, HConfigChild
from hier_config.platforms.driver_base import HConfigDriverBase, HConfigDriverRules

from nornir_dmvpn.ios.grammar import GLOBAL, MODELLED
from nornir_dmvpn.ios.grammar.edit import may_be_removed
from nornir_dmvpn.ios.grammar.line import No, Statement
from nornir_dmvpn.ios.grammar.recognise import opened_mode, recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.statement import item_key, same_item, says_the_same
from nornir_dmvpn.ios.grammar.words import plain
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_Said = dict[Hashable, tuple[Statement, ConfigLine]]
_FAR: Final = 10_000  # more than any line's order


class GrammarDriver(HConfigDriverBase):
    """hier_config's questions about a platform, answered from the grammar tables instead of from lists of rules."""

    @staticmethod
    def _instantiate_rules() -> HConfigDriverRules:
        return HConfigDriverRules(indentation=1)

    def idempotent_for(self, config: HConfigChild, other_children: Iterable[HConfigChild]) -> HConfigChild | None:
        said = _said(config)
        if said is None or not said.line.replaces:
            return None
        return next((one for one in other_children if (other := _said(one)) and same_item(said, other)), None)

    def negate_with(self, config: HConfigChild) -> str | None:
        said = _said(config)
        return None if said is None else opposite_text(said)


def opposite_text(said: Statement) -> str:
    """The line that undoes a line: its ``no`` form, for a ``no`` line the plain form.

    Where neither goes without saying (``passive-interface`` of an ``af-interface``) it is ``default …``.
    """
    if said.line.is_flag and said.line.default is None:
        plain_form = Statement(line=said.line, values=said.values)
        return f"default {statement_text(plain_form)}"
    opposite = Statement(line=said.line, values=said.values, negated=not said.negated)
    return statement_text(opposite, reveal=True)


def _said(child: HConfigChild) -> Statement | None:
    mode = GLOBAL
    for parent in list(child.lineage())[:-1]:
        mode = opened_mode(mode, parent.text) or mode
    return recognise(mode, child.text)


def commands_between(before: ConfigTree, after: ConfigTree) -> tuple[str, ...]:
    """The configuration commands that turn ``before`` into ``after``, secrets in the clear. Kept lines are not touched.

    Sections and global lines that come to be stand in the order of the tables (crypto before the tunnel that uses it);
    what goes away goes last and backwards. Inside a section removals come first, ``no shutdown`` last.
    """
    driver = GrammarDriver()
    old, new = HConfig(driver), HConfig(driver)
    headers: set[str] = set()
    _fill(old, new, before.lines, after.lines, GLOBAL, headers)
    delta = old.config_to_get_to(new)
    for text in headers:
        if delta.get_child(equals=text) is None:
            delta.add_child(text)
    _weigh(delta, new, GLOBAL)
    return tuple(_lines(delta, GLOBAL, 0))


def _fill(
    old: HConfig | HConfigChild,
    new: HConfig | HConfigChild,
    before: Iterable[ConfigLine],
    after: Iterable[ConfigLine],
    mode: str,
    headers: set[str],
) -> None:
    """Both trees as hier_config has them: modelled lines only, a line that says the same spelled the same."""
    had, wanted = _modelled(before, mode), _modelled(after, mode)
    had = {key: pair for key, pair in had.items() if not _will_be_wiped(pair[0], had, wanted)}
    for key, (said, line) in had.items():
        match = wanted.get(key)
        text = plain(line.text)
        if match is not None and said.line.opens and match[1] == line:
            continue  # the same, with everything below it
        if match is not None and says_the_same(said, match[0]):
            text = plain(match[1].text)
        elif match is not None and said.line.opens and said.line.record:
            text = plain(match[1].text)
            headers.add(text)
        child = _child(old, text)
        if match is None and not may_be_removed(said):
            _fill(child, _child(new, text), line.children, (), said.line.opens or "", set())
        elif match is None and said.line.opens:
            _copy(child, line.children, said.line.opens)
        elif match is not None and said.line.opens:
            _fill(child, _child(new, text), line.children, match[1].children, said.line.opens, set())
    for key, (said, line) in wanted.items():
        if said.line.opens and key in had and had[key][1] == line:
            continue
        child = _child(new, plain(line.text))
        if said.line.opens and key not in had:
            _copy(child, line.children, said.line.opens)


def _child(parent: HConfig | HConfigChild, text: str) -> HConfigChild:
    return parent.get_child(equals=text) or parent.add_child(text)


def _copy(parent: HConfigChild, lines: Iterable[ConfigLine], mode: str) -> None:
    for said, line in _modelled(lines, mode).values():
        child = _child(parent, plain(line.text))
        if said.line.opens:
            _copy(child, line.children, said.line.opens)


def _modelled(lines: Iterable[ConfigLine], mode: str) -> _Said:
    """The modelled lines by what they answer, without ``no`` lines that say nothing; of repeated ones the last."""
    found: _Said = {}
    for line in lines:
        said = None if line.is_comment else recognise(mode, line.text)
        if said is None or said.line.raw or not said.line.typed:
            continue
        if not said.negated or said.line.no_means is not No.RESET:
            found.pop(item_key(said), None)
            found[item_key(said)] = (said, line)
    return found


def _will_be_wiped(said: Statement, had: _Said, wanted: _Said) -> bool:
    """Whether IOS clears this line as a side effect of another change (an address, when the VRF changes)."""
    wiper = next((one for one in MODELLED.get(said.line.mode, ()) if said.line.field in one.wipes), None)
    if wiper is None:
        return False
    old, new = (next((one for one, _ in side.values() if one.line is wiper), None) for side in (had, wanted))
    if old is None or new is None:
        return old is not new
    return not says_the_same(old, new)


def _weigh(delta: HConfig | HConfigChild, new: HConfig | HConfigChild | None, mode: str) -> None:
    """Give every line of ``delta`` its place; what stands in ``new`` is added, the rest takes something away."""
    for child in delta.children:
        said = recognise(mode, child.text)
        if said is None:
            continue
        stands = None if new is None else new.get_child(equals=child.text)
        top = isinstance(delta, HConfig)
        child.order_weight = said.line.order if stands else _top_removal(said) if top else _removal(said)
        if child.children and said.line.opens:
            _weigh(child, stands, said.line.opens)


def _top_removal(said: Statement) -> int:
    """Before its own kind when something new may need the place (an address, a key), else last and backwards."""
    if said.line.field == "interfaces" or not said.line.replaces:
        return said.line.order - 1
    return _FAR - said.line.order


def _removal(said: Statement) -> int:
    """First and backwards, but for what must come last."""
    return _FAR if said.line.last else -said.line.order


def _lines(section: HConfig | HConfigChild, mode: str, depth: int) -> Iterator[str]:
    for child in sorted(section.children, key=lambda one: one.order_weight):
        yield " " * depth + child.text
        said = recognise(mode, child.text)
        if child.children and said is not None and said.line.opens:
            yield from _lines(child, said.line.opens, depth + 1)
        if depth and said is not None and said.line.opens and not said.negated:
            yield " " * depth + (said.line.exit or "exit")
