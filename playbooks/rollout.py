#!/usr/bin/env python3
"""Bring every router of an inventory to its intent, in waves; each wave is verified before the next.

Usage: rollout.py [INVENTORY] [--check]. With --check nothing is touched: the difference of every router is printed.
"""

import sys
from pathlib import Path

from nornir_dmvpn.report import find_format
from nornir_dmvpn.rollout import apply, open_journal, prepare
from nornir_dmvpn.sources.inventory import load_inventory
from nornir_dmvpn.tasks import ProgressBar, make_nornir


def main() -> int:
    """Run it; returns the exit code."""
    arguments = [one for one in sys.argv[1:] if one != "--check"]
    check = len(arguments) < len(sys.argv) - 1
    inventory = load_inventory(Path(arguments[0]) if arguments else None)
    nornir = make_nornir(inventory, forks=20, dry_run=check).with_processors([ProgressBar()])
    try:
        prepared = prepare(nornir, inventory)
        for name in prepared.to_change:
            print(f"{name}\n{prepared.changes[name].diff}\n")
        for problem in prepared.problems.values():
            print(problem, file=sys.stderr)
        if check:
            return 3 if prepared.problems else 0
        journal = open_journal()
        result = apply(nornir, inventory, prepared, journal, undo_on_failure=True, tell=print)
    finally:
        nornir.close_connections()
    for wave in result.waves:
        if wave.verdict is not None and not wave.passed:
            print(find_format("table").write(wave.verdict, colour=sys.stdout.isatty()))
    print(f"journal: {journal.path}")
    return 0 if result.passed and not prepared.problems else 4


if __name__ == "__main__":
    sys.exit(main())
