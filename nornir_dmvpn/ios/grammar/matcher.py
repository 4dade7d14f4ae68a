"""TTP as a recogniser of flattened configuration, tamed: no environment, no file written, no logging set up.

TTP keeps a pickle of its function table beside its own modules (or where ``TTPCACHEFOLDER`` says) and configures
the root logger. Neither may happen here, so its constructor runs over a scope in which those two do nothing.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from types import FunctionType
from typing import Any, Final

from ttp import ttp

from nornir_dmvpn.ios.templates import open_to_read

_SCOPE: Final[dict[str, Any]] = ttp.__init__.__globals__
"""The names TTP's own module sees."""


class _Quiet:
    """A logger for TTP's remarks on the pickle it may not write."""

    def info(self, *_: object) -> None: ...

    def warning(self, *_: object) -> None: ...


@cache
def _functions() -> dict[str, Any]:
    """TTP's table of its functions, read from its modules once (50 ms); every thread works on a copy."""
    scope = {**_SCOPE, "open": open_to_read, "log": _Quiet()}
    found: dict[str, Any] = FunctionType(_SCOPE["lazy_import_functions"].__code__, scope)()
    return found


def own_functions() -> dict[str, Any]:
    """A table of TTP's functions for one thread."""
    return deepcopy(_functions())


class Matcher(ttp):  # type: ignore[misc]
    """A TTP object over one template text. Not thread-safe: one per thread, and so is the table of ``functions``."""

    def __init__(self, template: str, functions: dict[str, Any]) -> None:
        scope = {
            **_SCOPE,
            "logging_config": lambda *_: None,
            "lazy_import_functions": lambda: functions,
        }
        start = FunctionType(ttp.__init__.__code__, scope)
        start(self, "", template, "ERROR", None, "", None, False)

    def matches(self, text: str) -> Mapping[str, list[dict[str, str]]]:
        """Group name → what it matched, each a mapping of argument to its words."""
        self.set_input(text)
        self.parse(one=True)
        found = self.result()[0][0]
        self.clear_result()
        return found if isinstance(found, dict) else {}
