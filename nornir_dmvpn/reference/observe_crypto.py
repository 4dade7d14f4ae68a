"""What a router of the reference network shows of IKE and IPsec: the crypto sections of its ``DeviceState``.

Counters are ``None`` where traffic was possible: the model counts no packets of applications. Numbers that IOS chooses
freely (connection ids, SPIs) are there to tell SAs apart and mean nothing else (C-85).
"""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_network

from nornir_dmvpn.model.address import IPAddress
from nornir_dmvpn.model.crypto_state import (
    ChildSa,
    CryptoSession,
    CryptoSocketEntry,
    CryptoSockets,
    Endpoint,
    Ident,
    Ikev2Session,
    IpsecCounters,
    IpsecFlow,
    IpsecSa,
    ListeningSocket,
    Selector,
    SessionFlow,
    SessionIke,
)
from nornir_dmvpn.model.device_state import DeviceState
from nornir_dmvpn.reference.agreed import IPSEC_KILOBYTES, ike_lifetime, ipsec_lifetime, isakmp_lifetime, transform
from nornir_dmvpn.reference.association import Association, Ike, associations, spi
from nornir_dmvpn.reference.fabric import Fabric
from nornir_dmvpn.reference.observe_ike import IKE_PORT, conn_ids, ikev2_sa, ikev2_sas, isakmp_sas
from nornir_dmvpn.reference.router import Router

GRE = 47
PATH_MTU = 1500
"""``path mtu`` of C-83; the underlay's MTU is not modelled."""
_CLIENT = "TUNNEL SEC"


def with_crypto(state: DeviceState, router: Router, fabric: Fabric) -> DeviceState:
    """``state`` with its crypto sections; they stay ``None`` where an address cannot be known."""
    found, now = associations(router, fabric), fabric.schedule.now
    if found is None:
        return state
    flows = _once([one for one in found if one.has_socket])
    pairs = _once_per_pair(found)
    numbers = {(pairs[index].local, pairs[index].remote): number for index, number in conn_ids(pairs).items()}
    return replace(
        state,
        isakmp=isakmp_sas(pairs, router.generation, now),
        ikev2=ikev2_sas(pairs, now),
        ikev2_sessions=_sessions_v2(pairs, now),
        ipsec=tuple(_flow(one, number, now) for number, one in enumerate(flows)),
        crypto_sessions=tuple(_session(one, numbers[one.local, one.remote], now) for one in flows),
        crypto_sockets=_sockets(router, flows),
    )


def _once_per_pair(found: Sequence[Association]) -> list[Association]:
    """Tunnels that face the same pair of addresses share its IKE SA; one that is up speaks for all."""
    pairs: dict[tuple[IPAddress, IPAddress], Association] = {}
    for one in sorted(found, key=lambda each: each.ike is not Ike.UP):
        pairs.setdefault((one.local, one.remote), one)
    return [one for one in found if pairs[one.local, one.remote] is one]


def _once(found: Sequence[Association]) -> list[Association]:
    """Tunnels with ``shared`` protection have one pair of IPsec SAs per pair of addresses (K-01, K-04)."""
    seen: set[tuple[str, IPAddress, IPAddress]] = set()
    kept: list[Association] = []
    for one in found:
        key = one.crypto_map, one.local, one.remote
        if key not in seen:
            kept.append(one)
        seen.add(key)
    return kept


# --- IPsec -----------------------------------------------------------------------------------------------------------


def _ident(address: IPAddress) -> Ident:
    """GRE from host to host (K-01)."""
    return Ident(network=ip_network(address), protocol=GRE, port=0)


def _flow(one: Association, number: int, now: float) -> IpsecFlow:
    """A stanza stands for every socket, with or without SAs; without, nothing was encapsulated (C-83, 5.3)."""
    ends = one.ends
    agreed = transform(*ends) if one.ipsec and ends is not None else None
    inbound: tuple[IpsecSa, ...] = ()
    outbound: tuple[IpsecSa, ...] = ()
    if agreed is not None and one.there is not None:
        lifetime = ipsec_lifetime(one.here, one.there)
        left = lifetime - int(now - one.since) % lifetime
        inbound = (_sa(one, agreed, spi(one.remote, one.local), 2 * number + 1, left),)
        outbound = (_sa(one, agreed, spi(one.local, one.remote), 2 * number + 2, left),)
    pfs = one.here.profile.pfs if one.here.profile is not None else None
    return IpsecFlow(
        interface=one.tunnel,
        crypto_map=one.crypto_map,
        local_address=one.local,
        protected_vrf=one.here.tunnel.ivrf,
        local_ident=_ident(one.local),
        remote_ident=_ident(one.remote),
        peer=Endpoint(address=one.remote, port=IKE_PORT),
        counters=IpsecCounters() if outbound else _NOTHING_PASSED,
        local_endpoint=one.local,
        remote_endpoint=one.remote,
        path_mtu=PATH_MTU,
        mtu=PATH_MTU,
        outbound_spi=outbound[0].spi or 0 if outbound else 0,
        pfs=pfs is not None,
        dh_group=pfs or "none",
        inbound=inbound,
        outbound=outbound,
    )


_NOTHING_PASSED = IpsecCounters(encaps=0, encrypt=0, digest=0, decaps=0, decrypt=0, verify=0)


def _sa(one: Association, agreed: tuple[tuple[str, ...], str], number: int, conn_id: int, left: int) -> IpsecSa:
    words, mode = agreed
    return IpsecSa(
        protocol="ah" if words[0].startswith("ah-") else "esp",
        spi=number,
        transform=words,
        mode=mode,
        conn_id=conn_id,
        flow_id=f"SW:{conn_id}",
        crypto_map=one.crypto_map,
        kilobytes=IPSEC_KILOBYTES,
        seconds=left,
        iv_size=_iv_size(words[0]),
        replay=True,
        status="ACTIVE(ACTIVE)",
    )


def _iv_size(transform_name: str) -> int | None:
    """Bytes: AES-CBC 16 (RFC 3602), AES-GCM 8 (RFC 4106), DES and 3DES 8 (RFC 2405, RFC 2451)."""
    if transform_name.startswith("esp-") and "null" not in transform_name:
        return 16 if "aes" in transform_name else 8
    return None


# --- sessions --------------------------------------------------------------------------------------------------------


def _sessions_v2(pairs: Sequence[Association], now: float) -> tuple[Ikev2Session, ...]:
    """A session for each READY SA; its child SA is the pair of IPsec SAs (RFC 7296, section 1.2)."""
    found: list[Ikev2Session] = []
    numbers = conn_ids(pairs)
    for index, one in enumerate(pairs):
        sa = ikev2_sa(one, numbers[index], now) if one.ikev2 and one.ipsec else None
        if sa is None:
            continue
        child = ChildSa(
            local=(_selector(one.local),),
            remote=(_selector(one.remote),),
            esp_spis=(spi(one.remote, one.local), spi(one.local, one.remote)),
        )
        found.append(
            Ikev2Session(
                session_id=numbers[index],
                status="UP-ACTIVE",
                declared_ike=1,
                declared_children=1,
                ike=(sa,),
                children=(child,),
            )
        )
    return tuple(found)


def _selector(address: IPAddress) -> Selector:
    return Selector(first=address, last=address, first_port=0, last_port=65_535)


def _session(one: Association, number: int, now: float) -> CryptoSession:
    """C-55: UP-ACTIVE with IKE and IPsec, UP-IDLE with IKE alone, else DOWN-NEGOTIATING while a socket is wanted."""
    status = "UP-ACTIVE" if one.ipsec else "UP-IDLE" if one.ike is Ike.UP else "DOWN-NEGOTIATING"
    profile, up = one.here.ikev2_profile, one.ike is Ike.UP
    flow = SessionFlow(
        protocol=str(GRE),
        source=ip_network(one.local),
        destination=ip_network(one.remote),
        active_sas=2 if one.ipsec else 0,
    )
    sa = SessionIke(
        version="IKEv2" if one.ikev2 else "IKEv1",
        session_id=number if one.ikev2 else 0,
        local=Endpoint(address=one.local, port=IKE_PORT),
        remote=Endpoint(address=one.remote, port=IKE_PORT),
        active=up,
        capabilities="D" if up and profile is not None and profile.dpd is not None else "",
        conn_id=number if up else 0,
        lifetime=_left(one, now) if up else 0,
    )
    return CryptoSession(
        interface=one.tunnel,
        profile=profile.name if up and profile is not None else None,
        uptime=int(now - one.since) if one.ipsec else None,
        status=status,
        peer=Endpoint(address=one.remote, port=IKE_PORT),
        fvrf=one.here.tunnel.fvrf,
        ivrf=one.here.tunnel.ivrf,
        phase1_id=str(one.remote) if up else None,
        ike=(sa,),
        flows=(flow,),
    )


def _left(one: Association, now: float) -> int:
    if one.ikev2 or one.there is None:
        lifetime = ike_lifetime(one.here)
    else:
        lifetime = isakmp_lifetime(one.here.config, one.there.config)
    return lifetime - int(now - one.since) % lifetime


# --- sockets ---------------------------------------------------------------------------------------------------------


def _sockets(router: Router, flows: Sequence[Association]) -> CryptoSockets:
    """A connection for each socket, a listener for each map of a protected tunnel whose line is up (C-84)."""
    connections = tuple(_connection(one) for one in flows)
    listening: dict[str, ListeningSocket] = {}
    for name, tunnel in router.tunnels.items():
        if tunnel.protection is None or not router.lines[name].up or not router.is_protected(name):
            continue
        profile = tunnel.protection.profile
        name_of_map = f"{profile}-head-1-IPv4" if tunnel.protection.shared else f"{name}-head-0"
        listening[name_of_map] = ListeningSocket(client=_CLIENT, profile=profile, map_name=name_of_map)
    return CryptoSockets(declared=len(connections), connections=connections, listening=tuple(listening.values()))


def _connection(one: Association) -> CryptoSocketEntry:
    protection = one.here.tunnel.protection
    shared = protection is not None and protection.shared
    return CryptoSocketEntry(
        interface=None if shared else one.tunnel,
        local=one.local,
        remote=one.remote,
        local_ident=_ident(one.local),
        remote_ident=_ident(one.remote),
        flags="shared" if shared else None,
        profile=protection.profile if protection is not None else "",
        is_open=one.ipsec,
        client=_CLIENT,
        client_state="Active",
    )
