#!/usr/bin/env python3
"""Save what every router shows, with the verdict on it, in a folder named after the time: for cron or a timer.

Usage: audit.py FOLDER [INVENTORY]. Judge a folder again at any time: dmvpn verify --from FOLDER/<time>
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from nornir_dmvpn.report import find_format
from nornir_dmvpn.sources.captures import write_captures
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.tasks import make_nornir, verify_fleet


def main() -> int:
    """Run it; returns the exit code."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    inventory = load_inventory(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    nornir = make_nornir(inventory, forks=20)
    try:
        verdict, seen = verify_fleet(nornir, inventory, settle=0)
    finally:
        nornir.close_connections()
    folder = Path(sys.argv[1]) / datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    write_captures(
        folder,
        {name: one.running_text for name, one in seen.collected.items()},
        {name: one.outputs for name, one in seen.collected.items()},
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in (("json", "verdict.json"), ("junit", "verdict.xml")):
        (folder / file).write_text(find_format(name).write(verdict), encoding="utf-8")
    print(folder)
    return 4 if verdict.is_wrong else 3 if verdict.not_looked else 0


if __name__ == "__main__":
    sys.exit(main())
