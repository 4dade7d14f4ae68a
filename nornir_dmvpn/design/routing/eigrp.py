"""EIGRP over the cloud, classic and named (P-20, P-32, P-34).

The ``network`` statements cover the tunnel and the LANs and never the NBMA network (L-027).
"""

from ipaddress import IPv4Interface, IPv4Network

from nornir_dmvpn.design.routing.parts import RoutingParts
from nornir_dmvpn.model.intent import Cloud, EigrpRouting, Member
from nornir_dmvpn.model.interface import EigrpInterface
from nornir_dmvpn.model.routing import EigrpAfInterface, EigrpClassic, EigrpFamily, EigrpNamed, EigrpNetwork

_DEFAULT = IPv4Network("0.0.0.0/0")
_STUB = ("connected", "summary")


def compile_routing(cloud: Cloud, routing: EigrpRouting, member: Member) -> RoutingParts:
    """The process of ``member``, and what classic mode wants below its tunnel."""
    return _classic(cloud, routing, member) if routing.name is None else _named(cloud, routing, routing.name, member)


def _networks(cloud: Cloud, member: Member) -> tuple[EigrpNetwork, ...]:
    prefixes = dict.fromkeys((cloud.subnet, *(lan.address.network for lan in member.site.lans)))
    return tuple(EigrpNetwork(address=one.network_address, wildcard=one.hostmask) for one in prefixes)


def _summaries(cloud: Cloud, member: Member) -> tuple[IPv4Interface, ...]:
    """What the hub says instead of the LANs (P-10: allowed in phases 1 and 3)."""
    if member.attachment.role != "hub" or cloud.advertise == "specific":
        return ()
    prefixes = (_DEFAULT,) if cloud.advertise == "default" else cloud.summaries
    return tuple(IPv4Interface(prefix) for prefix in prefixes)


def _split_horizon(cloud: Cloud, member: Member) -> bool | None:
    """A hub repeats what one spoke says to the others, unless a summary says it (P-20, L-200)."""
    return False if member.attachment.role == "hub" and cloud.advertise == "specific" else None


def _next_hop_self(cloud: Cloud, member: Member) -> bool | None:
    """Phase 2 lives from the spoke as next hop (P-10, L-201)."""
    return False if member.attachment.role == "hub" and cloud.phase == 2 else None


def _stub(routing: EigrpRouting, member: Member) -> tuple[str, ...] | None:
    return _STUB if routing.stub and member.attachment.role == "spoke" else None


def _named(cloud: Cloud, routing: EigrpRouting, name: str, member: Member) -> RoutingParts:
    tunnel = EigrpAfInterface(
        name=cloud.interface,
        split_horizon=_split_horizon(cloud, member),
        next_hop_self=_next_hop_self(cloud, member),
        summaries=_summaries(cloud, member),
    )
    spoken = tunnel != EigrpAfInterface(name=cloud.interface)
    family = EigrpFamily(
        asn=routing.asn,
        interfaces=(
            *(EigrpAfInterface(name=lan.interface, passive=True) for lan in member.site.lans),
            *((tunnel,) if spoken else ()),
        ),
        networks=_networks(cloud, member),
        stub=_stub(routing, member),
    )
    return RoutingParts(eigrp_named=(EigrpNamed(name=name, families=(family,)),))


def _classic(cloud: Cloud, routing: EigrpRouting, member: Member) -> RoutingParts:
    process = EigrpClassic(
        asn=routing.asn,
        networks=_networks(cloud, member),
        passive_interfaces=tuple(lan.interface for lan in member.site.lans),
        stub=_stub(routing, member),
    )
    tunnel = EigrpInterface(
        asn=routing.asn,
        split_horizon=_split_horizon(cloud, member),
        next_hop_self=_next_hop_self(cloud, member),
        summaries=_summaries(cloud, member),
    )
    spoken = tunnel != EigrpInterface(asn=routing.asn)
    return RoutingParts(eigrp_classic=(process,), tunnel_eigrp=(tunnel,) if spoken else ())
