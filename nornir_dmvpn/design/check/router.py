"""Checks of one router: its name, its interfaces, its clouds together."""

import re
from collections.abc import Iterator
from itertools import combinations

from nornir_dmvpn.design.check.problem import Problem, tunnel_path
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.intent import Intent, Site

_HOSTNAME = re.compile(r"[A-Za-z]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?")


def problems(intent: Intent) -> Iterator[Problem]:
    """What a single router cannot be told."""
    seen: dict[str, str] = {}
    for name, site in intent.sites.items():
        if not _HOSTNAME.fullmatch(name):
            yield Problem(
                ("sites", name),
                f"{name!r} cannot be the hostname of an IOS router: at most 63 letters, digits, - and _, "
                "a letter first and no - or _ at the end",
            )
        if name.lower() in seen:
            yield Problem(("sites", name), f"{name!r} and {seen[name.lower()]!r} are one hostname to IOS")
        seen.setdefault(name.lower(), name)
        yield from _interfaces(name, site)
        yield from _generation(intent, name, site)
        for first, second in combinations(site.tunnels, 2):
            yield from _pair(intent, name, first, second)


def _interfaces(name: str, site: Site) -> Iterator[Problem]:
    lans: set[str] = set()
    sources = {attachment.source for attachment in site.tunnels.values()}
    for index, lan in enumerate(site.lans):
        path = ("sites", name, "lans", index, "interface")
        if lan.interface in lans:
            yield Problem(path, f"interface {lan.interface} stands twice among the LANs of {name!r}")
        if lan.interface in sources:
            yield Problem(
                path, f"interface {lan.interface} is the tunnel source of {name!r} and cannot be a LAN (L-027)"
            )
        lans.add(lan.interface)
    for cloud, attachment in site.tunnels.items():
        if attachment.source.startswith("Tunnel"):
            yield Problem(
                tunnel_path(name, cloud, "source"), f"tunnel source {attachment.source} is itself a tunnel (L-002)"
            )
        if attachment.gateway is not None and attachment.gateway == attachment.nbma:
            yield Problem(
                tunnel_path(name, cloud, "gateway"),
                f"gateway {attachment.gateway} is the router's own NBMA address (L-026)",
            )


def _generation(intent: Intent, name: str, site: Site) -> Iterator[Problem]:
    old = site.generation in (Generation.A, Generation.B)
    if old and any(intent.clouds[cloud].crypto.ike == "ikev2" for cloud in site.tunnels):
        yield Problem(
            ("sites", name, "generation"),
            f"{name!r} of generation {site.generation.value if site.generation else ''} has no IKEv2: "
            "use ike: ikev1 in its cloud",
        )


def _pair(intent: Intent, name: str, first: str, second: str) -> Iterator[Problem]:
    """Two clouds on one router."""
    one, two = intent.clouds[first], intent.clouds[second]
    path = ("sites", name, "tunnels", second)
    both = f"clouds {first!r} and {second!r} meet on {name!r}"
    if one.tunnel == two.tunnel:
        yield Problem(path, f"{both} and both want {one.interface}")
    if one.subnet.overlaps(two.subnet):
        yield Problem(path, f"{both} and their subnets {one.subnet} and {two.subnet} overlap (L-044)")
    if one.crypto.protected and two.crypto.protected and one.crypto != two.crypto:
        yield Problem(path, f"{both} with different crypto: a router has one wildcard key (K-10, K-04)")
    here, there = (site := intent.sites[name]).tunnels[first], site.tunnels[second]
    if here.source == there.source and (one.key is None or one.key == two.key):
        yield Problem(path, f"{both} over the source {here.source} and need different tunnel keys (L-012)")
    if here.source == there.source and here.nbma != there.nbma:
        yield Problem((*path, "nbma"), f"{both} over the source {here.source} with different NBMA addresses")
