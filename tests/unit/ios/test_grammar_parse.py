"""What configuration lines mean."""

import sys
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from pathlib import Path

import pytest
import ttp

from nornir_dmvpn.ios.config import (
    ConfigParser,
    modelled,
    parse_config,
    parse_section,
    parse_tree,
    render_config,
)
from nornir_dmvpn.ios.tree import tree_of
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface import EigrpInterface, Interface, Nhrp, NhrpMap, NhrpNhs, TunnelMode
from nornir_dmvpn.model.secret import Secret

SPOKE = """hostname SPOKE1
interface Tunnel0
 ip address 10.0.0.2 255.255.255.0
 no ip redirects
 no ip split-horizon eigrp 100
 ip nhrp authentication SECRET
 ip nhrp map multicast dynamic
 ip nhrp map 10.0.0.1 192.0.2.1
 ip nhrp network-id 1
 ip nhrp nhs 10.0.0.1 nbma hub.example.net multicast priority 2
 ip nhrp nhs dynamic nbma 192.0.2.9
 ip nhrp registration no-unique
 ip flow ingress
 tunnel source Gi0/0
 tunnel mode gre multipoint
"""


@pytest.fixture(scope="module")
def parser() -> ConfigParser:
    return ConfigParser()


def test_the_lines_of_a_tunnel_become_its_values(parser: ConfigParser) -> None:
    tunnel = parse_config(SPOKE, "SPOKE1.cfg", parser=parser).interface("Tunnel0")
    assert tunnel is not None
    assert tunnel.address == IPv4Interface("10.0.0.2/24")
    assert tunnel.redirects is False
    assert tunnel.eigrp == (EigrpInterface(asn=100, split_horizon=False),)
    assert tunnel.nhrp == Nhrp(
        network_id=1,
        authentication=Secret("SECRET"),
        maps=(NhrpMap(tunnel=IPv4Address("10.0.0.1"), nbma=IPv4Address("192.0.2.1")),),
        multicast_dynamic=True,
        servers=(
            NhrpNhs(address=IPv4Address("10.0.0.1"), nbma="hub.example.net", multicast=True, priority=2),
            NhrpNhs(address=None, nbma="192.0.2.9"),
        ),
        registration_unique=False,
    )
    assert (tunnel.tunnel.source, tunnel.tunnel.mode) == ("GigabitEthernet0/0", TunnelMode.MGRE)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("ip nhrp network-id 1\n ip nhrp network-id 2", Interface(name="Tunnel0", nhrp=Nhrp(network_id=2))),
        ("ip mtu 1400\n no ip mtu", Interface(name="Tunnel0")),
        ("no shut", Interface(name="Tunnel0", shutdown=False)),
        ("ip mtu 1400   ! as on the hub", Interface(name="Tunnel0", mtu=1400)),
        ("no ip address", Interface(name="Tunnel0")),
        ("ip address 10.0.0.1 255.0.255.0", Interface(name="Tunnel0")),
    ],
    ids=["the later wins", "no takes away", "abbreviated", "comment behind", "unset", "no mask"],
)
def test_one_line_after_another(parser: ConfigParser, lines: str, expected: Interface) -> None:
    assert parse_config(f"interface Tunnel0\n {lines}\n", parser=parser).interfaces == (expected,)


@pytest.mark.parametrize(
    ("address", "peers"),
    [("0.0.0.0", "0.0.0.0/0"), ("0.0.0.0 0.0.0.0", "0.0.0.0/0"), ("192.0.2.1", "192.0.2.1/32")],
)
def test_a_key_without_mask_is_for_a_host_or_for_everyone(parser: ConfigParser, address: str, peers: str) -> None:
    (key,) = parse_config(f"crypto isakmp key 0 k address {address}", parser=parser).isakmp_keys
    assert (key.key, key.peers) == (Secret("k"), IPv4Network(peers))


def test_a_section_entered_again_goes_on(parser: ConfigParser) -> None:
    text = "interface Tunnel0\n ip mtu 1400\n!\ninterface Tunnel0\n tunnel key 5\n"
    (tunnel,) = parse_config(text, parser=parser).interfaces
    assert (tunnel.mtu, tunnel.tunnel.key) == (1400, 5)


def test_digits_of_a_keyword_are_meant(parser: ConfigParser) -> None:
    text = "router eigrp X\n address-family ipv6 unicast autonomous-system 1\n  eigrp router-id 1.1.1.1\n"
    assert parse_config(text, parser=parser).eigrp_named[0].families == ()


def test_lines_that_are_not_modelled_are_named(parser: ConfigParser) -> None:
    kept = [one.line.text for one in modelled(parse_config(SPOKE, parser=parser), parser=parser) if not one.modelled]
    assert kept == ["ip flow ingress"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("interface Tunnel0\n ip mtu 1300\n ip mtu 1400\n", [" ip mtu 1300"]),
        ("interface Tunnel0\n no ip address\n no ip mtu\n", []),
        ("interface Tunnel0\n no ip mtu\n ip mtu 1400\n", [" no ip mtu"]),
        ("int tu0\n ip add 10.0.0.1 255.255.255.0\n", []),
        ("router bgp 1\n address-family ipv4\n exit-address-family\n exit-af-topology\n", [" exit-af-topology"]),
    ],
    ids=["overridden", "not there", "there after all", "abbreviated", "closing"],
)
def test_a_line_is_modelled_when_rendering_reproduces_it(parser: ConfigParser, text: str, kept: list[str]) -> None:
    read = modelled(parse_config(text, parser=parser), parser=parser)
    assert [" " * one.line.indent + one.line.text for one in read if not one.modelled] == kept


def test_two_kinds_of_line_with_the_same_words_stand_beside_each_other(parser: ConfigParser) -> None:
    text = "router eigrp 1\n distribute-list prefix LAN in\n distribute-list LAN in\n"
    lists = parse_config(text, parser=parser).eigrp_classic[0].distribute_lists
    assert [(one.kind, one.name) for one in lists] == [("prefix", "LAN"), ("access-list", "LAN")]


def test_of_lines_that_take_one_place_the_last_one_stands(parser: ConfigParser) -> None:
    text = "interface Gi0/0\n ip address 10.0.0.1 255.0.0.0\n ip address dhcp\n ip nhrp redirect timeout 9\n"
    (read,) = parse_config(text + " ip nhrp redirect\n", parser=parser).interfaces
    assert (read.address, read.address_dhcp) == (None, True)
    assert (read.nhrp.redirect, read.nhrp.redirect_timeout) == (True, None)


def test_a_vrf_is_written_back_in_its_own_syntax(parser: ConfigParser) -> None:
    for words in ("ip vrf forwarding", "vrf forwarding"):
        config = parse_config(f"interface Tunnel0\n {words} RED\n", parser=parser)
        assert config.interfaces == (Interface(name="Tunnel0", vrf="RED"),)
        assert render_config(config) == f"interface Tunnel0\n {words} RED\n"


def test_a_certificate_in_flash_has_nothing_below_it(parser: ConfigParser) -> None:
    text = "crypto pki certificate chain X\n certificate 01 nvram:CA#1.cer\n!\nhostname R1\n"
    assert parse_config(text, parser=parser).hostname == "R1"


def test_one_section_is_read_alone(parser: ConfigParser) -> None:
    tree = tree_of(SPOKE)
    assert parse_section(tree.lines[1], parser=parser) == parse_config(SPOKE, parser=parser).interfaces[0]
    assert parse_section(tree_of("line vty 0 4").lines[0], parser=parser) is None


def test_what_a_generation_takes_for_granted_is_not_printed(parser: ConfigParser) -> None:
    config = parse_config(SPOKE, parser=parser)
    assert " ip nhrp map multicast dynamic\n" in render_config(config)
    assert " ip nhrp map multicast dynamic\n" not in render_config(config, generation=Generation.D)
    off = parse_config("interface Tunnel0\n no ip nhrp shortcut\n", parser=parser)
    assert " no ip nhrp shortcut\n" in render_config(off, generation=Generation.E)


def test_crypto_stands_before_the_tunnel_and_the_vrf_before_the_address(parser: ConfigParser) -> None:
    text = (
        "interface Tunnel0\n ip address 10.0.0.1 255.255.255.0\n vrf forwarding A\n"
        " tunnel protection ipsec profile P\n!\ncrypto ipsec profile P\n!\nvrf definition A\n"
    )
    lines = render_config(parse_config(text, parser=parser)).splitlines()
    places = [lines.index(one) for one in ("vrf definition A", "crypto ipsec profile P", "interface Tunnel0")]
    assert places == sorted(places)
    assert lines.index(" vrf forwarding A") < lines.index(" ip address 10.0.0.1 255.255.255.0")


def test_a_parser_for_each_thread_reads_as_one_alone_does() -> None:
    texts = [SPOKE.replace("10.0.0.2", f"10.0.0.{number}") for number in range(2, 10)]
    alone = [parse_config(text) for text in texts]

    def read(text: str) -> list[RouterConfig]:
        own = ConfigParser()
        return [parse_tree(tree_of(text + f"! {turn}\n"), parser=own) for turn in range(10)]

    with ThreadPoolExecutor(8) as pool:
        for expected, found in zip(alone, pool.map(read, texts), strict=True):
            assert found == [expected] * 10


def test_a_parser_leaves_nothing_in_the_ttp_package() -> None:
    folder = Path(sys.modules[ttp.__name__].__file__ or "").parent
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.pickle")}
    ConfigParser()
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.pickle")} == before
