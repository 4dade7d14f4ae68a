#!/usr/bin/env python3
"""Hold every router of an inventory against what it must, may and must not show.

Usage: verify.py [INVENTORY]. Exit code 0: as it should be, 3: could not look at some, 4: the network is wrong.
"""

import sys
from pathlib import Path

from nornir_dmvpn.report import find_format
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.tasks import ProgressBar, make_nornir, verify_fleet


def main() -> int:
    """Run it; returns the exit code."""
    inventory = load_inventory(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    nornir = make_nornir(inventory, forks=20).with_processors([ProgressBar()])
    try:
        verdict, _ = verify_fleet(nornir, inventory, settle=30)
    finally:
        nornir.close_connections()
    print(find_format("table").write(verdict, colour=sys.stdout.isatty()))
    if verdict.is_wrong:
        return 4
    return 3 if verdict.not_looked else 0


if __name__ == "__main__":
    sys.exit(main())
