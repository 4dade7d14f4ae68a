"""The configuration command line: what a typed line means in a mode, or how IOS refuses it."""

from dataclasses import dataclass
from dataclasses import field as declare

from nornir_dmvpn.ios.grammar import GLOBAL, KNOWN
from nornir_dmvpn.ios.grammar.line import Line, Statement
from nornir_dmvpn.ios.grammar.render import statement_text
from nornir_dmvpn.ios.grammar.walk import Lost, Walked, walk
from nornir_dmvpn.ios.grammar.words import words_with_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A typed line that was understood.

    ``mode`` is where: the mode asked about, or ``global`` when only that knows the line (IOS then leaves the section).
    ``text`` is the line as a running-config has it, secrets in the clear.
    """

    statement: Statement
    mode: str
    text: str = declare(repr=False)
    default: bool = False
    """Typed as ``default X``: the line goes back to what IOS takes for granted."""

    @property
    def line(self) -> Line:
        return self.statement.line

    @property
    def negated(self) -> bool:
        return self.statement.negated

    @property
    def opens(self) -> str | None:
        """The mode entered by the line."""
        return None if self.negated else self.statement.line.opens


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A typed line that was not. ``column`` is where the ``^`` goes, counted from 0 in the typed text."""

    message: str
    column: int | None = None

    def answer(self, prompt: str = "") -> str:
        """What IOS prints below the typed line; ``prompt`` (``R1(config-if)#``) shifts the marker."""
        if self.column is None:
            return self.message
        return f"{' ' * (len(prompt) + self.column)}^\n{self.message}"


INVALID = "% Invalid input detected at '^' marker."
INCOMPLETE = "% Incomplete command."


def resolve(mode: str, text: str) -> Resolved | Rejected:
    """Understand a line typed in ``mode`` (``global``, ``interface``, ``ikev2 profile`` …). Never raises.

    Keywords may be cut to a unique prefix.
    """
    typed = " ".join(text.split())
    default = typed.startswith("default ")
    asked = f"no {typed.removeprefix('default ')}" if default else typed
    outcome = walk(KNOWN.get(mode, ()), asked)
    where = mode
    if mode != GLOBAL and (isinstance(outcome, Lost) or outcome.line.raw):
        above = walk(KNOWN[GLOBAL], asked)
        if _goes_further(above, outcome):
            outcome, where = above, GLOBAL
    if isinstance(outcome, Lost):
        return _rejected(outcome, text)
    statement = Statement(line=outcome.line, values=outcome.values, negated=outcome.negated)
    shown = statement_text(statement, reveal=True)
    shown = f"default {shown.removeprefix('no ')}" if default else shown
    return Resolved(statement=statement, mode=where, text=shown, default=default)


def _goes_further(above: Walked | Lost, here: Walked | Lost) -> bool:
    """Whether the global mode understands a line better.

    A line that ``here`` merely keeps has no arguments to judge by: one that is modelled above wins, and one whose
    words are less abbreviated (``ip route …`` is not a short ``ip route-cache``).
    """
    if isinstance(here, Walked):
        return isinstance(above, Walked) and (not above.line.raw or above.cut < here.cut)
    return isinstance(above, Walked) or above.word > here.word


def _rejected(lost: Lost, text: str) -> Rejected:
    if lost.why == "ambiguous":
        return Rejected(message=f'% Ambiguous command:  "{text.strip()}"')
    if lost.why == "incomplete":
        return Rejected(message=INCOMPLETE)
    columns = [column for _, column in words_with_columns(text)]
    column = columns[lost.word] if lost.word < len(columns) else len(text.rstrip())
    return Rejected(message=INVALID, column=column)
