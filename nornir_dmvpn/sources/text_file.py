"""Reading and writing text files: one sentence when it fails, and never half a file."""

import os
import tempfile
from pathlib import Path

from nornir_dmvpn.errors import SourceError

PRIVATE = 0o600
"""For files that hold secrets."""


def read_text(path: Path) -> str:
    """UTF-8 text with any line ends; raises ``SourceError`` (missing, a folder, not readable, binary)."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(str(path), "there is no such file") from None
    except IsADirectoryError:
        raise SourceError(str(path), "is a folder, not a file") from None
    except OSError as error:
        raise SourceError(str(path), f"cannot be read: {error.strerror}") from None
    if b"\0" in data:
        raise SourceError(str(path), "is not a text file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(str(path), f"is not UTF-8 text (byte {error.start})") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write beside ``path`` and rename, so a reader sees the old file or the new one.

    Creates the folders above. Raises ``SourceError``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise SourceError(str(path), f"cannot be written: {error.strerror}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise SourceError(str(path), f"cannot be written: {error.strerror}") from None
