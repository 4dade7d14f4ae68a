"""NHRP on one router: whether it runs at all, and knows its server."""

from collections.abc import Iterator

from nornir_dmvpn.model.finding import Layer, Severity
from nornir_dmvpn.verify.lint.fleet import Node
from nornir_dmvpn.verify.lint.rule import Hit, Rule


def _no_network_id(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        if tunnel.effective.network_id is None:
            lines = ((tunnel.section, "ip nhrp"),)
            yield Hit(router=node.name, interface=tunnel.name, text="no 'ip nhrp network-id'", lines=lines)


def _server_without_map(node: Node) -> Iterator[Hit]:
    for tunnel in node.nhrp_tunnels:
        mapped = dict(tunnel.effective.maps)
        for server in tunnel.effective.servers:
            unmapped = server.address is not None and server.nbma is None and server.address not in mapped
            if tunnel.effective.multipoint and unmapped:
                line = f"ip nhrp nhs {server.address}"
                yield Hit(
                    router=node.name,
                    interface=tunnel.name,
                    peer=str(server.address),
                    text=f"'{line}' and no NBMA address for it",
                    lines=((tunnel.section, line),),
                )


RULES: tuple[Rule, ...] = (
    Rule(
        id="L-001",
        severity=Severity.ERROR,
        layer=Layer.NHRP,
        title="tunnel without NHRP network-id",
        consequence="NHRP is off on the interface: a hub has no clients, a spoke does not register",
        leads_to="F-22",
        cure="set 'ip nhrp network-id' on the tunnel",
        router=_no_network_id,
    ),
    Rule(
        id="L-006",
        severity=Severity.ERROR,
        layer=Layer.NHRP,
        title="NHS without an NBMA address on an mGRE tunnel",
        consequence="registrations cannot be encapsulated: the NHS stays E and has no row",
        leads_to="F-25",
        cure="add 'ip nhrp map NHS NBMA', or 'nbma' to the NHS line",
        router=_server_without_map,
    ),
)
