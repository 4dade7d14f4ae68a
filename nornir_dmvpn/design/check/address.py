"""No address twice: tunnel addresses within a cloud, NBMA addresses among all routers."""

from collections.abc import Iterator
from ipaddress import IPv4Address

from nornir_dmvpn.design.check.problem import Problem, tunnel_path
from nornir_dmvpn.model.intent import Intent


def problems(intent: Intent) -> Iterator[Problem]:
    """Duplicates, each with the names of both routers (L-043, L-115)."""
    owners: dict[IPv4Address, str] = {}
    for cloud, members in intent.members.items():
        tunnels: dict[IPv4Address, str] = {}
        for router, _, attachment in members:
            first = tunnels.setdefault(attachment.address, router)
            if first != router:
                yield Problem(
                    tunnel_path(router, cloud, "address"),
                    f"tunnel address {attachment.address} of {router!r} is already that of {first!r} (L-043)",
                )
            if attachment.nbma is None:
                continue
            owner = owners.setdefault(attachment.nbma, router)
            if owner != router:
                yield Problem(
                    tunnel_path(router, cloud, "nbma"),
                    f"NBMA address {attachment.nbma} of {router!r} is already that of {owner!r}",
                )
