"""The type of an exec command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nornir_dmvpn.lab.answer import Answer
from nornir_dmvpn.lab.session import Session

Arguments = Mapping[str, str]
"""What was typed in place of the ``<…>`` of a syntax, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecCommand:
    """``syntaxes`` as :mod:`nornir_dmvpn.lab.keywords` reads them; ``run`` answers."""

    syntaxes: tuple[str, ...]
    run: Callable[[Session, Arguments], Answer]
    user: bool = False
    """Available in user mode too."""
    filtered: bool = False
    """Its output may be filtered with ``|``."""
