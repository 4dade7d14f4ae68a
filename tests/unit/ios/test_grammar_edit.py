"""Typing a line changes the running-config as it does on a router."""

import pytest

from nornir_dmvpn.ios.grammar.command import Resolved, resolve
from nornir_dmvpn.ios.grammar.edit import Edited, apply_line, mode_of
from nornir_dmvpn.ios.tree import tree_of, tree_text
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.line import ConfigTree

RUNNING = """hostname R1
!
vrf definition RED
!
crypto ipsec profile P
!
interface Tunnel0
 description cloud
 ip address 10.0.0.1 255.255.255.0
 ip address 10.0.1.1 255.255.255.0 secondary
 ip nhrp network-id 1
 ip ospf 1 area 0
 tunnel source Loopback0
 tunnel protection ipsec profile P
!
line con 0
!
end
"""


def typed(*lines: str, start: str = RUNNING, generation: Generation = Generation.C) -> Edited:
    edited = Edited(tree=tree_of(start), path=())
    for line in lines:
        resolved = resolve(mode_of(edited.path), line)
        assert isinstance(resolved, Resolved), (line, resolved)
        edited = apply_line(edited.tree, edited.path, resolved, generation=generation)
    return edited


def section(tree: ConfigTree, name: str) -> list[str]:
    return [one.text for line in tree.lines if line.text == name for one in line.children]


def tunnel(*lines: str, generation: Generation = Generation.C) -> list[str]:
    return section(typed("interface Tunnel0", *lines, generation=generation).tree, "interface Tunnel0")


def test_a_single_line_replaces_and_a_list_line_joins() -> None:
    lines = tunnel("ip nhrp network-id 2", "ip nhrp map 10.0.0.9 192.0.2.9", "ip nhrp map 10.0.0.8 192.0.2.8")
    assert lines.count("ip nhrp network-id 2") == 1
    assert "ip nhrp network-id 1" not in lines
    assert {"ip nhrp map 10.0.0.9 192.0.2.9", "ip nhrp map 10.0.0.8 192.0.2.8"} <= set(lines)


def test_typing_what_stands_there_changes_nothing() -> None:
    assert tree_text(typed("interface Tunnel0", "ip nhrp network-id 1").tree) == RUNNING


def test_another_vrf_takes_the_addresses_away() -> None:
    edited = typed("interface Tunnel0", "vrf forwarding RED")
    lines = section(edited.tree, "interface Tunnel0")
    assert [one for one in lines if "ip address" in one] == ["no ip address"]
    assert edited.output == ("% Interface Tunnel0 IPv4 disabled and address(es) removed due to enabling VRF RED",)


def test_no_ip_address_takes_all_of_them_and_dhcp_replaces_one() -> None:
    assert [one for one in tunnel("no ip address") if "ip address" in one] == ["no ip address"]
    assert "ip address dhcp" in tunnel("ip address dhcp")
    assert "ip address 10.0.0.1 255.255.255.0" not in tunnel("ip address dhcp")


@pytest.mark.parametrize(
    ("line", "generation", "shown"),
    [
        ("ip nhrp shortcut", Generation.C, ["ip nhrp shortcut"]),
        ("no ip nhrp shortcut", Generation.C, []),
        ("ip nhrp shortcut", Generation.D, []),
        ("no ip nhrp shortcut", Generation.E, ["no ip nhrp shortcut"]),
    ],
)
def test_what_is_taken_for_granted_is_accepted_and_not_shown(
    line: str, generation: Generation, shown: list[str]
) -> None:
    assert [one for one in tunnel(line, generation=generation) if "shortcut" in one] == shown


def test_new_lines_stand_where_ios_prints_them() -> None:
    lines = tunnel("ip nhrp nhs 10.0.0.9", "no ip redirects", "bandwidth 1000", "tunnel mode gre multipoint")
    order = ["bandwidth 1000", "no ip redirects", "ip nhrp nhs 10.0.0.9", "tunnel mode gre multipoint"]
    assert [one for one in lines if one in order] == order
    assert lines.index("tunnel source Loopback0") < lines.index("tunnel mode gre multipoint")


def test_new_sections_stand_where_ios_prints_them() -> None:
    edited = typed("router eigrp X", "crypto isakmp policy 1", "interface Tunnel1")
    tops = [one.text for one in edited.tree.lines if not one.is_comment]
    assert tops == [
        "hostname R1",
        "vrf definition RED",
        "crypto isakmp policy 1",
        "crypto ipsec profile P",
        "interface Tunnel0",
        "interface Tunnel1",
        "router eigrp X",
        "line con 0",
        "end",
    ]
    assert section(edited.tree, "interface Tunnel1") == ["no ip address"]
    assert edited.path == ("interface Tunnel1",)


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (("interface Tunnel0", "tunnel protection ipsec profile NONE"), "% IPsec profile NONE is not defined"),
        (("no crypto ipsec profile P",), "% Cannot remove P: in use by interface Tunnel0"),
        (("interface Gi0/0", "no interface Gi0/0"), "% Removal of physical interfaces is not permitted"),
        (("interface Tunnel0", "vrf forwarding BLUE"), "% VRF BLUE is not defined"),
    ],
)
def test_a_line_that_does_not_fit_the_configuration_is_refused(lines: tuple[str, ...], answer: str) -> None:
    before = typed(*lines[:-1])
    edited = typed(*lines)
    assert edited.refused
    assert edited.output == (answer,)
    assert edited.tree == before.tree


def test_a_pre_shared_key_is_not_replaced() -> None:
    edited = typed("crypto isakmp key one address 0.0.0.0", "crypto isakmp key two address 0.0.0.0")
    assert edited.refused
    assert "two" not in "".join(edited.output)


def test_a_tunnel_is_removed_with_everything_below_it() -> None:
    assert "Tunnel0" not in tree_text(typed("no interface Tunnel0").tree)


def test_a_deleted_vrf_leaves_its_interfaces_without_address() -> None:
    edited = typed(
        "interface Tunnel0", "vrf forwarding RED", "ip address 10.0.0.1 255.255.255.0", "no vrf definition RED"
    )
    assert "RED" not in tree_text(edited.tree)
    assert "no ip address" in section(edited.tree, "interface Tunnel0")


def test_exit_lines_lead_one_mode_up() -> None:
    lines = ("router eigrp X", "address-family ipv4 unicast autonomous-system 1", "af-interface Tunnel0")
    inner = typed(*lines)
    assert mode_of(inner.path) == "eigrp af-interface"
    assert mode_of(typed(*lines, "exit-af-interface").path) == "eigrp address-family"
    assert mode_of(typed(*lines, "exit-af-interface", "exit-address-family").path) == "router eigrp named"


def test_kept_lines_stand_as_typed_and_go_with_no() -> None:
    edited = typed("line vty 0 4", "exec-timeout 5 0", "interface Tunnel0", "duplex auto", "duplex full")
    assert section(edited.tree, "line vty 0 4") == ["exec-timeout 5 0"]
    assert [one for one in section(edited.tree, "interface Tunnel0") if "duplex" in one] == ["duplex full"]
    gone = typed("interface Tunnel0", "duplex auto", "no duplex")
    assert not [one for one in section(gone.tree, "interface Tunnel0") if "duplex" in one]
