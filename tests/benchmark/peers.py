"""What a hub of many peers prints, line by line from a list of peers: the text and the truth of what stands in it.

The mix of a fleet in service: 6 % of the peers not up, 5 % behind NAT, 2 % with several entries, 1 % not resolved yet.
The lines are formatted here, not by the program's own renderer, and the truth is what they were formatted from.
"""

import random
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

LEGEND = (
    "Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete\n"
    "\tN - NATed, L - Local, X - No Socket\n"
    "\tT1 - Route Installed, T2 - Nexthop-override, B - BGP\n"
    "\tC - CTS Capable, I2 - Temporary\n"
    "\t# Ent --> Number of NHRP entries with same NBMA peer\n"
    "\tNHS Status: E --> Expecting Replies, R --> Responding, W --> Waiting\n"
    "\tUpDn Time --> Up or Down Time for a Tunnel\n" + "=" * 74 + "\n\n"
)
TABLE = (
    " # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb\n"
    " ----- --------------- --------------- ----- -------- -----\n"
)
_TUNNELS, _NBMA, _LANS, _INSIDE = (
    int(IPv4Address(one)) for one in ("10.0.0.1", "198.18.0.1", "172.16.0.0", "192.168.0.1")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One printed row of ``show dmvpn``."""

    nbma: IPv4Address | None
    """``None``: ``UNKNOWN`` is printed."""
    tunnel: IPv4Address
    state: str
    updown: int | None
    """Seconds; ``None``: ``never`` is printed."""
    attributes: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cached:
    """One printed entry of ``show ip nhrp``."""

    target: IPv4Network
    via: IPv4Address | None
    created: int
    expires: int
    type: str
    flags: str
    nbma: IPv4Address | None
    claimed: IPv4Address | None = None
    no_socket: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """Both outputs of one hub with the rows that are in them."""

    dmvpn: str
    nhrp: str
    shown: tuple[Shown, ...]
    cached: tuple[Cached, ...]


def hub(peers: int, seed: int = 1) -> Hub:
    """A hub of that many peers on ``Tunnel0``; the same for the same seed."""
    rng = random.Random(seed)
    groups: list[list[Shown]] = []
    cached: list[Cached] = []
    for number in range(peers):
        rows, entries = _peer(rng, number)
        groups.append(rows)
        cached += entries
    shown = _counted(groups)
    heads = (
        f"Interface: Tunnel0, IPv4 NHRP Details \nType:Hub, NHRP Peers:{sum(1 for one in groups if one[0].nbma)}, \n\n"
    )
    printed = LEGEND + heads + TABLE + "".join(_rows(group) for group in shown) + "\n"
    return Hub(
        dmvpn=printed,
        nhrp="".join(map(_entry, cached)),
        shown=tuple(row for group in shown for row in group),
        cached=tuple(cached),
    )


def spoke() -> Hub:
    """A spoke's small answer: its two hubs."""
    return hub(2, seed=3)


def _peer(rng: random.Random, number: int) -> tuple[list[Shown], list[Cached]]:
    tunnel, nbma = IPv4Address(_TUNNELS + number), IPv4Address(_NBMA + number)
    dice = rng.random()
    age, lifetime = rng.randrange(1_000_000), rng.randrange(1, 600)
    if dice < 0.01:
        row = Shown(nbma=None, tunnel=tunnel, state="NHRP", updown=None, attributes="IX", entries=0)
        return [row], [
            Cached(
                target=IPv4Network(tunnel),
                via=None,
                created=lifetime % 170,
                expires=180 - lifetime % 170,
                type="incomplete",
                flags="negative",
                nbma=None,
            )
        ]
    state = rng.choice(("IKE", "IPSEC", "NHRP")) if dice < 0.07 else "UP"
    nat = 0.07 <= dice < 0.12
    main = Shown(nbma=nbma, tunnel=tunnel, state=state, updown=age, attributes="DN" if nat else "D", entries=1)
    entry = Cached(
        target=IPv4Network(tunnel),
        via=tunnel,
        created=age,
        expires=lifetime,
        type="dynamic",
        flags=rng.choice(("registered nhop", "unique registered nhop", "registered used nhop")),
        nbma=nbma,
        claimed=IPv4Address(_INSIDE + number) if nat else None,
        no_socket=dice > 0.95,
    )
    shown, cached = [main], [entry]
    if 0.12 <= dice < 0.14:
        _second(rng, shown, cached, number)
    return shown, cached


def _second(rng: random.Random, shown: list[Shown], cached: list[Cached], number: int) -> None:
    """The peer's LAN through the same NBMA address, by the same next hop or by one on another tunnel address."""
    main, entry = shown[0], cached[0]
    other = main.tunnel if rng.random() < 0.3 else IPv4Address(int(main.tunnel) + 0x80000)
    age = rng.randrange(600)
    shown.append(Shown(nbma=main.nbma, tunnel=other, state=main.state, updown=age, attributes="DT1", entries=1))
    lan = IPv4Network((_LANS + 256 * (number % 4000), 24))
    cached.append(
        Cached(target=lan, via=other, created=age, expires=600, type="dynamic", flags="router rib nho", nbma=entry.nbma)
    )


def _counted(groups: list[list[Shown]]) -> list[list[Shown]]:
    """The count of a group on each of its rows; an UNKNOWN row prints 0 and counts for the group above (C-44)."""
    counts = [len(group) for group in groups]
    above = 0
    for index, group in enumerate(groups):
        if group[0].nbma is not None:
            above = index
        elif index:
            counts[above] += 1
            counts[index] = 0
    return [
        [
            Shown(
                nbma=row.nbma,
                tunnel=row.tunnel,
                state=row.state,
                updown=row.updown,
                attributes=row.attributes,
                entries=count,
            )
            for row in group
        ]
        for group, count in zip(groups, counts, strict=True)
    ]


def _rows(group: list[Shown]) -> str:
    first, *others = group
    nbma = "UNKNOWN" if first.nbma is None else str(first.nbma)
    head = f" {first.entries:5} {nbma:<15} {_columns(first)}\n"
    return head + "".join(f"{'':23}{_columns(row)}\n" for row in others)


def _columns(row: Shown) -> str:
    time = "never" if row.updown is None else clock(row.updown)
    return f"{row.tunnel!s:>15} {row.state:>5} {time:>8} {row.attributes:>5}"


def _entry(one: Cached) -> str:
    lines = [f"{one.target}" if one.via is None else f"{one.target} via {one.via}"]
    lines.append(f"   Tunnel0 created {clock(one.created)}, expire {clock(one.expires)}")
    lines.append(f"   Type: {one.type}, Flags: {one.flags} ")
    if one.nbma is not None:
        lines.append(f"   NBMA address: {one.nbma} ")
    if one.claimed is not None:
        lines.append(f"    (Claimed NBMA address: {one.claimed}) ")
    if one.no_socket:
        lines.append("    (no-socket) ")
    return "".join(f"{line}\n" for line in lines)


def clock(seconds: int) -> str:
    """``hh:mm:ss`` below a day, ``1d05h`` below a week, ``3w5d`` above (C-23)."""
    if seconds < 86_400:
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    days, hours = seconds // 86_400, seconds % 86_400 // 3600
    return f"{days}d{hours:02}h" if days < 7 else f"{days // 7}w{days % 7}d"
