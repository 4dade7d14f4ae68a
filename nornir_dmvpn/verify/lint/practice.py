"""Good practice beyond protocol.md section 8: what the usual introductions to DMVPN ask for (SD rows)."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Fleet, Node, Pair, TunnelEnd
from nornir_dmvpn.verify.lint.rule import Hit, Rule, each_tunnel, hit, rule
from nornir_dmvpn.verify.lint.underlay import source_of

Lines = Iterator[tuple[str, str]]


def _no_cef(node: Node) -> Iterator[Hit]:
    if node.config.system.cef is False and node.nhrp_tunnels:
        yield Hit(router=node.name, text="'no ip cef'", lines=(("", "no ip cef"),))


def _keepalive(node: Node) -> Iterator[Hit]:
    """MGRE is L-015."""
    for tunnel in node.tunnels:
        direct = not tunnel.effective.multipoint and tunnel.effective.protection is not None
        if tunnel.written.keepalive is not None and direct:
            yield hit(tunnel, "'keepalive' and 'tunnel protection' on point-to-point GRE", "keepalive")


def _loopback_and_qos(node: Node, tunnel: TunnelEnd) -> Lines:
    source = tunnel.effective.source or ""
    groups = tunnel.written.nhrp_group_maps or tunnel.written.nhrp.group_maps
    outside = any(one.service_policy_out for one in node.config.interfaces if not one.is_tunnel)
    if source.startswith("Loopback") and outside and not groups and not tunnel.written.qos_preclassify:
        yield f"tunnel source {source}, a policy on a physical interface and no 'qos pre-classify'", "tunnel source"


def _subnet_full(fleet: Fleet) -> Iterator[Hit]:
    for cloud in fleet.clouds:
        for hub in cloud.hubs:
            address = hub.effective.address
            used = {one.effective.address.ip for one in cloud.ends if one.effective.address is not None}
            room = address.network.num_addresses - 2 if address is not None else 0
            if address is not None and address.network.prefixlen <= 30 and len(used) >= room:
                yield hit(hub, f"{address.network} has {room} addresses, {len(used)} are used", "ip address")


def _dynamic_hub(pair: Pair) -> Iterator[Hit]:
    """A hub that clients find by name may move."""
    source = source_of(pair.server, pair.server_tunnel)
    address = pair.server_tunnel.effective.address
    servers = [one for one in pair.client_tunnel.effective.servers if address is not None and one.address == address.ip]
    by_name = any(one.nbma is not None and not one.nbma.replace(".", "").isdigit() for one in servers)
    if source is not None and (source.address_dhcp or source.address_negotiated) and not by_name:
        text = f"its NHS {pair.server.name} gets the address of {source.name} by DHCP or PPP"
        yield hit(pair.client_tunnel, text, "ip nhrp map", peer=pair.server.name)


def _same_secret(node: Node, tunnel: TunnelEnd) -> Lines:
    config, secret = node.config, tunnel.effective.authentication
    keys = {one.key for one in config.isakmp_keys}
    keys |= {key.key for one in config.isakmp_keyrings for key in one.keys}
    peers = [peer for one in config.ikev2_keyrings for peer in one.peers]
    known = {one for peer in peers for one in (peer.key, peer.local_key, peer.remote_key) if one is not None}
    if secret is not None and secret in keys | known:
        yield "the NHRP authentication string is also a pre-shared key", "ip nhrp authentication"


def _crypto_map(node: Node, tunnel: TunnelEnd) -> Lines:
    source = source_of(node, tunnel)
    if source is not None and source.crypto_map is not None and tunnel.effective.protection is not None:
        yield f"crypto map {source.crypto_map} on {source.name}, and tunnel protection", "tunnel protection"


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

RULES: tuple[Rule, ...] = (
    rule(
        "SD02",
        _W,
        Layer.CONFIG,
        "S-06",
        "CEF switched off",
        "shortcuts and next-hop overrides are not used for forwarding",
        "set 'ip cef'",
        router=_no_cef,
    ),
    rule(
        "SD10",
        _W,
        Layer.TUNNEL,
        "B-02",
        "GRE keepalive on a protected tunnel",
        "the answers come back outside IPsec or not at all: the interface flaps",
        "remove 'keepalive'; DPD watches the peer",
        router=_keepalive,
    ),
    rule(
        "SD12",
        _I,
        Layer.TUNNEL,
        "Q-03",
        "loopback as tunnel source with QoS on the physical interface",
        "the policy sees only the outer headers",
        "set 'qos pre-classify' on the tunnel, or use per-tunnel QoS",
        router=each_tunnel(_loopback_and_qos),
    ),
    rule(
        "SD16",
        _W,
        Layer.TUNNEL,
        "P-02",
        "tunnel subnet full",
        "there is no address for another spoke",
        "use a wider tunnel subnet on all routers of the cloud",
        fleet=_subnet_full,
    ),
    rule(
        "SD34",
        _E,
        Layer.UNDERLAY,
        "F-17",
        "hub with a dynamic address, mapped by address",
        "after a change of its address no spoke finds the hub",
        "give the hub a fixed address, or name it: 'ip nhrp nhs ADDRESS nbma NAME'",
        pair=_dynamic_hub,
    ),
    rule(
        "SD36",
        _W,
        Layer.NHRP,
        "W-53",
        "NHRP authentication equals a pre-shared key",
        "the string travels in clear text in every NHRP packet outside IPsec: the key is given away",
        "use a string of its own for NHRP",
        router=each_tunnel(_same_secret),
    ),
    rule(
        "SD71",
        _W,
        Layer.CRYPTO,
        "K-01",
        "crypto map beside tunnel protection",
        "both claim the packets of the tunnel source",
        "remove the crypto map from the interface, or keep its access list clear of GRE",
        router=each_tunnel(_crypto_map),
    ),
)
