"""What a rollout would do, from the running-configs as they are now. Touches nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nornir.core import Nornir

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.sources.inventory import Inventory
from nornir_dmvpn.tasks.deploy import Deployed, planned
from nornir_dmvpn.tasks.verify import look


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Per router the change it needs (an empty diff: none), or why that cannot be said."""

    changes: Mapping[str, Deployed]
    problems: Mapping[str, str]
    running: Mapping[str, RouterConfig] = field(repr=False)

    @property
    def to_change(self) -> tuple[str, ...]:
        return tuple(name for name, change in self.changes.items() if change.commands)


def prepare(nornir: Nornir, inventory: Inventory) -> Prepared:
    """Read every router of ``nornir`` and plan its change."""
    seen = look(nornir, shows=())
    return Prepared(
        changes={name: planned(inventory.intent, name, config) for name, config in seen.running.items()},
        problems=seen.problems,
        running=seen.running,
    )
