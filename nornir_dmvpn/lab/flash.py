"""The file system of a virtual router: ``flash:``, in memory, of a fixed size."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import md5

CAPACITY = 16 * 1024 * 1024
"""Bytes of flash memory of a virtual router."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: its bytes and when they were written."""

    data: bytes = field(repr=False)
    written: datetime

    @property
    def md5(self) -> str:
        """As ``verify /md5`` prints it; IOS offers it for integrity, not for security."""
        return md5(self.data, usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class Flash:
    """Files by name, in the order of their creation."""

    files: dict[str, File] = field(default_factory=dict)

    @property
    def free(self) -> int:
        return CAPACITY - sum(len(file.data) for file in self.files.values())

    def fits(self, name: str, size: int) -> bool:
        present = self.files.get(name)
        return size <= self.free + (len(present.data) if present else 0)


def flash_name(path: str) -> str | None:
    """``flash:/x``, ``flash:x``, ``bootflash:x``, ``/x`` or ``x`` → ``x``; ``None``: on another file system."""
    system, colon, name = path.rpartition(":")
    if colon and system not in {"flash", "flash0", "bootflash", "disk0"}:
        return None
    return name.lstrip("/")
