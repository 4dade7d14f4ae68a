"""Checks of one cloud and the routers in it."""

from collections.abc import Iterator

from nornir_dmvpn.design.check.problem import Problem, tunnel_path
from nornir_dmvpn.design.overhead import tunnel_limit
from nornir_dmvpn.model.intent import Cloud, Intent, Member


def problems(intent: Intent) -> Iterator[Problem]:
    """Hubs, addresses in the subnet, sizes."""
    for name, cloud in intent.clouds.items():
        yield from _size(name, cloud)
        yield from _hubs(name, cloud, intent.hubs[name], intent.members[name])
        for member in intent.members[name]:
            yield from _member(name, cloud, member)


def _size(name: str, cloud: Cloud) -> Iterator[Problem]:
    limit = tunnel_limit(cloud)
    if cloud.mtu is not None and cloud.mtu > limit:
        yield Problem(
            ("clouds", name, "mtu"),
            f"mtu {cloud.mtu} does not fit: this cipher, mode and key leave {limit} bytes (L-016)",
        )


def _hubs(name: str, cloud: Cloud, hubs: tuple[Member, ...], members: tuple[Member, ...]) -> Iterator[Problem]:
    if members and not hubs:
        yield Problem(("clouds", name), f"cloud {name!r} has {len(members)} routers and no hub among them")
    if cloud.phase == 1 and len(hubs) > 1:
        names = ", ".join(hub.router for hub in hubs)
        yield Problem(
            ("clouds", name, "phase"),
            f"in phase 1 a spoke's tunnel has one destination, but cloud {name!r} has the hubs {names}: "
            "make a cloud for each",
        )


def _member(name: str, cloud: Cloud, member: Member) -> Iterator[Problem]:
    router, attachment = member.router, member.attachment
    edges = (cloud.subnet.network_address, cloud.subnet.broadcast_address)
    if attachment.address not in cloud.subnet:
        yield Problem(
            tunnel_path(router, name, "address"),
            f"tunnel address {attachment.address} is not in the subnet {cloud.subnet} of cloud {name!r} (L-104)",
        )
    elif attachment.address in edges:
        yield Problem(
            tunnel_path(router, name, "address"),
            f"tunnel address {attachment.address} is the network or broadcast address of {cloud.subnet}",
        )
    if attachment.role == "hub" and attachment.nbma is None:
        yield Problem(
            ("sites", router, "tunnels", name),
            f"hub {router!r} needs nbma, the underlay address at which its spokes find it (R-03)",
        )
    if attachment.role == "spoke" and cloud.advertise == "default" and attachment.gateway is None:
        yield Problem(
            ("sites", router, "tunnels", name),
            f"spoke {router!r} needs gateway: a default route into the tunnel leaves no way to the hub (P-60)",
        )
    for key, address in (("nbma", attachment.nbma), ("gateway", attachment.gateway)):
        if address is not None and address in cloud.subnet:
            yield Problem(
                tunnel_path(router, name, key),
                f"{key} {address} lies inside the tunnel subnet {cloud.subnet}: the tunnel would carry itself (L-008)",
            )
