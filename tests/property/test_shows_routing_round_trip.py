"""What a router prints of its interfaces and its routing, read again, is what it had, as far as IOS prints it."""

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import (
    RenderOptions,
    ShowCommand,
    bgp_summary,
    eigrp_neighbors,
    interface_brief,
    interface_tunnel,
    ip_protocols,
    ip_route,
    ip_route_prefix,
    ospf_neighbor,
)
from nornir_dmvpn.model.address import NEVER
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_state import InterfaceBrief, InterfaceCounters, TunnelInterface
from nornir_dmvpn.model.routing_state import (
    BgpNeighbour,
    BgpSummary,
    EigrpNeighbour,
    EigrpProcess,
    OspfNeighbour,
    Route,
    RouteDescriptor,
    RouteDetail,
    RoutePath,
    RoutingProtocol,
    RoutingSource,
    RoutingTable,
)

GENERATIONS = pytest.mark.parametrize("generation", Generation, ids=lambda one: one.name)
EXAMPLES = settings(max_examples=20, deadline=None)

ipv4 = st.integers(0x01000000, 0xDFFFFFFF).map(IPv4Address)
ipv6 = st.integers(1, 2**64).map(lambda host: IPv6Address("2001:db8::") + host)
addresses = st.one_of(ipv4, ipv6)
ages = st.one_of(st.integers(0, 200_000), st.integers(0, 200_000_000))
times = st.one_of(st.just(NEVER), ages)
counts = st.integers(0, 2**31)
interfaces = st.builds(
    "{}{}".format, st.sampled_from(["Tunnel", "GigabitEthernet0/", "Loopback", "Vlan"]), st.integers(0, 99)
)
tunnels = st.integers(0, 99).map(lambda number: f"Tunnel{number}")
vrfs = st.one_of(st.none(), st.sampled_from(["RED", "INTERNET-1", "vpn_2"]))


@st.composite
def prefixes(draw: st.DrawFn) -> IPv4Network:
    return IPv4Network((draw(ipv4), draw(st.integers(0, 32))), strict=False)


@st.composite
def paths(draw: st.DrawFn) -> RoutePath:
    age, interface = draw(st.one_of(st.none(), ages)), draw(interfaces)
    match draw(st.sampled_from(["connected", "summary", "null", "via", "override"])):
        case "connected":
            return RoutePath(interface=interface, age=age)
        case "summary":
            return RoutePath(interface=interface, age=draw(ages), summary=True)
        case "null":
            return RoutePath(distance=200, metric=0, age=age, interface="Null0")
        case kind:
            return RoutePath(
                next_hop=draw(ipv4),
                next_hop_vrf=draw(vrfs),
                interface=draw(st.one_of(st.none(), st.just(interface))),
                distance=draw(st.integers(0, 255)),
                metric=draw(st.one_of(st.none(), counts)),
                age=age,
                override="NHO" if kind == "override" else None,
            )


@st.composite
def routes(draw: st.DrawFn) -> Route:
    word = draw(st.sampled_from([*"LCSRBDOHiao", "OIA", "OE1", "OE2", "ON2", "DEX", "iL1", "iL2", "iia", "isu"]))
    code, kind = word[0], word[1:]
    first = draw(paths())
    # A summary, and a path of an interface alone, is never a further path of a route.
    more = draw(st.lists(paths().filter(lambda path: not path.summary), max_size=3))
    return Route(
        prefix=draw(prefixes()),
        code=code,
        kind=kind,
        default=draw(st.booleans()),
        marks=draw(st.sampled_from(["", "", "%", "+", "p", "&"])),
        paths=(first, *more),
    )


@st.composite
def tables(draw: st.DrawFn, vrf: str | None = None) -> RoutingTable:
    found = draw(st.lists(routes(), max_size=8, unique_by=lambda route: route.prefix))
    found.sort(key=lambda route: (int(route.prefix.network_address), route.prefix.prefixlen))
    gateway = draw(st.one_of(st.none(), ipv4))
    return RoutingTable(
        vrf=vrf,
        gateway=gateway,
        gateway_network=None if gateway is None else draw(st.one_of(st.none(), ipv4)),
        majors=ip_route.major_networks(route.prefix for route in found),
        routes=tuple(found),
    )


@st.composite
def several_tables(draw: st.DrawFn) -> tuple[RoutingTable, ...]:
    others = draw(st.lists(st.sampled_from(["RED", "BLUE"]), unique=True))
    first = draw(st.booleans()) or not others
    return (*([draw(tables())] if first else []), *(draw(tables(vrf)) for vrf in others))


descriptors = st.builds(
    RouteDescriptor,
    best=st.booleans(),
    next_hop=ipv4,
    interface=st.one_of(st.none(), interfaces),
    source=st.one_of(st.none(), ipv4),
    age=st.one_of(st.none(), ages),
    metric=counts,
    traffic_share=st.one_of(st.none(), st.integers(0, 240)),
    override=st.booleans(),
)
connected = st.builds(RouteDescriptor, best=st.booleans(), interface=interfaces, metric=counts)
details = st.builds(
    RouteDetail,
    prefix=prefixes(),
    vrf=vrfs,
    supernet=st.booleans(),
    known_via=st.sampled_from(["eigrp 1", "ospf 10", "connected", "static", "nhrp", "bgp 65001"]),
    distance=st.integers(0, 255),
    metric=counts,
    type=st.sampled_from([None, "internal", "intra area", "connected, via interface"]),
    default=st.booleans(),
    redistributing=st.sampled_from([None, "eigrp 1", "eigrp 1, bgp 65001"]),
    last_update=st.one_of(st.none(), ipv4),
    last_update_interface=st.one_of(st.none(), interfaces),
    last_update_age=st.one_of(st.none(), ages),
    descriptors=st.lists(st.one_of(descriptors, connected), min_size=1, max_size=4).map(tuple),
)
eigrp_rows = st.builds(
    EigrpNeighbour,
    handle=st.integers(0, 9999),
    address=ipv4,
    interface=tunnels,
    hold=st.integers(0, 999),
    uptime=ages,
    srtt=st.integers(0, 9999),
    rto=st.integers(0, 5000),
    queue=st.integers(0, 99),
    sequence=counts,
    version=st.sampled_from([None, "25.0/2.0", "12.4/1.2"]),
    retransmissions=st.integers(0, 999),
    retries=st.integers(0, 16),
    prefixes=st.one_of(st.none(), st.integers(0, 9999)),
    topology_ids=st.sampled_from([None, "0", "0 1"]),
    advertised=st.sampled_from([None, "base"]),
    stub=st.sampled_from([None, ("CONNECTED",), ("CONNECTED", "SUMMARY"), ("RECEIVE-ONLY",)]),
    suppressing=st.booleans(),
)
eigrp = st.lists(
    st.builds(
        EigrpProcess,
        asn=st.integers(1, 65535),
        name=st.sampled_from([None, "DMVPN", "ENARSI"]),
        vrf=vrfs,
        neighbours=st.lists(eigrp_rows, max_size=4).map(tuple),
    ),
    max_size=3,
).map(tuple)
ospf = st.lists(
    st.builds(
        OspfNeighbour,
        neighbour_id=ipv4,
        priority=st.integers(0, 255),
        state=st.sampled_from(ospf_neighbor.STATES),
        role=st.sampled_from([None, "DR", "BDR", "DROTHER"]),
        dead_time=st.one_of(st.none(), st.integers(0, 3600)),
        address=ipv4,
        interface=interfaces,
    ),
    max_size=5,
).map(tuple)


@st.composite
def bgp_rows(draw: st.DrawFn) -> BgpNeighbour:
    up = draw(st.booleans())
    return BgpNeighbour(
        address=draw(addresses),
        asn=draw(st.sampled_from(["65001", "4200000001", "65000.1001"])),
        received=draw(counts),
        sent=draw(counts),
        table_version=draw(counts),
        in_queue=draw(st.integers(0, 9999)),
        out_queue=draw(st.integers(0, 9999)),
        updown=draw(times),
        state=None if up else draw(st.sampled_from(["Idle", "Active", "OpenSent", "Idle (Admin)", "Idle (PfxCt)"])),
        prefixes=draw(counts) if up else None,
        dynamic=draw(st.booleans()),
    )


@st.composite
def bgp(draw: st.DrawFn) -> tuple[BgpSummary, ...]:
    families = draw(st.sampled_from([(None,), ("IPv4 Unicast",), ("IPv4 Unicast", "VPNv4 Unicast"), ()]))
    return tuple(
        BgpSummary(
            router_id=draw(ipv4),
            asn=draw(st.sampled_from(["65001", "64000.2017"])),
            table_version=draw(counts),
            main_version=draw(counts),
            family=family,
            neighbours=tuple(draw(st.lists(bgp_rows(), max_size=5))),
        )
        for family in families
    )


networks = st.sampled_from(["10.0.0.0/24", "192.168.1.0", "10.10.10.0 0.0.0.255 area 0"])
protocols = st.lists(
    st.builds(
        RoutingProtocol,
        protocol=st.sampled_from(["eigrp 1", "ospf 10", "bgp 65001", "application"]),
        router_id=st.one_of(st.none(), ipv4),
        redistributing=st.sampled_from([None, "static", "connected, static"]),
        maximum_path=st.one_of(st.none(), st.integers(1, 32)),
        networks=st.lists(networks, max_size=3).map(tuple),
        interfaces=st.lists(interfaces, max_size=3).map(tuple),
        passive=st.lists(interfaces, max_size=3).map(tuple),
        neighbours=st.lists(addresses, max_size=3).map(tuple),
        sources=st.lists(
            st.builds(
                RoutingSource,
                gateway=st.one_of(ipv4.map(str), st.just("(this router)")),
                distance=st.integers(0, 255),
                last_update=times,
            ),
            max_size=3,
        ).map(tuple),
        distance=st.sampled_from([None, "internal 90 external 170", "(default is 110)"]),
    ),
    max_size=3,
).map(tuple)
briefs = st.lists(
    st.builds(
        InterfaceBrief,
        interface=interfaces,
        address=st.one_of(st.none(), ipv4),
        ok=st.booleans(),
        method=st.sampled_from(["NVRAM", "manual", "DHCP", "unset", "TFTP", "IPCP", "other"]),
        status=st.sampled_from(["up", "down", "administratively down", "reset", "deleted"]),
        protocol=st.sampled_from(["up", "down", "up (spoofing)"]),
    ),
    max_size=5,
).map(tuple)
counters = st.builds(
    InterfaceCounters,
    last_input=times,
    last_output=times,
    output_hang=times,
    cleared=times,
    strategy=st.sampled_from(["fifo", "Class-based queueing"]),
    **{name: counts for name in InterfaceCounters.__slots__ if name not in {"strategy", *interface_tunnel.TIMES}},
)


@st.composite
def tunnel_interfaces(draw: st.DrawFn) -> TunnelInterface:
    switches = {name: draw(st.booleans()) for name in ("sequencing", "checksums", "fast_tunneling")}
    protection = draw(st.sampled_from([None, "DMVPN-PROFILE"]))
    return TunnelInterface(
        interface=draw(tunnels),
        status=draw(st.sampled_from(["up", "administratively down", "reset"])),
        protocol=draw(st.sampled_from(["up", "down"])),
        reason=draw(st.sampled_from([None, "disabled", "looped"])),
        description=draw(st.sampled_from([None, "to the hub", "DMVPN-PH2-HUB"])),
        address=draw(st.one_of(st.none(), st.builds(IPv4Interface, st.tuples(ipv4, st.integers(8, 32))))),
        unnumbered=draw(st.sampled_from([None, "Loopback0"])),
        bandwidth=draw(counts),
        delay=draw(counts),
        txload=draw(st.integers(1, 255)),
        keepalive=draw(st.sampled_from([None, (10, 3)])),
        linestate=draw(st.sampled_from([None, "up", "down"])),
        source=draw(ipv4) if draw(st.booleans()) else None,
        source_interface=None,
        destination=draw(st.one_of(st.none(), ipv4)),
        transport=draw(st.sampled_from(["multi-GRE/IP", "GRE/IP", "multi-GRE/IPv6"])),
        key=draw(st.one_of(st.none(), st.integers(0, 2**32 - 1))),
        ttl=draw(st.one_of(st.none(), st.integers(1, 255))),
        transport_mtu=draw(st.sampled_from([None, 1472])),
        protection=protection,
        protection_shared=protection is not None and draw(st.booleans()),
        vrf=draw(vrfs),
        counters=draw(counters),
        **switches,
    )


@st.composite
def sourced_tunnels(draw: st.DrawFn) -> TunnelInterface:
    """With a source that is an interface, and the tunnels that share it."""
    return replace(
        draw(tunnel_interfaces()),
        source=draw(ipv4),
        source_interface=draw(interfaces),
        tracked=draw(st.one_of(st.none(), st.integers(1, 9))),
    )


STATES: tuple[tuple[ShowCommand[Any], st.SearchStrategy[Any]], ...] = (
    (interface_brief.SHOW, briefs),
    (interface_tunnel.SHOW, st.lists(st.one_of(tunnel_interfaces(), sourced_tunnels()), max_size=2).map(tuple)),
    (ip_route.SHOW, several_tables()),
    (ip_route_prefix.SHOW, st.lists(details, max_size=1).map(tuple)),
    (eigrp_neighbors.SHOW, eigrp),
    (ospf_neighbor.SHOW, ospf),
    (bgp_summary.SHOW, bgp()),
    (ip_protocols.SHOW, protocols),
)
COMMANDS = pytest.mark.parametrize(("show", "states"), STATES, ids=[show.name for show, _ in STATES])


@COMMANDS
@GENERATIONS
@EXAMPLES
@given(data=st.data(), how=st.builds(RenderOptions, detail=st.booleans()))
def test_what_is_printed_reads_as_what_it_was(
    show: ShowCommand[Any],
    states: st.SearchStrategy[Any],
    generation: Generation,
    data: st.DataObject,
    how: RenderOptions,
) -> None:
    state = data.draw(states)
    parsed = show.parse(show.render(state, generation, how))
    assert parsed.values == show.quantise(state, generation, how)
    assert len(parsed.places) == len(show.rows(parsed.values))


@GENERATIONS
@EXAMPLES
@given(state=tables())
def test_a_routing_table_says_whose_text_it_is_and_counts_its_subnets(
    generation: Generation, state: RoutingTable
) -> None:
    parsed = ip_route.parse(ip_route.render((state,), generation))
    assert parsed.layout is generation
    assert ip_route.subnet_mismatches(parsed.values[0]) == ()


@COMMANDS
@EXAMPLES
@given(data=st.data(), where=st.integers(0, 200))
def test_a_line_nobody_knows_is_never_lost(
    show: ShowCommand[Any], states: st.SearchStrategy[Any], data: st.DataObject, where: int
) -> None:
    generation = data.draw(st.sampled_from(Generation))
    state = data.draw(states.filter(lambda state: bool(show.rows(state))))
    lines = show.render(state, generation).splitlines()
    number = where % (len(lines) + 1)
    lines.insert(number, "   @@ Smart path 17 of 42 @@")
    text = "\n".join(lines)
    with pytest.raises(ParseError) as caught:
        show.parse(text)
    assert caught.value.line_number == number + 1
    lenient = show.parse(text, strict=False)
    assert lenient.unread == ((number + 1, "   @@ Smart path 17 of 42 @@"),)
    assert show.rows(lenient.values) == show.rows(show.quantise(state, generation))


@COMMANDS
@EXAMPLES
@given(data=st.data())
def test_a_terminal_adds_its_prompts_and_line_ends_and_changes_nothing(
    show: ShowCommand[Any], states: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    state = data.draw(states)
    text = show.render(state, Generation.D)
    typed = show.commands[0].replace("{tunnel_interface}", "Tunnel0").replace("{target}", "10.0.0.1")
    session = f"R1#{typed}\n{text}R1#"
    assert show.parse(session.replace("\n", "\r\n")).values == show.parse(text).values
