"""A folder of TextFSM templates for Netmiko: ours, and those of ntc-templates for every command that is not ours."""

from importlib.util import find_spec
from pathlib import Path

from nornir_dmvpn.errors import SourceError
from nornir_dmvpn.ios.templates import parsers_dir
from nornir_dmvpn.sources.text_file import read_text, write_text

INDEX = "index"
THEIRS = "ntc_templates"
"""Folder of the copies of ntc-templates' templates, inside the exported one."""
_MARK = "# Written by 'dmvpn parsers export'; it is written anew by the next one."
_HEADER = "Template, Hostname, Platform, Command"
_LEFT_TO_THEM = frozenset({"cisco_ios_show_version.textfsm"})
"""Of these, ours reads only what tells the software generation, and theirs the whole answer."""


def textfsm_folder() -> Path:
    """The folder that ``NET_TEXTFSM`` is to name."""
    return parsers_dir() / "textfsm"


def ntc_folder() -> Path:
    """Where the installed ntc-templates keeps its templates; ``SourceError`` if it is not installed."""
    found = find_spec("ntc_templates")
    for place in found.submodule_search_locations or () if found else ():
        folder = Path(place) / "templates"
        if (folder / INDEX).is_file():
            return folder
    raise SourceError("ntc-templates", "is not installed, or has no templates")


def merged_index(ours: str, theirs: str) -> str:
    """Our rows, then all of theirs with the place of their copies. The first row that matches a command wins."""
    mine = [row for row in _rows(ours) if row.partition(",")[0].strip() not in _LEFT_TO_THEM]
    return "\n".join((_MARK, _HEADER, "", *mine, "", *map(_moved, _rows(theirs)), ""))


def _rows(index: str) -> list[str]:
    lines = (line.strip() for line in index.splitlines())
    return [line for line in lines if line and not line.startswith("#") and not line.startswith("Template,")]


def _moved(row: str) -> str:
    """``a.textfsm:b.textfsm, …`` with each template in the folder of the copies."""
    names, _, rest = row.partition(",")
    return ":".join(f"{THEIRS}/{name.strip()}" for name in names.split(":")) + f",{rest}"


def export_templates(folder: Path, *, ntc: Path | None = None) -> int:
    """Write our templates, and copies of those in ``ntc``, with an index of both; the number of templates.

    The folder does not need anything else afterwards: it may be copied to another machine. ``SourceError`` if it
    holds an index that this did not write, or cannot be written.
    """
    index = folder / INDEX
    if index.is_file() and not read_text(index).startswith(_MARK):
        raise SourceError(str(index), "was not written by this command; name another folder")
    source = textfsm_folder()
    templates = {path: folder / path.name for path in sorted(source.glob("*.textfsm"))}
    text = read_text(source / INDEX)
    if ntc is None:
        text = f"{_MARK}\n{text}"
    else:
        text = merged_index(text, read_text(ntc / INDEX))
        templates |= {path: folder / THEIRS / path.name for path in sorted(ntc.glob("*.textfsm"))}
    for path, copy in templates.items():
        write_text(copy, read_text(path))
    write_text(index, text)
    return len(templates)
