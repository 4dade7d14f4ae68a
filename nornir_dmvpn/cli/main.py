"""The way in: runs a verb and turns what goes wrong into one sentence and an exit code."""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress

import typer
from typer._click.exceptions import UsageError  # Typer has no public name for it, and only it says how a verb is used

from nornir_dmvpn.cli.app import app
from nornir_dmvpn.cli.exit_code import ExitCode, of_error
from nornir_dmvpn.cli.terminal import ReaderGoneError, complain
from nornir_dmvpn.errors import DmvpnError

_LOG = logging.getLogger("nornir_dmvpn")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``dmvpn`` with those arguments (the process's own without) and return its exit code. Never raises."""
    _LOG.setLevel(logging.NOTSET)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except (ReaderGoneError, BrokenPipeError):
        _forget_stdout()
        return ExitCode.CLOSED
    return int(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result = app(args=list(arguments) if arguments is not None else None, prog_name="dmvpn", standalone_mode=False)
    except ReaderGoneError:
        raise
    except UsageError as error:
        error.show()
        return ExitCode.USAGE
    except typer.TyperException as error:
        complain(error.format_message())
        return ExitCode.USAGE
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except DmvpnError as error:
        complain(str(error))
        _trace()
        return of_error(error)
    except Exception as error:  # noqa: BLE001 # the last line of defence: no traceback reaches a user unasked
        complain(f"internal error: {type(error).__name__} in {_place(error)}; run again with -vv to see the traceback")
        _trace()
        return ExitCode.INTERNAL
    return result if isinstance(result, int) else ExitCode.OK


def _place(error: Exception) -> str:
    """The innermost line of this package that was being executed; the message is left out, it may quote anything."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "nornir_dmvpn" in frame.filename] or frames
    return f"{os.path.basename(ours[-1].filename)}:{ours[-1].lineno}" if ours else "an unknown place"  # noqa: PTH119


def _trace() -> None:
    if _LOG.isEnabledFor(logging.DEBUG) and _LOG.level:
        traceback.print_exc()


def _forget_stdout() -> None:
    """Python flushes standard output once more on its way out; nobody reads it any longer."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
