"""``show ip nhrp nhs redundancy``: which servers of a cluster are in use (R-50 to R-52).

The fields are those the vendor names (Annex D 12); no capture shows the columns, so the widths printed here are not
confirmed, and the reading takes any.
"""

from dataclasses import replace
from ipaddress import ip_address

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import Block, blocks, flat, joined
from nornir_dmvpn.ios.shows.dmvpn_section import interface_order
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.show_command import (
    PLAIN,
    JsonRow,
    Parsed,
    RenderOptions,
    ShowCommand,
    keep_or_refuse,
    place,
    refuse_other,
)
from nornir_dmvpn.model.finding import Place
from nornir_dmvpn.model.generation import Generation
from nornir_dmvpn.model.interface_name import full_name
from nornir_dmvpn.model.nhrp_state import NhsCluster, NhsRedundancy, RedundantNhs
from nornir_dmvpn.model.state import NhsState

COMMAND = "show ip nhrp nhs redundancy"
_NOT_SET = "Not Set"
_SERVERS = "No. Interface Clus      NHS        Prty Cur-State Cur-Queue Prev-State Prev-Queue"
_CLUSTERS = "No. Interface Cluster  Status  Max-Con Total-NHS Responding Expecting Waiting Fallback"


def parse(text: str, *, strict: bool = True) -> Parsed[NhsRedundancy]:
    """Servers and clusters in printed order; the numbers before them count the rows and are not kept."""
    reading = read(COMMAND, "show_ip_nhrp_nhs_redundancy", text)
    refuse_other(SHOW, reading)
    written = [line for line in reading.screen.lines if line[1].strip()]
    if strict:
        reading.refuse_unread()
        if written and not reading.rows:
            number, line = written[-1]
            raise ParseError(COMMAND, number, line.strip(), "the output is cut off: no server is listed")
    servers: list[tuple[RedundantNhs, Place]] = []
    clusters: list[tuple[NhsCluster, Place]] = []
    unread = list(reading.unread)
    for block in blocks(reading):
        try:
            if block.get("ADDRESS") is None:
                clusters.append((_cluster(block), place(reading, block.row)))
            else:
                servers.append((_server(block), place(reading, block.row)))
        except ValueError as error:
            problem = ParseError(COMMAND, block.row.line, block.row.text, str(error))
            keep_or_refuse(block.row, problem, unread, strict=strict)
    value = NhsRedundancy(servers=tuple(one for one, _ in servers), clusters=tuple(one for one, _ in clusters))
    places = (*(found for _, found in servers), *(found for _, found in clusters))
    return Parsed(values=value, layout=None, unread=tuple(sorted(set(unread))), places=places)


def _server(block: Block) -> RedundantNhs:
    return RedundantNhs(
        interface=full_name(block.need("INTERFACE")),
        cluster=int(block.need("CLUSTER")),
        address=ip_address(block.need("ADDRESS")),
        priority=int(block.need("PRIORITY")),
        state=NhsState(block.need("STATE")),
        queue=block.need("QUEUE"),
        previous_state=NhsState(block.need("PREVIOUS_STATE")),
        previous_queue=block.need("PREVIOUS_QUEUE"),
    )


def _cluster(block: Block) -> NhsCluster:
    limit = block.need("MAX_CONNECTIONS")
    return NhsCluster(
        interface=full_name(block.need("INTERFACE")),
        cluster=int(block.need("CLUSTER")),
        status=block.need("STATUS"),
        max_connections=int(limit) if limit.isdigit() else None,
        total=int(block.need("TOTAL")),
        responding=int(block.need("RESPONDING")),
        expecting=int(block.need("EXPECTING")),
        waiting=int(block.need("WAITING")),
        fallback=int(block.need("FALLBACK")),
    )


def render(value: NhsRedundancy, generation: Generation, options: RenderOptions = PLAIN) -> str:
    """Both tables, each numbered from 1; nothing where there is no server."""
    if not value.servers and not value.clusters:
        return ""
    kept = quantise_redundancy(value, generation, options)
    lines = ["Legend: E=Expecting replies, R=Responding, W=Waiting", _SERVERS]
    for number, server in enumerate(kept.servers, 1):
        lines.append(
            f"{number:<3} {server.interface:<9} {server.cluster:<4} {flat(server.address):>15} {server.priority:>4} "
            f"{server.state.value:>9} {server.queue:>9} {server.previous_state.value:>10} {server.previous_queue:>10}"
        )
    lines += ["", _CLUSTERS]
    for number, one in enumerate(kept.clusters, 1):
        limit = _NOT_SET if one.max_connections is None else str(one.max_connections)
        lines.append(
            f"{number:<3} {one.interface:<9} {one.cluster:>7} {one.status:>8} {limit:>7} {one.total:>9} "
            f"{one.responding:>10} {one.expecting:>9} {one.waiting:>7} {one.fallback:>8}"
        )
    return joined(lines)


def quantise_redundancy(value: NhsRedundancy, generation: Generation, options: RenderOptions = PLAIN) -> NhsRedundancy:  # noqa: ARG001 # one signature for all
    """Printing keeps all of it, interface by interface (C-61), clusters ascending."""
    return replace(
        value,
        servers=tuple(sorted(value.servers, key=lambda one: (interface_order(one.interface), one.cluster))),
        clusters=tuple(sorted(value.clusters, key=lambda one: (interface_order(one.interface), one.cluster))),
    )


def rows(value: NhsRedundancy) -> list[JsonRow]:
    """One row per server, then one per cluster; what only the other kind has is null."""
    servers: list[JsonRow] = [
        {
            "interface": one.interface,
            "cluster": one.cluster,
            "address": str(one.address),
            "priority": one.priority,
            "state": one.state.value,
            "queue": one.queue,
            "previous_state": one.previous_state.value,
            "previous_queue": one.previous_queue,
            **dict.fromkeys(_OF_CLUSTERS),
        }
        for one in value.servers
    ]
    return servers + [
        {"interface": one.interface, "cluster": one.cluster}
        | dict.fromkeys(_OF_SERVERS)
        | {name: getattr(one, name) for name in _OF_CLUSTERS}
        for one in value.clusters
    ]


_OF_SERVERS = ("address", "priority", "state", "queue", "previous_state", "previous_queue")
_OF_CLUSTERS = ("status", "max_connections", "total", "responding", "expecting", "waiting", "fallback")

SHOW: ShowCommand[NhsRedundancy] = ShowCommand(
    name="show_ip_nhrp_nhs_redundancy",
    forms=("sh[[ow]] ip nh[[rp]] nh[[s]] red[[undancy]]", "sh[[ow]] ipv6 nh[[rp]] nh[[s]] red[[undancy]]"),
    section="nhs_redundancy",
    parse=parse,
    render=render,
    quantise=quantise_redundancy,
    rows=rows,
)
