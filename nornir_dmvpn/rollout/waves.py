"""In which order routers are changed."""

from collections.abc import Collection, Iterator

from nornir_dmvpn.model.intent import Intent

BATCH = 25
"""Spokes in one wave, after the first."""


def waves(intent: Intent, routers: Collection[str], *, batch: int = BATCH) -> tuple[tuple[str, ...], ...]:
    """``routers`` in waves, each in the order of the inventory.

    Hubs go first and one by one: a spoke without its server is down, a hub without spokes is merely idle. Then one
    spoke alone, the canary, and the others ``batch`` at a time.
    """
    chosen = [name for name in intent.sites if name in routers]
    hubs = [name for name in chosen if is_hub(intent, name)]
    spokes = [name for name in chosen if name not in hubs]
    return (*((hub,) for hub in hubs), *_batches(spokes, batch))


def is_hub(intent: Intent, name: str) -> bool:
    """Whether the router is a hub of any of its clouds."""
    return any(one.role == "hub" for one in intent.sites[name].tunnels.values())


def _batches(spokes: list[str], batch: int) -> Iterator[tuple[str, ...]]:
    if spokes:
        yield (spokes[0],)
    for start in range(1, len(spokes), batch):
        yield tuple(spokes[start : start + batch])
