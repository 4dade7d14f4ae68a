"""A change is planned in an order IOS accepts, touches only what is meant, and shows no secret."""

from nornir_dmvpn.design.plan import Plan, overlay, plan
from nornir_dmvpn.ios.config import parse_config
from nornir_dmvpn.model.generation import Generation

RUNNING = """version 15.4
hostname R1
username admin password 0 hunter2
crypto isakmp key oldkey address 0.0.0.0
crypto ipsec transform-set TS esp-aes esp-sha-hmac
 mode transport
interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 ip mtu 1400
 ip nhrp authentication old
 ip nhrp network-id 1
 ip flow ingress
 shutdown
 tunnel source GigabitEthernet0/0
 tunnel destination 192.0.2.9
interface GigabitEthernet0/0
 ip address 192.0.2.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 192.0.2.254
"""
TUNNEL = """interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 ip nhrp authentication old
 ip nhrp network-id 1
 tunnel source GigabitEthernet0/0
 tunnel destination 192.0.2.9
"""


def planned(wanted: str, running: str = RUNNING, generation: Generation | None = None) -> Plan:
    return plan(parse_config(running), parse_config(wanted), generation=generation)


def test_nothing_is_planned_for_what_is_already_so() -> None:
    change = planned(TUNNEL.replace(" ip nhrp auth", " ip mtu 1400\n ip nhrp auth"))
    assert change.empty
    assert (change.commands, change.undo, change.diff) == ((), (), "")


def test_a_modelled_line_nobody_wants_goes_and_everything_else_stays() -> None:
    change = planned(TUNNEL)
    assert change.commands == ("interface Tunnel0", " no ip mtu")
    assert change.undo == ("interface Tunnel0", " ip mtu 1400")


def test_a_tunnel_stays_shut_until_the_wish_says_otherwise_and_comes_up_last() -> None:
    assert "no shutdown" not in "".join(planned(TUNNEL).commands)
    change = planned(TUNNEL + " no shutdown\n tunnel key 7\n")
    assert change.commands[-1] == " no shutdown"


def test_what_is_needed_is_made_before_it_is_used_and_removed_after_on_the_way_back() -> None:
    wanted = (
        "interface Tunnel0\n vrf forwarding RED\n ip address 10.0.0.1 255.255.255.0\n tunnel mode gre multipoint\n"
        " tunnel protection ipsec profile P\ncrypto ipsec profile P\n set transform-set TS\nvrf definition RED\n"
    )
    change = planned(wanted)
    order = ["vrf definition RED", "crypto ipsec profile P", "interface Tunnel0"]
    assert [one for one in change.commands if one in order] == order
    undo = ["interface Tunnel0", "no crypto ipsec profile P", "no vrf definition RED"]
    assert [one for one in change.undo if one in undo] == undo


def test_the_address_is_typed_again_behind_another_vrf() -> None:
    change = planned(TUNNEL.replace(" ip address", " vrf forwarding RED\n ip address") + "vrf definition RED\n")
    commands = list(change.commands)
    assert commands.index(" vrf forwarding RED") < commands.index(" ip address 10.0.0.1 255.255.255.0")
    undo = list(change.undo)
    assert undo.index(" no vrf forwarding") < undo.index(" ip address 10.0.0.1 255.255.255.0")


def test_a_destination_goes_before_the_tunnel_becomes_multipoint() -> None:
    commands = list(planned(TUNNEL.replace("tunnel destination 192.0.2.9", "tunnel mode gre multipoint")).commands)
    assert commands.index(" no tunnel destination") < commands.index(" tunnel mode gre multipoint")


def test_a_pre_shared_key_is_removed_before_its_successor_comes() -> None:
    change = planned("crypto isakmp key newkey address 0.0.0.0\n")
    assert change.commands == (
        "no crypto isakmp key oldkey address 0.0.0.0",
        "crypto isakmp key newkey address 0.0.0.0",
    )


def test_a_transform_set_is_changed_in_place_and_its_mode_unset() -> None:
    change = planned("crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac\n")
    assert change.commands == ("crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac", " no mode")
    assert change.undo == ("crypto ipsec transform-set TS esp-aes esp-sha-hmac", " mode transport")


def test_what_a_generation_hides_is_no_difference() -> None:
    wanted = TUNNEL + " ip mtu 1400\n ip nhrp shortcut\n ip nhrp map multicast dynamic\n"
    assert planned(wanted, generation=Generation.E).empty
    assert planned(wanted, RUNNING.replace("15.4", "17.3")).empty
    assert planned(wanted).commands == ("interface Tunnel0", " ip nhrp map multicast dynamic", " ip nhrp shortcut")


def test_the_overlay_is_the_running_configuration_with_the_wish_in_it() -> None:
    over = overlay(parse_config(RUNNING), parse_config("interface Tunnel0\n tunnel key 5\n"))
    tunnel = over.interface("Tunnel0")
    assert tunnel is not None
    assert (tunnel.tunnel.key, tunnel.address, tunnel.shutdown) == (5, None, True)
    assert over.hostname == "R1"
    assert len(over.static_routes) == 1
    assert "ip flow ingress" in [line.text for line in over.tree.walk()]


def test_a_diff_masks_known_secrets_and_words_that_announce_one() -> None:
    wanted = TUNNEL.replace("old", "new") + "crypto isakmp key newkey address 0.0.0.0\nhostname R2\n"
    change = planned(wanted)
    for secret in ("hunter2", "oldkey", "newkey", " old", " new"):
        assert secret not in change.diff
        assert secret not in repr(change)
    assert "+crypto isakmp key ******** address 0.0.0.0 (changed)" in change.diff.splitlines()
    assert " username admin password 0 ********" in change.diff.splitlines()
    assert any("newkey" in one for one in change.commands)


def test_a_secret_is_masked_in_a_section_that_is_not_known_and_behind_a_comment() -> None:
    running = (
        RUNNING
        + "template peer X\n ip nhrp authentication hidden1   ! as on the hub\n neighbor 10.0.0.1 password 7 hidden2\n"
    )
    wanted = "ip route 10.9.0.0 255.255.0.0 10.0.0.9\n"
    diff = planned(wanted, running).diff
    assert "hidden" not in diff
    assert " neighbor 10.0.0.1 password 7 ********" in diff
