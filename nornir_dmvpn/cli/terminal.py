"""What goes to which stream: data to standard output, everything else to standard error."""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any


class ReaderGoneError(Exception):
    """Nobody reads standard output any longer. Not an ``OSError``: Typer would make exit code 1 of it."""


def emit(text: str) -> None:
    """Data, as it is, with a line end behind it; nothing for no text."""
    if not text:
        return
    try:
        sys.stdout.writelines((text if text.endswith("\n") else f"{text}\n").splitlines(keepends=True))
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None


def emit_json(value: Any) -> None:
    """Data for machines: two blanks of indentation, keys in the order given."""
    emit(json.dumps(value, indent=2, ensure_ascii=False))


def note(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, file=sys.stderr)  # noqa: T201 # the one place that does


def complain(text: str) -> None:
    """What went wrong. An inventory's faults come as several lines, one each."""
    note(f"dmvpn: {text}")


def colour() -> bool:
    """Whether standard output is to have colour: on a terminal, or as NO_COLOR and FORCE_COLOR say."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def width() -> int:
    """Columns to lay a table out in; ample where nobody looks at it, so that no value is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 200


def emit_table(rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of equal keys as a table; columns that hold nothing are left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    listed = list(rows)
    columns = [key for key in (listed[0] if listed else ()) if any(_shown(row[key]) for row in listed)]
    table = Table(box=None, pad_edge=False, header_style="bold" if colour() else "")
    for key in columns:
        table.add_column(key.replace("_", " "), overflow="fold")
    for row in listed:
        table.add_row(*(Text(_shown(row[key])) for key in columns))
    screen = StringIO()
    console = Console(file=screen, width=width(), no_color=not colour(), force_terminal=colour(), highlight=False)
    if columns:
        console.print(table)
    emit(screen.getvalue())


def _shown(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
