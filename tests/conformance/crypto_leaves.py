"""Our values of the crypto commands under the names other parsers give them: name → what stands in every row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from nornir_dmvpn.ios.shows.duration import render_duration
from nornir_dmvpn.model.address import IPNetwork
from nornir_dmvpn.model.crypto_state import (
    ChildSa,
    CryptoSession,
    FlowCounters,
    Ident,
    Ikev2Detail,
    Ikev2Sa,
    Ikev2Session,
    IpsecFlow,
    IpsecSa,
    IsakmpSa,
    Selector,
    SessionFlow,
    SessionIke,
)

Leaves = dict[str, list[str]]
Pairs = Iterator[tuple[str, object]]


def word(value: object) -> str:
    """One writing for both sides: lower case, one blank, no comma at the end, no parentheses around all of it."""
    text = " ".join(str(value).lower().split()).rstrip(",")
    return text[1:-1] if text.startswith("(") and text.endswith(")") else text


def leaves(values: Iterable[object]) -> Leaves:
    """Every value of every row by name; what was not printed (``None``) is left out."""
    found: Leaves = defaultdict(list)
    for value in values:
        for name, one in _pairs(value):
            if one is not None:
                found[name].append(word(one))
    return found


def _pairs(value: Any) -> Pairs:
    match value:
        case IsakmpSa():
            yield from _isakmp(value)
        case Ikev2Sa():
            yield from _ikev2(value)
        case Ikev2Session():
            yield from _session_v2(value)
        case CryptoSession():
            yield from _session(value)
        case IpsecFlow():
            yield from _ipsec(value)


def _isakmp(one: IsakmpSa) -> Pairs:
    yield "status", one.status
    if one.detail is None:
        yield from (("destination", one.destination), ("source", one.source), ("session_state", one.state))
        yield from (("conn_id", one.conn_id), ("current_status", "deleted" if one.deleted else None))
        yield from (("dst", one.destination), ("src", one.source), ("state", one.state), ("slot", one.slot))
        return
    told = one.detail
    engine, _, number = told.engine.partition(":")
    yield from (("c_id", one.conn_id), ("local_ip", told.local), ("remote_ip", told.remote), ("ivrf", told.ivrf))
    yield from (("encr_algo", told.encryption), ("hash_algo", told.hash), ("auth_type", told.authentication))
    yield from (("dh_group", told.dh_group), ("lifetime", None if told.lifetime is None else clock(told.lifetime)))
    yield from (("capabilities", told.capabilities), ("engine_id", engine), ("conn_id", number))


def clock(seconds: int) -> str:
    return render_duration(seconds) if seconds else "0"


def _ikev2(one: Ikev2Sa) -> Pairs:
    yield from (("tunnel_id", one.tunnel_id), ("status", one.status), ("local", one.local), ("remote", one.remote))
    yield from (("local_ip", one.local.address), ("local_port", one.local.port))
    yield from (("remote_ip", one.remote.address), ("remote_port", one.remote.port))
    yield from (("fvrf", one.fvrf or "none"), ("ivrf", one.ivrf or "none"))
    yield from (("encryption", one.encryption), ("keysize", one.keysize), ("prf", one.prf), ("hash", one.hash))
    yield from (("dh_group", one.dh_group), ("dh_grp", one.dh_group))
    yield from (("auth_sign", one.auth_sign), ("auth_verify", one.auth_verify))
    yield from (("life_time", one.lifetime), ("active_time", one.active), ("pqc", one.pqc))
    yield from (("ce_id", one.ce_id), ("session_id", one.session_id))
    yield from (("local_spi", one.local_spi), ("remote_spi", one.remote_spi))
    yield "qr", "qr" if one.quantum_resistant else None
    if one.detail is not None:
        yield from _ikev2_detail(one.detail)


def _ikev2_detail(told: Ikev2Detail) -> Pairs:
    yield from (("status_description", told.description), ("local_id", told.local_id), ("remote_id", told.remote_id))
    for name, values in (("req", told.request_ids), ("next", told.next_ids)):
        local, remote = values or (None, None)
        yield f"local_{'reg' if name == 'req' else name}_msg_id", local
        yield f"remote_{name}_msg_id", remote
    for name, values in (("req_queued", told.queued), ("window", told.window)):
        local, remote = values or (None, None)
        yield from ((f"local_{name}", local), (f"remote_{name}", remote))
    time, retry = told.dpd or (None, None)
    yield from (("dpd_configured_time", time), ("retry", retry), ("fragmentation", told.fragmentation))
    yield from (("dynamic_route_update", told.route_update), ("nat_t", told.nat), ("pushed_ip", told.pushed_address))
    yield from (("extended_authentication", told.extended_authentication),)
    yield from (("cisco_trust_security_sgt", told.trust_security),)
    yield "initiator_of_sa", {True: "yes", False: "no", None: None}[told.initiator]
    for subnet in told.remote_subnets:
        yield "remote_subnets", f"{subnet.network_address} {subnet.netmask}"
    yield from _quantum(told.quantum)


def _quantum(line: str | None) -> Pairs:
    text = line or ""
    yield "quantum_resistance", "enabled" if text.endswith(("Resistance Enabled", "PPK is enabled")) else None
    yield "quantum_encry_type", text.rpartition("using ")[2] if text.endswith("Manual PPK") else None
    yield "quantum_safe_pqc", text.rpartition("PQC: ")[2] if "PQC: " in text else None


def _session_v2(one: Ikev2Session) -> Pairs:
    yield from (("session_id", one.session_id), ("status", one.status))
    yield from (("ike_count", one.declared_ike), ("child_count", one.declared_children))
    renamed = {"status": "session_status", "keysize": "key_length", "hash": "hash_algo", "life_time": "lifetime"}
    renamed |= {"active_time": "activetime", "session_id": "id"}
    for sa in one.ike:
        for name, value in _ikev2(sa):
            yield renamed.get(name, name), value
    for child in one.children:
        yield from _child(child)


def _child(child: ChildSa) -> Pairs:
    for local, remote in zip(child.local, child.remote, strict=True):
        yield "traffic_selectors", f"{_selector(local)} -> {_selector(remote)}"
    yield from zip(("esp_spi_in", "esp_spi_out"), (f"0x{number:X}" for number in child.esp_spis), strict=True)


def _selector(one: Selector) -> str:
    return f"{one.first}/{one.first_port} - {one.last}/{one.last_port}"


def _session(one: CryptoSession) -> Pairs:
    detailed = one.phase1_id is not None or one.uptime is not None or any(sa.conn_id is not None for sa in one.ike)
    yield from (("interface", one.interface), ("session_status", one.status), ("profile", one.profile))
    yield from (("user_name", one.username), ("group", one.group), ("assigned_address", one.assigned_address))
    yield "uptime", None if one.uptime is None else render_duration(one.uptime)
    yield from (("peer", one.peer.address), ("peer_ip", one.peer.address), ("peer_port", one.peer.port))
    yield "port", one.peer.port
    if detailed:
        yield from (("fvrf", one.fvrf or "none"), ("ivrf", one.ivrf or "none"), ("desc", one.description or "none"))
        yield from (("phase1_id", one.phase1_id or "none"), ("phase_id", one.phase1_id or "none"))
    for sa in one.ike:
        yield from _session_ike(sa)
    for flow in one.flows:
        yield from _session_flow(flow)


def _session_ike(sa: SessionIke) -> Pairs:
    yield from (("version", sa.version), ("session_id", sa.session_id))
    yield "sa_status", "Active" if sa.active else "Inactive"
    for name, end in (("local", sa.local), ("remote", sa.remote)):
        yield from ((name, end.address), (f"{name}_ip", end.address), (f"{name}_port", end.port))
    yield from (("conn_id", sa.conn_id), ("connid", sa.conn_id))
    yield "capabilities", None if sa.capabilities is None else sa.capabilities or "none"
    yield "lifetime", None if sa.lifetime is None else clock(sa.lifetime)


def _end(one: IPNetwork) -> str:
    if one.prefixlen == one.max_prefixlen:
        return f"host {one.network_address}"
    return f"{one.network_address}/{one.netmask}" if one.version == 4 else str(one)


def _session_flow(flow: SessionFlow) -> Pairs:
    ends = _end(flow.source), _end(flow.destination)
    yield "flow", f"permit {flow.protocol} {' '.join(ends)}"
    yield from (("active_sas", flow.active_sas), ("active_sa", flow.active_sas), ("origin", flow.origin))
    yield from _counted(flow.inbound, "inbound", "decrypted")
    yield from _counted(flow.outbound, "outbound", "encrypted")


def _counted(one: FlowCounters | None, direction: str, packets: str) -> Pairs:
    if one is not None:
        kilobytes = "KB Vol Rekey Disabled" if one.kilobytes is None else one.kilobytes
        yield from ((f"{direction}_pkts_{packets}", one.packets), (packets, one.packets))
        yield from ((f"{direction}_pkts_drop", one.drop), ("dropped", one.drop))
        yield from ((f"{direction}_life_kb", kilobytes), ("life_in_kb", kilobytes))
        yield from ((f"{direction}_life_secs", one.seconds), ("life_in_sec", one.seconds))


def _ipsec(one: IpsecFlow) -> Pairs:
    yield from (("interface", one.interface), ("crypto_map_tag", one.crypto_map), ("local_addr", one.local_address))
    yield from (("protected_vrf", one.protected_vrf or "none"), ("ipsecv6_policy_name", one.ipv6_policy))
    for side, ident in (("local", one.local_ident), ("remote", one.remote_ident)):
        for name, value in _ident(ident):
            yield from ((name, value), (f"{side}_ident_{name}", value))
        yield f"{side}_ident", "/".join(str(value) for _, value in _ident(ident))
    yield from (("peer_ip", one.peer.address), ("current_peer", one.peer.address), ("port", one.peer.port))
    yield from (("action", "PERMIT"), ("acl", one.flags), ("permit_flags", f"{{{one.flags},}}"))
    told = one.counters
    yield from (("pkts_encaps", told.encaps), ("pkts_encrypt", told.encrypt), ("pkts_digest", told.digest))
    yield from (("pkts_decaps", told.decaps), ("pkts_decrypt", told.decrypt), ("pkts_verify", told.verify))
    yield from (("pkts_compressed", told.compressed), ("pkts_decompressed", told.decompressed))
    yield from (("pkts_not_compressed", told.not_compressed), ("pkts_compr_failed", told.compress_failed))
    yield from (("pkts_not_decompressed", told.not_decompressed), ("pkts_decompress_failed", told.decompress_failed))
    yield from (("send_errors", told.send_errors), ("recv_errors", told.recv_errors))
    yield from ((f"pkts_{name}", number) for name, number in told.failures)
    yield from (("local_crypto_endpt", one.local_endpoint), ("remote_crypto_endpt", one.remote_endpoint))
    yield from (("plaintext_mtu", one.plaintext_mtu), ("path_mtu", one.path_mtu))
    family = "ip" if one.local_endpoint.version == 4 else "ipv6"
    yield from ((f"{family}_mtu", one.mtu), (f"{family}_mtu_idb", one.mtu_interface or "none"))
    yield "current_outbound_spi", f"0x{one.outbound_spi:X}({one.outbound_spi})"
    exchange = (one.key_exchange or "").partition("PQC Key Exchange: ")[2] or None
    yield from (("pfs", "Y" if one.pfs else "N"), ("dh_group", one.dh_group), ("pqc", exchange))
    for sa in (*one.inbound, *one.outbound):
        yield from _ipsec_sa(sa)


def _ident(one: Ident) -> Pairs:
    network = one.network
    yield "addr", network.network_address
    yield "mask", network.netmask if network.version == 4 else network.prefixlen
    yield from (("prot", one.protocol), ("port", one.port))


def _ipsec_sa(sa: IpsecSa) -> Pairs:
    engine, _, number = sa.flow_id.partition(":")
    spi = "[not available]" if sa.spi is None else f"0x{sa.spi:X}({sa.spi})"
    yield from (("spi", spi), ("transform", " ".join(sa.transform)), ("conn_id", sa.conn_id))
    yield "in_use_settings", f"{sa.mode}, {'esn' if sa.esn else ''}"
    yield from (("flow_id", engine), ("flow_id_val", number), ("sibling_flags", sa.sibling_flags))
    yield from (("crypto_map", sa.crypto_map), ("initiator_flag", sa.initiator), ("initiator", sa.initiator))
    yield from (("iv_size", None if sa.iv_size is None else f"{sa.iv_size} bytes"), ("status", sa.status))
    yield "replay_detection_support", "Y" if sa.replay else "N"
    if sa.seconds is not None:
        yield "remaining_key_lifetime", sa.seconds if sa.kilobytes is None else f"({sa.kilobytes}/{sa.seconds})"
    yield "kilobyte_volume_rekey", "disabled" if sa.kilobytes is None else None
