"""The lines of one IKEv2 SA, as ``show crypto ikev2 sa`` and ``show crypto ikev2 session`` have them (C-82)."""

from dataclasses import fields, replace
from ipaddress import IPv4Network, IPv6Address, ip_address, ip_network

from nornir_dmvpn.ios.shows.blocks import Item, flat, pair
from nornir_dmvpn.ios.shows.show_command import JsonRow
from nornir_dmvpn.model.address import IPNetwork
from nornir_dmvpn.model.crypto_state import Endpoint, Ikev2Detail, Ikev2Sa
from nornir_dmvpn.model.generation import Generation

_WITH_SPIS = frozenset({Generation.E})
"""Generations that print the CE id, the session id and the SPIs without being asked for details (C-82)."""


def read_sa(item: Item) -> Ikev2Sa:
    """The SA that the lines of ``item`` describe; ``ValueError`` or ``ParseError`` if they describe none."""
    detail = _read_detail(item)
    return Ikev2Sa(
        tunnel_id=int(item.need("TUNNEL_ID")),
        local=endpoint(item, "LOCAL"),
        remote=endpoint(item, "REMOTE"),
        fvrf=_vrf(item.need("FVRF")),
        ivrf=_vrf(item.need("IVRF")),
        status=item.need("SA_STATUS"),
        encryption=item.need("ENCRYPTION"),
        keysize=item.number("KEYSIZE"),
        prf=item.need("PRF"),
        hash=item.need("HASH"),
        dh_group=int(item.need("DH_GROUP")),
        auth_sign=item.need("AUTH_SIGN"),
        auth_verify=item.need("AUTH_VERIFY"),
        quantum_resistant=item.get("QUANTUM_RESISTANT") is not None,
        pqc=item.get("PQC_KEY_EXCHANGE"),
        lifetime=int(item.need("LIFETIME")),
        active=int(item.need("ACTIVE_TIME")),
        ce_id=item.number("CE_ID"),
        session_id=item.number("SA_SESSION_ID"),
        local_spi=item.get("LOCAL_SPI"),
        remote_spi=item.get("REMOTE_SPI"),
        detail=None if detail == Ikev2Detail() else detail,
    )


def endpoint(item: Item, name: str) -> Endpoint:
    """Address and port of the values ``NAME`` and ``NAME_PORT``."""
    return Endpoint(address=item.address(name), port=int(item.need(f"{name}_PORT")))


def _vrf(text: str) -> str | None:
    return None if text == "none" else text


def _read_detail(item: Item) -> Ikev2Detail:
    def two(name: str) -> tuple[int, int] | None:
        return pair(item.get(f"LOCAL_{name}"), item.get(f"REMOTE_{name}"))

    pushed, initiator = item.get("PUSHED_ADDRESS"), item.get("INITIATOR")
    systems = item.get("LOCAL_SYSTEM_ID"), item.get("REMOTE_SYSTEM_ID")
    return Ikev2Detail(
        description=item.get("DESCRIPTION"),
        local_id=item.get("LOCAL_ID"),
        remote_id=item.get("REMOTE_ID"),
        request_ids=two("REQUEST_ID"),
        next_ids=two("NEXT_ID"),
        queued=two("QUEUED"),
        window=two("WINDOW"),
        dpd=pair(item.get("DPD"), item.get("DPD_RETRY")),
        route_update=item.get("ROUTE_UPDATE"),
        nat=_words(item.get("NAT")),
        initiator=None if initiator is None else initiator == "Yes",
        pushed_address=None if pushed is None else ip_address(pushed),
        remote_subnets=tuple(_subnet(text) for text in item.all("REMOTE_SUBNET")),
        quantum=item.get("QUANTUM"),
        system_ids=None if systems[0] is None or systems[1] is None else (systems[0], systems[1]),
        peer_type=item.get("PEER_TYPE"),
        fragmentation=_words(item.get("FRAGMENTATION")),
        extended_authentication=_words(item.get("EXTENDED_AUTHENTICATION")),
        trust_security=item.get("TRUST_SECURITY"),
    )


def _words(text: str | None) -> str | None:
    """One blank between words: some releases print two (``not  configured``)."""
    return None if text is None else " ".join(text.split())


def _subnet(text: str) -> IPNetwork:
    return ip_network("/".join(text.split()), strict=False)


def sa_lines(one: Ikev2Sa, generation: Generation, *, detail: bool) -> list[str]:
    """The lines IOS prints for an SA, its heading first; lines of what ``one`` does not know are left out."""
    lines = [*_head(one), f"      {_algorithms(one)}"]
    if one.pqc is not None:
        lines.append(f"      PQC Key Exchange: {one.pqc}")
    lines.append(f"      Life/Active Time: {one.lifetime}/{one.active} sec")
    if not detail and generation not in _WITH_SPIS:
        return lines
    if one.ce_id is not None and one.session_id is not None:
        lines.append(f"      CE id: {one.ce_id}, Session-id: {one.session_id}")
    spis = []
    if one.local_spi is not None and one.remote_spi is not None:
        spis = [f"      Local spi: {one.local_spi}       Remote spi: {one.remote_spi}"]
    if not detail or one.detail is None:
        return lines + spis
    described = [] if one.detail.description is None else [f"      Status Description: {one.detail.description}"]
    lines += spis + described if generation in _WITH_SPIS else described + spis
    return lines + [f"      {text}" for text in _detail_lines(one.detail)]


def _head(one: Ikev2Sa) -> list[str]:
    """C-82; addresses of IPv6 stand below, they are too long for the columns."""
    vrfs = f"{one.fvrf or 'none'}/{one.ivrf or 'none'}"
    if isinstance(one.local.address, IPv6Address):
        return [
            "Tunnel-id    fvrf/ivrf              Status",
            f"{one.tunnel_id:<10} {vrfs:<21} {one.status}",
            f"Local  {one.local}",
            f"Remote  {one.remote}",
        ]
    return [
        "Tunnel-id Local                 Remote                fvrf/ivrf            Status ",
        f"{one.tunnel_id:<9} {one.local!s:<21} {one.remote!s:<21} {vrfs:<20} {one.status:<6} ",
    ]


def _algorithms(one: Ikev2Sa) -> str:
    keysize = "" if one.keysize is None else f"keysize: {one.keysize}, "
    text = f"Encr: {one.encryption}, {keysize}PRF: {one.prf}, Hash: {one.hash}, DH Grp:{one.dh_group}, "
    text += f"Auth sign: {one.auth_sign}, Auth verify: {one.auth_verify}"
    return text + (", QR" if one.quantum_resistant else "")


def _detail_lines(told: Ikev2Detail) -> list[str]:
    names = (("Local id: ", told.local_id), ("Remote id: ", told.remote_id))
    lines = [head + text for head, text in names if text is not None]
    lines += [
        f"{f'Local {name}':<18} {values[0]:<15}Remote {name} {values[1]:<10}"
        for name, values in (
            ("req msg id:", told.request_ids),
            ("next msg id:", told.next_ids),
            ("req queued:", told.queued),
            ("window:", told.window),
        )
        if values is not None
    ]
    if told.dpd is not None:
        lines.append(f"DPD configured for {told.dpd[0]} seconds, retry {told.dpd[1]}")
    if told.fragmentation is not None:
        lines.append(f"Fragmentation {told.fragmentation.replace('not ', 'not  ')}.")
    facts = (
        ("", told.quantum, ""),
        ("Dynamic Route Update: ", told.route_update, ""),
        ("Extended Authentication ", told.extended_authentication, "."),
        ("NAT-T is ", told.nat, "  " if told.nat == "not detected" else ""),
        ("Cisco Trust Security SGT is ", told.trust_security, ""),
        ("Initiator of SA : ", None if told.initiator is None else "Yes" if told.initiator else "No", ""),
        ("Pushed IP address: ", None if told.pushed_address is None else flat(told.pushed_address), ""),
    )
    lines += [head + text + end for head, text, end in facts if text is not None]
    if told.remote_subnets:
        lines += ["Remote subnets:", *(_subnet_text(one) for one in told.remote_subnets)]
    if told.system_ids is not None:
        lines.append(f"Local Sys Id: {told.system_ids[0]}       Remote Sys Id: {told.system_ids[1]}")
    return lines + ([] if told.peer_type is None else [f"PEER TYPE: {told.peer_type}"])


def _subnet_text(one: IPNetwork) -> str:
    return f"{one.network_address} {one.netmask}" if isinstance(one, IPv4Network) else str(one).upper()


def quantise_sa(one: Ikev2Sa, generation: Generation, *, detail: bool) -> Ikev2Sa:
    """What printing keeps of an SA; ids and SPIs are printed in pairs or not at all."""
    shown = detail or generation in _WITH_SPIS
    ids = shown and one.ce_id is not None and one.session_id is not None
    spis = shown and one.local_spi is not None and one.remote_spi is not None
    kept = None if not detail or one.detail == Ikev2Detail() else one.detail
    return replace(
        one,
        ce_id=one.ce_id if ids else None,
        session_id=one.session_id if ids else None,
        local_spi=one.local_spi if spis else None,
        remote_spi=one.remote_spi if spis else None,
        detail=kept,
    )


def sa_row(one: Ikev2Sa) -> JsonRow:
    """JSON of an SA; ``detail`` is null in plain output."""
    row: JsonRow = {field.name: getattr(one, field.name) for field in fields(one)}
    told = one.detail
    return row | {
        "local": str(one.local.address),
        "local_port": one.local.port,
        "remote": str(one.remote.address),
        "remote_port": one.remote.port,
        "detail": None if told is None else _detail_row(told),
    }


def _detail_row(told: Ikev2Detail) -> JsonRow:
    row: JsonRow = {field.name: getattr(told, field.name) for field in fields(told)}
    return row | {
        "pushed_address": None if told.pushed_address is None else str(told.pushed_address),
        "remote_subnets": [str(one) for one in told.remote_subnets],
    }
