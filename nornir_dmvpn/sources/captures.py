"""A captures folder: saved configurations and show outputs of a network.

``configs/<ROUTER>.cfg`` or ``.txt`` and ``<ROUTER>__<command_with_underscores>[__label].txt``. The prompt line inside
an output, where there is one, is the truth about router and command; a config's ``hostname`` is the router's name.
Names are compared without case. A file that fits nothing is listed with the reason, and is never an error.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nornir_dmvpn.errors import SourceError
from nornir_dmvpn.ios.shows import find_command, split_prompt
from nornir_dmvpn.sources.text_file import PRIVATE, read_text, write_text

CONFIGS = "configs"
META = "META.json"
"""Notes of whoever made the folder; not looked at."""
CONFIG_SUFFIXES = (".cfg", ".txt")

_HOSTNAME = re.compile(r"^(?:hostname|switchname)\s+(\S+)\s*$", re.MULTILINE)
_SHOW_RUN = re.compile(r"sh\w*\s+run\S*", re.IGNORECASE)
_PARTS = "__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One saved answer. ``command`` is what was typed, ``show`` its name in ``ios.shows`` (``None``: not ours)."""

    command: str
    path: Path
    text: str
    show: str | None
    arguments: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    problem: str = ""
    """Why there is no text: the file is there and cannot be read as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterFiles:
    """What a folder has of one router; ``name`` as its config or its prompt writes it."""

    name: str
    config_text: str | None = None
    config_path: Path | None = None
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturesFolder:
    """``routers`` in the order of their names; ``misfits`` are files with the reason why they were left out."""

    folder: Path
    routers: Mapping[str, RouterFiles]
    misfits: tuple[tuple[Path, str], ...] = ()

    def router(self, name: str) -> RouterFiles | None:
        """The router of that name, compared without case."""
        return next((one for key, one in self.routers.items() if key.lower() == name.lower()), None)


def read_captures(folder: Path) -> CapturesFolder:
    """Read everything in ``folder``; ``SourceError`` if it is not a folder or cannot be listed."""
    reader = _Reader(folder)
    for path in _files(folder / CONFIGS if folder.is_dir() else folder, optional=folder.is_dir()):
        reader.add_config(path)
    for path in _files(folder):
        reader.add_output(path)
    return reader.result()


def _files(folder: Path, *, optional: bool = False) -> Iterator[Path]:
    if optional and not folder.is_dir():
        return
    try:
        found = sorted(folder.iterdir(), key=lambda path: (path.stem, path.name))
    except FileNotFoundError:
        raise SourceError(str(folder), "there is no such folder") from None
    except NotADirectoryError:
        raise SourceError(str(folder), "is a file; a captures folder is wanted") from None
    except OSError as error:
        raise SourceError(str(folder), f"cannot be read: {error.strerror}") from None
    yield from (path for path in found if path.is_file() and not path.name.startswith("."))


class _Reader:
    """Gathers files by router. A router is known by its hostname and by the stem of its config's file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._configs: dict[str, tuple[Path, str]] = {}
        self._outputs: dict[str, list[Output]] = {}
        self._misfits: list[tuple[Path, str]] = []

    def add_config(self, path: Path) -> None:
        if path.suffix.lower() not in CONFIG_SUFFIXES:
            self._misfits.append((path, f"a configuration ends in {' or '.join(CONFIG_SUFFIXES)}"))
            return
        text = self._read(path)
        if text is None:
            return
        hostname = _HOSTNAME.search(text)
        name = hostname.group(1).strip('"') if hostname else path.stem
        if name.lower() in self._configs:
            self._misfits.append((path, f"{name} has a configuration already: {self._configs[name.lower()][0].name}"))
            return
        self._names.setdefault(name.lower(), name)
        self._aliases.setdefault(path.stem.lower(), name.lower())
        self._configs[name.lower()] = path, text

    def add_output(self, path: Path) -> None:
        if path.name == META:
            return
        stem, _, rest = path.stem.partition(_PARTS)
        if not rest or path.suffix.lower() != ".txt":
            self._misfits.append((path, f"not named ROUTER{_PARTS}command.txt"))
            return
        text = self._read(path)
        problem = "" if text is not None else self._misfits[-1][1]
        if problem and stem.lower() not in self._configs and stem.lower() not in self._aliases:
            return
        command, _, label = rest.partition(_PARTS)
        router, typed = _prompt(text or "") or (stem, command.replace("_", " "))
        found = find_command(typed)
        output = Output(
            command=typed,
            path=path,
            text=text or "",
            problem=problem,
            show=found[0].name if found else None,
            arguments=found[1] if found else {},
            label=label,
        )
        self._outputs.setdefault(self._router(router, stem), []).append(output)

    def _router(self, name: str, stem: str) -> str:
        """Key of a router: the name itself if a config has it, else that of the config with such a file name."""
        for wanted in (name.lower(), stem.lower()):
            if wanted in self._configs:
                return wanted
            if wanted in self._aliases:
                return self._aliases[wanted]
        self._names.setdefault(name.lower(), name)
        return name.lower()

    def _read(self, path: Path) -> str | None:
        try:
            return read_text(path)
        except SourceError as error:
            self._misfits.append((path, error.problem))
            return None

    def result(self) -> CapturesFolder:
        routers = {}
        for key, name in sorted(self._names.items()):
            outputs = tuple(self._outputs.get(key, ()))
            path, text = self._configs.get(key) or _running_config(outputs)
            routers[name] = RouterFiles(name=name, config_text=text, config_path=path, outputs=outputs)
        return CapturesFolder(folder=self._folder, routers=routers, misfits=tuple(self._misfits))


def _running_config(outputs: tuple[Output, ...]) -> tuple[Path | None, str | None]:
    """An answer to ``show running-config``, for a router without a file in ``configs/``."""
    return next(
        ((one.path, one.text) for one in outputs if not one.problem and _SHOW_RUN.fullmatch(one.command)), (None, None)
    )


def _prompt(text: str) -> tuple[str, str] | None:
    """Router and command of the first line that is not blank, if that is a prompt with a command."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    found = split_prompt(first)
    return (found[0], " ".join(found[1].split())) if found is not None and found[1] else None


def write_config(folder: Path, router: str, text: str) -> Path:
    """Save a running-config, readable to the owner only; whole or not at all. Raises ``SourceError``."""
    path = folder / CONFIGS / f"{_file_name(router)}.cfg"
    write_text(path, _ended(text), mode=PRIVATE)
    return path


def write_output(folder: Path, router: str, command: str, text: str, *, label: str = "") -> Path:
    """Save an answer under its prompt line, so that reading it needs no file name. Raises ``SourceError``."""
    parts = [_file_name(router), re.sub(r"[^A-Za-z0-9.-]+", "_", command.strip()), *([label] if label else [])]
    path = folder / f"{_PARTS.join(parts)}.txt"
    prompted = text if _prompt(text) else f"{router}#{command.strip()}\n{text}"
    write_text(path, _ended(prompted), mode=PRIVATE)
    return path


def write_captures(
    folder: Path, configs: Mapping[str, str], outputs: Mapping[str, Mapping[str, str]], *, label: str = ""
) -> tuple[Path, ...]:
    """Save many: ``configs`` by router, ``outputs`` by router and command. Returns what was written."""
    written = [write_config(folder, router, text) for router, text in configs.items()]
    written += [
        write_output(folder, router, command, text, label=label)
        for router, answers in outputs.items()
        for command, text in answers.items()
    ]
    return tuple(written)


def _file_name(router: str) -> str:
    """A router's name as a file name: nothing that leaves the folder or looks like the separator."""
    name = re.sub(r"_{2,}", "_", re.sub(r"[^A-Za-z0-9_.-]", "_", router)).lstrip(".").strip("_")
    if not name:
        raise SourceError(router, "cannot be the name of a file")
    return name


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
