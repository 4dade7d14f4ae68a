"""All that is wrong with some files, gathered and then raised at once."""

from collections.abc import Sequence
from itertools import islice

from nornir_dmvpn.errors import IntentError
from nornir_dmvpn.sources.yaml_file import YamlFile

LIMIT = 50
"""Faults that are told; the rest are counted."""


class Faults:
    """Sentences with their places, in the order of finding."""

    def __init__(self) -> None:
        self._found: dict[tuple[YamlFile, tuple[str | int, ...], bool, str], None] = {}

    def add(self, file: YamlFile, keys: Sequence[str | int], text: str, *, of_key: bool = False) -> None:
        self._found[file, tuple(keys), of_key, text] = None

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_any(self) -> None:
        """``IntentError`` whose text has one line for each fault, every line beginning with its place."""
        if not self._found:
            return
        lines = [(file.place(keys, of_key=of_key), text) for file, keys, of_key, text in islice(self._found, LIMIT)]
        (first, problem), *rest = lines
        told = [problem, *(f"{place}: {text}" for place, text in rest)]
        if len(self._found) > LIMIT:
            told.append(f"… and {len(self._found) - LIMIT} more like these")
        raise IntentError(first, "\n".join(told))
