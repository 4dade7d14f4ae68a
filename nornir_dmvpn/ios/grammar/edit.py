"""What typing a line does to a running configuration: lines replace, join or remove others, as IOS has it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.command import Resolved
from nornir_dmvpn.ios.grammar.line import Line, No, Statement
from nornir_dmvpn.ios.grammar.raw import KEPT
from nornir_dmvpn.ios.grammar.recognise import closes, opened_mode, recognise
from nornir_dmvpn.ios.grammar.reference import missing_reference, users_of, without_vrf
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.siblings import Siblings
from nornir_dmvpn.ios.grammar.statement import same_item, same_slot, says_the_same
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.line import ConfigLine, ConfigTree

_LOGICAL: Final = (
    "Tunnel",
    "Loopback",
    "Port-channel",
    "Vlan",
    "BDI",
    "Virtual-Template",
    "Multilink",
    "Dialer",
    "NVI",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The configuration after a line. ``path`` is where the command line stands now: the lines that opened the modes.

    ``output`` is what IOS prints; when ``refused`` the tree is the one before.
    """

    tree: ConfigTree
    path: tuple[str, ...]
    output: tuple[str, ...] = ()
    refused: bool = False


def apply_line(
    tree: ConfigTree, path: tuple[str, ...], resolved: Resolved, *, generation: Generation | None = None
) -> Edited:
    """Type a line. ``path`` holds the section lines above the command line, outermost first (``()`` = global).

    A line that only the global mode knew is applied there. ``generation`` decides which lines the running-config
    does not show (G-04).
    """
    if closes(resolved.line):
        return Edited(tree=tree, path=path[:-1])
    place = () if resolved.mode == GLOBAL else path
    problem = _refusal(tree, resolved)
    if problem:
        return Edited(tree=tree, path=place, output=(problem,), refused=True)
    if resolved.negated and not resolved.default and resolved.line.field == "vrfs":
        tree = without_vrf(tree, str(resolved.statement.values["name"]))
    output: list[str] = []
    lines = _inside(tree.lines, place, GLOBAL, 0, lambda siblings: output.extend(_edit(siblings, resolved, generation)))
    if lines is None:
        return Edited(tree=tree, path=(), output=("% The section is gone",), refused=True)
    messages = tuple(one.format(interface=place[-1].split()[-1] if place else "") for one in output)
    opened = (*place, resolved.text) if resolved.opens else place
    return Edited(tree=replace(tree, lines=lines), path=opened, output=messages)


def mode_of(path: Iterable[str]) -> str:
    """The mode below the section lines ``path``; ``kept`` below one that is not modelled."""
    mode = GLOBAL
    for text in path:
        mode = opened_mode(mode, text) or KEPT
    return mode


def _refusal(tree: ConfigTree, resolved: Resolved) -> str | None:
    """Why IOS does not take the line now, though it reads well."""
    statement, line = resolved.statement, resolved.line
    if resolved.default:
        return None
    if not statement.negated:
        return missing_reference(tree, statement) or _standing(tree, statement)
    if not may_be_removed(statement):
        return "% Removal of physical interfaces is not permitted"
    if line.opens and "name" in statement.values and line.field != "vrfs":
        users = users_of(tree, line.field, str(statement.values["name"]))
        if users:
            return f"% Cannot remove {statement.values['name']}: in use by {users[0]}"
    return None


def _standing(tree: ConfigTree, statement: Statement) -> str | None:
    """A pre-shared key is not replaced: the old one must be removed first."""
    if statement.line.replaces:
        return None
    for line in tree.lines:
        said = recognise(GLOBAL, line.text) if line.text.startswith(statement.line.parsed.keywords[0]) else None
        if said and not said.negated and same_item(said, statement) and not says_the_same(said, statement):
            return f"% A {' '.join(statement.line.parsed.keywords)} for that already exists"
    return None


def may_be_removed(statement: Statement) -> bool:
    """Whether a section can go: a physical interface cannot."""
    name = str(statement.values.get("name"))
    return statement.line.record is not Interface or name.startswith(_LOGICAL) or "." in name


def _inside(
    lines: tuple[ConfigLine, ...], path: tuple[str, ...], mode: str, indent: int, change: Callable[[Siblings], None]
) -> tuple[ConfigLine, ...] | None:
    """``lines`` with ``change`` applied to the section at ``path``; ``None`` when there is no such section."""
    if not path:
        siblings = Siblings(mode, list(lines), _indent_of(lines, indent))
        change(siblings)
        return tuple(siblings.lines)
    wanted = recognise(mode, path[0])
    for index, line in enumerate(lines):
        said = None if line.is_comment else recognise(mode, line.text)
        if said and wanted and not said.negated and same_item(said, wanted):
            below = opened_mode(mode, line.text) or KEPT
            children = _inside(line.children, path[1:], below, line.indent + 1, change)
            return None if children is None else (*lines[:index], line.with_children(children), *lines[index + 1 :])
    return None


def _indent_of(lines: tuple[ConfigLine, ...], otherwise: int) -> int:
    return next((line.indent for line in lines if not line.is_comment), otherwise)


def _edit(siblings: Siblings, resolved: Resolved, generation: Generation | None) -> list[str]:
    statement = resolved.statement
    if resolved.default:
        return _reset(siblings, statement)
    if statement.line.raw:
        _keep(siblings, statement, resolved.text)
        return []
    before = [one for one in siblings.says if one and same_item(one, statement)]
    if statement.negated:
        negate(siblings, statement, generation)
    else:
        say(siblings, statement, resolved.text, generation)
    after = [one for one in siblings.says if one and same_item(one, statement)]
    changed = [(one.values, one.negated) for one in before] != [(one.values, one.negated) for one in after]
    output = _wipe(siblings, statement) if changed and statement.line.wipes else []
    siblings.show_unset()
    return output


def _reset(siblings: Siblings, said: Statement) -> list[str]:
    """Type ``default X``: a line goes, a section is emptied."""
    if said.line.opens and said.line.record:
        index = siblings.find(lambda one: same_item(one, said))
        if index is not None:
            line = siblings.lines[index]
            siblings.lines[index] = line.with_children(unset_children(said.line, line.indent + 1))
        return []
    gone = siblings.remove(lambda one: same_item(one, said) or one.line.field in said.line.no_wipes)
    output = _wipe(siblings, said) if gone and said.line.wipes else []
    siblings.show_unset()
    return output


def say(siblings: Siblings, said: Statement, text: str, generation: Generation | None) -> None:
    """Type the plain form of a modelled line."""
    line = said.line
    if line.no_means is No.OTHER and _stands(siblings, line.no_needs):
        siblings.remove(lambda one: one.line is line and one.identity == said.identity)
        return
    if not is_printed(said, generation):
        siblings.remove(lambda one: same_item(one, said))
        return
    index = siblings.find(lambda one: same_item(one, said))
    if index is not None:
        siblings.replace(index, text, said)
    else:
        siblings.insert(text, said, unset_children(line, siblings.indent + 1))


def unset_children(line: Line, indent: int) -> tuple[ConfigLine, ...]:
    """What IOS puts into a new section by itself: ``no ip address``, ``topology base``."""
    if not line.opens:
        return ()
    below = Siblings(line.opens, [ConfigLine(one, 0, (), indent) for one in line.starts_with], indent)
    below.show_unset(new=True)
    return tuple(below.lines)


def negate(siblings: Siblings, said: Statement, generation: Generation | None) -> None:
    """Type the ``no`` form of a modelled line."""
    line = said.line
    siblings.remove(lambda one: same_item(one, said))
    if line.no_wipes:
        siblings.remove(lambda one: one.line.field in line.no_wipes)
    stands = line.no_means is No.FALSE and is_printed(said, generation)
    if stands or (line.no_means is No.OTHER and _stands(siblings, line.no_needs)):
        siblings.insert(statement_text(said, reveal=True), said)


def is_printed(said: Statement, generation: Generation | None) -> bool:
    """Whether a running-config shows the line: not when it says what IOS takes for granted (G-04 included)."""
    line = said.line
    default = True if generation in line.hidden_in else line.default
    if default is None or line.record is not None or line.many:
        return True
    value = (not line.value if said.negated else line.value) if line.is_flag else said.values[line.value_names[0]]
    return value != default


def _stands(siblings: Siblings, field: str) -> bool:
    return siblings.find(lambda one: one.line.field == field and not one.negated) is not None


def _wipe(siblings: Siblings, said: Statement) -> list[str]:
    """Clear the siblings that do not survive the line (an interface that changes its VRF loses its addresses)."""
    gone = siblings.remove(lambda one: one.line.field in said.line.wipes and not one.negated)
    how = f"disabling VRF {said.values.get('vrf') or ''}" if said.negated else f"enabling VRF {said.values['vrf']}"
    return [f"% Interface {{interface}} IPv4 disabled and address(es) removed due to {how.strip()}"] if gone else []


def _keep(siblings: Siblings, said: Statement, text: str) -> None:
    """Type a line that is not modelled: it stands as typed, and its ``no`` form takes it away or stands itself."""
    opposite = text.removeprefix("no ") if said.negated else f"no {text}"
    had = len(siblings.lines)
    kept = siblings.lines_of(lambda other: other == opposite or (said.negated and other.startswith(f"{opposite} ")))
    siblings.remove(lambda one: one.line.raw and id(one) in {id(other) for other in kept})
    if said.negated and (len(siblings.lines) != had or said.line.opens):
        return
    index = siblings.find(lambda one: same_slot(one.line, said.line) and bool(said.line.slot))
    if index is not None:
        siblings.replace(index, text, said)
    elif text.startswith("exit-") or not siblings.lines_of(lambda other: other == text):
        siblings.insert(text, said)
