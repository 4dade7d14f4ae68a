"""Verdicts as text, JSON and JUnit: one module per format, one line in ``FORMATS`` each. None shows a secret."""

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.report.format import Format
from nornir_dmvpn.report.json import JSON
from nornir_dmvpn.report.junit import JUNIT
from nornir_dmvpn.report.text import TABLE

FORMATS: tuple[Format, ...] = (TABLE, JSON, JUNIT)

__all__ = ["FORMATS", "Format", "find_format"]


def find_format(name: str) -> Format:
    """The format of that name; ``IntentError`` names those there are."""
    for one in FORMATS:
        if one.name == name:
            return one
    raise IntentError("", f"there is no output format {name!r} (known: {', '.join(one.name for one in FORMATS)})")
