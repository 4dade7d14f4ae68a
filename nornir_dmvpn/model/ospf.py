"""What a router was told about OSPF, versions 2 and 3."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.redistribution import DistributeList, OspfRedistribution
from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfOn:
    """``ip ospf PROCESS area AREA`` on an interface. Areas are numbers: ``0.0.0.1`` is 1."""

    process: int
    area: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfKey:
    """``ip ospf message-digest-key NUMBER md5 KEY``."""

    number: int
    key: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfInterface:
    """The ``ip ospf …`` (or ``ipv6 ospf …``) lines of an interface (P-20 to P-23)."""

    areas: tuple[OspfOn, ...] = ()
    network: str | None = None
    """``broadcast``, ``point-to-multipoint``, ``point-to-multipoint non-broadcast``, ``non-broadcast``,
    ``point-to-point``."""
    priority: int | None = None
    cost: int | None = None
    hello: int | None = None
    dead: int | None = None
    """``dead-interval`` in seconds."""
    hello_multiplier: int | None = None
    """``dead-interval minimal hello-multiplier N``."""
    retransmit: int | None = None
    mtu_ignore: bool | None = None
    bfd: bool | None = None
    demand_circuit: bool | None = None
    database_filter: bool | None = None
    """``database-filter all out``."""
    flood_reduction: bool | None = None
    prefix_suppression: bool | None = None
    shutdown: bool | None = None
    authentication: str | None = None
    """``message-digest``, ``null``, ``key-chain NAME``, or ``""`` for the bare line (clear text)."""
    authentication_key: Secret | None = None
    keys: tuple[OspfKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfNetwork:
    """``network ADDRESS WILDCARD area AREA``."""

    address: IPv4Address
    wildcard: IPv4Address
    area: int

    def covers(self, address: IPv4Address) -> bool:
        care = ~int(self.wildcard) & 0xFFFFFFFF
        return int(address) & care == int(self.address) & care


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfStub:
    """``area A stub [no-summary]``."""

    no_summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfNssa:
    """``area A nssa [no-redistribution] [default-information-originate] [no-summary]``."""

    no_redistribution: bool = False
    default_information_originate: bool = False
    no_summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfRange:
    """``area A range PREFIX [not-advertise] [cost C]``."""

    prefix: IPv4Network
    not_advertise: bool = False
    cost: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfArea:
    """The ``area AREA …`` lines of one area."""

    area: int
    authentication: str | None = None
    """``message-digest``, or ``""`` for the bare line."""
    stub: OspfStub | None = None
    nssa: OspfNssa | None = None
    default_cost: int | None = None
    filter_in: str | None = None
    """Prefix list of ``filter-list prefix NAME in``."""
    filter_out: str | None = None
    ranges: tuple[OspfRange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfDefault:
    """``default-information originate [always] [metric M] [metric-type T] [route-map R]``."""

    always: bool = False
    metric: int | None = None
    metric_type: int | None = None
    route_map: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfSpf:
    """``timers throttle spf START HOLD MAX``, milliseconds."""

    start: int
    hold: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OspfProcess:
    """``router ospf PROCESS [vrf V]``."""

    process: int
    vrf: str | None = None
    router_id: IPv4Address | None = None
    networks: tuple[OspfNetwork, ...] = ()
    areas: tuple[OspfArea, ...] = ()
    passive_default: bool | None = None
    passive_interfaces: tuple[str, ...] = ()
    active_interfaces: tuple[str, ...] = ()
    default_information: OspfDefault | None = None
    redistribute: tuple[OspfRedistribution, ...] = ()
    distribute_lists: tuple[DistributeList, ...] = ()
    summaries: tuple[IPv4Network, ...] = ()
    """``summary-address PREFIX``."""
    reference_bandwidth: int | None = None
    """Mb/s."""
    maximum_paths: int | None = None
    default_metric: int | None = None
    distance: int | None = None
    neighbors: tuple[IPv4Address, ...] = ()
    log_adjacency: bool | None = None
    bfd: bool | None = None
    """``bfd all-interfaces``."""
    vrf_lite: bool | None = None
    """``capability vrf-lite``."""
    prefix_suppression: bool | None = None
    max_metric: bool | None = None
    """``max-metric router-lsa``."""
    spf: OspfSpf | None = None
    shutdown: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ospfv3Area:
    """The ``area AREA …`` lines of one area of OSPFv3."""

    area: int
    stub: OspfStub | None = None
    nssa: OspfNssa | None = None
    filter_in: str | None = None
    filter_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ospfv3Process:
    """``ipv6 router ospf PROCESS`` or ``router ospfv3 PROCESS``."""

    process: int
    legacy: bool = False
    """Written as ``ipv6 router ospf``."""
    router_id: IPv4Address | None = None
    areas: tuple[Ospfv3Area, ...] = ()
    passive_default: bool | None = None
    passive_interfaces: tuple[str, ...] = ()
    active_interfaces: tuple[str, ...] = ()
    default_information: OspfDefault | None = None
    redistribute: tuple[OspfRedistribution, ...] = ()
    reference_bandwidth: int | None = None
    bfd: bool | None = None
    families: tuple["Ospfv3Family", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ospfv3Family:
    """``address-family {ipv4|ipv6} unicast [vrf V]`` below ``router ospfv3``."""

    family: str
    vrf: str | None = None
    router_id: IPv4Address | None = None
    passive_default: bool | None = None
    passive_interfaces: tuple[str, ...] = ()
    active_interfaces: tuple[str, ...] = ()
    default_information: OspfDefault | None = None
    redistribute: tuple[OspfRedistribution, ...] = ()
