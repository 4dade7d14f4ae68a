"""The compiled run of a template held against stock TextFSM: the records, and what became of each line."""

from io import StringIO
from typing import Any

import textfsm

from nornir_dmvpn.ios.shows.compiled import compile_template
from nornir_dmvpn.ios.shows.outcome import Outcome, Told
from nornir_dmvpn.ios.shows.run import run
from nornir_dmvpn.ios.shows.stock import run_stock
from nornir_dmvpn.ios.shows.terminal import Line


def numbered(text: str) -> list[Line]:
    """The lines as TextFSM splits them."""
    return list(enumerate(text.splitlines(), 1))


def untouched(template: str, text: str) -> list[list[Any]] | str:
    """What TextFSM itself returns, or the error it raises."""
    try:
        records: list[list[Any]] = textfsm.TextFSM(StringIO(template)).ParseText(text)
    except (textfsm.TextFSMError, TypeError) as error:
        return repr(error)
    return records


def compiled(template: str, text: str) -> Outcome | str:
    """What the compiled run makes of it, or the error it raises."""
    program = compile_template(template)
    assert program is not None, "this template is not compiled"
    try:
        return run(program, numbered(text), told=Told.ALL)
    except (textfsm.TextFSMError, TypeError) as error:
        return repr(error)


def difference(template: str, text: str) -> str | None:
    """Where the compiled run and the stock engine part, ``None`` if nowhere."""
    ours = compiled(template, text)
    stock = untouched(template, text)
    if isinstance(ours, str) or isinstance(stock, str):
        return None if ours == stock else f"{ours} instead of {stock}"
    if ours.textfsm_records() != stock:
        return f"records {ours.textfsm_records()} instead of {stock}"
    told = run_stock(template, numbered(text))
    for part in ("header", "began", "lost", "unread", "given"):
        if getattr(ours, part) != getattr(told, part):
            return f"{part}: {getattr(ours, part)} instead of {getattr(told, part)}"
    return None
