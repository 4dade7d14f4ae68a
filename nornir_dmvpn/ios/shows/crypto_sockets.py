"""``show crypto sockets``: what asked IPsec to protect GRE to a peer, and whether it does (C-84)."""

from dataclasses import replace
from ipaddress import IPv6Address, ip_address, ip_network

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import Block, flat, joined, parse_blocks
from nornir_dmvpn.ios.shows.engine import Reading, read
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.crypto_state import CryptoSocketEntry, CryptoSockets, Ident, ListeningSocket
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name, short_name

COMMAND = "show crypto sockets"
_SHARED = "Shd"
"""Printed for the interface of a socket that several tunnels share (C-84)."""


def parse(text: str, *, strict: bool = True) -> Parsed[CryptoSockets]:
    """Connections, then listeners. In strict mode the count of the first line must be borne out."""
    reading = read(COMMAND, "show_crypto_sockets", text)
    parsed = parse_blocks(SHOW, reading, _entry, strict=strict)
    connections = tuple(one for one in parsed.values if isinstance(one, CryptoSocketEntry))
    listening = tuple(one for one in parsed.values if isinstance(one, ListeningSocket))
    declared = _declared(reading, len(connections), strict=strict)
    return Parsed(
        values=CryptoSockets(declared=declared, connections=connections, listening=listening),
        layout=None,
        unread=parsed.unread,
        places=parsed.places,
    )


def _declared(reading: Reading, printed: int, *, strict: bool) -> int:
    for one in reading.assignments:
        if "CONNECTIONS" in one.values:
            declared = int(one.values["CONNECTIONS"])
            if strict and declared != printed:
                raise ParseError(
                    COMMAND, one.line, one.text, f"the output is cut off: {printed} connections are listed"
                )
            return declared
    written = [line for line in reading.screen.lines if line[1].strip()]
    if strict and written:
        problem = "the output is cut off: the number of connections is missing"
        raise ParseError(COMMAND, written[0][0], written[0][1].strip(), problem)
    return printed


def _entry(block: Block) -> CryptoSocketEntry | ListeningSocket:
    if block.get("MAP_NAME") is not None:
        return ListeningSocket(
            client=block.need("CLIENT"), profile=block.need("PROFILE"), map_name=block.need("MAP_NAME")
        )
    interface = block.need("INTERFACE")
    return CryptoSocketEntry(
        interface=None if interface == _SHARED else full_name(interface),
        local=ip_address(block.need("LOCAL")),
        remote=ip_address(block.need("REMOTE")),
        local_ident=_ident(block, "LOCAL"),
        remote_ident=_ident(block, "REMOTE"),
        flags=block.get("FLAGS"),
        profile=block.need("PROFILE"),
        is_open=block.need("STATE") == "Open",
        client=block.need("CLIENT"),
        client_state=block.need("CLIENT_STATE"),
    )


def _ident(block: Block, side: str) -> Ident:
    return Ident(
        network=ip_network(f"{block.need(f'{side}_IDENT')}/{block.need(f'{side}_MASK')}"),
        protocol=int(block.need(f"{side}_PROTOCOL")),
        port=int(block.need(f"{side}_PORT")),
    )


def render(value: CryptoSockets, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The text of ``show crypto sockets``; both headings stand even where there is no socket."""
    lines = ["", f"Number of Crypto Socket connections {len(value.connections)}", ""]
    for one in value.connections:
        name = _SHARED if one.interface is None else short_name(one.interface)
        lines.append(f"   {name} Peers (local/remote): {flat(one.local)}/{flat(one.remote)}")
        facts = [f"Local Ident  {_ident_text(one.local_ident)}", f"Remote Ident {_ident_text(one.remote_ident)}"]
        facts += [] if one.flags is None else [f"Flags: {one.flags}"]
        facts += [f'IPSec Profile: "{one.profile}"', f"Socket State: {'Open' if one.is_open else 'Closed'}"]
        facts.append(f'Client: "{one.client}" (Client State: {one.client_state})')
        lines += ["       " + fact for fact in facts]
    lines += ["", "Crypto Sockets in Listen state:"]
    lines += [f'Client: "{one.client}" Profile: "{one.profile}" Map-name: "{one.map_name}"' for one in value.listening]
    return joined(lines)


def _ident_text(one: Ident) -> str:
    """Port before protocol (C-84)."""
    network = one.network
    wide = isinstance(network.network_address, IPv6Address)
    mask, word = (network.prefixlen, "plen") if wide else (network.netmask, "mask")
    return f"(addr/{word}/port/prot): ({flat(network.network_address)}/{mask}/{one.port}/{one.protocol})"


def quantise_sockets(value: CryptoSockets, generation: Generation, options: RenderOptions = PLAIN) -> CryptoSockets:  # noqa: ARG001 # one signature for all
    """What printing keeps: all of it; the count becomes that of the connections."""
    return replace(value, declared=len(value.connections))


def rows(value: CryptoSockets) -> list[JsonRow]:
    """One row per connection, then one per listener (``remote`` null, ``map_name`` filled)."""
    connections: list[JsonRow] = [
        {
            "interface": one.interface,
            "local": str(one.local),
            "remote": str(one.remote),
            "profile": one.profile,
            "open": one.is_open,
            "flags": one.flags,
            "client": one.client,
            "client_state": one.client_state,
            "map_name": None,
        }
        for one in value.connections
    ]
    empty = dict.fromkeys(("interface", "local", "remote", "open", "flags", "client_state"))
    return connections + [
        empty | {"profile": one.profile, "client": one.client, "map_name": one.map_name} for one in value.listening
    ]


SHOW: ShowCommand[CryptoSockets] = ShowCommand(
    name="show_crypto_sockets",
    forms=("sh[[ow]] cr[[ypto]] so[[ckets]]",),
    section="crypto_sockets",
    parse=parse,
    render=render,
    quantise=quantise_sockets,
    rows=rows,
)
