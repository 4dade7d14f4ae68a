"""Opening a fleet for a verb, and closing it whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nornir.core import Nornir

from nornir_dmvpn.model.verdict import Verdict
from nornir_dmvpn.sources.inventory import Inventory, load_inventory
from nornir_dmvpn.tasks.fleet import make_nornir
from nornir_dmvpn.tasks.progress import ProgressBar
from nornir_dmvpn.tasks.verify import verify_fleet


@contextmanager
def fleet(
    path: Path | None, *, limit: str | None, forks: int | None, via: str | None = None, dry_run: bool = False
) -> Iterator[tuple[Inventory, Nornir]]:
    """The inventory at ``path`` and Nornir for it, with a progress bar on a terminal."""
    inventory = load_inventory(path)
    nornir = make_nornir(inventory, forks=forks, limit=limit, dry_run=dry_run, via=via)
    nornir = nornir.with_processors([ProgressBar()])
    try:
        yield inventory, nornir
    finally:
        nornir.close_connections(on_good=True, on_failed=True)


def judge_live(path: Path | None, *, limit: str | None, forks: int | None, settle: float, via: str | None) -> Verdict:
    """Look at live routers until they are as they should be, or for ``settle`` seconds."""
    with fleet(path, limit=limit, forks=forks, via=via) as (inventory, nornir):
        return verify_fleet(nornir, inventory, settle=settle)[0]
