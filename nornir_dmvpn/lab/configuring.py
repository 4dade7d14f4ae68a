"""Configuration mode: a typed line edits the running configuration, opens a submode, or leaves one."""

import re

from nornir_dmvpn.ios.grammar import GLOBAL
from nornir_dmvpn.ios.grammar.command import Rejected, Resolved, resolve
from nornir_dmvpn.ios.grammar.edit import apply_line
from nornir_dmvpn.ios.grammar.raw import KEPT
from nornir_dmvpn.lab.answer import Answer, Gather, Invalid, Output
from nornir_dmvpn.lab.place import TOP, Place
from nornir_dmvpn.lab.router import VirtualRouter
from nornir_dmvpn.lab.trees import put_block
from nornir_dmvpn.model.line import ConfigLine

Places = tuple[Place, ...]
"""The stack of configuration modes, outermost first; empty in exec mode."""

_EXIT = {"ex", "exi", "exit", "quit"}
_BANNER = re.compile(r"\s*(banner\s+\S+)\s+(\^C|\S)(.*)", re.DOTALL)


def configure(router: VirtualRouter, places: Places, text: str) -> tuple[Places, Answer]:
    """Type ``text`` at ``places``: where that leads, and the answer. It takes effect at once."""
    words = text.lower().split()
    if not words or words[0].startswith("!"):
        return places, Output()
    if words == ["end"]:
        return (), Output()
    if len(words) == 1 and words[0] in _EXIT:
        return places[:-1], Output()
    banner = _BANNER.fullmatch(text)
    if banner is not None:
        return (TOP,), _banner(router, banner)
    return _edit(router, places, resolve(places[-1].mode, text))


def _edit(router: VirtualRouter, places: Places, found: Resolved | Rejected) -> tuple[Places, Answer]:
    if isinstance(found, Rejected):
        if found.column is not None:
            return places, Invalid(offset=found.column)
        return places, Output(text=found.message + "\n")
    edited = apply_line(router.running, places[-1].path, found, generation=router.generation)
    if not edited.refused:
        router.edit(edited.tree)
    return _stack(places, edited.path, found.opens), Output(text="\n".join(edited.output))


def _stack(places: Places, path: tuple[str, ...], opened: str | None) -> Places:
    """The modes above and at ``path``: those there were, and the one just opened."""
    above = tuple(one for one in places if path[: len(one.path)] == one.path)
    if above[-1].path == path or opened is None:
        return above
    return (*above, Place(mode=opened, path=path))


def _banner(router: VirtualRouter, opening: re.Match[str]) -> Answer:
    head, delimiter, rest = opening.groups()
    mark = delimiter if delimiter == "^C" else delimiter[0]

    def store(text: str) -> Answer:
        body = text.partition(mark)[0].split("\n")
        lines = tuple(ConfigLine(line.lstrip(" "), indent=len(line) - len(line.lstrip(" "))) for line in body[1:])
        closing = (*lines[:-1], ConfigLine((lines[-1].text if lines else "") + "^C"))
        first = f"{head} ^C{body[0]}" + ("" if lines else "^C")
        router.edit(put_block(router.running, head, ConfigLine(first, children=closing if lines else ())))
        return Output()

    if mark in rest:
        return store(rest)
    greeting = f"Enter TEXT message.  End with the character '{mark}'.\n"
    return Gather(greeting=greeting, first=rest, complete=lambda text: mark in text, then=store)


def type_text(router: VirtualRouter, text: str) -> str:
    """Type a whole file (``copy FILE running-config``); what IOS prints about the lines it refuses."""
    complaints: list[str] = []
    places: Places = (TOP,)
    gathering: Gather | None = None
    gathered = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        if gathering is not None:
            gathered += "\n" + line
            if gathering.complete(gathered):
                gathering.then(gathered)
                gathering = None
            continue
        places, answer = _type_file_line(router, places, line)
        match answer:
            case Gather(first=first):
                gathering, gathered = answer, first
            case Invalid(offset=offset):
                complaints.append(f"{line}\n{' ' * offset}^\n% Invalid input detected at '^' marker.\n")
            case Output(text=said) if said:
                complaints.append(f"{line}\n{said}\n")
            case _:
                pass
    return "".join(complaints)


def _type_file_line(router: VirtualRouter, places: Places, line: str) -> tuple[Places, Answer]:
    """A line that is not indented leaves a section that is only kept as text, when the global mode knows it."""
    places = places or (TOP,)
    if places[-1].mode == KEPT and not line.startswith(" ") and isinstance(resolve(GLOBAL, line), Resolved):
        places = (TOP,)
    return configure(router, places, line)
