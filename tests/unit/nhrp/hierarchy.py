"""Seven routers in three levels: a central hub, two regional hubs in each of two regions, a spoke in each (S-61)."""

from ipaddress import IPv4Address

from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.nhrp.settings import NhsSetting
from tests.unit.nhrp.network import TUNNEL, A, Net, settings

UPLINK = "Tunnel1"
CENTRAL, CENTRAL_NBMA = A("10.255.0.1"), A("203.0.113.1")
HOSTS = {1: A("192.168.101.10"), 2: A("192.168.102.10")}
"""Behind the spoke of region 1 and that of region 2."""


def region_hub(region: int, number: int) -> tuple[IPv4Address, IPv4Address]:
    """Tunnel and NBMA address, towards the spokes, of regional hub 1 or 2."""
    return A(f"10.{region}.0.{number}"), A(f"203.0.113.{10 * region + number}")


def uplink(region: int, number: int) -> tuple[IPv4Address, IPv4Address]:
    """Tunnel and NBMA address, towards the central hub, of regional hub 1 or 2."""
    return A(f"10.255.0.{10 * region + number}"), A(f"203.0.113.{100 + 10 * region + number}")


def spoke_of(region: int) -> tuple[IPv4Address, IPv4Address]:
    return A(f"10.{region}.0.101"), A(f"198.51.100.{region}")


def hierarchy(
    *, generation: Generation = Generation.E, seed: int = 1, regional_shortcut: bool = False, **changes: object
) -> Net:
    """All seven, not up yet; ``changes`` go to every interface."""
    net = Net(seed)
    central = net.add("c", settings(CENTRAL, CENTRAL_NBMA, redirect=True, **changes), generation)
    for region in (1, 2):
        for prefix in (f"192.168.{100 + region}.0/24", f"10.{region}.0.0/24"):
            central.routes.add(prefix, TUNNEL, str(uplink(region, 1)[0]))
        for number in (1, 2):
            _regional(net, region, number, generation, regional_shortcut, changes)
        _spoke(net, region, generation, changes)
    return net


def _regional(
    net: Net, region: int, number: int, generation: Generation, shortcut: bool, changes: dict[str, object]
) -> None:
    inside, outside = region_hub(region, number)
    down = settings(inside, outside, redirect=True, shortcut=shortcut, **changes)
    inside, outside = uplink(region, number)
    up = settings(
        inside,
        outside,
        name=UPLINK,
        nhs=(NhsSetting(address=CENTRAL, nbma=CENTRAL_NBMA),),
        redirect=True,
        shortcut=shortcut,
        **changes,
    )
    node = net.add(f"r{region}{'ab'[number - 1]}", down, generation, also=(up,))
    node.routes.add(f"192.168.{100 + region}.0/24", TUNNEL, str(spoke_of(region)[0]))
    for prefix in ("192.168.0.0/16", "10.0.0.0/8"):
        node.routes.add(prefix, UPLINK, str(CENTRAL))


def _spoke(net: Net, region: int, generation: Generation, changes: dict[str, object]) -> None:
    hubs = [region_hub(region, number) for number in (1, 2)]
    servers = tuple(NhsSetting(address=address, nbma=nbma) for address, nbma in hubs)
    inside, outside = spoke_of(region)
    node = net.add(f"s{region}", settings(inside, outside, nhs=servers, shortcut=True, **changes), generation)
    node.routes.add(f"192.168.{100 + region}.0/24", "Loopback0")
    use_hub(net, region, 1)


def use_hub(net: Net, region: int, number: int) -> None:
    """Routing of the spoke, and of the central hub towards it, goes over this regional hub."""
    spoke, central = net.nodes[f"s{region}"], net.nodes["c"]
    for prefix in ("192.168.0.0/16", "10.0.0.0/8"):
        spoke.routes.remove(prefix)
        spoke.routes.add(prefix, TUNNEL, str(region_hub(region, number)[0]))
    for prefix in (f"192.168.{100 + region}.0/24", f"10.{region}.0.0/24"):
        central.routes.remove(prefix)
        central.routes.add(prefix, TUNNEL, str(uplink(region, number)[0]))
    for node in (spoke, central):
        node.speaker.routes_changed(net.now)
        net.flush(node)


def talk(net: Net) -> list[str]:
    """One packet each way between the spokes; the path there."""
    path = net.packet("s1", HOSTS[1], HOSTS[2])
    if path[-1] == "s2":
        net.packet("s2", HOSTS[2], HOSTS[1])
    return path
