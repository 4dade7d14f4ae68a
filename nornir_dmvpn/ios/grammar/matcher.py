"""TTP as a recogniser of flattened configuration, tamed: no environment, no file written, no logging set up.

TTP keeps a pickle of its function table beside its own modules (or where ``TTPCACHEFOLDER`` says) and configures
the root logger. Neither may happen here, so its constructor runs over a scope in which those two do nothing.
"""

import logging
import pickle
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from ttp import ttp as Ttp  # noqa: N812 - a class, whatever its case

_MODULE: Final = sys.modules[Ttp.__module__]  # `import ttp.ttp` finds the class of that name
_QUIET: Final = logging.getLogger(f"{__name__}.ttp")
"""Takes TTP's remarks about its missing pickle."""


def _read_only_open(path: str, mode: str = "r", **options: Any) -> Any:
    """``open`` that does not write; TTP takes the refusal in its stride and goes on without its pickle."""
    if "w" in mode:
        raise PermissionError(f"{path}: TTP may not write here")
    return Path(path).open(mode, **options)


@cache
def _function_table() -> bytes:
    scope = {**vars(_MODULE), "open": _read_only_open, "log": _QUIET}
    build = FunctionType(_MODULE.lazy_import_functions.__code__, scope)
    return pickle.dumps(build())


class Matcher(Ttp):  # type: ignore[misc]
    """A TTP object over one template text. Not thread-safe: one per thread."""

    def __init__(self, template: str) -> None:
        scope = {
            **vars(_MODULE),
            "logging_config": lambda *_: None,
            "lazy_import_functions": lambda: pickle.loads(_function_table()),  # noqa: S301 - our own bytes
        }
        start = FunctionType(Ttp.__init__.__code__, scope)
        start(self, "", template, "ERROR", None, "", None, False)

    def matches(self, text: str) -> Mapping[str, list[dict[str, str]]]:
        """Group name → what it matched, each a mapping of argument to its words."""
        self.set_input(text)
        self.parse(one=True)
        found = self.result()[0][0]
        self.clear_result()
        return found if isinstance(found, dict) else {}


def template_source(folder: Path, names: tuple[str, ...]) -> str:
    """The templates of all areas as one text, so that one pass reads a configuration."""
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
