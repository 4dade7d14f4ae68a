"""Secret references: ``env:NAME`` and ``file:PATH``. Nothing here ever says a secret's value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nornir_dmvpn.errors import IntentError, SourceError
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.sources.text_file import read_text


def resolve_secret(reference: str, folder: Path, environment: Mapping[str, str]) -> Secret:
    """The secret behind ``reference``; a relative ``file:`` is looked for in ``folder``, its first line counts.

    Raises ``IntentError`` without a place; whoever knows the place adds it.
    """
    for kind in KINDS:
        if reference.startswith(kind.prefix):
            return kind.resolve(reference.removeprefix(kind.prefix), folder, environment)
    known = " and ".join(f"{kind.prefix}…" for kind in KINDS)
    raise IntentError("", f"a reference to a secret begins with {known}")


def is_reference(text: str) -> bool:
    """Whether ``text`` names a secret rather than being one."""
    return any(text.startswith(kind.prefix) for kind in KINDS)


def _from_environment(name: str, folder: Path, environment: Mapping[str, str]) -> Secret:  # noqa: ARG001
    value = environment.get(name)
    if value is None:
        raise IntentError("", f"the environment variable {name} is not set")
    if not value:
        raise IntentError("", f"the environment variable {name} is empty")
    return Secret(value)


def _from_file(name: str, folder: Path, environment: Mapping[str, str]) -> Secret:  # noqa: ARG001
    path = folder / Path(name).expanduser()
    try:
        lines = read_text(path).splitlines()
    except SourceError as error:
        raise IntentError("", f"the secret's file {path} {error.problem}") from None
    if not lines or not lines[0].strip():
        raise IntentError("", f"the first line of the secret's file {path} is empty")
    return Secret(lines[0].strip())


@dataclass(frozen=True, slots=True)
class _Kind:
    prefix: str
    resolve: Callable[[str, Path, Mapping[str, str]], Secret]


KINDS: tuple[_Kind, ...] = (_Kind("env:", _from_environment), _Kind("file:", _from_file))
