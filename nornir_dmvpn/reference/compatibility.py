"""Do the configurations of a client and its server agree? Asked without running anything (protocol.md 5.3, 8.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from nornir_dmvpn.model.finding import Layer
from nornir_dmvpn.model.state import TunnelState
from nornir_dmvpn.reference.crypto import Endpoint, negotiate
from nornir_dmvpn.reference.tunnel import Line
from nornir_dmvpn.reference.underlay import is_placeholder


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """One thing on which two ends disagree, and the state in which the client's row stays for it."""

    rule: str
    layer: Layer
    stuck: TunnelState | None
    """``None``: the client has no row at all (F-22, F-25)."""
    reason: str
    routers: tuple[str, ...]
    cure: str


def mismatches(client: Endpoint, client_line: Line, server: Endpoint, server_line: Line) -> tuple[Mismatch, ...]:
    """Everything that keeps ``client`` from being registered at ``server``, in the order in which it bites (M-10)."""
    return (
        *_lines(client, client_line, server, server_line),
        *_protection(client, server),
        *_gre(client, server),
        *_nhrp(client, server),
    )


def _lines(client: Endpoint, client_line: Line, server: Endpoint, server_line: Line) -> Iterator[Mismatch]:
    for side, line in ((client, client_line), (server, server_line)):
        if not line.up:
            stuck = TunnelState.INTF if side is client else _without_peer(client)
            yield Mismatch(
                rule=line.rule,
                layer=Layer.TUNNEL,
                stuck=stuck,
                reason=f"on {side.router} {line.reason}",
                routers=(side.router,),
                cure=f"bring {side.tunnel.name} of {side.router} up",
            )


def _without_peer(client: Endpoint) -> TunnelState:
    return TunnelState.NHRP if client.profile is None else TunnelState.IKE


def _protection(client: Endpoint, server: Endpoint) -> Iterator[Mismatch]:
    names = (client.router, server.router)
    if client.profile is None and server.profile is None:
        return
    if client.profile is None:
        yield Mismatch(
            rule="F-03",
            layer=Layer.CRYPTO,
            stuck=TunnelState.NHRP,
            reason=f"{client.router} has no tunnel protection, {server.router} has",
            routers=(client.router,),
            cure=f"protect {client.tunnel.name} of {client.router} with the IPsec profile of the cloud",
        )
        return
    refusal = negotiate(client, server)
    if refusal is not None:
        yield Mismatch(
            rule=refusal.rule,
            layer=Layer.CRYPTO,
            stuck=refusal.stuck,
            reason=refusal.reason,
            routers=names,
            cure="make both ends agree, then clear the crypto session or bounce the tunnel of the client",
        )


def _gre(client: Endpoint, server: Endpoint) -> Iterator[Mismatch]:
    names = (client.router, server.router)
    if client.tunnel.key != server.tunnel.key:
        yield Mismatch(
            rule="F-20",
            layer=Layer.TUNNEL,
            stuck=TunnelState.NHRP,
            reason=f"tunnel keys differ: {client.router} {client.tunnel.key}, {server.router} {server.tunnel.key}",
            routers=names,
            cure="set the same tunnel key on both",
        )
    if not server.tunnel.multipoint and server.tunnel.destination != client.nbma:
        yield Mismatch(
            rule="F-26",
            layer=Layer.TUNNEL,
            stuck=TunnelState.NHRP,
            reason=f"{server.tunnel.name} of {server.router} is point-to-point GRE to somebody else",
            routers=(server.router,),
            cure=f"set 'tunnel mode gre multipoint' on {server.router}",
        )


def _nhrp(client: Endpoint, server: Endpoint) -> Iterator[Mismatch]:
    for side, rule, stuck in ((client, "F-22", None), (server, "F-21", TunnelState.NHRP)):
        if side.tunnel.network_id is None:
            yield Mismatch(
                rule=rule,
                layer=Layer.NHRP,
                stuck=stuck,
                reason=f"{side.tunnel.name} of {side.router} has no NHRP network-id",
                routers=(side.router,),
                cure=f"set 'ip nhrp network-id' on {side.router}",
            )
    if client.tunnel.authentication != server.tunnel.authentication:
        yield Mismatch(
            rule="F-19",
            layer=Layer.NHRP,
            stuck=TunnelState.NHRP,
            reason=f"the NHRP authentication of {client.router} and {server.router} differs",
            routers=(client.router, server.router),
            cure="set the same 'ip nhrp authentication' on both",
        )
    yield from _server_address(client, server)


def _server_address(client: Endpoint, server: Endpoint) -> Iterator[Mismatch]:
    if server.tunnel.address is None or not client.tunnel.multipoint:
        return
    address = server.tunnel.address.ip
    mapped = dict(client.tunnel.maps).get(address)
    if not any(one.address == address for one in client.tunnel.servers):
        yield Mismatch(
            rule="F-18" if client.tunnel.servers else "F-24",
            layer=Layer.NHRP,
            stuck=TunnelState.NHRP,
            reason=f"{client.router} has no 'ip nhrp nhs {address}'",
            routers=(client.router,),
            cure=f"set 'ip nhrp nhs {address}' on {client.router}",
        )
    elif mapped is None:
        yield Mismatch(
            rule="F-25",
            layer=Layer.NHRP,
            stuck=None,
            reason=f"{client.router} has no NBMA address for the NHS {address}",
            routers=(client.router,),
            cure=f"map {address} to the NBMA address of {server.router}",
        )
    elif mapped != server.nbma and not is_placeholder(server.nbma):
        yield Mismatch(
            rule="F-17",
            layer=Layer.UNDERLAY,
            stuck=_without_peer(client),
            reason=f"{client.router} maps the NHS {address} to {mapped}, {server.router} has {server.nbma}",
            routers=(client.router,),
            cure=f"map {address} to {server.nbma} on {client.router}",
        )
