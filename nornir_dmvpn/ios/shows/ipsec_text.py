"""The text of ``show crypto ipsec sa`` (C-83): columns of 4, 5, 6 and 8 blanks, every heading printed even if empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from itertools import groupby

from nornir_dmvpn.ios.shows.blocks import flat, joined
from nornir_dmvpn.ios.shows.show_command import PLAIN, RenderOptions
from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.crypto_state import Ident, IpsecCounters, IpsecFlow, IpsecSa
from nornir_dmvpn.model.generation import Generation

PLAINTEXT_MTU = frozenset({Generation.C, Generation.D, Generation.E})
"""Generations that print the plaintext MTU (15.2 on)."""
WITH_INITIATOR = frozenset({Generation.E})
"""Generations that print who started the exchange (XE 17)."""
_DISABLED = "Kilobyte Volume Rekey has been disabled"


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A line of error counters; ``text`` has a place for each of ``names``."""

    names: tuple[str, ...]
    text: str


DETAIL = (
    DetailLine(("no_sa_send", "invalid_sa_rcv"), "#pkts no sa (send) {}, #pkts invalid sa (rcv) {}"),
    DetailLine(
        ("encaps_failed_send", "decaps_failed_rcv"), "#pkts encaps failed (send) {}, #pkts decaps failed (rcv) {}"
    ),
    DetailLine(("invalid_prot_recv", "verify_failed"), "#pkts invalid prot (recv) {}, #pkts verify failed: {}"),
    DetailLine(
        ("invalid_identity_recv", "invalid_len_rcv"), "#pkts invalid identity (recv) {}, #pkts invalid len (rcv) {}"
    ),
    DetailLine(
        ("replay_rollover_send", "replay_rollover_rcv"),
        "#pkts replay rollover (send): {}, #pkts replay rollover (rcv) {}",
    ),
    DetailLine(("replay_failed_rcv",), "##pkts replay failed (rcv): {}"),
    DetailLine(("tagged_send", "untagged_rcv"), "#pkts tagged (send): {}, #pkts untagged (rcv): {}"),
    DetailLine(("not_tagged_send", "not_untagged_rcv"), "#pkts not tagged (send): {}, #pkts not untagged (rcv): {}"),
    DetailLine(
        ("internal_err_send", "internal_err_recv"), "#pkts internal err (send): {}, #pkts internal err (recv) {}"
    ),
)
"""The counters that ``detail`` prints in place of the two error counters."""


def render(value: tuple[IpsecFlow, ...], generation: Generation, options: RenderOptions = PLAIN) -> str:
    """The text of ``show crypto ipsec sa [detail]``; empty where nothing is protected."""
    lines: list[str] = []
    for (interface, crypto_map, address, policy), flows in groupby(value, key=_heading):
        lines += ["", f"interface: {interface}", f"    Crypto map tag: {crypto_map}, local addr {flat(address)}"]
        if policy is not None:
            lines += ["", f"   IPsecv6 policy name: {policy}"]
        for flow in flows:
            lines += ["", *_identities(flow), *_counters(flow.counters, detail=options.detail), ""]
            lines += [*_endpoints(flow, generation), ""]
            lines += [*_sas("inbound", flow.inbound, generation), "", *_sas("outbound", flow.outbound, generation)]
    return joined(lines)


def _heading(flow: IpsecFlow) -> tuple[str, str, IPAddress, str | None]:
    return flow.interface, flow.crypto_map, flow.local_address, flow.ipv6_policy


def _identities(flow: IpsecFlow) -> list[str]:
    flags = f"{flow.flags}," if flow.flags else ""
    return [
        f"   protected vrf: {flow.protected_vrf or '(none)'}",
        f"   local  ident (addr/mask/prot/port): ({_ident(flow.local_ident)})",
        f"   remote ident (addr/mask/prot/port): ({_ident(flow.remote_ident)})",
        f"   current_peer {flat(flow.peer.address)} port {flow.peer.port}",
        f"     PERMIT, flags={{{flags}}}",
    ]


def _ident(one: Ident) -> str:
    network = one.network
    mask = network.prefixlen if network.version == 6 else network.netmask
    return f"{flat(network.network_address)}/{mask}/{one.protocol}/{one.port}"


def _counters(one: IpsecCounters, *, detail: bool) -> list[str]:
    lines: list[str] = []
    if None not in (one.encaps, one.encrypt, one.digest):
        lines.append(f"    #pkts encaps: {one.encaps}, #pkts encrypt: {one.encrypt}, #pkts digest: {one.digest}")
    if None not in (one.decaps, one.decrypt, one.verify):
        lines.append(f"    #pkts decaps: {one.decaps}, #pkts decrypt: {one.decrypt}, #pkts verify: {one.verify}")
    lines += [
        f"    #pkts compressed: {one.compressed}, #pkts decompressed: {one.decompressed}",
        f"    #pkts not compressed: {one.not_compressed}, #pkts compr. failed: {one.compress_failed}",
        f"    #pkts not decompressed: {one.not_decompressed}, #pkts decompress failed: {one.decompress_failed}",
    ]
    if detail:
        known = dict(one.failures)
        shown = (line for line in DETAIL if all(name in known for name in line.names))
        return lines + ["    " + line.text.format(*(known[name] for name in line.names)) for line in shown]
    if None not in (one.send_errors, one.recv_errors):
        lines.append(f"    #send errors {one.send_errors}, #recv errors {one.recv_errors}")
    return lines


def _endpoints(flow: IpsecFlow, generation: Generation) -> list[str]:
    """IPv6 endpoints stand on two lines."""
    wide = isinstance(flow.local_endpoint, IPv6Address)
    local = f"     local crypto endpt.: {flat(flow.local_endpoint)},"
    remote = f"remote crypto endpt.: {flat(flow.remote_endpoint)}"
    family = "ipv6" if wide else "ip"
    plain = "" if flow.plaintext_mtu is None else f"plaintext mtu {flow.plaintext_mtu}, "
    mtu = f"path mtu {flow.path_mtu}, {family} mtu {flow.mtu}, {family} mtu idb {flow.mtu_interface or '(none)'}"
    exchange = "" if flow.key_exchange is None else f", {flow.key_exchange}"
    return [
        *([local, f"     {remote}"] if wide else [f"{local} {remote}"]),
        f"     {plain if generation in PLAINTEXT_MTU else ''}{mtu}",
        f"     current outbound spi: 0x{flow.outbound_spi:X}({flow.outbound_spi})",
        f"     PFS (Y/N): {'Y' if flow.pfs else 'N'}, DH group: {flow.dh_group}{exchange}",
    ]


def _sas(direction: str, sas: Sequence[IpsecSa], generation: Generation) -> list[str]:
    lines: list[str] = []
    for protocol in ("esp", "ah", "pcp"):
        lines += [""] * bool(lines) + [f"     {direction} {protocol} sas:"]
        for sa in sas:
            if sa.protocol == protocol:
                lines += _sa(sa, generation)
    return lines


def _sa(sa: IpsecSa, generation: Generation) -> list[str]:
    spi = "[Not Available]" if sa.spi is None else f"0x{sa.spi:X}({sa.spi})"
    flags = "" if sa.sibling_flags is None else f"sibling_flags {sa.sibling_flags}, "
    started = ""
    if generation in WITH_INITIATOR and sa.initiator is not None:
        started = f", initiator : {sa.initiator}"
    window = "" if sa.replay_window is None else f"  replay window size: {sa.replay_window}"
    facts = [
        f"transform: {' '.join(sa.transform)} ,",
        f"in use settings ={{{sa.mode}, {'esn' if sa.esn else ''}}}",
        f"conn id: {sa.conn_id}, flow_id: {sa.flow_id}, {flags}crypto map: {sa.crypto_map}{started}",
        *_timing(sa),
        *([] if sa.iv_size is None else [f"IV size: {sa.iv_size} bytes"]),
        f"replay detection support: {'Y' if sa.replay else 'N'}{window}",
        f"Status: {sa.status}",
    ]
    return [f"      spi: {spi}", *("        " + fact for fact in facts)]


def _timing(sa: IpsecSa) -> list[str]:
    head = "sa timing: remaining key lifetime"
    if sa.seconds is None:
        return [f"{head} is not applicable", _DISABLED]
    if sa.kilobytes is None:
        return [f"{head} (sec): {sa.seconds}", _DISABLED]
    return [f"{head} (k/sec): ({sa.kilobytes}/{sa.seconds})"]
