"""A cloud as a whole: phase, hubs among each other, addresses that must be unique (protocol.md 8.2)."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Cloud, Fleet, Node, TunnelEnd
from nornir_dmvpn.verify.lint.rule import FleetCheck, Hit, Rule, hit, rule


def _each_cloud(check: Callable[[Fleet, Cloud], Iterator[Hit]]) -> FleetCheck:
    def on_fleet(fleet: Fleet) -> Iterator[Hit]:
        for cloud in fleet.clouds:
            yield from check(fleet, cloud)

    return on_fleet


def grouped(ends: Iterable[TunnelEnd], value: Callable[[TunnelEnd], Hashable | None]) -> list[list[TunnelEnd]]:
    """Ends by a value, the largest group first; those without one are left out."""
    found: dict[Hashable, list[TunnelEnd]] = {}
    for end in ends:
        key = value(end)
        if key is not None:
            found.setdefault(key, []).append(end)
    return sorted(found.values(), key=len, reverse=True)


# --- addresses -------------------------------------------------------------------------------------------------------


def _ip(end: TunnelEnd) -> Hashable | None:
    return end.effective.address.ip if end.effective.address is not None else None


def _same_address(fleet: Fleet, cloud: Cloud) -> Iterator[Hit]:
    """Identical hubs behind a load balancer share their address on purpose (SC-1)."""
    for ends in grouped(cloud.ends, _ip):
        if len({one.router for one in ends}) > 1 and not all(fleet.has_clients(one) for one in ends):
            for one, other in zip(ends, (*ends[1:], ends[0]), strict=True):
                yield hit(one, f"{_ip(one)} is the tunnel address of {other.router} as well", "ip address")


def _same_address_unique(_: Fleet, cloud: Cloud) -> Iterator[Hit]:
    for ends in grouped((one for one in cloud.spokes if one.effective.servers), _ip):
        unique = [one for one in ends if one.effective.unique]
        if len({one.router for one in ends}) > 1 and unique:
            for one in ends:
                names = ", ".join(each.router for each in ends if each is not one)
                yield hit(one, f"unique registrations of {_ip(one)} by {names} too", "ip address")


def _link_local(end: TunnelEnd) -> Hashable | None:
    return end.written.ipv6.link_local


def _same_link_local(_: Fleet, cloud: Cloud) -> Iterator[Hit]:
    for ends in grouped(cloud.ends, _link_local):
        if len({one.router for one in ends}) > 1:
            for one, other in zip(ends, (*ends[1:], ends[0]), strict=True):
                text = f"{one.written.ipv6.link_local} is the link-local address of {other.router} as well"
                yield hit(one, text, "ipv6 address")


# --- phase -----------------------------------------------------------------------------------------------------------


def _redirect_in_phase_1(_: Fleet, cloud: Cloud) -> Iterator[Hit]:
    for hub in cloud.hubs if cloud.phase == 1 else ():
        if hub.effective.redirect:
            yield hit(hub, "'ip nhrp redirect', and every spoke is point-to-point GRE", "ip nhrp redirect")


def _mixed(_: Fleet, cloud: Cloud) -> Iterator[Hit]:
    kinds = grouped(cloud.spokes, lambda one: one.effective.multipoint)
    for ends in kinds[1:]:
        for one in ends:
            kind = "mGRE" if one.effective.multipoint else "point-to-point GRE"
            yield hit(one, f"{kind}, {len(kinds[0])} other spokes are not", "tunnel mode", peer=kinds[0][0].router)


def _redirect_missing(fleet: Fleet, cloud: Cloud) -> Iterator[Hit]:
    for hub in cloud.hubs if cloud.phase == 3 else ():
        if not hub.effective.redirect and fleet.has_clients(hub):
            yield hit(hub, "no 'ip nhrp redirect', another hub of the cloud has it", "ip nhrp redirect")


# --- hubs among each other -------------------------------------------------------------------------------------------


def _hubs_apart(fleet: Fleet, cloud: Cloud) -> Iterator[Hit]:
    """Phase 2: a hub that does not know all spokes must be able to ask the one that does."""
    if cloud.phase != 2 or len(cloud.hubs) < 2:
        return
    spokes = {(one.router, one.name) for one in cloud.spokes}
    clients = {
        (hub.router, hub.name): {
            (pair.client.name, pair.client_tunnel.name)
            for pair in fleet.pairs_by_server.get((hub.router, hub.name), ())
        }
        for hub in cloud.hubs
    }
    for hub in cloud.hubs:
        own = clients[hub.router, hub.name]
        for other in cloud.hubs:
            strangers = clients[other.router, other.name] & spokes - own
            registers = (hub.router, hub.name) in clients[other.router, other.name]
            if other is not hub and strangers and not registers and own & spokes:
                text = f"{len(strangers)} spokes register with {other.router} only, which is not its NHS"
                yield hit(hub, text, "ip nhrp nhs", peer=other.router)


def _levels(node: Node) -> Iterator[Hit]:
    """A hub that is a client on another tunnel: a hierarchy, if shortcuts are wanted there."""
    tunnels = [one for one in node.nhrp_tunnels if one.effective.multipoint and one.effective.network_id is not None]
    below = [one for one in tunnels if node.fleet.has_clients(one) and one.effective.redirect]
    above = [one for one in tunnels if one.effective.servers and not node.fleet.has_clients(one)]
    for upper in above:
        for lower in below:
            mine, theirs = upper.effective.network_id, lower.effective.network_id
            if mine != theirs:
                text = f"network-id {mine} to the hub above, {theirs} on {lower.name}"
                yield hit(upper, text, "ip nhrp network-id", peer=lower.name)


def _holdtimes(_: Fleet, cloud: Cloud) -> Iterator[Hit]:
    groups = grouped(cloud.ends, lambda one: one.effective.holdtime)
    for ends in groups[1:]:
        for one in ends:
            text = f"holding time {one.effective.holdtime} s, {len(groups[0])} others {groups[0][0].effective.holdtime}"
            yield hit(one, text, "ip nhrp holdtime")


# --- translation -----------------------------------------------------------------------------------------------------


def _same_translation(fleet: Fleet) -> Iterator[Hit]:
    """Spokes on the inside of one router that overloads: all of them have its address."""
    inside: dict[IPv4Network, str] = {}
    for node in fleet.nodes.values():
        if any(one.overload for one in node.config.nat_sources):
            networks = (one.address.network for one in node.config.interfaces if one.nat == "inside" and one.address)
            inside.update(dict.fromkeys(networks, node.name))
    if not inside:
        return
    lengths = sorted({one.prefixlen for one in inside})

    def translator(end: TunnelEnd) -> Hashable | None:
        if not isinstance(end.nbma, IPv4Address) or not end.effective.multipoint:
            return None
        prefixes = (IPv4Network((end.nbma, length), strict=False) for length in lengths)
        found = next((inside[one] for one in prefixes if one in inside), None)
        return found if found != end.router else None

    for cloud in fleet.clouds:
        for ends in grouped(cloud.spokes if cloud.phase > 1 else (), translator):
            for one in ends if len(ends) > 1 else ():
                text = f"{len(ends)} spokes of the cloud behind the address translation of {translator(one)}"
                yield hit(one, text, "tunnel source")


_E, _W, _I, _NHRP = Severity.ERROR, Severity.WARNING, Severity.INFO, Layer.NHRP

RULES: tuple[Rule, ...] = (
    rule(
        "L-043",
        _W,
        _NHRP,
        "R-32",
        "tunnel address used twice",
        "the hub's entry flaps between the two, or the second is refused",
        "give each router a tunnel address of its own",
        fleet=_each_cloud(_same_address),
    ),
    rule(
        "L-112",
        _W,
        _NHRP,
        "S-38",
        "redirect in a cloud of point-to-point spokes",
        "phase 1 behaviour: no shortcuts, whatever the hub says",
        "make the spokes mGRE, or remove 'ip nhrp redirect'",
        fleet=_each_cloud(_redirect_in_phase_1),
    ),
    rule(
        "L-113",
        _W,
        _NHRP,
        "S-11",
        "point-to-point and mGRE spokes in one cloud",
        "the point-to-point ones never talk directly, the others try to",
        "use one tunnel mode on all spokes, or finish the migration",
        fleet=_each_cloud(_mixed),
    ),
    rule(
        "L-115",
        _W,
        _NHRP,
        "R-30",
        "unique registrations of one tunnel address by two spokes",
        "the hub refuses the second until the first expires",
        "give each spoke a tunnel address of its own",
        fleet=_each_cloud(_same_address_unique),
    ),
    rule(
        "L-116",
        _W,
        _NHRP,
        "R-37",
        "spokes behind one translated address",
        "they cannot talk directly: traffic between them stays on the hub",
        "give each a public address, or accept the way through the hub",
        fleet=_same_translation,
    ),
    rule(
        "L-117",
        _W,
        _NHRP,
        "S-25",
        "phase 2 hubs that do not know each other's spokes",
        "a hub cannot answer for spokes that register elsewhere: those pairs stay on the hubs",
        "make the hubs each other's NHS, or let every spoke register with all hubs",
        fleet=_each_cloud(_hubs_apart),
    ),
    rule(
        "L-118",
        _W,
        _NHRP,
        "S-38",
        "redirect missing on one of the hubs",
        "pairs whose traffic passes that hub never get a shortcut",
        "set 'ip nhrp redirect' on every hub, regional and central",
        fleet=_each_cloud(_redirect_missing),
    ),
    rule(
        "L-119",
        _W,
        _NHRP,
        "S-61",
        "network-ids differ between the levels of a hierarchy",
        "no redirect from one tunnel to the other: shortcuts stop at the regional hub",
        "use the same network-id on all tunnels of the hub that belong together",
        router=_levels,
    ),
    rule(
        "L-122",
        _I,
        _NHRP,
        "R-10",
        "holding times differ in a cloud",
        "legal; entries expire at different times",
        "use one 'ip nhrp holdtime' in a cloud",
        fleet=_each_cloud(_holdtimes),
    ),
    rule(
        "L-124",
        _E,
        _NHRP,
        "I-01",
        "link-local address used twice in a cloud",
        "wrong or flapping entries at the hub",
        "set 'ipv6 address FE80::N link-local' with a number of its own on each router",
        fleet=_each_cloud(_same_link_local),
    ),
)
