"""What the exit code says; scripts rely on it (design: exit codes)."""

from enum import IntEnum

from nornir_dmvpn.errors import DmvpnError, IntentError, SourceError
from nornir_dmvpn.model.verdict import Verdict


class ExitCode(IntEnum):
    """Part of the interface: what each code means never changes."""

    OK = 0
    """As it should be, warnings included."""
    INTERNAL = 1
    """A fault of this program."""
    USAGE = 2
    """The command line, or a file that was named on it, is wrong."""
    NOT_LOOKED = 3
    """Something could not be reached, read or computed."""
    WRONG = 4
    """The network is not as it must be. Beats 3."""
    INTERRUPTED = 130
    """Control-C, as shells have it."""
    CLOSED = 141
    """The reader of standard output went away, as shells have it."""


def of_error(error: DmvpnError) -> ExitCode:
    """Input that a person wrote or named is usage; everything else is a look that failed."""
    return ExitCode.USAGE if isinstance(error, IntentError | SourceError) else ExitCode.NOT_LOOKED


def of_verdict(verdict: Verdict) -> ExitCode:
    """A wrong network beats routers that could not be looked at."""
    if verdict.is_wrong:
        return ExitCode.WRONG
    return ExitCode.NOT_LOOKED if verdict.not_looked or verdict.unstable else ExitCode.OK
