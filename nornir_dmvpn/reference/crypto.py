"""Outcome of an IKE and IPsec negotiation between two tunnel endpoints, from their configurations alone.

Asked for one ordered pair: who starts, who answers. What it says is the fault matrix of protocol.md 5.3 and E.3 with
the reason; nothing here says *when* (see :mod:`nornir_dmvpn.reference.socket`).
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.config import RouterConfig
from nornir_dmvpn.model.crypto import (
    Ikev2Keyring,
    Ikev2Peer,
    Ikev2Profile,
    IpsecProfile,
    IsakmpKey,
    IsakmpPolicy,
    TransformSet,
)
from nornir_dmvpn.model.effective import EffectiveTunnel
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.reference.underlay import is_placeholder


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One side of a negotiation: the router, its tunnel and the address it speaks from."""

    router: str
    config: RouterConfig
    tunnel: EffectiveTunnel
    nbma: IPAddress

    @property
    def profile(self) -> IpsecProfile | None:
        """The IPsec profile that protects the tunnel; an undefined one protects nothing (F-37)."""
        if self.tunnel.protection is None:
            return None
        wanted = self.tunnel.protection.profile
        return next((one for one in self.config.ipsec_profiles if one.name == wanted), None)

    @property
    def ikev2_profile(self) -> Ikev2Profile | None:
        profile = self.profile
        if profile is None or profile.ikev2_profile is None:
            return None
        return next((one for one in self.config.ikev2_profiles if one.name == profile.ikev2_profile), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why SAs do not come up: the state it stays in, the rule, and what differs (no secret in it)."""

    stuck: TunnelState
    rule: str
    reason: str


def negotiate(initiator: Endpoint, responder: Endpoint) -> Refusal | None:
    """``None`` when a pair of IPsec SAs comes up, else why not (K-10 to K-16, F-02 to F-10, F-31).

    The initiator is protected; what an unprotected responder does is F-02.
    """
    if responder.profile is None:
        return Refusal(
            stuck=TunnelState.IKE, rule="F-02", reason=f"{responder.router} has no tunnel protection on its side"
        )
    one, other = initiator.ikev2_profile, responder.ikev2_profile
    if (one is None) != (other is None):
        without = initiator.router if one is None else responder.router
        reason = f"{without} has no IKEv2 profile in its IPsec profile and falls back to IKEv1"
        return Refusal(stuck=TunnelState.IKE, rule="F-31", reason=reason)
    if one is not None and other is not None:
        return _ikev2(initiator, one, responder, other) or _child(initiator, responder, ikev2=True)
    return _ikev1(initiator, responder) or _child(initiator, responder, ikev2=False)


# --- IKEv1 -----------------------------------------------------------------------------------------------------------

_BUILT_IN = tuple(
    IsakmpPolicy(number=65507 + index, encryption=encryption, hash=digest, authentication=method, group=group)
    for index, (encryption, digest, group, method) in enumerate(
        (encryption, digest, group, method)
        for encryption, group in (("aes", 5), ("3des", 2))
        for digest in ("sha", "md5")
        for method in ("rsa-sig", "pre-share")
    )
)
"""Policies IOS has when none is written."""


def isakmp_key(side: Endpoint, peer: IPAddress) -> Secret | None:
    """The pre-shared key for ``peer`` in the tunnel's front-door VRF: the longest match (K-10, K-11).

    An IKEv1 profile named by the IPsec profile limits it to its keyrings; plain keys are of the global table.
    """
    if not isinstance(peer, IPv4Address):
        return None
    matching = [one for one in isakmp_keys(side) if _covers(one.peers, peer)]
    return max(matching, key=lambda one: one.peers.prefixlen).key if matching else None


def isakmp_keys(side: Endpoint) -> list[IsakmpKey]:
    """Every IKEv1 key that :func:`isakmp_key` chooses from, in the order of the configuration."""
    config, fvrf = side.config, side.tunnel.fvrf
    chosen = side.profile.isakmp_profile if side.profile is not None else None
    profile = next((one for one in config.isakmp_profiles if one.name == chosen), None)
    if profile is not None and profile.keyrings:
        return [key for one in config.isakmp_keyrings if one.name in profile.keyrings for key in one.keys]
    rings = [key for one in config.isakmp_keyrings if one.vrf == fvrf for key in one.keys]
    return [*rings, *(config.isakmp_keys if fvrf is None else ())]


def _ikev1(initiator: Endpoint, responder: Endpoint) -> Refusal | None:
    offered, accepted = (policies(one.config) for one in (initiator, responder))
    common = [policy for policy in offered if policy in accepted]
    if not common:
        reason = f"no common ISAKMP policy between {initiator.router} and {responder.router}"
        return Refusal(stuck=TunnelState.IKE, rule="F-06", reason=reason)
    if common[0][2] != "pre-share":
        return None
    one, other = isakmp_key(initiator, responder.nbma), isakmp_key(responder, initiator.nbma)
    return _compare_keys(initiator, one, responder, other)


def policies(config: RouterConfig) -> list[tuple[str, str, str, int]]:
    """Encryption, hash, authentication and group of every policy, defaults filled in, in order of number."""
    written = sorted(config.isakmp_policies, key=lambda one: one.number) or _BUILT_IN
    return [
        (one.encryption or "des", one.hash or "sha", one.authentication or "rsa-sig", one.group or 1) for one in written
    ]


# --- IKEv2 -----------------------------------------------------------------------------------------------------------


def _ikev2(initiator: Endpoint, one: Ikev2Profile, responder: Endpoint, other: Ikev2Profile) -> Refusal | None:
    for side, profile, peer in ((initiator, one, responder.nbma), (responder, other, initiator.nbma)):
        refusal = _profile_selects(side, profile, peer)
        if refusal is not None:
            return refusal
    if not _common_proposal(initiator, responder):
        reason = f"no common IKEv2 proposal between {initiator.router} and {responder.router}"
        return Refusal(stuck=TunnelState.IKE, rule="F-06", reason=reason)
    for proving, mine, checking, theirs in ((initiator, one, responder, other), (responder, other, initiator, one)):
        refusal = _authenticates(proving, mine, checking, theirs)
        if refusal is not None:
            return refusal
    return None


def _profile_selects(side: Endpoint, profile: Ikev2Profile, peer: IPAddress) -> Refusal | None:
    """Whether the profile is chosen for that peer in the tunnel's FVRF (K-11, L-024)."""
    if profile.match_fvrf not in (side.tunnel.fvrf, "any"):
        where = f"in VRF {side.tunnel.fvrf}" if side.tunnel.fvrf else "in the global table"
        reason = f"IKEv2 profile {profile.name} of {side.router} does not match the front-door VRF (tunnel is {where})"
        return Refusal(stuck=TunnelState.IKE, rule="L-024", reason=reason)
    matches = profile.match_remote_addresses
    if matches and isinstance(peer, IPv4Address) and not any(_covers(one, peer) for one in matches):
        reason = f"IKEv2 profile {profile.name} of {side.router} does not match the remote address {peer}"
        return Refusal(stuck=TunnelState.IKE, rule="K-11", reason=reason)
    return None


def _authenticates(proving: Endpoint, mine: Ikev2Profile, checking: Endpoint, theirs: Ikev2Profile) -> Refusal | None:
    """Whether ``checking`` accepts the proof of ``proving``: the method, and for pre-shared keys the key."""
    method = mine.authentication_local or "rsa-sig"
    accepted = theirs.authentication_remote or ("rsa-sig",)
    if method not in accepted:
        reason = f"{proving.router} authenticates by {method}, {checking.router} accepts {', '.join(accepted)}"
        return Refusal(stuck=TunnelState.IKE, rule="F-05", reason=reason)
    if method != "pre-share":
        return None
    sender, receiver = ikev2_peer(proving, mine, checking.nbma), ikev2_peer(checking, theirs, proving.nbma)
    used = (sender.local_key or sender.key) if sender else None
    known = (receiver.remote_key or receiver.key) if receiver else None
    return _compare_keys(proving, used, checking, known)


def ikev2_peer(side: Endpoint, profile: Ikev2Profile, peer: IPAddress) -> Ikev2Peer | None:
    """The keyring entry for ``peer``: the longest matching address (K-10)."""
    keyring: Ikev2Keyring | None = next(
        (one for one in side.config.ikev2_keyrings if one.name == profile.keyring), None
    )
    if keyring is None or not isinstance(peer, IPv4Address):
        return None
    matching = [(one.address.prefixlen, one) for one in keyring.peers if one.address and _covers(one.address, peer)]
    return max(matching, key=lambda pair: pair[0])[1] if matching else None


def _common_proposal(one: Endpoint, other: Endpoint) -> bool:
    """Whether one proposal of each shares an encryption, an integrity and a group (RFC 7296, section 2.7)."""
    return any(
        set(mine.encryption) & set(theirs.encryption)
        and (set(mine.integrity) & set(theirs.integrity) or not (mine.integrity or theirs.integrity))
        and set(mine.groups) & set(theirs.groups)
        for mine in proposals(one)
        for theirs in proposals(other)
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a side offers for an IKEv2 SA, each in order of preference."""

    encryption: tuple[str, ...]
    integrity: tuple[str, ...]
    groups: tuple[int, ...]


_SMART_DEFAULT = Proposal(("aes-cbc-256", "aes-cbc-192", "aes-cbc-128"), ("sha512", "sha384", "sha256", "sha1"), (5, 2))


def proposals(side: Endpoint) -> list[Proposal]:
    """The proposals of the policies for the tunnel's front-door VRF; IOS's own without one."""
    matching = [one for one in side.config.ikev2_policies if one.fvrf in (side.tunnel.fvrf, "any")]
    names = [name for policy in matching for name in policy.proposals]
    written = [one for one in side.config.ikev2_proposals if one.name in names]
    return [Proposal(one.encryption, one.integrity, one.groups) for one in written] or [_SMART_DEFAULT]


# --- both ------------------------------------------------------------------------------------------------------------


def _compare_keys(one: Endpoint, mine: Secret | None, other: Endpoint, theirs: Secret | None) -> Refusal | None:
    for side, key, peer in ((one, mine, other), (other, theirs, one)):
        if key is None:
            reason = f"{side.router} has no pre-shared key for {_named(peer)}"
            return Refusal(stuck=TunnelState.IKE, rule="F-04", reason=reason)
    if mine != theirs:
        reason = f"the pre-shared keys of {one.router} and {other.router} differ"
        return Refusal(stuck=TunnelState.IKE, rule="F-05", reason=reason)
    return None


def _child(initiator: Endpoint, responder: Endpoint, *, ikev2: bool) -> Refusal | None:
    """The IPsec SA: transform, mode and PFS (F-07 to F-10). IKEv2 drops the IKE SA with it (F-07 as amended)."""
    names = f"{initiator.router} and {responder.router}"
    stuck = TunnelState.IKE if ikev2 else TunnelState.IPSEC
    offered, accepted = transform_sets(initiator), transform_sets(responder)
    common = [(one, two) for one in offered for two in accepted if set(one.transforms) == set(two.transforms)]
    if not common:
        return Refusal(stuck=stuck, rule="F-07", reason=f"no common transform set between {names}")
    # Measured one way only: transport offered to a side that has tunnel. The other way round comes up on real routers.
    if not ikev2 and all(a.mode == "transport" and b.mode != "transport" for a, b in common):
        reason = f"{initiator.router} offers transport mode, {responder.router} has tunnel mode only"
        return Refusal(stuck=stuck, rule="F-09", reason=reason)
    if not ikev2 and initiator.profile and responder.profile and initiator.profile.pfs != responder.profile.pfs:
        return Refusal(stuck=stuck, rule="F-08", reason=f"PFS of {names} differs")
    return None


_DEFAULT_TRANSFORM = TransformSet(name="default", transforms=("esp-aes", "esp-sha-hmac"), mode="tunnel")


def transform_sets(side: Endpoint) -> tuple[TransformSet, ...]:
    """The transform sets of the tunnel's profile; without one IOS uses its default (K-06, F-32)."""
    profile = side.profile
    names = profile.transform_sets if profile else ()
    found = tuple(one for one in side.config.transform_sets if one.name in names)
    return found or (_DEFAULT_TRANSFORM,)


def _covers(network: IPv4Network, peer: IPv4Address) -> bool:
    """A placeholder is some address we do not know: only a wildcard is sure to cover it."""
    return network.prefixlen == 0 if is_placeholder(peer) else peer in network


def _named(side: Endpoint) -> str:
    return side.router if is_placeholder(side.nbma) else f"{side.nbma} ({side.router})"
