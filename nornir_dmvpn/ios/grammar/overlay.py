"""A running configuration with what is wanted laid over it. What the wanted values do not speak of stays."""

from collections.abc import Sequence
from dataclasses import replace

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.edit import negate, say, unset_children
from nornir_dmvpn.ios.grammar.line import No, Statement
from nornir_dmvpn.ios.grammar.recognise import closes, recognise
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.siblings import Siblings
from nornir_dmvpn.ios.grammar.statement import same_item, says_the_same
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.line import ConfigLine, ConfigTree


def overlay_tree(running: ConfigTree, wanted: Sequence[Statement], generation: Generation | None) -> ConfigTree:
    """``running`` with every global line and section of ``wanted`` in it.

    Inside a section that is wanted, modelled lines that are not wanted go; kept lines stay. Global lines and sections
    that are not wanted stay.
    """
    siblings = Siblings(GLOBAL, list(running.lines), 0)
    _lay(siblings, wanted, generation)
    return replace(running, lines=tuple(siblings.lines))


def _lay(siblings: Siblings, wanted: Sequence[Statement], generation: Generation | None) -> None:
    for one in wanted:
        if not one.line.typed:
            continue
        if one.line.opens and one.line.record:
            _lay_section(siblings, one, generation)
            continue
        index = siblings.find(lambda said, one=one: same_item(said, one))  # type: ignore[misc]
        said = None if index is None else siblings.says[index]
        if said is not None and says_the_same(said, one):
            continue
        if one.negated:
            negate(siblings, one, generation)
        else:
            say(siblings, one, statement_text(one, reveal=True), generation)
    siblings.show_unset()


def _lay_section(siblings: Siblings, wanted: Statement, generation: Generation | None) -> None:
    text = statement_text(wanted, reveal=True)
    index = siblings.find(lambda said: same_item(said, wanted))
    if index is None:
        siblings.insert(text, wanted, _new_children(wanted, siblings.indent + 1, generation))
        return
    said = siblings.says[index]
    if said is None or not says_the_same(said, wanted):
        siblings.replace(index, text, wanted)
    line = siblings.lines[index]
    below = _below(line, wanted.line.opens or "")
    _clear(below, wanted.children)
    _lay(below, wanted.children, generation)
    siblings.lines[index] = line.with_children(tuple(below.lines))


def _new_children(wanted: Statement, indent: int, generation: Generation | None) -> tuple[ConfigLine, ...]:
    line = wanted.line
    below = Siblings(line.opens or "", list(unset_children(line, indent)), indent)
    _lay(below, wanted.children, generation)
    return tuple(below.lines)


def _below(line: ConfigLine, mode: str) -> Siblings:
    indent = next((child.indent for child in line.children if not child.is_comment), line.indent + 1)
    return Siblings(mode, list(line.children), indent)


def _clear(siblings: Siblings, wanted: Sequence[Statement]) -> None:
    """Take away the modelled lines nobody wants; of a section with kept lines in it only the modelled part."""
    for index, said in enumerate(siblings.says):
        if said is not None and said.line.opens and said.line.record and _unwanted(said, wanted):
            below = _below(siblings.lines[index], said.line.opens)
            _clear(below, ())
            siblings.lines[index] = siblings.lines[index].with_children(tuple(below.lines))
    keeps = {id(said) for index, said in enumerate(siblings.says) if said and _has_kept(siblings.lines[index], said)}
    siblings.remove(lambda said: _unwanted(said, wanted) and id(said) not in keeps)


def _unwanted(said: Statement, wanted: Sequence[Statement]) -> bool:
    says_nothing = said.negated and said.line.no_means is No.RESET
    if said.line.raw or said.line.sticky or says_nothing:
        return False
    return not any(same_item(said, one) for one in wanted)


def _has_kept(line: ConfigLine, said: Statement) -> bool:
    """Whether lines stand below that this project does not model (those IOS adds by itself do not count)."""
    if not said.line.opens or not said.line.record:
        return False
    return any(
        not child.is_comment
        and child.text.strip() not in said.line.starts_with
        and not _closing(child, said.line.opens)
        for child in line.children
    )


def _closing(child: ConfigLine, mode: str) -> bool:
    said = recognise(mode, child.text)
    return said is not None and closes(said.line)
