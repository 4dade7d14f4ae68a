"""A rendered configuration typed line by line into an empty router."""

from nornir_dmvpn.ios.grammar.command import Resolved, resolve
from nornir_dmvpn.ios.grammar.edit import apply_line, mode_of
from nornir_dmvpn.model.line import ConfigTree


def refused(text: str) -> list[str]:
    """The lines a router does not take, each with what it says."""
    found: list[str] = []
    tree = ConfigTree()
    path: tuple[str, ...] = ()
    for line in text.splitlines():
        if line.startswith("version "):
            continue  # IOS prints it, nobody types it
        if not line.lstrip().startswith("exit-"):  # said inside the section that it closes
            path = path[: len(line) - len(line.lstrip())]
        resolved = resolve(mode_of(path), line)
        if not isinstance(resolved, Resolved):
            found.append(f"{line}: {resolved.message}")
            continue
        edited = apply_line(tree, path, resolved)
        found += [f"{line}: {' '.join(edited.output)}"] if edited.refused else []
        tree, path = edited.tree, edited.path
    return found
