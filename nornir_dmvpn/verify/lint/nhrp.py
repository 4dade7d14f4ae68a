"""NHRP on one router: network-id, servers and their NBMA addresses, timers, what a spoke asks for."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.intent import AUTHENTICATION_LENGTH
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.verify.lint.fleet import Node, TunnelEnd
from nornir_dmvpn.verify.lint.rule import ALL_GENERATIONS, Hit, Rule, each_tunnel, hit, rule

Lines = Iterator[tuple[str, str]]


def _no_network_id(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        if tunnel.effective.network_id is None and not _is_six_only(tunnel):
            yield hit(tunnel, "no 'ip nhrp network-id'", "ip nhrp")


def _is_six_only(tunnel: TunnelEnd) -> bool:
    """An overlay of IPv6 alone needs no IPv4 network-id."""
    return tunnel.effective.address is None and tunnel.written.nhrp6.network_id is not None


def _server_without_map(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        mapped = dict(tunnel.effective.maps)
        for server in tunnel.effective.servers:
            unmapped = server.address is not None and server.nbma is None and server.address not in mapped
            if tunnel.effective.multipoint and unmapped:
                line = f"ip nhrp nhs {server.address}"
                yield hit(tunnel, f"'{line}' and no NBMA address for it", line, peer=str(server.address))


def _map_without_server(node: Node, tunnel: TunnelEnd) -> Lines:
    """Two hubs that map each other are no spokes: nobody names a router as NHS for which the map stands alone."""
    end = tunnel.effective
    if end.multipoint and end.maps and not end.servers and not node.fleet.is_hub(tunnel):
        address, nbma = end.maps[0]
        yield f"{address} is mapped to {nbma}, and there is no 'ip nhrp nhs'", f"ip nhrp map {address}"


def _long_authentication(node: Node, tunnel: TunnelEnd) -> Lines:
    """Of text only: what is compiled from an intent may hold a reference in place of the secret."""
    secret = tunnel.effective.authentication
    if secret is not None and not secret.opaque and node.config.tree.lines and len(secret) > AUTHENTICATION_LENGTH:
        yield f"the authentication string has {len(secret)} characters", "ip nhrp authentication"


def _idle_redirect(_: Node, tunnel: TunnelEnd) -> Lines:
    end = tunnel.effective
    if end.redirect and not end.multipoint:
        yield "'ip nhrp redirect' on point-to-point GRE", "ip nhrp redirect"
    elif end.redirect and end.network_id is None:
        yield "'ip nhrp redirect' without 'ip nhrp network-id'", "ip nhrp redirect"


def _no_shortcut(node: Node, tunnel: TunnelEnd) -> Lines:
    cloud = node.fleet.cloud_of(tunnel)
    spoke = tunnel.effective.multipoint and not node.is_server(tunnel)
    if cloud is not None and cloud.phase == 3 and spoke and not tunnel.effective.shortcut:
        written = tunnel.written.nhrp.shortcut is False
        yield ("'no ip nhrp shortcut'" if written else "no 'ip nhrp shortcut'"), "no ip nhrp shortcut"


def _slow_registration(_: Node, tunnel: TunnelEnd) -> Lines:
    end = tunnel.effective
    if end.registration_interval > end.holdtime / 3:
        text = f"registration every {end.registration_interval:.0f} s with a holding time of {end.holdtime} s"
        yield text, "ip nhrp registration timeout"


def _is_dynamic(node: Node, tunnel: TunnelEnd) -> bool:
    """Whether the address of the tunnel source may change."""
    source = node.config.interface(full_name(tunnel.effective.source)) if tunnel.effective.source else None
    return source is not None and bool(source.address_dhcp or source.address_negotiated)


def _long_holdtime(node: Node, tunnel: TunnelEnd) -> Lines:
    if _is_dynamic(node, tunnel) and tunnel.effective.holdtime >= 7200:
        yield f"dynamic tunnel source, holding time {tunnel.effective.holdtime} s", "ip nhrp holdtime"


def _unique_but_dynamic(node: Node, tunnel: TunnelEnd) -> Lines:
    if tunnel.effective.servers and _is_dynamic(node, tunnel) and tunnel.effective.unique:
        yield f"{tunnel.effective.source} gets its address by DHCP or PPP, registrations are unique", "tunnel source"


def _if_state_on_hub(node: Node, tunnel: TunnelEnd) -> Lines:
    if tunnel.effective.if_state_nhrp and node.is_server(tunnel):
        yield "'if-state nhrp' on a tunnel with which others register", "if-state nhrp"


def _dynamic_multicast_on_spoke(node: Node, tunnel: TunnelEnd) -> Lines:
    written = tunnel.written.nhrp.multicast_dynamic is True
    if written and tunnel.effective.servers and not node.is_server(tunnel):
        yield "'ip nhrp map multicast dynamic' on a client with which nobody registers", "ip nhrp map multicast dynamic"


def _idle_priority(_: Node, tunnel: TunnelEnd) -> Lines:
    limited = {one.cluster for one in tunnel.written.nhrp.clusters}
    for server in tunnel.effective.servers:
        ranked = server.priority is not None or server.cluster is not None
        if ranked and (server.cluster or 0) not in limited:
            yield f"NHS {server.address} has a priority or cluster without max-connections", "ip nhrp nhs"
            return


def _too_few_connections(_: Node, tunnel: TunnelEnd) -> Lines:
    for one in tunnel.written.nhrp.clusters:
        ranks = [each.priority or 0 for each in tunnel.effective.servers if (each.cluster or 0) == one.cluster]
        if one.max_connections < len(ranks) and len(set(ranks)) == 1:
            text = f"cluster {one.cluster}: {len(ranks)} NHSs of one priority, max-connections {one.max_connections}"
            yield text, f"ip nhrp nhs cluster {one.cluster}"


def _unresolvable_name(node: Node, tunnel: TunnelEnd) -> Lines:
    mapped = dict(tunnel.effective.maps)
    for server in tunnel.effective.servers:
        named = server.nbma is not None and (server.address is None or server.address not in mapped)
        if not named or _is_address(server.nbma or ""):
            continue
        fvrf = tunnel.effective.fvrf
        served = any(one.vrf == fvrf for one in node.config.name_servers)
        if not served or node.config.system.domain_lookup is False:
            where = f"VRF {fvrf}" if fvrf else "the global table"
            yield f"NBMA name {server.nbma}, no name server in {where}", "ip nhrp nhs"


def _is_address(text: str) -> bool:
    return ":" in text or text.replace(".", "").isdigit()


def _interest(_: Node, tunnel: TunnelEnd) -> Lines:
    if tunnel.written.nhrp.interest is not None:
        yield f"'ip nhrp interest {tunnel.written.nhrp.interest}'", "ip nhrp interest"
    if tunnel.written.nhrp.use is not None:
        yield f"'ip nhrp use {tunnel.written.nhrp.use}'", "ip nhrp use"


def _no_record(_: Node, tunnel: TunnelEnd) -> Lines:
    if tunnel.written.nhrp.record is False:
        yield "'no ip nhrp record'", "no ip nhrp record"


def _no_network_id6(_: Node, tunnel: TunnelEnd) -> Lines:
    speaks = bool(tunnel.written.ipv6.addresses) or tunnel.written.nhrp6.servers or tunnel.written.nhrp6.maps
    if speaks and tunnel.written.nhrp6.network_id is None and tunnel.effective.network_id is not None:
        yield "IPv6 on the tunnel, 'ip nhrp network-id' and no 'ipv6 nhrp network-id'", "ipv6"


_E, _W, _I, _NHRP = Severity.ERROR, Severity.WARNING, Severity.INFO, Layer.NHRP


RULES: tuple[Rule, ...] = (
    rule(
        "L-001",
        _E,
        _NHRP,
        "F-22",
        "tunnel without NHRP network-id",
        "NHRP is off on the interface: a hub has no clients, a spoke does not register",
        "set 'ip nhrp network-id' on the tunnel",
        router=_no_network_id,
    ),
    rule(
        "L-006",
        _E,
        _NHRP,
        "F-25",
        "NHS without an NBMA address on an mGRE tunnel",
        "registrations cannot be encapsulated: the NHS stays E and has no row",
        "add 'ip nhrp map NHS NBMA', or 'nbma' to the NHS line",
        router=_server_without_map,
    ),
    rule(
        "L-007",
        _E,
        _NHRP,
        "F-24",
        "static mapping without an NHS",
        "the spoke never registers: its row stays in NHRP and the hub does not know it",
        "add 'ip nhrp nhs' for the hub",
        router=each_tunnel(_map_without_server),
    ),
    rule(
        "L-011",
        _E,
        _NHRP,
        "W-53",
        "NHRP authentication string longer than 8 characters",
        "IOS rejects or cuts it, and then it differs from that of the peers",
        "use at most 8 characters",
        router=each_tunnel(_long_authentication),
    ),
    rule(
        "L-029",
        _W,
        _NHRP,
        "S-38",
        "redirect where it has no effect",
        "no traffic indication is sent: no shortcuts come up",
        "put 'ip nhrp redirect' on the mGRE tunnel of the hub, beside a network-id",
        router=each_tunnel(_idle_redirect),
    ),
    rule(
        "L-030",
        _W,
        _NHRP,
        "S-37",
        "phase 3 spoke without shortcut",
        "traffic between spokes stays on the way through the hub",
        "set 'ip nhrp shortcut' on the tunnel of the spoke",
        router=each_tunnel(_no_shortcut),
    ),
    rule(
        "L-031",
        _W,
        _NHRP,
        "R-10",
        "registration interval above a third of the holding time",
        "entries expire between registrations when one is lost",
        "set the registration timeout to a third of the holding time or less, or leave it out",
        router=each_tunnel(_slow_registration),
    ),
    rule(
        "L-032",
        _I,
        _NHRP,
        "G-02",
        "holding time of two hours with a dynamic address",
        "stale entries stay up to two hours after the address changed",
        "set 'ip nhrp holdtime 600'",
        router=each_tunnel(_long_holdtime),
    ),
    rule(
        "L-033",
        _W,
        _NHRP,
        "F-36",
        "unique registrations from a dynamic address",
        "after a change of the address the hub refuses the registration until the old entry expires",
        "set 'ip nhrp registration no-unique' on the spoke",
        router=each_tunnel(_unique_but_dynamic),
    ),
    rule(
        "L-034",
        _W,
        _NHRP,
        "R-55",
        "if-state nhrp on a hub",
        "the hub's tunnel waits for an answer of its own NHS: deadlock or blackout",
        "remove 'if-state nhrp' from the hub",
        router=each_tunnel(_if_state_on_hub),
    ),
    rule(
        "L-036",
        _W,
        _NHRP,
        "N-02",
        "dynamic multicast map on a spoke",
        "harmless, but often a sign that hub and spoke were confused",
        "remove 'ip nhrp map multicast dynamic' from the spoke",
        router=each_tunnel(_dynamic_multicast_on_spoke),
    ),
    rule(
        "L-037",
        _W,
        _NHRP,
        "R-51",
        "NHS priority without max-connections",
        "all NHSs stay up: the priorities have no effect",
        "set 'ip nhrp nhs cluster N max-connections M'",
        router=each_tunnel(_idle_priority),
    ),
    rule(
        "L-038",
        _W,
        _NHRP,
        "R-51",
        "fewer NHS connections than equal NHSs",
        "the spoke registers with some of its hubs only",
        "raise max-connections, or give the NHSs different priorities",
        router=each_tunnel(_too_few_connections),
    ),
    rule(
        "L-046",
        _W,
        _NHRP,
        "R-46",
        "NHS by name without a name server",
        "the NBMA address cannot be looked up: the NHS is not reached",
        "set 'ip name-server' in the front-door VRF and leave 'ip domain lookup' on",
        router=each_tunnel(_unresolvable_name),
    ),
    rule(
        "L-047",
        _W,
        _NHRP,
        "S-37",
        "interest or use limits resolution",
        "shortcuts are silently not asked for",
        "remove 'ip nhrp interest' and 'ip nhrp use'",
        router=each_tunnel(_interest),
    ),
    rule(
        "L-048",
        _W,
        _NHRP,
        "S-60",
        "record extensions switched off",
        "loops of NHRP packets are not detected",
        "remove 'no ip nhrp record'",
        router=each_tunnel(_no_record),
    ),
    rule(
        "L-125",
        _E,
        _NHRP,
        "I-03",
        "IPv6 overlay without its own network-id",
        "NHRP is off for IPv6",
        "set 'ipv6 nhrp network-id' on the tunnel",
        router=each_tunnel(_no_network_id6),
        generations=ALL_GENERATIONS - {Generation.E},
    ),
)
