"""``--limit``: which routers of an inventory are meant."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.sources.inventory import Inventory
from nornir_dmvpn.sources.text_file import read_text


def select(inventory: Inventory, limit: str | None) -> tuple[str, ...]:
    """Names of the DMVPN routers that ``limit`` means, in the order of the inventory; all of them without it.

    Parts are joined by ``:`` or ``,``: a router or a group, globs allowed, without regard to case; ``!`` before a part
    takes out; ``@FILE`` stands for the parts in that file, one a line. ``IntentError`` for a part that means nothing.
    """
    routers = tuple(name for name in inventory.hosts if name in inventory.intent.sites)
    if limit is None:
        return routers
    meant: set[str] = set()
    only_without = True
    taken_out: set[str] = set()
    for part in _parts(limit):
        found = _matches(inventory, part.removeprefix("!"), routers)
        if not found:
            raise IntentError("", f"--limit: no router or group of the inventory is called {part.removeprefix('!')!r}")
        if part.startswith("!"):
            taken_out |= found
        else:
            only_without = False
            meant |= found
    start = set(routers) if only_without else meant
    chosen = tuple(name for name in routers if name in start - taken_out)
    if not chosen:
        raise IntentError("", f"--limit: {limit!r} leaves no router")
    return chosen


def _parts(limit: str) -> Iterator[str]:
    for part in limit.replace(",", ":").split(":"):
        text = part.strip()
        if text.startswith("@"):
            lines = read_text(Path(text[1:])).splitlines()
            yield from (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
        elif text:
            yield text


def _matches(inventory: Inventory, pattern: str, routers: tuple[str, ...]) -> set[str]:
    wanted = pattern.lower()
    return {
        name
        for name in routers
        if any(fnmatchcase(one.lower(), wanted) for one in (name, *inventory.hosts[name].groups, "all"))
    }
