"""What a fault is: a configuration made wrong in one way."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import Interface


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A named mistake. ``rule`` is its row in the fault matrix (protocol.md 5.3)."""

    name: str
    rule: str
    title: str
    apply: Callable[[RouterConfig], RouterConfig]
    """The same configuration with the mistake in it; unchanged where there is nothing to get wrong."""


def on_tunnels(config: RouterConfig, change: Callable[[Interface], Interface]) -> RouterConfig:
    """The configuration with ``change`` applied to each tunnel interface that runs NHRP."""
    interfaces = tuple(
        change(one) if one.is_tunnel and one.nhrp.network_id is not None else one for one in config.interfaces
    )
    return replace(config, interfaces=interfaces)
