"""What a rollout did, written down while it does it: ``$XDG_STATE_HOME/nornir-dmvpn/rollouts/<time>.json``."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nornir_dmvpn.sources.text_file import PRIVATE, write_text

SCHEMA = "dmvpn.rollout/1"


@dataclass(slots=True)
class Journal:
    """Entries in the order of happening. Commands in it are masked. Each entry is on disk before the call returns."""

    path: Path
    entries: list[dict[str, Any]]

    def add(self, what: str, **details: Any) -> None:
        """Write one more entry; the file is whole at every moment. Raises ``SourceError``."""
        self.entries.append({"at": datetime.now(UTC).isoformat(timespec="seconds"), "what": what, **details})
        text = json.dumps({"schema": SCHEMA, "entries": self.entries}, indent=2, ensure_ascii=False)
        write_text(self.path, f"{text}\n", mode=PRIVATE)


def open_journal(environment: Mapping[str, str] | None = None) -> Journal:
    """A new journal, named after the time it was opened."""
    environment = os.environ if environment is None else environment
    state = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return Journal(Path(state) / "nornir-dmvpn" / "rollouts" / f"{name}.json", [])
