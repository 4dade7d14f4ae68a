"""What a command may answer to the shell."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    r"""Text to print, lines joined by ``\n``; empty prints nothing. ``paged`` output stops at ``--More--``."""

    text: str = ""
    paged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """``% Invalid input detected``: the caret stands under column ``offset`` of the typed line."""

    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``text`` is printed and one more line is read; ``then`` turns it into the answer. ``hidden``: not echoed."""

    text: str
    then: Callable[[str], "Answer"]
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """Lines are read as they are until ``complete`` says of all of them that they are enough, then given to ``then``.

    ``greeting`` is printed once, ``prompt`` before each line; ``first`` is what the command line itself held.
    """

    prompt: str = ""
    greeting: str = ""
    first: str
    complete: Callable[[str], bool]
    then: Callable[[str], "Answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goodbye:
    """The session ends."""


Answer = Output | Invalid | Question | Gather | Goodbye

INCOMPLETE = Output(text="% Incomplete command.\n")
"""What IOS says of a command that stops too early."""


def ambiguous(text: str) -> Output:
    """What IOS says of an abbreviation that fits several keywords."""
    return Output(text=f'% Ambiguous command:  "{text}"')
