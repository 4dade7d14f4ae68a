"""``RouterConfig``: what one router was told. The hub of the program (design: one input type, no second path).

Intent compiles into it, running-config text is parsed into it, IOS text is rendered from it, the reference network
is built from it. Only what is written stands in it; :func:`nornir_dmvpn.model.effective` adds a generation's defaults.
"""

from dataclasses import dataclass, field

from nornir_dmvpn.model.acl import (
    AsPathEntry,
    CommunityListEntry,
    ExtendedAcl,
    NumberedExtendedEntry,
    NumberedStandardEntry,
    PrefixListEntry,
    PrefixListEntry6,
    RouteMap,
    StandardAcl,
)
from nornir_dmvpn.model.bgp import BgpProcess
from nornir_dmvpn.model.crypto import (
    CallAdmission,
    Ikev2Keyring,
    Ikev2Policy,
    Ikev2Profile,
    Ikev2Proposal,
    Ikev2Settings,
    IpsecProfile,
    IsakmpHostKey,
    IsakmpKey,
    IsakmpKey6,
    IsakmpKeyring,
    IsakmpPolicy,
    IsakmpProfile,
    IsakmpSettings,
    TransformSet,
)
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.model.ipsec import CryptoMap, CryptoMapSource, DynamicCryptoMap, IpsecSettings
from nornir_dmvpn.model.line import ConfigTree
from nornir_dmvpn.model.nat import NatPool, NatSource, NatStatic, NatStaticPort
from nornir_dmvpn.model.ospf import OspfProcess, Ospfv3Process
from nornir_dmvpn.model.pki import CertificateMap, PkiServer, Trustpoint
from nornir_dmvpn.model.qos import ClassMap, PolicyMap
from nornir_dmvpn.model.rip import OdrProcess, RipProcess
from nornir_dmvpn.model.routing import EigrpClassic, EigrpNamed, KeyChain, StaticRoute, StaticRoute6, Vrf
from nornir_dmvpn.model.system import DomainServer, MulticastRouting, RendezvousPoint, System
from nornir_dmvpn.model.track import IpSla, SlaSchedule, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterConfig:
    """Values, and beside them the tree of lines they came from (empty when it never was text).

    Equality is that of the values: the tree says where, not what.
    """

    hostname: str | None = None
    version: str | None = None
    system: System = field(default_factory=System)
    name_servers: tuple[DomainServer, ...] = ()
    multicast_routing: tuple[MulticastRouting, ...] = ()
    rendezvous_points: tuple[RendezvousPoint, ...] = ()
    vrfs: tuple[Vrf, ...] = ()
    key_chains: tuple[KeyChain, ...] = ()
    tracks: tuple[Track, ...] = ()
    class_maps: tuple[ClassMap, ...] = ()
    policy_maps: tuple[PolicyMap, ...] = ()
    trustpoints: tuple[Trustpoint, ...] = ()
    certificate_maps: tuple[CertificateMap, ...] = ()
    pki_servers: tuple[PkiServer, ...] = ()
    admission: CallAdmission = field(default_factory=CallAdmission)
    isakmp: IsakmpSettings = field(default_factory=IsakmpSettings)
    isakmp_policies: tuple[IsakmpPolicy, ...] = ()
    isakmp_keys: tuple[IsakmpKey, ...] = ()
    isakmp_keys6: tuple[IsakmpKey6, ...] = ()
    isakmp_host_keys: tuple[IsakmpHostKey, ...] = ()
    isakmp_keyrings: tuple[IsakmpKeyring, ...] = ()
    isakmp_profiles: tuple[IsakmpProfile, ...] = ()
    ikev2: Ikev2Settings = field(default_factory=Ikev2Settings)
    ikev2_proposals: tuple[Ikev2Proposal, ...] = ()
    ikev2_policies: tuple[Ikev2Policy, ...] = ()
    ikev2_keyrings: tuple[Ikev2Keyring, ...] = ()
    ikev2_profiles: tuple[Ikev2Profile, ...] = ()
    transform_sets: tuple[TransformSet, ...] = ()
    ipsec_profiles: tuple[IpsecProfile, ...] = ()
    ipsec: IpsecSettings = field(default_factory=IpsecSettings)
    crypto_maps: tuple[CryptoMap, ...] = ()
    crypto_map_sources: tuple[CryptoMapSource, ...] = ()
    dynamic_crypto_maps: tuple[DynamicCryptoMap, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    eigrp_classic: tuple[EigrpClassic, ...] = ()
    eigrp_named: tuple[EigrpNamed, ...] = ()
    ospf: tuple[OspfProcess, ...] = ()
    ospfv3: tuple[Ospfv3Process, ...] = ()
    rip: RipProcess | None = None
    bgp: BgpProcess | None = None
    odr: OdrProcess | None = None
    static_routes: tuple[StaticRoute, ...] = ()
    static_routes6: tuple[StaticRoute6, ...] = ()
    nat_pools: tuple[NatPool, ...] = ()
    nat_sources: tuple[NatSource, ...] = ()
    nat_statics: tuple[NatStatic, ...] = ()
    nat_static_ports: tuple[NatStaticPort, ...] = ()
    standard_acls: tuple[StandardAcl, ...] = ()
    extended_acls: tuple[ExtendedAcl, ...] = ()
    numbered_standard: tuple[NumberedStandardEntry, ...] = ()
    numbered_extended: tuple[NumberedExtendedEntry, ...] = ()
    as_paths: tuple[AsPathEntry, ...] = ()
    community_lists: tuple[CommunityListEntry, ...] = ()
    prefix_lists: tuple[PrefixListEntry, ...] = ()
    prefix_lists6: tuple[PrefixListEntry6, ...] = ()
    route_maps: tuple[RouteMap, ...] = ()
    slas: tuple[IpSla, ...] = ()
    sla_schedules: tuple[SlaSchedule, ...] = ()
    tree: ConfigTree = field(default_factory=ConfigTree, compare=False)

    def interface(self, name: str) -> Interface | None:
        """The interface of that full name, if the configuration has it."""
        return next((one for one in self.interfaces if one.name.lower() == name.lower()), None)

    @property
    def tunnels(self) -> tuple[Interface, ...]:
        """Every tunnel interface, in the order of the configuration."""
        return tuple(one for one in self.interfaces if one.is_tunnel)
