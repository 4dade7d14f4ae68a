"""``RouterConfig``: what one router was told. The hub of the program (design: one input type, no second path).

Intent compiles into it, running-config text is parsed into it, IOS text is rendered from it, the reference network
is built from it. Only what is written stands in it; :func:`nornir_dmvpn.model.effective` adds a generation's defaults.
"""

from dataclasses import dataclass, field

from nornir_dmvpn.model.crypto import (
    Ikev2Keyring,
    Ikev2Policy,
    Ikev2Profile,
    Ikev2Proposal,
    IpsecProfile,
    IsakmpKey,
    IsakmpPolicy,
    TransformSet,
)
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.line import ConfigTree
from nornir_dmvpn.model.routing import EigrpClassic, EigrpNamed, StaticRoute, Vrf


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterConfig:
    """Values, and beside them the tree of lines they came from (empty when it never was text).

    Equality is that of the values: the tree says where, not what.
    """

    hostname: str | None = None
    version: str | None = None
    vrfs: tuple[Vrf, ...] = ()
    isakmp_policies: tuple[IsakmpPolicy, ...] = ()
    isakmp_keys: tuple[IsakmpKey, ...] = ()
    ikev2_proposals: tuple[Ikev2Proposal, ...] = ()
    ikev2_policies: tuple[Ikev2Policy, ...] = ()
    ikev2_keyrings: tuple[Ikev2Keyring, ...] = ()
    ikev2_profiles: tuple[Ikev2Profile, ...] = ()
    transform_sets: tuple[TransformSet, ...] = ()
    ipsec_profiles: tuple[IpsecProfile, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    eigrp_classic: tuple[EigrpClassic, ...] = ()
    eigrp_named: tuple[EigrpNamed, ...] = ()
    static_routes: tuple[StaticRoute, ...] = ()
    tree: ConfigTree = field(default_factory=ConfigTree, compare=False)

    def interface(self, name: str) -> Interface | None:
        """The interface of that full name, if the configuration has it."""
        return next((one for one in self.interfaces if one.name.lower() == name.lower()), None)

    @property
    def tunnels(self) -> tuple[Interface, ...]:
        """Every tunnel interface, in the order of the configuration."""
        return tuple(one for one in self.interfaces if one.is_tunnel)
