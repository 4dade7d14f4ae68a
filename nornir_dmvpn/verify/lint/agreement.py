"""IKE and IPsec of routers that may talk: client and server, and in phases 2 and 3 every two spokes.

Pairs are not tried one by one: routers are grouped by what they bring, and distinct values are compared. What agrees
with nobody else is reported once for each router that brings it.
"""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.secret import Secret
from nornir_dmvpn.reference.crypto import Endpoint
from nornir_dmvpn.reference.underlay import is_placeholder
from nornir_dmvpn.verify.lint.endpoint import (
    UNKNOWN_PEER,
    Keys,
    Terms,
    endpoint,
    has_identity_keys,
    keys_by_prefix,
    needs_key,
    terms,
)
from nornir_dmvpn.verify.lint.fleet import Cloud, Fleet, TunnelEnd
from nornir_dmvpn.verify.lint.rule import FleetCheck, Hit, Rule, hit, rule

Differs = Callable[[Terms, Terms], str | None]
"""What keeps two from agreeing, in a few words; ``None`` when nothing does."""


class _Brought:
    """The terms of every protected tunnel of a cloud: distinct ones, those of fewer routers first."""

    def __init__(self, fleet: Fleet, cloud: Cloud) -> None:
        self.ends: dict[Terms, list[TunnelEnd]] = {}
        self.hubs = self._collect(fleet, cloud.hubs)
        self.spokes = self._collect(fleet, cloud.spokes)
        self.direct = cloud.phase > 1

    def _collect(self, fleet: Fleet, ends: tuple[TunnelEnd, ...]) -> list[Terms]:
        found: dict[Terms, int] = {}
        for end in ends:
            side = endpoint(fleet.nodes[end.router], end)
            brought = terms(side) if side is not None else None
            if brought is not None:
                self.ends.setdefault(brought, []).append(end)
                found[brought] = found.get(brought, 0) + 1
        return sorted(found, key=lambda one: found[one])


def _compare(differs: Differs, line: str) -> FleetCheck:
    """Hubs against spokes and hubs, spokes against spokes where they may talk."""

    def on_fleet(fleet: Fleet) -> Iterator[Hit]:
        for cloud in fleet.clouds:
            brought = _Brought(fleet, cloud)
            odd: dict[tuple[str, str], Hit] = {}
            for mine, theirs, either in _meetings(brought):
                text = differs(mine, theirs) or (differs(theirs, mine) if either else None)
                peer = brought.ends[theirs][0].router
                for end in brought.ends[mine] if text is not None else ():
                    odd.setdefault((end.router, end.name), hit(end, f"{text} ({peer})", line, peer=peer))
            yield from odd.values()

    return on_fleet


def _meetings(brought: _Brought) -> Iterator[tuple[Terms, Terms, bool]]:
    """Distinct terms that may meet, the ones to be blamed first: spokes before hubs, few before many.

    The last value: whether either may start. A spoke starts towards its hub, not the other way round (K-02).
    """
    for spoke in brought.spokes:
        for hub in brought.hubs:
            if spoke != hub:
                yield spoke, hub, False
    for group in (brought.hubs, brought.spokes if brought.direct else []):
        for index, few in enumerate(group):
            for many in group[index + 1 :]:
                yield few, many, True


def _policies(one: Terms, other: Terms) -> str | None:
    if one.version != other.version:
        return f"{one.version} here, {other.version} there"
    if not one.offers & other.offers:
        return f"no {one.version} policy in common"
    if one.version == "IKEv2" and not (one.methods <= other.accepts and other.methods <= one.accepts):
        return "authentication methods differ"
    return None


def _transforms(one: Terms, other: Terms) -> str | None:
    return None if one.transforms & other.transforms else "no transform set in common"


def _modes_of_ikev1(one: Terms, other: Terms) -> str | None:
    """Who asks for transport mode is refused by tunnel mode; who has transport mode takes tunnel mode as well."""
    if one.version != "IKEv1" or other.version != "IKEv1" or not one.transforms & other.transforms:
        return None
    asked = {mode for words, mode in one.modes if words in other.transforms}
    taken = {mode for words, mode in other.modes if words in one.transforms}
    return "asks for transport mode, tunnel mode there" if asked == {"transport"} and taken == {"tunnel"} else None


def _modes_of_ikev2(one: Terms, other: Terms) -> str | None:
    both = one.version == other.version == "IKEv2" and bool(one.transforms & other.transforms)
    return "tunnel mode on one side, transport mode on the other" if both and not one.modes & other.modes else None


def _pfs(one: Terms, other: Terms) -> str | None:
    if one.pfs == other.pfs:
        return None
    return f"PFS {one.pfs or 'off'} here, {other.pfs or 'off'} there"


# --- pre-shared keys -------------------------------------------------------------------------------------------------


class _Keys:
    """The keys of one end by prefix: finding one costs a look-up a prefix length, not a walk over all keys."""

    def __init__(self, side: Endpoint) -> None:
        self.nbma = side.nbma
        self._by_prefix = keys_by_prefix(side)
        self._lengths = sorted({one.prefixlen for one in self._by_prefix}, reverse=True)

    def find(self, peer: IPAddress) -> Keys:
        """For a placeholder only a wildcard is sure to hold."""
        if not isinstance(peer, IPv4Address):
            return None, None
        lengths = [one for one in self._lengths if one == 0] if is_placeholder(peer) else self._lengths
        prefixes = (IPv4Network((peer, length), strict=False) for length in lengths)
        return next((self._by_prefix[one] for one in prefixes if one in self._by_prefix), (None, None))


def _keyed(fleet: Fleet, end: TunnelEnd, known: dict[tuple[str, str], _Keys | None]) -> _Keys | None:
    """The keys of an end that needs one and finds it by address."""
    place = (end.router, end.name)
    if place not in known:
        side = endpoint(fleet.nodes[end.router], end)
        usable = side is not None and side.profile is not None and needs_key(side) and not has_identity_keys(side)
        known[place] = _Keys(side) if side is not None and usable else None
    return known[place]


def _secrets(fleet: Fleet) -> Iterator[Hit]:
    known: dict[tuple[str, str], _Keys | None] = {}
    refused: set[tuple[str, str]] = set()
    for pair in fleet.pairs:
        client, server = _keyed(fleet, pair.client_tunnel, known), _keyed(fleet, pair.server_tunnel, known)
        text = _refusal(client, server) if client is not None and server is not None else None
        if text is not None:
            refused.add((pair.client.name, pair.client_tunnel.name))
            name = pair.server.name
            yield hit(pair.client_tunnel, text.format(name), "tunnel protection", peer=name)
    for cloud in fleet.clouds:
        if cloud.phase > 1:
            ends = [one for one in cloud.spokes if (one.router, one.name) not in refused]
            yield from _wildcards(fleet, ends, known)


def _refusal(client: _Keys, server: _Keys) -> str | None:
    """Why the keys do not fit, with a place for the server's name; a client without a key is L-022."""
    (mine, expected), (shown, theirs) = client.find(server.nbma), server.find(client.nbma)
    if mine is None:
        return None
    if theirs is None:
        return "{} has no pre-shared key for it"
    return "its pre-shared key differs from that of {}" if _differ(mine, theirs) or _differ(shown, expected) else None


def _differ(one: Secret | None, other: Secret | None) -> bool:
    """Whether two keys are known to differ: of an encrypted one nothing is."""
    return one != other and not any(each is not None and each.opaque for each in (one, other))


def _wildcards(fleet: Fleet, spokes: list[TunnelEnd], known: dict[tuple[str, str], _Keys | None]) -> Iterator[Hit]:
    """Spokes whose key for any peer is not that of most. The secrets themselves are compared, never shown."""
    groups: dict[Keys, list[TunnelEnd]] = {}
    for end in spokes:
        keys = _keyed(fleet, end, known)
        wildcard = keys.find(UNKNOWN_PEER) if keys is not None else (None, None)
        opaque = any(one is not None and one.opaque for one in wildcard)
        if wildcard != (None, None) and not opaque and end.effective.multipoint:
            groups.setdefault(wildcard, []).append(end)
    if len(groups) < 2:
        return
    most = max(groups.values(), key=len)
    for ends in groups.values():
        for end in ends if ends is not most else ():
            text = f"its wildcard pre-shared key differs from that of {len(most)} other spokes"
            yield hit(end, text, "tunnel protection", peer=most[0].router)


_E, _W, _CRYPTO = Severity.ERROR, Severity.WARNING, Layer.CRYPTO

RULES: tuple[Rule, ...] = (
    rule(
        "L-106",
        _E,
        _CRYPTO,
        "F-06",
        "no common IKE version or policy",
        "the negotiation ends before a key is looked at: the row stays in IKE",
        "give both the same IKE version, policy or proposal, and authentication",
        fleet=_compare(_policies, "tunnel protection"),
    ),
    rule(
        "L-107",
        _E,
        _CRYPTO,
        "F-07",
        "no common transform set",
        "no IPsec SA comes up: the row stays in IPSEC (with IKEv2 in IKE)",
        "use the same transform set on all routers of the cloud",
        fleet=_compare(_transforms, "tunnel protection"),
    ),
    rule(
        "L-108",
        _E,
        _CRYPTO,
        "F-09",
        "IPsec mode differs, with IKEv1",
        "no IPsec SA comes up: the row stays in IPSEC",
        "set 'mode transport' on all routers",
        fleet=_compare(_modes_of_ikev1, "tunnel protection"),
    ),
    rule(
        "L-109",
        _W,
        _CRYPTO,
        "F-10",
        "IPsec mode differs, with IKEv2",
        "tunnel mode is used without a word: 20 bytes more in every packet",
        "set 'mode transport' on all routers",
        fleet=_compare(_modes_of_ikev2, "tunnel protection"),
    ),
    rule(
        "L-110",
        _E,
        _CRYPTO,
        "F-08",
        "PFS differs",
        "IKEv1 refuses the IPsec SA; IKEv2 fails at the first rekey",
        "set the same 'set pfs' group on all routers, or none",
        fleet=_compare(_pfs, "tunnel protection"),
    ),
    rule(
        "L-111",
        _E,
        _CRYPTO,
        "F-05",
        "pre-shared keys differ",
        "authentication fails: the row stays in IKE",
        "use the same key on both sides",
        fleet=_secrets,
    ),
)
