"""``show crypto ipsec sa [interface X|peer X] [detail]``: what is protected, by which SAs, how much of it (C-83)."""

from dataclasses import replace
from ipaddress import ip_address, ip_network

from nornir_dmvpn.errors import ParseError
from nornir_dmvpn.ios.shows.blocks import Block, Item, parse_blocks
from nornir_dmvpn.ios.shows.engine import read
from nornir_dmvpn.ios.shows.ipsec_text import DETAIL, PLAINTEXT_MTU, WITH_INITIATOR, render
from nornir_dmvpn.ios.shows.show_command import PLAIN, JsonRow, Parsed, RenderOptions, ShowCommand
from nornir_dmvpn.model.crypto_state import Endpoint, Ident, IpsecCounters, IpsecFlow, IpsecSa
from nornir_dmvpn.model.generation import Generation

Flows = tuple[IpsecFlow, ...]

COMMAND = "show crypto ipsec sa"


def parse(text: str, *, strict: bool = True) -> Parsed[Flows]:
    """Every pair of identities in printed order. ``layout`` is ``None``: the text fits several generations."""
    return parse_blocks(SHOW, read(COMMAND, "show_crypto_ipsec_sa", text), _flow, strict=strict)


def _flow(block: Block) -> IpsecFlow:
    vrf, idb = block.need("PROTECTED_VRF"), block.need("MTU_INTERFACE")
    outbound_spi = int(block.need("OUTBOUND_SPI"), 16)
    outbound = tuple(_sa(item, "OUTBOUND") for item in block.after("OUTBOUND_SA_SPI"))
    if outbound_spi and not outbound:
        raise ParseError(COMMAND, block.row.line, block.row.text, "the output is cut off: no outbound SA is listed")
    return IpsecFlow(
        interface=block.need("INTERFACE"),
        crypto_map=block.need("CRYPTO_MAP"),
        local_address=ip_address(block.need("LOCAL_ADDRESS")),
        ipv6_policy=block.get("IPV6_POLICY"),
        protected_vrf=None if vrf == "(none)" else vrf,
        local_ident=_ident(block, "LOCAL"),
        remote_ident=_ident(block, "REMOTE"),
        peer=Endpoint(address=ip_address(block.need("PEER")), port=int(block.need("PEER_PORT"))),
        flags=block.get("FLAGS") or "",
        counters=_counters(block),
        local_endpoint=ip_address(block.need("LOCAL_ENDPOINT")),
        remote_endpoint=ip_address(block.need("REMOTE_ENDPOINT")),
        plaintext_mtu=block.number("PLAINTEXT_MTU"),
        path_mtu=int(block.need("PATH_MTU")),
        mtu=int(block.need("IP_MTU")),
        mtu_interface=None if idb == "(none)" else idb,
        outbound_spi=outbound_spi,
        pfs=block.get("PFS") == "Y",
        dh_group=block.get("DH_GROUP") or "none",
        key_exchange=block.get("KEY_EXCHANGE"),
        inbound=tuple(_sa(item, "INBOUND") for item in block.after("INBOUND_SA_SPI")),
        outbound=outbound,
    )


def _ident(block: Block, side: str) -> Ident:
    return Ident(
        network=ip_network(f"{block.need(f'{side}_IDENT')}/{block.need(f'{side}_MASK')}"),
        protocol=int(block.need(f"{side}_PROTOCOL")),
        port=int(block.need(f"{side}_PORT")),
    )


def _counters(block: Block) -> IpsecCounters:
    names = [name for line in DETAIL for name in line.names]
    found = ((name, block.number(name.upper())) for name in names)
    return IpsecCounters(
        encaps=block.number("ENCAPS"),
        encrypt=block.number("ENCRYPT"),
        digest=block.number("DIGEST"),
        decaps=block.number("DECAPS"),
        decrypt=block.number("DECRYPT"),
        verify=block.number("VERIFY"),
        compressed=block.number("COMPRESSED") or 0,
        decompressed=block.number("DECOMPRESSED") or 0,
        not_compressed=block.number("NOT_COMPRESSED") or 0,
        compress_failed=block.number("COMPRESS_FAILED") or 0,
        not_decompressed=block.number("NOT_DECOMPRESSED") or 0,
        decompress_failed=block.number("DECOMPRESS_FAILED") or 0,
        send_errors=block.number("SEND_ERRORS"),
        recv_errors=block.number("RECV_ERRORS"),
        failures=tuple((name, number) for name, number in found if number is not None),
    )


def _sa(item: Item, direction: str) -> IpsecSa:
    def get(name: str) -> str | None:
        return item.get(f"{direction}_{name}")

    def number(name: str) -> int | None:
        return item.number(f"{direction}_{name}")

    spi, initiator = item.need(f"{direction}_SA_SPI"), get("INITIATOR")
    transform = tuple(item.need(f"{direction}_TRANSFORM").split())
    seconds, hours, minutes = number("SECONDS"), number("HOURS"), number("MINUTES")
    if seconds is None and not hours is minutes is None:
        seconds = (hours or 0) * 3600 + (minutes or 0) * 60
    return IpsecSa(
        protocol={"esp": "esp", "ah": "ah"}.get(transform[0].split("-")[0], "pcp"),
        spi=int(spi, 16) if spi.startswith("0x") else None,
        transform=transform,
        mode=" ".join(item.need(f"{direction}_MODE").split()),
        esn=get("ESN") is not None,
        conn_id=int(item.need(f"{direction}_CONN_ID")),
        flow_id=item.need(f"{direction}_FLOW_ID"),
        sibling_flags=get("SIBLING_FLAGS"),
        crypto_map=item.need(f"{direction}_SA_CRYPTO_MAP"),
        initiator=None if initiator is None else initiator == "True",
        kilobytes=number("KILOBYTES"),
        seconds=seconds,
        iv_size=number("IV_SIZE"),
        replay=item.need(f"{direction}_REPLAY") == "Y",
        replay_window=number("REPLAY_WINDOW"),
        status=item.need(f"{direction}_STATUS").replace(" ", ""),
    )


def quantise_flows(value: Flows, generation: Generation, options: RenderOptions = PLAIN) -> Flows:
    """What printing keeps: error counters by ``detail`` or not, the plaintext MTU from C on, the initiator in E."""
    return tuple(
        replace(
            one,
            plaintext_mtu=one.plaintext_mtu if generation in PLAINTEXT_MTU else None,
            counters=_kept(one.counters, detail=options.detail),
            inbound=tuple(_kept_sa(sa, generation) for sa in one.inbound),
            outbound=tuple(_kept_sa(sa, generation) for sa in one.outbound),
        )
        for one in value
    )


def _kept(counters: IpsecCounters, *, detail: bool) -> IpsecCounters:
    encaps = None not in (counters.encaps, counters.encrypt, counters.digest)
    decaps = None not in (counters.decaps, counters.decrypt, counters.verify)
    errors = not detail and None not in (counters.send_errors, counters.recv_errors)
    return replace(
        counters,
        encaps=counters.encaps if encaps else None,
        encrypt=counters.encrypt if encaps else None,
        digest=counters.digest if encaps else None,
        decaps=counters.decaps if decaps else None,
        decrypt=counters.decrypt if decaps else None,
        verify=counters.verify if decaps else None,
        send_errors=counters.send_errors if errors else None,
        recv_errors=counters.recv_errors if errors else None,
        failures=counters.failures if detail else (),
    )


def _kept_sa(sa: IpsecSa, generation: Generation) -> IpsecSa:
    timed = sa.seconds is not None
    return replace(
        sa,
        initiator=sa.initiator if generation in WITH_INITIATOR else None,
        kilobytes=sa.kilobytes if timed else None,
    )


def rows(value: Flows) -> list[JsonRow]:
    """One row per pair of identities, its SAs as lists; numbers that were not printed are null."""
    return [
        {
            "interface": one.interface,
            "crypto_map": one.crypto_map,
            "local_address": str(one.local_address),
            "protected_vrf": one.protected_vrf,
            "local_ident": _ident_text(one.local_ident),
            "remote_ident": _ident_text(one.remote_ident),
            "peer": str(one.peer.address),
            "port": one.peer.port,
            "encaps": one.counters.encaps,
            "decaps": one.counters.decaps,
            "send_errors": one.counters.send_errors,
            "recv_errors": one.counters.recv_errors,
            "failures": dict(one.counters.failures),
            "path_mtu": one.path_mtu,
            "plaintext_mtu": one.plaintext_mtu,
            "outbound_spi": one.outbound_spi,
            "pfs": one.pfs,
            "dh_group": one.dh_group,
            "inbound": [_sa_row(sa) for sa in one.inbound],
            "outbound": [_sa_row(sa) for sa in one.outbound],
        }
        for one in value
    ]


def _ident_text(one: Ident) -> str:
    return f"{one.network}/{one.protocol}/{one.port}"


def _sa_row(sa: IpsecSa) -> JsonRow:
    return {
        "protocol": sa.protocol,
        "spi": sa.spi,
        "transform": list(sa.transform),
        "mode": sa.mode,
        "esn": sa.esn,
        "conn_id": sa.conn_id,
        "kilobytes": sa.kilobytes,
        "seconds": sa.seconds,
        "replay": sa.replay,
        "replay_window": sa.replay_window,
        "status": sa.status,
    }


SHOW: ShowCommand[Flows] = ShowCommand(
    name="show_crypto_ipsec_sa",
    forms=(
        "sh[[ow]] cr[[ypto]] ip[[sec]] sa",
        "sh[[ow]] cr[[ypto]] ip[[sec]] sa det[[ail]]",
        "sh[[ow]] cr[[ypto]] ip[[sec]] sa i[[nterface]] {interface}",
        "sh[[ow]] cr[[ypto]] ip[[sec]] sa i[[nterface]] {interface} det[[ail]]",
        "sh[[ow]] cr[[ypto]] ip[[sec]] sa p[[eer]] {nbma}",
        "sh[[ow]] cr[[ypto]] ip[[sec]] sa p[[eer]] {nbma} det[[ail]]",
    ),
    section="ipsec",
    parse=parse,
    render=render,
    quantise=quantise_flows,
    rows=rows,
)
