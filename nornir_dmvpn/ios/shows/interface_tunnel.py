"""``show interfaces tunnel N``: the tunnel as an interface, with its source, its transport and its counters."""

from collections.abc import Iterator
from dataclasses import fields, replace
from ipaddress import IPv4Address, IPv4Interface, ip_address
from typing import Any

from nornir_dmvpn.ios.shows.duration import parse_duration, quantise, render_duration
from nornir_dmvpn.ios.shows.engine import Row
from nornir_dmvpn.ios.shows.record import number, read_answer, records
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.address import NEVER, IPAddress
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.interface_state import InterfaceCounters, TunnelInterface

Tunnels = tuple[TunnelInterface, ...]

COMMAND = "show interfaces tunnel"
TIMES = ("last_input", "last_output", "output_hang", "cleared")
"""Counters that are ages."""
_NARROW = frozenset({Generation.A, Generation.B})
"""Generations that print ``Kbit`` without ``/sec``, the runts beside the broadcasts, and no source tracking."""
_NEEDED = ("LINK_STATUS", "PROTOCOL_STATUS", "MTU", "BANDWIDTH", "DELAY", "RELIABILITY", "TRANSPORT", "PACKETS_OUTPUT")
"""Without these the answer was cut off."""


def parse(text: str, *, strict: bool = True) -> Parsed[Tunnels]:
    """Every tunnel interface in printed order."""
    read = records(read_answer(SHOW, text, strict=strict), _tunnel, strict=strict)
    return Parsed(values=read.values, layout=None, unread=read.unread, places=read.places)


def _tunnel(row: Row) -> TunnelInterface:
    for name in _NEEDED:
        row.need(COMMAND, name)
    address, unnumbered, key = row.get("IP_ADDRESS"), row.get("UNNUMBERED"), row.get("KEY")
    interface, source = row.get("SOURCE_INTERFACE"), _address(row, "SOURCE")
    return TunnelInterface(
        interface=full_name(row.need(COMMAND, "INTERFACE")),
        status=row.need(COMMAND, "LINK_STATUS"),
        protocol=row.need(COMMAND, "PROTOCOL_STATUS"),
        reason=row.get("REASON"),
        description=row.get("DESCRIPTION"),
        address=None if address is None else IPv4Interface(f"{address}/{row.need(COMMAND, 'PREFIX_LENGTH')}"),
        unnumbered=None if unnumbered is None else full_name(unnumbered),
        mtu=int(row.need(COMMAND, "MTU")),
        bandwidth=int(row.need(COMMAND, "BANDWIDTH")),
        delay=int(row.need(COMMAND, "DELAY")),
        reliability=int(row.need(COMMAND, "RELIABILITY")),
        txload=int(row.need(COMMAND, "TXLOAD")),
        rxload=int(row.need(COMMAND, "RXLOAD")),
        keepalive=_keepalive(row),
        linestate=row.get("LINESTATE"),
        source=source,
        source_interface=None if interface is None else full_name(interface),
        destination=_address(row, "DESTINATION"),
        tracked=number(row, "TRACKED"),
        transport=row.need(COMMAND, "TRANSPORT"),
        key=None if key is None else int(key, 16),
        sequencing=row.get("SEQUENCING") is not None,
        checksums=row.get("CHECKSUMS") is not None,
        ttl=number(row, "TTL"),
        fast_tunneling=row.get("FAST_TUNNELING") is not None,
        transport_mtu=number(row, "TRANSPORT_MTU"),
        transmit_bandwidth=int(row.need(COMMAND, "TRANSMIT_BANDWIDTH")),
        receive_bandwidth=int(row.need(COMMAND, "RECEIVE_BANDWIDTH")),
        protection=row.get("PROTECTION"),
        protection_shared=row.get("PROTECTION_SHARED") is not None,
        vrf=row.get("VRF"),
        counters=_counters(row),
    )


def _keepalive(row: Row) -> tuple[int, int] | None:
    period = number(row, "KEEPALIVE")
    return None if period is None else (period, int(row.need(COMMAND, "KEEPALIVE_RETRIES")))


def _address(row: Row, name: str) -> IPAddress | None:
    text = row.get(name)
    return None if text is None else ip_address(text)


def _counters(row: Row) -> InterfaceCounters:
    """Every counter by the name of its value; those that old releases do not print stay 0."""
    values: dict[str, Any] = {}
    for field in fields(InterfaceCounters):
        text = row.get(field.name.upper())
        if text is None:
            continue
        values[field.name] = (
            parse_duration(text) if field.name in TIMES else text if field.name == "strategy" else int(text)
        )
    return InterfaceCounters(**values)


def render(value: Tunnels, generation: Generation, options: RenderOptions = PLAIN) -> str:  # noqa: ARG001 # one signature for all
    """The text of every interface."""
    lines: list[str] = []
    for one in value:
        lines += [*_link(one, generation), *_delivery(one, generation), *_statistics(one.counters, generation)]
    return "".join(line + "\n" for line in lines)


def _link(one: TunnelInterface, generation: Generation) -> Iterator[str]:
    reason = "" if one.reason is None else f"({one.reason})"
    yield f"{one.interface} is {one.status}, line protocol is {one.protocol} {reason}"
    yield "  Hardware is Tunnel"
    if one.description is not None:
        yield f"  Description: {one.description}"
    if one.address is not None:
        yield f"  Internet address is {one.address}"
    elif one.unnumbered is not None:
        yield f"  Interface is unnumbered. Using address of {one.unnumbered} (0.0.0.0)"
    unit = "Kbit" if generation in _NARROW else "Kbit/sec"
    yield f"  MTU {one.mtu} bytes, BW {one.bandwidth} {unit}, DLY {one.delay} usec, "
    yield f"     reliability {one.reliability}/255, txload {one.txload}/255, rxload {one.rxload}/255"
    yield "  Encapsulation TUNNEL, loopback not set"
    if one.keepalive is None:
        yield "  Keepalive not set"
    else:
        yield f"  Keepalive set ({one.keepalive[0]} sec), retries {one.keepalive[1]}"
    if one.linestate is not None and generation not in _NARROW:
        yield f"  Tunnel linestate evaluation {one.linestate}"


def _delivery(one: TunnelInterface, generation: Generation) -> Iterator[str]:
    yield f"  Tunnel source {_source(one)}{'' if one.destination is None else f', destination {one.destination}'}"
    if one.tracked is not None and one.source_interface is not None and generation not in _NARROW:
        yield "   Tunnel Subblocks:"
        yield "      src-track:"
        yield f"         {one.interface} source tracking subblock associated with {one.source_interface}"
        members = f"{one.tracked} member{'' if one.tracked == 1 else 's'} (includes iterators), on interface <OK>"
        yield f"          Set of tunnels with source {one.source_interface}, {members}"
    yield f"  Tunnel protocol/transport {one.transport}"
    key = "disabled" if one.key is None else f"0x{one.key:X}"
    yield f"    Key {key}, sequencing {_enabled(one.sequencing)}"
    yield f"    Checksumming of packets {_enabled(one.checksums)}"
    if one.ttl is None:
        yield f"  Fast tunneling {_enabled(one.fast_tunneling)}"
    else:
        yield f"  Tunnel TTL {one.ttl}, Fast tunneling {_enabled(one.fast_tunneling)}"
    if one.transport_mtu is not None:
        yield f"  Tunnel transport MTU {one.transport_mtu} bytes"
    if one.vrf is not None:
        yield f'  Tunnel VRF "{one.vrf}"'
    yield f"  Tunnel transmit bandwidth {one.transmit_bandwidth} (kbps)"
    yield f"  Tunnel receive bandwidth {one.receive_bandwidth} (kbps)"
    if one.protection is not None:
        yield f'  Tunnel protection via IPSec (profile "{one.protection}"{", shared" if one.protection_shared else ""})'


def _source(one: TunnelInterface) -> str:
    if one.source_interface is None:
        return "UNKNOWN" if one.source is None else str(one.source).upper()
    return f"{str(one.source or IPv4Address(0)).upper()} ({one.source_interface})"


def _enabled(switch: bool) -> str:
    return "enabled" if switch else "disabled"


def _statistics(now: InterfaceCounters, generation: Generation) -> Iterator[str]:
    ages = (render_duration(age) for age in (now.last_input, now.last_output, now.output_hang))
    yield "  Last input {}, output {}, output hang {}".format(*ages)
    yield f'  Last clearing of "show interface" counters {render_duration(now.cleared)}'
    queue = f"{now.input_queue}/{now.input_queue_max}/{now.input_drops}/{now.input_flushes}"
    yield f"  Input queue: {queue} (size/max/drops/flushes); Total output drops: {now.output_drops}"
    yield f"  Queueing strategy: {now.strategy}"
    yield f"  Output queue: {now.output_queue}/{now.output_queue_max} (size/max)"
    yield f"  5 minute input rate {now.input_bits} bits/sec, {now.input_rate_packets} packets/sec"
    yield f"  5 minute output rate {now.output_bits} bits/sec, {now.output_rate_packets} packets/sec"
    yield f"     {now.packets_input} packets input, {now.bytes_input} bytes, {now.no_buffer} no buffer"
    runts = f"{now.runts} runts, {now.giants} giants, {now.throttles} throttles"
    if generation in _NARROW:
        yield f"     Received {now.broadcasts} broadcasts, {runts}"
    else:
        yield f"     Received {now.broadcasts} broadcasts ({now.multicasts} IP multicasts)"
        yield f"     {runts} "
    yield (
        f"     {now.input_errors} input errors, {now.crc} CRC, {now.frame} frame, "
        f"{now.overrun} overrun, {now.ignored} ignored, {now.abort} abort"
    )
    yield f"     {now.packets_output} packets output, {now.bytes_output} bytes, {now.underruns} underruns"
    yield f"     {now.output_errors} output errors, {now.collisions} collisions, {now.resets} interface resets"
    if generation not in _NARROW:
        yield f"     {now.unknown_drops} unknown protocol drops"
    yield f"     {now.buffer_failures} output buffer failures, {now.buffers_swapped} output buffers swapped out"


def quantise_tunnels(value: Tunnels, generation: Generation, options: RenderOptions = PLAIN) -> Tunnels:  # noqa: ARG001 # one signature for all
    """What printing keeps: cut ages; A and B print neither line state, source tracking nor some counters."""
    return tuple(_kept(one, narrow=generation in _NARROW) for one in value)


def _kept(one: TunnelInterface, *, narrow: bool) -> TunnelInterface:
    ages: dict[str, Any] = {name: quantise(getattr(one.counters, name)) for name in TIMES}
    counters = replace(one.counters, **ages)
    tracked = one.tracked if one.source_interface is not None else None
    return replace(
        one,
        unnumbered=None if one.address is not None else one.unnumbered,
        linestate=None if narrow else one.linestate,
        tracked=None if narrow else tracked,
        counters=replace(counters, multicasts=0, unknown_drops=0) if narrow else counters,
    )


def rows(value: Tunnels) -> list[JsonRow]:
    """One row per interface: its own fields, then its counters; ages are seconds, never is null."""
    return [_json(one) for one in value]


def _json(one: TunnelInterface) -> JsonRow:
    row: JsonRow = {
        field.name: _plain(getattr(one, field.name)) for field in fields(TunnelInterface) if field.name != "counters"
    }
    return row | {field.name: _plain(getattr(one.counters, field.name)) for field in fields(InterfaceCounters)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return list(value)
    return None if value is NEVER else str(value)


SHOW: ShowCommand[Tunnels] = ShowCommand(
    name="show_interfaces_tunnel",
    forms=("sh[[ow]] int[[erfaces]] {tunnel_interface}",),
    section="tunnel_interfaces",
    parse=parse,
    render=render,
    quantise=quantise_tunnels,
    rows=rows,
)
