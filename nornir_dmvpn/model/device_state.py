"""All that one router shows. Expected and observed state have this one type (design: verification is a comparison).

A section of :class:`DeviceState` that was not looked at is ``None``; looked at and empty is ``()``.
"""

from dataclasses import dataclass

from nornir_dmvpn.model.crypto_state import CryptoSession, CryptoSockets, Ikev2Sa, Ikev2Session, IpsecFlow, IsakmpSa
from nornir_dmvpn.model.interface_state import InterfaceBrief, TunnelInterface
from nornir_dmvpn.model.nhrp_state import (
    BriefEntry,
    DmvpnDetail,
    InterfaceEvents,
    MulticastTarget,
    NhrpSummary,
    NhrpTraffic,
    NhsRedundancy,
    RedirectEntry,
    SelfEntry,
)
from nornir_dmvpn.model.routing_state import (
    BgpSummary,
    EigrpProcess,
    OspfNeighbour,
    RouteDetail,
    RoutingProtocol,
    RoutingTable,
)
from nornir_dmvpn.model.state import DmvpnTunnel, NhrpEntry, NhsReport


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceState:
    """What one router shows at one time. ``taken_at`` is in seconds of the source's clock, if it has one."""

    router: str
    taken_at: float | None = None
    dmvpn: tuple[DmvpnTunnel, ...] | None = None
    nhrp: tuple[NhrpEntry, ...] | None = None
    nhs: NhsReport | None = None
    isakmp: tuple[IsakmpSa, ...] | None = None
    ikev2: tuple[Ikev2Sa, ...] | None = None
    ikev2_sessions: tuple[Ikev2Session, ...] | None = None
    ipsec: tuple[IpsecFlow, ...] | None = None
    crypto_sessions: tuple[CryptoSession, ...] | None = None
    crypto_sockets: CryptoSockets | None = None
    dmvpn_detail: DmvpnDetail | None = None
    nhrp_brief: tuple[BriefEntry, ...] | None = None
    nhrp_self: tuple[SelfEntry, ...] | None = None
    nhrp_redirect: tuple[RedirectEntry, ...] | None = None
    nhrp_summary: tuple[NhrpSummary, ...] | None = None
    nhrp_traffic: tuple[NhrpTraffic, ...] | None = None
    nhrp_stats: tuple[InterfaceEvents, ...] | None = None
    nhrp_multicast: tuple[MulticastTarget, ...] | None = None
    nhs_redundancy: NhsRedundancy | None = None
    interfaces: tuple[InterfaceBrief, ...] | None = None
    tunnel_interfaces: tuple[TunnelInterface, ...] | None = None
    routes: tuple[RoutingTable, ...] | None = None
    route_details: tuple[RouteDetail, ...] | None = None
    eigrp: tuple[EigrpProcess, ...] | None = None
    ospf: tuple[OspfNeighbour, ...] | None = None
    bgp: tuple[BgpSummary, ...] | None = None
    protocols: tuple[RoutingProtocol, ...] | None = None
