"""IKE and IPsec on one router: profiles, keys for hubs and for other spokes, front-door VRF, load (K-03 to K-16)."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, collapse_addresses

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.crypto import IpsecProfile
from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.reference.crypto import Endpoint
from nornir_dmvpn.verify.lint.endpoint import (
    UNKNOWN_PEER,
    endpoint,
    has_identity_keys,
    keys_by_prefix,
    needs_key,
    protecting_profile,
    shown_key,
)
from nornir_dmvpn.verify.lint.fleet import Cloud, Node, TunnelEnd
from nornir_dmvpn.verify.lint.rule import Hit, RouterCheck, Rule, each_tunnel, rule

MANY_SPOKES = 500
"""Spokes from which on a hub is hit by a storm of negotiations when they all come back (L-041)."""
LARGE_HUB = 100
"""Spokes from which on reordering by QoS is likely to pass the default replay window (L-040)."""

Lines = Iterator[tuple[str, str]]


def _each_profile(check: Callable[[Node, TunnelEnd, IpsecProfile], Iterator[tuple[str, str]]]) -> RouterCheck:
    """A check of protected tunnels and their profiles; the line stands below the profile."""

    def on_router(node: Node) -> Iterator[Hit]:
        for tunnel in node.nhrp_tunnels:
            profile = protecting_profile(node, tunnel)
            for text, line in check(node, tunnel, profile) if profile is not None else ():
                lines = ((f"crypto ipsec profile {profile.name}" if profile else "", line),)
                yield Hit(router=node.name, interface=tunnel.name, text=text, lines=lines)

    return on_router


def _tunnel_mode(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        profile = protecting_profile(node, tunnel)
        names = profile.transform_sets if profile is not None else ()
        for one in node.config.transform_sets:
            if one.name in names and one.mode != "transport":
                opening = f"crypto ipsec transform-set {one.name} {' '.join(one.transforms)}"
                lines = ((opening, "mode"),)
                text = f"transform set {one.name} is in tunnel mode"
                yield Hit(router=node.name, interface=tunnel.name, text=text, lines=lines)


def _no_ikev2_profile(node: Node, tunnel: TunnelEnd, profile: IpsecProfile) -> Lines:
    config, protection = node.config, tunnel.effective.protection
    if protection is not None and protection.ikev2_profile is not None:
        return
    defined = {one.name for one in config.ikev2_profiles}
    if profile.ikev2_profile is not None and profile.ikev2_profile not in defined:
        yield f"IKEv2 profile {profile.ikev2_profile!r} is not defined", "set ikev2-profile"
    ikev1 = config.isakmp_policies or config.isakmp_keys or config.isakmp_keyrings or config.isakmp_profiles
    if profile.ikev2_profile is None and defined and not ikev1:
        text = f"IKEv2 profile {min(defined)!r} is configured, IPsec profile {profile.name!r} does not name one"
        yield text, "set ikev2-profile"


def _no_transform_set(_: Node, __: TunnelEnd, profile: IpsecProfile) -> Lines:
    if not profile.transform_sets:
        yield f"IPsec profile {profile.name!r} has no 'set transform-set'", "set transform-set"


# --- keys ------------------------------------------------------------------------------------------------------------


def _side_with_keys(node: Node, tunnel: TunnelEnd) -> Endpoint | None:
    """The end of a tunnel that proves itself by pre-shared keys found by address, in its front-door VRF."""
    side = endpoint(node, tunnel)
    if side is None or side.profile is None or not needs_key(side) or has_identity_keys(side):
        return None
    return side


def _hubs(tunnel: TunnelEnd) -> list[IPAddress]:
    """NBMA addresses of the servers a tunnel names."""
    end = tunnel.effective
    maps = dict(end.maps)
    found = [maps[one.address] for one in end.servers if one.address is not None and one.address in maps]
    return found or ([end.destination] if end.destination is not None else [])


def _no_key_for_hub(node: Node, tunnel: TunnelEnd) -> Lines:
    side = _side_with_keys(node, tunnel)
    if side is None or _wrong_vrf(side):
        return
    for nbma in dict.fromkeys(_hubs(tunnel)):
        if nbma.version == 4 and shown_key(side, nbma) is None:
            yield f"no pre-shared key for the hub {nbma}", "tunnel protection"


def _no_key_for_spokes(node: Node, tunnel: TunnelEnd) -> Lines:
    cloud = node.fleet.cloud_of(tunnel)
    side = _side_with_keys(node, tunnel)
    spoke = tunnel.effective.multipoint and bool(tunnel.effective.servers) and not node.is_server(tunnel)
    if side is None or cloud is None or not spoke or _wrong_vrf(side) or shown_key(side, UNKNOWN_PEER) is not None:
        return
    if not any(shown_key(side, nbma) for nbma in _hubs(tunnel)):
        return  # not even the hub: L-022
    known, others = _covered(cloud, tunnel, keys_by_prefix(side))
    if known < others or others == 0:
        yield f"pre-shared keys for {known} of {others} other spokes, and no wildcard", "tunnel protection"


def _covered(cloud: Cloud, tunnel: TunnelEnd, prefixes: Iterable[IPv4Network]) -> tuple[int, int]:
    """How many other spokes of the cloud the prefixes cover, and how many there are: two searches a prefix."""
    addresses, own = cloud.spoke_addresses, tunnel.nbma
    apart = list(collapse_addresses(prefixes))
    known = sum(
        bisect_right(addresses, int(one.broadcast_address)) - bisect_left(addresses, int(one.network_address))
        for one in apart
    )
    if not isinstance(own, IPv4Address):
        return known, len(addresses)
    return known - any(own in one for one in apart), len(addresses) - 1


def _wrong_vrf(side: Endpoint) -> str | None:
    """What fails to match the tunnel's front-door VRF, if something does (K-11)."""
    fvrf, ikev2 = side.tunnel.fvrf, side.ikev2_profile
    where = f"VRF {fvrf}" if fvrf else "the global table"
    if ikev2 is not None:
        if ikev2.match_fvrf not in (fvrf, "any"):
            return f"IKEv2 profile {ikev2.name} does not match {where}"
        return None
    profile = side.profile
    chosen = [one for one in side.config.isakmp_profiles if profile and one.name == profile.isakmp_profile]
    named = {name for one in chosen for name in one.keyrings}
    rings = [one for one in side.config.isakmp_keyrings if not named or one.name in named]
    if fvrf is not None and needs_key(side) and not any(one.vrf == fvrf for one in rings):
        return f"no keyring for {where}"
    return None


def _front_door(node: Node, tunnel: TunnelEnd) -> Lines:
    side = endpoint(node, tunnel)
    reason = _wrong_vrf(side) if side is not None and side.profile is not None else None
    if reason is not None:
        yield reason, "tunnel vrf"


# --- load on a hub ---------------------------------------------------------------------------------------------------


def _clients(node: Node, tunnel: TunnelEnd) -> int:
    return len(node.fleet.pairs_by_server.get((node.name, tunnel.name), ()))


def _replay_window(node: Node, tunnel: TunnelEnd, profile: IpsecProfile) -> Lines:
    settings = node.config.ipsec
    window = profile.replay_window or settings.replay_window or 64
    off = profile.replay_disabled or settings.replay_disabled
    qos = tunnel.written.nhrp_group_maps or tunnel.written.nhrp.group_maps or tunnel.written.service_policy_out
    if qos and not off and window <= 64 and _clients(node, tunnel) >= LARGE_HUB:
        yield f"replay window of 64 with QoS and {_clients(node, tunnel)} spokes", "set security-association replay"


def _no_admission(node: Node, tunnel: TunnelEnd) -> Lines:
    admission, ikev2 = node.config.admission, node.config.ikev2
    limits = (admission.ike_sa, admission.ike_negotiating, admission.load)
    limits2 = (ikev2.cookie_challenge, ikev2.max_sa, ikev2.max_in_negotiation)
    unlimited = all(one is None for one in (*limits, *limits2))
    if unlimited and protecting_profile(node, tunnel) is not None and _clients(node, tunnel) > MANY_SPOKES:
        yield f"{_clients(node, tunnel)} spokes and no limit on negotiations", "tunnel protection"


def _short_dpd(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        side = endpoint(node, tunnel)
        if side is None or side.profile is None or not _clients(node, tunnel):
            continue
        ikev2, ikev1 = side.ikev2_profile, node.config.isakmp.keepalive
        if ikev2 is not None:
            dpd = ikev2.dpd or node.config.ikev2.dpd
            interval, section, line = (dpd.interval if dpd else None), f"crypto ikev2 profile {ikev2.name}", "dpd"
        else:
            interval, section, line = (ikev1.interval if ikev1 else None), "", "crypto isakmp keepalive"
        shortest = 2 * node.speakers[tunnel.name].hello
        if interval is not None and interval < shortest:
            text = f"DPD every {interval} s on a hub, hello of the routing protocol {shortest / 2:.0f} s"
            yield Hit(router=node.name, interface=tunnel.name, text=text, lines=((section, line),))


_E, _W, _I, _CRYPTO = Severity.ERROR, Severity.WARNING, Severity.INFO, Layer.CRYPTO

RULES: tuple[Rule, ...] = (
    rule(
        "L-018",
        _W,
        _CRYPTO,
        "F-09",
        "IPsec tunnel mode",
        "20 bytes more in every packet, trouble with NAT; IKEv1 refuses a peer in transport mode",
        "set 'mode transport' in the transform set",
        router=_tunnel_mode,
    ),
    rule(
        "L-020",
        _E,
        _CRYPTO,
        "F-31",
        "IPsec profile meant for IKEv2 without its profile",
        "IKEv1 is tried instead: the row stays in IKE",
        "add 'set ikev2-profile' to the IPsec profile",
        router=_each_profile(_no_ikev2_profile),
    ),
    rule(
        "L-021",
        _W,
        _CRYPTO,
        "F-32",
        "IPsec profile without a transform set",
        "the default transform set is used, in tunnel mode",
        "add 'set transform-set' to the IPsec profile",
        router=_each_profile(_no_transform_set),
    ),
    rule(
        "L-022",
        _E,
        _CRYPTO,
        "F-04",
        "no pre-shared key for a hub",
        "IKE has no key: the row stays in IKE",
        "add a key for the hub's NBMA address, or a wildcard",
        router=each_tunnel(_no_key_for_hub),
    ),
    rule(
        "L-023",
        _E,
        _CRYPTO,
        "F-35",
        "no pre-shared key for other spokes",
        "spokes cannot authenticate each other: traffic between them stays on the hub",
        "use a wildcard key, or certificates",
        router=each_tunnel(_no_key_for_spokes),
    ),
    rule(
        "L-024",
        _E,
        _CRYPTO,
        "K-11",
        "keyring or IKEv2 profile outside the front-door VRF",
        "no key and no profile is found for the peer: the row stays in IKE",
        "add 'match fvrf' to the IKEv2 profile, 'vrf' to the IKEv1 keyring",
        router=each_tunnel(_front_door),
    ),
    rule(
        "L-040",
        _I,
        _CRYPTO,
        "K-07",
        "default replay window on a large hub with QoS",
        "packets that QoS reorders are dropped as replays",
        "set 'crypto ipsec security-association replay window-size 1024'",
        router=_each_profile(_replay_window),
    ),
    rule(
        "L-041",
        _I,
        _CRYPTO,
        "K-14",
        "no limit on negotiations on a large hub",
        "when all spokes come back at once the hub is busy with half-open negotiations",
        "set 'crypto call admission limit ike in-negotiation-sa' or 'crypto ikev2 cookie-challenge'",
        router=each_tunnel(_no_admission),
    ),
    rule(
        "L-042",
        _W,
        _CRYPTO,
        "K-13",
        "short DPD on a hub",
        "load on the hub, and sessions flap before routing reacts",
        "leave DPD to the spokes, at twice the hello of the routing protocol or more",
        router=_short_dpd,
    ),
)
