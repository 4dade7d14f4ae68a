"""A client and the server it registers with: addresses, keys, authentication, protection (protocol.md 8.2)."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.model.interface import Interface
from nornir_dmvpn.reference.underlay import is_placeholder
from nornir_dmvpn.verify.lint.fleet import Fleet, Pair
from nornir_dmvpn.verify.lint.rule import Hit, Rule, hit, rule

_PRIVATE = tuple(IPv4Network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
"""Addresses that the Internet does not route (RFC 1918, RFC 6598)."""


def _address(pair: Pair) -> Iterator[Hit]:
    """The NHS address is the hub's, and is mapped to where the hub stands."""
    client, server = pair.client_tunnel, pair.server_tunnel
    owned = server.effective.address.ip if server.effective.address is not None else None
    name = pair.server.name
    named = [one.address for one in client.effective.servers if one.address is not None]
    maps = dict(client.effective.maps)
    if owned is None or owned not in named:
        wrong = next((one for one in named if maps.get(one) == server.nbma), None)
        if wrong is not None:
            yield hit(client, f"NHS {wrong}, {name} has {owned} there", f"ip nhrp nhs {wrong}", peer=name)
        return
    nbma = maps.get(owned)
    ends = [one.nbma for one in pair.client.fleet.at_address(owned)]
    if nbma is None or nbma in ends or any(one is None or is_placeholder(one) for one in ends):
        return
    if not _is_translated(pair, nbma):
        text = f"NHS {owned} is mapped to {nbma}, {name} has {server.nbma}"
        yield hit(client, text, f"ip nhrp map {owned}", peer=name)


def _is_translated(pair: Pair, mapped: object) -> bool:
    """Whether the mapped address may be that of a static NAT before the hub: the hub's own is private, it is not."""
    own = pair.server_tunnel.nbma
    private = isinstance(own, IPv4Address) and any(own in one for one in _PRIVATE)
    return private and isinstance(mapped, IPv4Address) and not any(mapped in one for one in _PRIVATE)


def _key(pair: Pair) -> Iterator[Hit]:
    mine, theirs = pair.client_tunnel.effective.key, pair.server_tunnel.effective.key
    if mine != theirs:
        words = [f"tunnel key {one}" if one is not None else "no tunnel key" for one in (mine, theirs)]
        text = f"{words[0]}, {pair.server.name} has {words[1]}"
        yield hit(pair.client_tunnel, text, "tunnel key", peer=pair.server.name)


def _network_id(pair: Pair) -> Iterator[Hit]:
    mine, theirs = pair.client_tunnel.effective.network_id, pair.server_tunnel.effective.network_id
    if mine is not None and theirs is not None and mine != theirs:
        text = f"network-id {mine}, {pair.server.name} has {theirs}"
        yield hit(pair.client_tunnel, text, "ip nhrp network-id", peer=pair.server.name)


def _authentication(pair: Pair) -> Iterator[Hit]:
    mine, theirs = pair.client_tunnel.effective.authentication, pair.server_tunnel.effective.authentication
    unknown = mine is not None and theirs is not None and (mine.opaque or theirs.opaque)
    if mine != theirs and not unknown:
        word = "is missing here" if mine is None else "is missing there" if theirs is None else "differs"
        text = f"the authentication string {word} ({pair.server.name})"
        yield hit(pair.client_tunnel, text, "ip nhrp authentication", peer=pair.server.name)


def _subnet(pair: Pair) -> Iterator[Hit]:
    mine, theirs = pair.client_tunnel.effective.address, pair.server_tunnel.effective.address
    if mine is not None and theirs is not None and mine.network != theirs.network:
        text = f"tunnel subnet {mine.network}, {pair.server.name} has {theirs.network}"
        yield hit(pair.client_tunnel, text, "ip address", peer=pair.server.name)


def _protection(pair: Pair) -> Iterator[Hit]:
    mine, theirs = pair.client_tunnel.effective.protection, pair.server_tunnel.effective.protection
    if (mine is None) != (theirs is None):
        text = f"no tunnel protection, {pair.server.name} has" if mine is None else f"{pair.server.name} has none"
        yield hit(pair.client_tunnel, text, "tunnel protection", peer=pair.server.name)


def _group(pair: Pair) -> Iterator[Hit]:
    client, server = pair.client_tunnel.written, pair.server_tunnel.written
    group = client.nhrp_group or client.nhrp.group
    known = {one.group for one in (*server.nhrp_group_maps, *server.nhrp.group_maps)}
    if group is not None and group not in known:
        text = f"group {group!r} is not mapped on {pair.server.name}"
        line = "nhrp group" if client.nhrp_group else "ip nhrp group"
        yield hit(pair.client_tunnel, text, line, peer=pair.server.name)


def _bfd(pair: Pair) -> Iterator[Hit]:
    mine, theirs = _has_bfd(pair.client_tunnel.written), _has_bfd(pair.server_tunnel.written)
    if mine != theirs:
        where = pair.client.name if mine else pair.server.name
        yield hit(pair.client_tunnel, f"only {where} runs BFD on the tunnel", "bfd", peer=pair.server.name)


def _has_bfd(interface: Interface) -> bool:
    return interface.bfd is not None or interface.bfd_template is not None


def _behind_nat(fleet: Fleet) -> Iterator[Hit]:
    """A hub that others reach by a translated address, and clients that map its own, private one."""
    outside = {one.local: one.outside for node in fleet.nodes.values() for one in node.config.nat_statics}
    for pairs in fleet.pairs_by_server.values():
        server = pairs[0].server_tunnel
        owned = server.effective.address.ip if server.effective.address is not None else None
        if owned is None or not isinstance(server.nbma, IPv4Address):
            continue
        mapped = [(one, dict(one.client_tunnel.effective.maps).get(owned)) for one in pairs]
        public = next((nbma for one, nbma in mapped if nbma is not None and _is_translated(one, nbma)), None)
        public = outside.get(server.nbma) or public
        for pair, nbma in mapped:
            if public is not None and nbma == server.nbma and not _shares_network(pair):
                text = f"NHS {owned} is mapped to its private address {nbma}, it is reached by {public}"
                yield hit(pair.client_tunnel, text, f"ip nhrp map {owned}", peer=pair.server.name)


def _shares_network(pair: Pair) -> bool:
    """Whether the client stands on the inner side of the translation as well."""
    inside = [one.address.network for one in pair.client.config.interfaces if one.address and not one.is_tunnel]
    return any(pair.server_tunnel.nbma in one for one in inside)


_E, _W, _I, _NHRP, _TUNNEL = Severity.ERROR, Severity.WARNING, Severity.INFO, Layer.NHRP, Layer.TUNNEL

RULES: tuple[Rule, ...] = (
    rule(
        "L-100",
        _E,
        _NHRP,
        "F-18",
        "NHS is not the hub it is mapped to",
        "the registration is not answered (F-18), or nobody is at the NBMA address (F-17)",
        "name the hub's tunnel address as NHS and map it to the hub's NBMA address",
        pair=_address,
    ),
    rule(
        "L-101",
        _E,
        _TUNNEL,
        "F-20",
        "tunnel keys differ",
        "packets are dropped after decryption without a word: the row stays in NHRP",
        "set the same 'tunnel key' on all routers of the cloud",
        pair=_key,
    ),
    rule(
        "L-102",
        _I,
        _NHRP,
        "F-23",
        "network-ids differ",
        "no fault, the number counts on its own router only; people read it as the cloud's",
        "use one network-id in a cloud",
        pair=_network_id,
    ),
    rule(
        "L-103",
        _E,
        _NHRP,
        "F-19",
        "NHRP authentication differs",
        "registrations are dropped: the row stays in NHRP",
        "set the same 'ip nhrp authentication' on all routers of the cloud",
        pair=_authentication,
    ),
    rule(
        "L-104",
        _E,
        _TUNNEL,
        "P-02",
        "tunnel addresses in different subnets",
        "routing protocols refuse the neighbour; NHRP itself may work",
        "give all tunnels of the cloud the same subnet and mask",
        pair=_subnet,
    ),
    rule(
        "L-105",
        _E,
        Layer.CRYPTO,
        "F-03",
        "protection on one side only",
        "without it on the client the row stays in NHRP (F-03), without it on the hub in IKE (F-02)",
        "protect the tunnel on both sides with the profile of the cloud",
        pair=_protection,
    ),
    rule(
        "L-120",
        _W,
        _NHRP,
        "Q-01",
        "QoS group unknown to the hub",
        "no policy is applied to the spoke, and nothing says so",
        "add 'ip nhrp map group NAME service-policy output POLICY' on the hub; case counts",
        pair=_group,
    ),
    rule(
        "L-121",
        _W,
        _TUNNEL,
        "B-01",
        "BFD on one side only",
        "no BFD session comes up",
        "configure BFD on both sides",
        pair=_bfd,
    ),
    rule(
        "L-123",
        _W,
        Layer.UNDERLAY,
        "F-17",
        "private address of a hub behind static NAT",
        "nobody is at that address from outside: the row stays in IKE",
        "map the hub to its translated address",
        fleet=_behind_nat,
    ),
)
