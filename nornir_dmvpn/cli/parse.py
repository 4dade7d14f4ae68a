"""``dmvpn parse COMMAND [FILE]``: one show output into typed rows."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from nornir_dmvpn.cli.options import RowsOutput, Verbose
from nornir_dmvpn.cli.terminal import emit_json, emit_table, note
from nornir_dmvpn.errors import IntentError, ParseError, SourceError


def parse(
    command: Annotated[str, typer.Argument(help="The show command, abbreviated or not, in quotes.")],
    file: Annotated[
        Path | None, typer.Argument(help="Where its output is; standard input without it, or for '-'.")
    ] = None,
    *,
    output: RowsOutput = "table",
    lenient: Annotated[bool, typer.Option("--lenient", help="Go on after lines that are not understood.")] = False,
    verbose: Verbose = 0,  # noqa: ARG001
) -> None:
    """Read the output of one show command into rows."""
    from nornir_dmvpn.ios.shows import SHOWS, find_command

    found = find_command(command)
    if found is None:
        known = ", ".join(show.commands[0] for show in SHOWS)
        raise IntentError("", f"{command!r} is not a show command that can be read (these can: {known})")
    show, _ = found
    text, source = _read(file)
    try:
        parsed = show.parse(text, strict=not lenient)
    except ParseError as error:
        raise ParseError(f"{source}: {error.command}", error.line_number, error.line, error.problem) from None
    if not text.strip():
        note(f"{source}: is empty")
    for number, line in parsed.unread:
        note(f"{source}: line {number} not understood: {line.strip()!r}")
    rows: list[dict[str, Any]] = show.rows(parsed.values)
    if output == "json":
        emit_json(rows)
    else:
        emit_table(rows)


def _read(file: Path | None) -> tuple[str, str]:
    """The text and what to call it."""
    from nornir_dmvpn.sources.text_file import read_text

    if file is not None and str(file) != "-":
        return read_text(file), str(file)
    data = sys.stdin.buffer.read()
    if b"\0" in data:
        raise SourceError("standard input", "is not text")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), "standard input"
    except UnicodeDecodeError as error:
        raise SourceError("standard input", f"is not UTF-8 text (byte {error.start})") from None
