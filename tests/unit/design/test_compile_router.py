"""What each phase, protection and routing protocol compiles to."""

from ipaddress import IPv4Address, IPv4Interface, IPv4Network
from typing import Any

import pytest

from nornir_dmvpn.design.check import problems
from nornir_dmvpn.design.compile import compile_all, compile_router, complete_router, day_zero
from nornir_dmvpn.errors import ConfigError
from nornir_dmvpn.ios.config import ConfigParser, parse_config, render_config
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.interface import Interface, NhrpMap, NhrpNhs, TunnelMode, TunnelProtection
from nornir_dmvpn.model.routing import StaticRoute
from nornir_dmvpn.model.secret import Secret
from tests.unit.design.fleets import CLASSIC, fleet_intent, intent_of

HUB, HUB_NBMA = IPv4Address("10.0.0.1"), IPv4Address("198.18.0.2")
PARSER = ConfigParser()


def tunnel(router: str, **fleet: Any) -> Interface:
    (found,) = compile_router(fleet_intent(**fleet), router).tunnels
    return found


@pytest.mark.parametrize("phase", [1, 2, 3])
@pytest.mark.parametrize("ike", ["ikev2", "ikev1", "none"])
@pytest.mark.parametrize("routing", ["eigrp", CLASSIC, "static", "none"], ids=["named", "classic", "static", "none"])
def test_what_is_compiled_survives_being_written_and_read(phase: int, ike: str, routing: str | dict[str, Any]) -> None:
    intent = fleet_intent(2, phase=phase, ike=ike, routing=routing)
    assert problems(intent) == ()
    for router in intent.sites:
        for config in (compile_router(intent, router), complete_router(intent, router)):
            read = parse_config(render_config(config, reveal=True), parser=PARSER)
            assert read == config
            assert read.tree.lines


def test_a_phase_1_spoke_has_one_destination_and_no_multicast_map() -> None:
    spoke = tunnel("spoke1", phase=1)
    assert (spoke.tunnel.mode, spoke.tunnel.destination) == (None, str(HUB_NBMA))
    assert spoke.nhrp.maps == (NhrpMap(tunnel=HUB, nbma=HUB_NBMA),)
    assert spoke.nhrp.servers == (NhrpNhs(address=HUB),)
    assert spoke.nhrp.multicast_maps == ()
    assert (spoke.nhrp.shortcut, tunnel("hub1", phase=1).nhrp.redirect) == (None, None)


@pytest.mark.parametrize("phase", [2, 3])
def test_a_later_spoke_is_multipoint_and_maps_the_hub_for_multicast(phase: int) -> None:
    spoke = tunnel("spoke1", phase=phase)
    assert (spoke.tunnel.mode, spoke.tunnel.destination) == (TunnelMode.MGRE, None)
    assert spoke.nhrp.maps == (NhrpMap(tunnel=HUB, nbma=HUB_NBMA),)
    assert spoke.nhrp.multicast_maps == (HUB_NBMA,)
    assert spoke.nhrp.multicast_dynamic is None


@pytest.mark.parametrize(("phase", "on"), [(1, None), (2, None), (3, True)])
def test_redirect_and_shortcut_belong_to_phase_3(phase: int, on: bool | None) -> None:
    hub, spoke = tunnel("hub1", phase=phase), tunnel("spoke1", phase=phase)
    assert (hub.nhrp.redirect, hub.nhrp.shortcut) == (on, None)
    assert (spoke.nhrp.redirect, spoke.nhrp.shortcut) == (None, on)
    assert hub.nhrp.multicast_dynamic is True


def test_both_ends_of_a_tunnel_agree_in_what_must_be_equal() -> None:
    configs = compile_all(fleet_intent(3, key=77, holdtime=300, registration_timeout=60))
    values = [config.tunnels[0] for config in configs.values()]
    assert len(values) == 4
    assert len({(one.tunnel.key, one.mtu, one.adjust_mss, one.nhrp.authentication) for one in values}) == 1
    assert {one.nhrp.holdtime for one in values} == {300}
    assert {one.nhrp.registration_timeout for one in values} == {60}
    assert all(one.redirects is False and one.nhrp.network_id == 1 for one in values)
    assert {one.address.network for one in values if one.address} == {IPv4Network("10.0.0.0/24")}


def test_ikev2_has_a_wildcard_key_and_a_profile_that_is_used() -> None:
    config = compile_router(fleet_intent(), "spoke1")
    (peer,) = config.ikev2_keyrings[0].peers
    assert (peer.address, peer.key) == (IPv4Network("0.0.0.0/0"), Secret("psk.secr"))
    (profile,) = config.ikev2_profiles
    assert profile.keyring == config.ikev2_keyrings[0].name
    assert profile.match_remote_addresses == (IPv4Network("0.0.0.0/0"),)
    assert config.ipsec_profiles[0].ikev2_profile == profile.name
    assert config.transform_sets[0].mode == "transport"
    assert config.tunnels[0].tunnel.protection == TunnelProtection(profile=config.ipsec_profiles[0].name)
    assert not config.isakmp_policies


def test_ikev1_has_a_wildcard_key_and_no_ikev2_profile() -> None:
    config = compile_router(fleet_intent(ike="ikev1"), "hub1")
    (policy,), (key,) = config.isakmp_policies, config.isakmp_keys
    assert (policy.encryption, policy.hash, policy.authentication, policy.group) == (
        "aes 256",
        "sha256",
        "pre-share",
        14,
    )
    assert (key.peers, key.key) == (IPv4Network("0.0.0.0/0"), Secret("psk.secr"))
    assert config.ipsec_profiles[0].ikev2_profile is None
    assert not config.ikev2_profiles


def test_an_unprotected_cloud_has_no_crypto_at_all() -> None:
    config = compile_router(fleet_intent(ike="none"), "hub1")
    assert not config.ipsec_profiles
    assert not config.transform_sets
    assert config.tunnels[0].tunnel.protection is None


@pytest.mark.parametrize(
    ("ciphers", "transforms"),
    [
        ({}, ("esp-aes", "256", "esp-sha256-hmac")),
        ({"esp_encryption": "aes-128", "esp_integrity": "sha1"}, ("esp-aes", "esp-sha-hmac")),
        ({"esp_encryption": "gcm-256"}, ("esp-gcm", "256")),
        ({"esp_encryption": "3des", "esp_integrity": "md5"}, ("esp-3des", "esp-md5-hmac")),
    ],
)
def test_ciphers_are_written_in_the_words_of_ios(ciphers: dict[str, str], transforms: tuple[str, ...]) -> None:
    intent = fleet_intent(crypto={"psk": "env:PSK", "ciphers": ciphers})
    assert compile_router(intent, "hub1").transform_sets[0].transforms == transforms


@pytest.mark.parametrize(("phase", "next_hop_self"), [(1, None), (2, False), (3, None)])
def test_a_named_eigrp_hub_repeats_routes_and_names_the_spoke_in_phase_2_only(
    phase: int, next_hop_self: bool | None
) -> None:
    intent = fleet_intent(phase=phase)
    (family,) = compile_router(intent, "hub1").eigrp_named[0].families
    on_tunnel = next(one for one in family.interfaces if one.name == "Tunnel0")
    assert (on_tunnel.split_horizon, on_tunnel.next_hop_self) == (False, next_hop_self)
    assert family.stub is None
    (spoke,) = compile_router(intent, "spoke1").eigrp_named[0].families
    assert spoke.stub == ("connected", "summary")
    assert [one.name for one in spoke.interfaces] == ["Loopback10"]


def test_eigrp_covers_tunnel_and_lan_and_never_the_underlay() -> None:
    for router, config in compile_all(fleet_intent(20)).items():
        (family,) = config.eigrp_named[0].families
        complete = complete_router(fleet_intent(20), router)
        covered = {
            one.name for one in complete.interfaces if one.ip and any(net.covers(one.ip) for net in family.networks)
        }
        assert covered == {"Tunnel0", "Loopback10"}


def test_a_summary_takes_the_place_of_the_missing_split_horizon() -> None:
    routing = {"protocol": "eigrp", "asn": 1, "advertise": "summary", "summaries": ["10.128.0.0/9"]}
    (on_tunnel,) = compile_router(fleet_intent(routing=routing), "hub1").tunnels[0].eigrp
    assert (on_tunnel.split_horizon, on_tunnel.summaries) == (None, (IPv4Interface("10.128.0.0/9"),))
    assert compile_router(fleet_intent(routing=routing), "spoke1").tunnels[0].eigrp == ()


def test_eigrp_tunnels_have_bandwidth_and_delay_and_others_do_not() -> None:
    assert (tunnel("hub1").bandwidth, tunnel("hub1").delay) == (1000, 1000)
    assert (tunnel("hub1", routing="none").bandwidth, tunnel("hub1", routing="none").delay) == (None, None)


def test_a_static_hub_names_the_spoke_as_next_hop_of_each_lan() -> None:
    routes = compile_router(fleet_intent(2, routing="static"), "hub1").static_routes
    assert routes == (
        StaticRoute(prefix=IPv4Network("10.128.1.0/24"), next_hop=IPv4Address("10.0.0.11")),
        StaticRoute(prefix=IPv4Network("10.128.2.0/24"), next_hop=IPv4Address("10.0.0.12")),
    )


@pytest.mark.parametrize(
    ("phase", "routing", "expected"),
    [
        (1, {"protocol": "static", "advertise": "default"}, {"0.0.0.0/0": "10.0.0.1"}),
        (2, {"protocol": "static"}, {"10.128.0.0/24": "10.0.0.1", "10.128.2.0/24": "10.0.0.12"}),
        (3, {"protocol": "static"}, {"10.128.0.0/24": "10.0.0.1", "10.128.2.0/24": "10.0.0.1"}),
        (3, {"protocol": "static", "advertise": "summary", "summaries": ["10.0.0.0/8"]}, {"10.0.0.0/8": "10.0.0.1"}),
    ],
)
def test_a_static_spoke_has_the_next_hop_its_phase_wants(
    phase: int, routing: dict[str, Any], expected: dict[str, str]
) -> None:
    routes = compile_router(fleet_intent(2, phase=phase, routing=routing), "spoke1").static_routes
    assert {str(one.prefix): str(one.next_hop) for one in routes} == expected


def test_a_spoke_without_a_fixed_address_does_not_insist_on_being_unique() -> None:
    intent = fleet_intent(1)
    for generation, unique in (("C", False), (None, False), ("D", None), ("E", None)):
        site = intent.sites["spoke1"].model_dump(mode="json")
        site["generation"] = generation
        site["tunnels"]["LAB"]["nbma"] = None
        changed = intent.model_copy(
            update={"sites": intent_of({}, {"spoke1": site}).sites | {"hub1": intent.sites["hub1"]}}
        )
        assert compile_router(changed, "spoke1").tunnels[0].nhrp.registration_unique is unique


def test_two_hubs_of_a_cloud_know_each_other_and_spokes_know_both() -> None:
    intent = fleet_intent(2)
    site = intent.sites["spoke2"].model_dump(mode="json")
    site["tunnels"]["LAB"]["role"] = "hub"
    both = intent.model_copy(update={"sites": {**intent.sites, "spoke2": intent_of({}, {"x": site}).sites["x"]}})
    assert problems(both) == ()
    servers = {name: [str(one.address) for one in c.tunnels[0].nhrp.servers] for name, c in compile_all(both).items()}
    assert servers == {"hub1": ["10.0.0.12"], "spoke1": ["10.0.0.1", "10.0.0.12"], "spoke2": ["10.0.0.1"]}


def test_two_protected_tunnels_over_one_source_share_one_profile() -> None:
    intent = fleet_intent(1)
    first = {"phase": 3, "tunnel": 0, "subnet": "10.0.0.0/24", "network_id": 1, "key": 1, "crypto": {"psk": "env:PSK"}}
    second = first | {"tunnel": 1, "subnet": "10.1.0.0/24", "network_id": 2, "key": 2}
    sites = {name: site.model_dump(mode="json") for name, site in intent.sites.items()}
    for number, site in enumerate(sites.values()):
        site["tunnels"] = {
            "A": site["tunnels"]["LAB"],
            "B": site["tunnels"]["LAB"] | {"address": f"10.1.0.{number + 1}"},
        }
    double = intent_of({"A": first, "B": second}, sites)
    assert problems(double) == ()
    config = compile_router(double, "spoke1")
    assert [one.tunnel.protection for one in config.tunnels] == [TunnelProtection(profile="DMVPN", shared=True)] * 2
    assert [one.name for one in config.tunnels] == ["Tunnel0", "Tunnel1"]
    assert len(config.ipsec_profiles) == 1


def test_a_router_that_is_not_in_the_intent_is_named() -> None:
    for make in (compile_router, day_zero, complete_router):
        with pytest.raises(ConfigError, match="nobody"):
            make(fleet_intent(), "nobody")


def test_a_rollout_does_not_rename_a_router() -> None:
    assert compile_router(fleet_intent(), "spoke1").hostname is None
    assert complete_router(fleet_intent(), "spoke1").hostname == "spoke1"


def test_compiling_shows_no_secret() -> None:
    assert "psk.secr" not in repr(compile_all(fleet_intent()))


def test_day_zero_has_underlay_and_lan_and_nothing_of_dmvpn() -> None:
    config = day_zero(fleet_intent(), "spoke1")
    assert config == RouterConfig(
        hostname="spoke1",
        version="17.3",
        interfaces=(
            Interface(name="GigabitEthernet1", address=IPv4Interface("198.18.0.6/30"), shutdown=False),
            Interface(name="Loopback10", address=IPv4Interface("10.128.1.1/24")),
        ),
        static_routes=(StaticRoute(prefix=IPv4Network("0.0.0.0/0"), next_hop=IPv4Address("198.18.0.5")),),
    )


def test_a_gateway_further_away_gives_a_larger_subnet_and_none_a_24() -> None:
    intent = fleet_intent(1)
    for gateway, address, next_hop in (
        ("198.18.0.1", "198.18.0.6/29", "198.18.0.1"),
        (None, "198.18.0.6/24", "198.18.0.254"),
    ):
        site = intent.sites["spoke1"].model_dump(mode="json")
        site["tunnels"]["LAB"]["gateway"] = gateway
        changed = intent.model_copy(update={"sites": intent_of({}, {"spoke1": site}).sites})
        config = day_zero(changed, "spoke1")
        assert config.interfaces[0].address == IPv4Interface(address)
        assert config.static_routes[0].next_hop == IPv4Address(next_hop)


def test_spokes_without_an_address_get_one_each_that_does_not_move() -> None:
    def addresses(spokes: int) -> dict[str, IPv4Interface | None]:
        intent = fleet_intent(spokes)
        sites = {name: site.model_dump(mode="json") for name, site in intent.sites.items()}
        for site in sites.values():
            site["tunnels"]["LAB"] |= {"nbma": None, "gateway": None}
        bare = intent.model_copy(update={"sites": intent_of({}, sites).sites})
        return {name: day_zero(bare, name).interfaces[0].address for name in bare.sites}

    few, many = addresses(3), addresses(200)
    assert len(set(many.values())) == 201
    assert few == {name: many[name] for name in few}


def test_with_a_default_through_the_tunnel_the_underlay_keeps_a_way_to_the_hub() -> None:
    intent = fleet_intent(1, phase=1, routing={"protocol": "eigrp", "asn": 1, "advertise": "default"})
    assert problems(intent) == ()
    assert day_zero(intent, "spoke1").static_routes == (
        StaticRoute(prefix=IPv4Network("198.18.0.2/32"), next_hop=IPv4Address("198.18.0.5")),
    )
    assert day_zero(intent, "hub1").static_routes[0].prefix == IPv4Network("0.0.0.0/0")
