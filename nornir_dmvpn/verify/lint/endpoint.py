"""One end of a tunnel as a side of a negotiation, and what it brings: policies, transform sets, keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.crypto import Ikev2Profile, IpsecProfile
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.reference.crypto import (
    Endpoint,
    ikev2_peer,
    isakmp_key,
    isakmp_keys,
    policies,
    proposals,
    transform_sets,
)
from nornir_dmvpn.verify.lint.fleet import Node, TunnelEnd

UNKNOWN_PEER = IPv4Address("240.0.0.0")
"""Some address of which nothing is known: only a wildcard covers it."""


def endpoint(node: Node, tunnel: TunnelEnd) -> Endpoint | None:
    """``None`` for a tunnel without a source address."""
    if tunnel.nbma is None:
        return None
    return Endpoint(router=node.name, config=node.config, tunnel=tunnel.effective, nbma=tunnel.nbma)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a protected tunnel offers, as sets: two ends agree when the sets meet."""

    version: str
    """``IKEv1`` or ``IKEv2``."""
    offers: frozenset[tuple[str, ...]]
    """Encryption, hash, authentication and group of each IKEv1 policy; of IKEv2 every combination offered."""
    methods: frozenset[str]
    accepts: frozenset[str]
    """Authentication methods that are offered, and accepted from the other."""
    transforms: frozenset[frozenset[str]]
    modes: frozenset[tuple[frozenset[str], str]]
    pfs: str | None


def terms(side: Endpoint) -> Terms | None:
    """The terms of a protected tunnel; ``None`` without protection."""
    profile = side.profile
    if profile is None:
        return None
    sets = transform_sets(side)
    ikev2 = side.ikev2_profile
    methods, accepts = _methods(side, ikev2)
    return Terms(
        version="IKEv1" if ikev2 is None else "IKEv2",
        offers=_offers(side, ikev2),
        methods=methods,
        accepts=accepts,
        transforms=frozenset(frozenset(one.transforms) for one in sets),
        modes=frozenset((frozenset(one.transforms), one.mode or "tunnel") for one in sets),
        pfs=profile.pfs,
    )


def _methods(side: Endpoint, ikev2: Ikev2Profile | None) -> tuple[frozenset[str], frozenset[str]]:
    if ikev2 is None:
        found = frozenset(one[2] for one in policies(side.config))
        return found, found
    return frozenset({ikev2.authentication_local or "rsa-sig"}), frozenset(ikev2.authentication_remote or ("rsa-sig",))


def _offers(side: Endpoint, ikev2: Ikev2Profile | None) -> frozenset[tuple[str, ...]]:
    if ikev2 is None:
        return frozenset((one[0], one[1], one[2], str(one[3])) for one in policies(side.config))
    return frozenset(
        (encryption, integrity, str(group))
        for one in proposals(side)
        for encryption in one.encryption
        for integrity in one.integrity or ("",)
        for group in one.groups
    )


def needs_key(side: Endpoint) -> bool:
    """Whether it proves itself by pre-shared key, and by nothing else it could use as well."""
    ikev2 = side.ikev2_profile
    if ikev2 is not None:
        return ikev2.authentication_local == "pre-share" and ikev2.local_key is None
    if side.config.isakmp_policies:
        return {one[2] for one in policies(side.config)} == {"pre-share"}
    return not side.config.trustpoints


def shown_key(side: Endpoint, peer: IPAddress) -> Secret | None:
    """The pre-shared key with which it proves itself to ``peer``."""
    ikev2 = side.ikev2_profile
    if ikev2 is None:
        return isakmp_key(side, peer)
    found = ikev2_peer(side, ikev2, peer)
    return (found.local_key or found.key) if found is not None else None


Keys = tuple[Secret | None, Secret | None]
"""The key it shows to a peer, and the one it expects of it."""


def keys_by_prefix(side: Endpoint) -> Mapping[IPv4Network, Keys]:
    """Every pre-shared key by the addresses it is for; the longest prefix counts (K-10)."""
    ikev2 = side.ikev2_profile
    found: dict[IPv4Network, Keys] = {}
    if ikev2 is None:
        for one in isakmp_keys(side):
            found.setdefault(one.peers, (one.key, one.key))
        return found
    for ring in (one for one in side.config.ikev2_keyrings if one.name == ikev2.keyring):
        for peer in ring.peers:
            if peer.address is not None:
                found.setdefault(peer.address, (peer.local_key or peer.key, peer.remote_key or peer.key))
    return found


def has_identity_keys(side: Endpoint) -> bool:
    """Whether keys are found by name or identity as well, of which addresses say nothing."""
    ikev2 = side.ikev2_profile
    if ikev2 is None:
        return bool(side.config.isakmp_host_keys) or any(one.host_keys for one in side.config.isakmp_keyrings)
    rings = (one for one in side.config.ikev2_keyrings if one.name == ikev2.keyring)
    return any(peer.address is None for one in rings for peer in one.peers)


def protecting_profile(node: Node, tunnel: TunnelEnd) -> IpsecProfile | None:
    """The IPsec profile of a tunnel, if it is defined."""
    protection = tunnel.effective.protection
    if protection is None:
        return None
    return next((one for one in node.config.ipsec_profiles if one.name == protection.profile), None)
