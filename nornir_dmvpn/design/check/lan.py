"""LANs must not overlap each other, a tunnel subnet or the underlay."""

from bisect import bisect_right
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.design.check.problem import Path, Problem, tunnel_path
from nornir_dmvpn.model.intent import Intent, NoRouting


class _Claim:
    """A prefix, who has it and where that is said; claims sort by address, the shorter prefix first."""

    __slots__ = ("first", "last", "owner", "path", "prefix")

    def __init__(self, prefix: IPv4Network, owner: str, path: Path) -> None:
        self.prefix, self.owner, self.path = prefix, owner, path
        self.first, self.last = int(prefix.network_address), int(prefix.broadcast_address)


def problems(intent: Intent) -> Iterator[Problem]:
    """Overlaps, and LANs that no summary of their cloud covers."""
    claims = _claims(intent)
    yield from _overlaps(claims)
    yield from _underlay_inside(intent, claims)
    yield from _summaries(intent)


def _claims(intent: Intent) -> list[_Claim]:
    lans = [
        _Claim(lan.address.network, f"the LAN of {router!r}", ("sites", router, "lans", index, "address"))
        for router, site in intent.sites.items()
        for index, lan in enumerate(site.lans)
    ]
    subnets = [
        _Claim(cloud.subnet, f"the tunnel subnet of cloud {name!r}", ("clouds", name, "subnet"))
        for name, cloud in intent.clouds.items()
    ]
    return sorted(subnets + lans, key=lambda one: (one.first, -one.last))


def _overlaps(claims: list[_Claim]) -> Iterator[Problem]:
    """In sorted order a prefix overlaps an earlier one exactly when it overlaps the one that reaches furthest."""
    furthest: _Claim | None = None
    for claim in claims:
        if furthest is not None and claim.first <= furthest.last and "lans" in (*claim.path, *furthest.path):
            late, early = (claim, furthest) if "lans" in claim.path else (furthest, claim)
            yield Problem(late.path, f"{late.prefix}, {late.owner}, overlaps {early.prefix}, {early.owner}")
        if furthest is None or claim.last > furthest.last:
            furthest = claim


def _underlay_inside(intent: Intent, claims: list[_Claim]) -> Iterator[Problem]:
    """An NBMA address in what the overlay announces makes the tunnel carry itself (L-027, P-60)."""
    lans = [claim for claim in claims if "lans" in claim.path]
    starts = [claim.first for claim in lans]
    for cloud, members in intent.members.items():
        for router, _, attachment in members:
            if attachment.nbma is None:
                continue
            path = tunnel_path(router, cloud, "nbma")
            for owner, prefix in _covering(attachment.nbma, lans, starts):
                yield Problem(path, f"NBMA address {attachment.nbma} lies inside {prefix}, {owner} (L-027)")
            for prefix in intent.clouds[cloud].summaries:
                if attachment.nbma in prefix:
                    text = (
                        f"NBMA address {attachment.nbma} lies inside the summary {prefix}: no way to it is left (P-60)"
                    )
                    yield Problem(path, text)


def _covering(address: IPv4Address, lans: list[_Claim], starts: list[int]) -> Iterator[tuple[str, IPv4Network]]:
    place = bisect_right(starts, int(address)) - 1
    if place >= 0 and int(address) <= lans[place].last:
        yield lans[place].owner, lans[place].prefix


def _summaries(intent: Intent) -> Iterator[Problem]:
    for name, members in intent.members.items():
        cloud = intent.clouds[name]
        if isinstance(cloud.routing, NoRouting) or cloud.advertise != "summary":
            continue
        for router, site, _ in members:
            for index, lan in enumerate(site.lans):
                if not any(lan.address.network.subnet_of(prefix) for prefix in cloud.summaries):
                    yield Problem(
                        ("sites", router, "lans", index, "address"),
                        f"{lan.address.network} of {router!r} is in none of the summaries of cloud {name!r}, "
                        "so no other spoke would learn it (L-200)",
                    )
