"""Layouts of routing commands that no capture has: overrides, listen ranges, broken lines, empty and cut answers."""

from typing import Any

import pytest

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows import (
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
from nornir_dmvpn.model.generation import Generation

OVERRIDES = """\
      10.0.0.0/8 is variably subnetted, 3 subnets, 2 masks
C        10.0.0.0/24 is directly connected, Tunnel0
L        10.0.0.2/32 is directly connected, Tunnel0
H        10.0.0.3/32 is directly connected, 00:00:06, Tunnel0
O   % 192.168.3.0/24 [110/1001] via 10.0.0.9, 00:05:25, Tunnel0
                     [110/1001] via 10.0.0.1, 00:05:25, Tunnel0
                     [NHO][110/1] via 10.0.0.3, 00:00:06, Tunnel0
H     192.168.4.0/24 [250/255] via 10.0.0.3, 00:00:06, Tunnel0
"""
BROKEN = """\
O E2     192.168.10.168/29 
           [110/20] via 7.7.7.170, 12:54:35, TenGigabitEthernet7/4
           [110/20] via 7.7.7.174, 12:54:35, TenGigabitEthernet7/5
"""  # noqa: W291 # IOS prints this blank
LISTEN = """\
BGP router identifier 10.0.0.1, local AS number 65001
BGP table version is 1, main routing table version 1

Neighbor        V           AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd
*172.16.0.4     4        65001      12      11        1    0    0 00:07:31        3
2001:DB8:FFFF:FFFF::1
                4        65002       0       0        1    0    0 never    Active
* Dynamically created based on a listen range command
Dynamically created neighbors: 1, Subnet ranges: 1

BGP peergroup SPOKES listen range group members:
  172.16.0.0/24

Total dynamically created neighbors: 1/(100 max), Subnet ranges: 1
"""
STUB = """\
EIGRP-IPv4 Neighbors for AS(1) VRF(RED)
H   Address                 Interface              Hold Uptime   SRTT   RTO  Q  Seq
                                                   (sec)         (ms)       Cnt Num
0   10.0.0.3                Tu0                      12 1d02h      14  1398  0  17
   Version 25.0/2.0, Retrans: 0, Retries: 0, Prefixes: 2
   Topology-ids from peer - 0
   Topologies advertised to peer:   base

   Stub Peer Advertising (CONNECTED SUMMARY ) Routes
   Suppressing queries
Max Nbrs: 0, Current Nbrs: 0
"""
PROTOCOLS = """\
*** IP Routing is NSF aware ***

Routing Protocol is "eigrp 1"
  Outgoing update filter list for all interfaces is not set
  Incoming update filter list for all interfaces is not set
  Default networks flagged in outgoing updates
  Default networks accepted from incoming updates
  EIGRP-IPv4 Protocol for AS(1)
    Metric weight K1=1, K2=0, K3=1, K4=0, K5=0
    Soft SIA disabled
    NSF-aware route hold timer is 240
    Router-ID: 10.255.1.1
    Topology : 0 (base)
      Active Timer: 3 min
      Distance: internal 90 external 170
      Maximum path: 4
      Maximum hopcount 100
      Maximum metric variance 1

  Automatic Summarization: disabled
  Maximum path: 4
  Routing for Networks:
    10.0.0.0/24
    192.168.1.0
  Passive Interface(s):
    Loopback0
  Routing Information Sources:
    Gateway         Distance      Last Update
    (this router)         90      00:10:20
    10.0.0.3              90      1d02h
  Distance: internal 90 external 170

Routing Protocol is "bgp 65001"
  IGP synchronization is disabled
  Automatic route summarization is disabled
  Neighbor(s):
    Address          FiltIn FiltOut DistIn DistOut Weight RouteMap
    10.0.0.2
  Maximum path: 1
  Routing Information Sources:
    Gateway         Distance      Last Update
  Distance: external 20 internal 200 local 200
"""
PREFIX = """\
Routing entry for 192.168.3.0/24
  Known via "eigrp 1", distance 90, metric 28288000, type internal
  Redistributing via eigrp 1
  Last update from 10.0.0.1 on Tunnel0, 00:12:34 ago
  Routing Descriptor Blocks:
  * 10.0.0.1, from 10.0.0.1, 00:12:34 ago, via Tunnel0
      Route metric is 28288000, traffic share count is 1
      Total delay is 105000 microseconds, minimum bandwidth is 100 Kbit
      Reliability 255/255, minimum MTU 1400 bytes
      Loading 1/255, Hops 2
"""
CONNECTED = """\
Routing entry for 10.0.0.0/24
  Known via "connected", distance 0, metric 0 (connected, via interface)
  Routing Descriptor Blocks:
  * directly connected, via Tunnel0
      Route metric is 0, traffic share count is 1
"""


def test_overrides_are_paths_of_their_route_and_nhrp_routes_have_their_letter() -> None:
    """C-70, S-40."""
    (table,) = ip_route.parse(OVERRIDES).values
    by_prefix = {str(route.prefix): route for route in table.routes}
    override = by_prefix["192.168.3.0/24"]
    assert (override.marks, [path.override for path in override.paths]) == ("%", [None, None, "NHO"])
    assert (by_prefix["10.0.0.3/32"].code, by_prefix["10.0.0.3/32"].paths[0].distance) == ("H", None)
    assert (by_prefix["192.168.4.0/24"].code, by_prefix["192.168.4.0/24"].paths[0].metric) == ("H", 255)
    assert ip_route.render((table,), Generation.D).endswith(f"\n\n{OVERRIDES}")
    assert ip_route.subnet_mismatches(table) == ()


def test_a_route_that_is_missing_below_its_major_network_is_noticed() -> None:
    (table,) = ip_route.parse(OVERRIDES.replace("L        10.0.0.2/32 is directly connected, Tunnel0\n", "")).values
    [(major, count)] = ip_route.subnet_mismatches(table)
    assert (str(major.network), major.subnets, count) == ("10.0.0.0/8", 3, 2)


def test_a_broken_line_is_one_route_and_half_of_it_is_refused() -> None:
    (table,) = ip_route.parse(BROKEN).values
    (route,) = table.routes
    assert (route.code, route.kind, [path.interface for path in route.paths]) == (
        "O",
        "E2",
        ["TenGigabitEthernet7/4", "TenGigabitEthernet7/5"],
    )
    with pytest.raises(ParseError, match="where this route leads is missing"):
        ip_route.parse(BROKEN.split("\n", maxsplit=1)[0])


def test_neighbours_of_a_listen_range_and_long_addresses_read() -> None:
    (summary,) = bgp_summary.parse(LISTEN).values
    assert [(str(one.address), one.dynamic, one.state, one.prefixes) for one in summary.neighbours] == [
        ("172.16.0.4", True, None, 3),
        ("2001:db8:ffff:ffff::1", False, "Active", None),
    ]


def test_details_of_a_stub_belong_to_its_row() -> None:
    (process,) = eigrp_neighbors.parse(STUB).values
    (one,) = process.neighbours
    assert (process.asn, process.vrf, one.stub, one.suppressing) == (1, "RED", ("CONNECTED", "SUMMARY"), True)
    assert (one.version, one.prefixes, one.uptime) == ("25.0/2.0", 2, 93_600)


def test_protocols_keep_their_lists_apart() -> None:
    eigrp, bgp = ip_protocols.parse(PROTOCOLS).values
    assert (str(eigrp.router_id), eigrp.networks, eigrp.passive) == (
        "10.255.1.1",
        ("10.0.0.0/24", "192.168.1.0"),
        ("Loopback0",),
    )
    assert [(one.gateway, one.distance, one.last_update) for one in eigrp.sources] == [
        ("(this router)", 90, 620),
        ("10.0.0.3", 90, 93_600),
    ]
    assert (bgp.protocol, [str(one) for one in bgp.neighbours], bgp.networks) == ("bgp 65001", ["10.0.0.2"], ())
    with pytest.raises(ParseError, match="is not a source"):
        ip_protocols.parse(PROTOCOLS.replace("    10.0.0.3              90      1d02h", "    Loopback0"))


def test_a_single_route_reads_and_prints() -> None:
    (route,) = ip_route_prefix.parse(PREFIX).values
    assert (route.known_via, route.metric, str(route.descriptors[0].next_hop)) == ("eigrp 1", 28_288_000, "10.0.0.1")
    assert ip_route_prefix.render((route,), Generation.D) == "\n".join(PREFIX.split("\n")[:7]) + "\n"
    (connected,) = ip_route_prefix.parse(CONNECTED).values
    assert ip_route_prefix.render((connected,), Generation.D) == CONNECTED


@pytest.mark.parametrize(
    ("show", "text"),
    [
        (ip_route_prefix.SHOW, "R1#show ip route 10.9.9.9\n% Network not in table\nR1#"),
        (ip_route_prefix.SHOW, "% Subnet not in table\n"),
        (bgp_summary.SHOW, "R1#show ip bgp summary\n% BGP not active\n\nR1#"),
        (eigrp_neighbors.SHOW, "R1#show ip eigrp neighbors\nR1#"),
        (ospf_neighbor.SHOW, "R1#show ip ospf neighbor\r\nR1#"),
        (
            interface_brief.SHOW,
            "Interface                  IP-Address      OK? Method Status                Protocol\n",
        ),
    ],
    ids=lambda value: value.name if isinstance(value, ShowCommand) else "",
)
def test_an_answer_that_says_nothing_is_there_is_empty(show: ShowCommand[Any], text: str) -> None:
    assert show.rows(show.parse(text).values) == []


@pytest.mark.parametrize(
    ("show", "text", "problem"),
    [
        (eigrp_neighbors.SHOW, STUB.split("\n", 1)[1], "a row without its process"),
        (bgp_summary.SHOW, LISTEN.split("\n", 2)[2], "a neighbour without its router"),
        (bgp_summary.SHOW, LISTEN.split("\n", 1)[0], "no table version"),
        (ip_route_prefix.SHOW, "\n".join(PREFIX.split("\n")[:5]), "no descriptor block"),
        (ip_protocols.SHOW, PROTOCOLS.split('"eigrp 1"\n')[1], "a line without its protocol"),
        (interface_tunnel.SHOW, "Tunnel0 is up, line protocol is up\n  Hardware is Tunnel\n", "no mtu"),
        (ospf_neighbor.SHOW, "2.2.2.2  0  HALF/DR  00:00:38  10.0.123.2  Tunnel123\n", "is not a state"),
    ],
    ids=lambda value: value.name if isinstance(value, ShowCommand) else "",
)
def test_what_is_cut_or_wrong_is_refused(show: ShowCommand[Any], text: str, problem: str) -> None:
    with pytest.raises(ParseError) as caught:
        show.parse(text)
    assert problem in caught.value.problem
