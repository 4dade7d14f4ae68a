"""What a virtual fleet is made of."""

from dataclasses import dataclass, field

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.underlay import UnderlaySpec


@dataclass(frozen=True, slots=True, kw_only=True)
class LabRouter:
    """One router: where it listens, what it boots with, and which software it is."""

    name: str
    hostname: str
    port: int
    config_text: str = field(repr=False)
    """Startup configuration; may hold keys, hence not shown."""
    generation: Generation = Generation.D


@dataclass(frozen=True, slots=True, kw_only=True)
class LabSpec:
    """A fleet. ``speed`` is virtual seconds per second; with ``enable`` a login starts in user mode."""

    name: str
    routers: tuple[LabRouter, ...]
    username: str
    password: Secret
    enable: Secret | None = None
    speed: float = 1.0
    underlay: UnderlaySpec = field(default_factory=UnderlaySpec)
    seed: int = 0
    old_crypto: bool = False
    """Offer only the SSH algorithms of classic IOS (SHA-1 key exchange, CBC ciphers)."""
